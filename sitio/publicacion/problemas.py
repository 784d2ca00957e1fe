"""Errors of the public API as RFC 9457 problem documents: the true status, and in Spanish what to do."""

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException

_TITULOS = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("La consulta no se entiende"),
    HTTPStatus.NOT_FOUND: gettext_lazy("No existe"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("Esta dirección solo se lee"),
}


class Problema(APIException):
    """Something wrong with a request, told to whoever made it. `extras` are members of the problem document."""

    def __init__(self, estado: HTTPStatus, detalle: str, **extras: Any) -> None:
        super().__init__(detalle)
        self.status_code = estado
        self.extras = extras


def no_existe(detalle: str) -> Problema:
    """Return a 404 to raise."""
    return Problema(HTTPStatus.NOT_FOUND, detalle)


def no_se_entiende(detalle: str, *parametros: str) -> Problema:
    """Return a 400 to raise; `parametros` are the query parameters at fault."""
    return Problema(HTTPStatus.BAD_REQUEST, detalle, parametros=list(parametros))


def manejar(error: Exception, contexto: dict[str, Any]) -> HttpResponse | None:
    """DRF exception handler: write any API error as application/problem+json; what is not one stays a server error."""
    if isinstance(error, Http404):
        error = no_existe(_("No hay nada en esta dirección."))
    if not isinstance(error, APIException):
        return None
    estado = HTTPStatus(error.status_code)
    documento = {
        "type": "about:blank",
        "title": str(_TITULOS.get(estado, estado.phrase)),
        "status": estado.value,
        "detail": str(error.detail),
        "instance": contexto["request"].get_full_path(),
        **getattr(error, "extras", {}),
    }
    return HttpResponse(
        json.dumps(documento, ensure_ascii=False), status=estado, content_type="application/problem+json; charset=utf-8"
    )
