"""What every public data view shares: anybody reads it from anywhere, in JSON, and caches can trust it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sitio.ocds.canonico import sha256
from sitio.publicacion import problemas

PARA_SIEMPRE = "public, max-age=31536000, immutable"
SIEMPRE_PREGUNTAR = "public, max-age=0, must-revalidate"


class SoloJSON(BaseContentNegotiation):
    """There is one representation: a harvester with an odd Accept header still gets it."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type


class VistaPublica(APIView):
    """Open to all: no accounts, no cookies, CORS for any page, errors as problem documents."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []
    renderer_classes = [JSONRenderer]
    content_negotiation_class = SoloJSON
    http_method_names = ["get", "head", "options"]

    def get_exception_handler(self) -> Any:
        return problemas.manejar

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]  # as APIView
        """Answer a browser's preflight: conditional requests are welcome from any page."""
        return Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
                "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
                "Access-Control-Max-Age": "86400",
            },
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Last-Modified"
        if request.method == "HEAD":
            _quitar_cuerpo(response)
        return response


def _quitar_cuerpo(respuesta: HttpResponse | StreamingHttpResponse) -> None:
    """Keep only the headers of GET: a server would otherwise produce a whole year to throw it away."""
    if isinstance(respuesta, StreamingHttpResponse):
        respuesta.streaming_content = ()
    else:
        respuesta["Content-Length"] = str(len(respuesta.content))
        respuesta.content = b""


def responder(
    request: Request,
    cuerpo: bytes,
    *,
    cache: str = SIEMPRE_PREGUNTAR,
    modificado: datetime | None = None,
    siguiente: str | None = None,
) -> HttpResponseBase:
    """Answer `cuerpo` with its SHA-256 as strong ETag (RFC 9110 §8.8.3), or 304 to whoever already has it."""
    respuesta = HttpResponse(cuerpo, content_type="application/json; charset=utf-8")
    etag = f'"{sha256(cuerpo)}"'
    respuesta["ETag"] = etag
    respuesta["Cache-Control"] = cache
    if siguiente:
        respuesta["Link"] = f'<{siguiente}>; rel="next"'
    segundos = None if modificado is None else int(modificado.timestamp())
    if segundos is not None:
        respuesta["Last-Modified"] = http_date(segundos)
    return get_conditional_response(request._request, etag, segundos, respuesta) or respuesta
