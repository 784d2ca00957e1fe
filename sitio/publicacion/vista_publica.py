"""What every public data view shares: anybody reads it from anywhere, in JSON, and caches can trust it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date
from drf_spectacular.openapi import AutoSchema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from sitio.publicacion import hojas, problemas
from sitio.publicacion.hojas import Hoja
from sitio.publicacion.limites import PorDireccion

PARA_SIEMPRE = "public, max-age=31536000, immutable"
# A page that is full: it changes only if something it holds is withdrawn.
SELLADA = "public, max-age=3600"
SIEMPRE_PREGUNTAR = "public, max-age=0, must-revalidate"
JSON = "application/json; charset=utf-8"
# Any of our proxies obeys this one before Cache-Control, so that a withdrawal is seen soon.
_DEL_PROXY = {"X-Accel-Expires": str(hojas.SEGUNDOS)}


class SoloJSON(BaseContentNegotiation):
    """There is one representation: a harvester with an odd Accept header still gets it."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type


class _Documentacion(AutoSchema):
    """The operation's id is that of its view, when it has one, instead of one made out of its address."""

    def get_operation_id(self) -> str:
        return str(getattr(self.view, "operacion", "") or super().get_operation_id())


class VistaPublica(APIView):
    """Open to all: no accounts, no cookies, CORS for any page, errors as problem documents, one limit for each address.

    Its documentation (OpenAPI) is its own, whatever the rest of the site uses.
    """

    schema = _Documentacion()
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [PorDireccion]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = SoloJSON
    http_method_names = ["get", "head", "options"]
    _limites: list[BaseThrottle] = []

    def get_exception_handler(self) -> Any:
        return problemas.manejar

    def get_throttles(self) -> list[BaseThrottle]:
        self._limites = super().get_throttles()
        return self._limites

    def _cabeceras_de_limites(self) -> Iterator[tuple[str, str]]:
        for limite in self._limites:
            if isinstance(limite, PorDireccion):
                yield from limite.cabeceras().items()

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
        for nombre, valor in hojas.PARA_TODOS.items():
            response[nombre] = valor
        # A shared cache would give one reader's count to another.
        if "X-Accel-Expires" not in response:
            for nombre, valor in self._cabeceras_de_limites():
                response[nombre] = valor
        if request.method == "HEAD":
            _quitar_cuerpo(response)
        return response


def _quitar_cuerpo(respuesta: HttpResponse | StreamingHttpResponse) -> None:
    """Keep only the headers of GET: a server would otherwise produce a whole year to throw it away."""
    if isinstance(respuesta, StreamingHttpResponse):
        respuesta.streaming_content = ()
    elif respuesta.content:
        respuesta["Content-Length"] = str(len(respuesta.content))
        respuesta.content = b""


def responder(request: Request, cuerpo: bytes, **opciones: Any) -> HttpResponseBase:
    """Answer `cuerpo`, or 304 to whoever already has it. Options as in `hoja`."""
    return hoja(request, cuerpo, **opciones).enviar(request._request)


def hoja(
    request: Request,
    cuerpo: bytes,
    *,
    cache: str = SIEMPRE_PREGUNTAR,
    modificado: datetime | None = None,
    enlaces: Mapping[str, str | None] | None = None,
    siguiente: str | None = None,
    tipo: str = JSON,
) -> Hoja:
    """Return `cuerpo` with its headers.

    `enlaces` are relations and URLs (None: there is none) for the header Link; `siguiente` is short for `next` alone.
    """
    cabeceras = {"Content-Type": tipo, "Cache-Control": cache}
    if cache != SIEMPRE_PREGUNTAR:
        cabeceras |= _DEL_PROXY
    if link := ", ".join(f'<{url}>; rel="{rel}"' for rel, url in {"next": siguiente, **(enlaces or {})}.items() if url):
        cabeceras["Link"] = link
    segundos = None if modificado is None else int(modificado.timestamp())
    if segundos is not None:
        cabeceras["Last-Modified"] = http_date(segundos)
    return hojas.formar(request._request, cuerpo, cabeceras, segundos)
