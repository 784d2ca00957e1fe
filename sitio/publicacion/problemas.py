"""Errors of the public API as RFC 9457 problem documents: the true status, and in Spanish what to do."""

import json
import math
from http import HTTPStatus
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, Throttled

TIPO = "application/problem+json"
_TITULOS = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("La consulta no se entiende"),
    HTTPStatus.NOT_FOUND: gettext_lazy("No existe"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("Esta dirección solo se lee"),
    HTTPStatus.GONE: gettext_lazy("Se retiró"),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("Demasiadas consultas"),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_lazy("Algo falló en el portal"),
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


def ya_no_esta(detalle: str, **extras: Any) -> Problema:
    """Return a 410 to raise: what was withdrawn, with `extras` telling why."""
    return Problema(HTTPStatus.GONE, detalle, **extras)


def manejar(error: Exception, contexto: dict[str, Any]) -> HttpResponse:
    """DRF exception handler: write any error as application/problem+json, ours too, without a word of its inside."""
    peticion = contexto["request"]
    if isinstance(error, Throttled):
        return _espere(error, peticion)
    if isinstance(error, Http404):
        error = no_existe(_("No hay nada en esta dirección."))
    if not isinstance(error, APIException):
        return _fallo(error, peticion)
    return _documento(HTTPStatus(error.status_code), str(error.detail), peticion, **getattr(error, "extras", {}))


def _espere(error: Throttled, peticion: Any) -> HttpResponse:
    segundos = max(1, math.ceil(getattr(error, "wait", None) or 1))
    detalle = _("Esta dirección de red pasó del límite. Vuelva a preguntar en %(segundos)d s (Retry-After).")
    respuesta = _documento(HTTPStatus.TOO_MANY_REQUESTS, detalle % {"segundos": segundos}, peticion)
    respuesta["Retry-After"] = str(segundos)
    return respuesta


def _fallo(error: Exception, peticion: Any) -> HttpResponse:
    # As Django's own handler does, so that logs, mails to admins and tests learn of it.
    got_request_exception.send(sender=None, request=peticion._request)
    detalle = _("No es culpa de la consulta. Inténtelo más tarde; si sigue igual, avise a quien administra el portal.")
    respuesta = _documento(HTTPStatus.INTERNAL_SERVER_ERROR, detalle, peticion)
    log_response(
        "%s: %s", respuesta.reason_phrase, peticion.path, response=respuesta, request=peticion, exception=error
    )
    return respuesta


def _documento(estado: HTTPStatus, detalle: str, peticion: Any, **extras: Any) -> HttpResponse:
    documento = {
        "type": "about:blank",
        "title": str(_TITULOS.get(estado, estado.phrase)),
        "status": estado.value,
        "detail": detalle,
        "instance": peticion.get_full_path(),
        **extras,
    }
    cuerpo = json.dumps(documento, ensure_ascii=False)
    respuesta = HttpResponse(cuerpo, status=estado, content_type=f"{TIPO}; charset=utf-8")
    respuesta["Cache-Control"] = "no-store"
    return respuesta
