"""Legacy addresses, for harvesters written for the INAI tool. They translate; `edca` answers."""

import json
import re

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from sitio.interconexion import edca
from sitio.publicacion.parametros import revisar
from sitio.publicacion.problemas import no_existe, no_se_entiende
from sitio.publicacion.vista_publica import SIEMPRE_PREGUNTAR, VistaPublica, responder

_ANIOS = re.compile(r"[0-9]{4}(,[0-9]{4})*")


class Ejercicios(VistaPublica):
    """GET /edca/fiscalYears"""

    def get(self, request: Request) -> HttpResponseBase:
        revisar(request.query_params, ())
        return responder(request, json.dumps({"fiscalYears": edca.ejercicios()}).encode())


class Procesos(VistaPublica):
    """GET /edca/contractingprocess/<years>: `null` for all, a year, or several with commas.

    A year without processes is an empty list.
    """

    def get(self, request: Request, anios: str) -> HttpResponseBase:
        revisar(request.query_params, ())
        piezas = edca.paquetes_por_proceso(edca.registros(_anios(anios)))
        respuesta = StreamingHttpResponse(edca.envoltura(piezas), content_type="application/json; charset=utf-8")
        respuesta["Cache-Control"] = SIEMPRE_PREGUNTAR
        return respuesta


class Proceso(VistaPublica):
    """GET /edca/cp/<ocid>: the package of one process, the same that its year carries."""

    def get(self, request: Request, ocid: str) -> HttpResponseBase:
        revisar(request.query_params, ())
        paquete = next(edca.paquetes_por_proceso(edca.registros(None).filter(ocid=ocid)), None)
        if paquete is None:
            raise no_existe(_("No se ha publicado nada del proceso %(ocid)s.") % {"ocid": ocid})
        return responder(request, paquete)


def _anios(texto: str) -> list[int] | None:
    if texto == "null":
        return None
    if not _ANIOS.fullmatch(texto):
        detalle = _("«%(texto)s» no es un año. Escriba un año de cuatro cifras, varios separados por comas, o null.")
        raise no_se_entiende(detalle % {"texto": texto})
    return [int(anio) for anio in texto.split(",")]
