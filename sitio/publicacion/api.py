"""The OCDS feeds. Views only translate: `parametros` reads the query, `fuentes` and its neighbours answer the body."""

from collections.abc import Callable
from typing import ClassVar

from django.http import HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from rest_framework.request import Request

from sitio.publicacion import atomo, cambios, descripciones, documentacion, fuentes, hojas, parametros
from sitio.publicacion.api_bitacora import retirada
from sitio.publicacion.fuentes import Respuesta
from sitio.publicacion.parametros import Consulta, revisar
from sitio.publicacion.problemas import Problema, no_existe, ya_no_esta
from sitio.publicacion.vista_publica import (
    JSON,
    PARA_SIEMPRE,
    SELLADA,
    SIEMPRE_PREGUNTAR,
    VistaPublica,
    hoja,
    responder,
)

JSONL = "application/jsonl; charset=utf-8"


class _Lista(VistaPublica):
    """A feed, page by page through `links.next` (also a Link header) until it is absent.

    A search without results answers 200 with an empty list, as the OCDS guidance on APIs asks; that page alone is not
    a valid package, because the schema wants one element at least. When a page is of several publishers, the portal
    is the publisher of the package.
    """

    nombre: ClassVar[str]
    propios: ClassVar[tuple[str, ...]]
    pagina: ClassVar[Callable[[Consulta], Respuesta]]

    def get(self, request: Request) -> HttpResponseBase:
        respuesta = type(self).pagina(Consulta.leer(request.query_params, self.nombre, self.propios))
        enlaces = {"next": respuesta.siguiente, "prev": respuesta.anterior, "first": respuesta.primera}
        cache = SELLADA if respuesta.llena else SIEMPRE_PREGUNTAR
        pagina = hoja(request, respuesta.cuerpo, cache=cache, enlaces=enlaces)
        if respuesta.llena:
            hojas.recordar(request._request, pagina)
        return pagina.enviar(request._request)


@descripciones.entregas
class Entregas(_Lista):
    """GET /releases: release packages, in the order of publication."""

    nombre = fuentes.ENTREGAS
    propios = ("tag",)
    pagina = fuentes.pagina_de_entregas


@descripciones.registros
class Registros(_Lista):
    """GET /records: record packages, by the last publication of each record."""

    nombre = fuentes.REGISTROS
    propios = ("releases", "versioned")
    pagina = fuentes.pagina_de_registros


@descripciones.entrega
class UnaEntrega(VistaPublica):
    """GET /releases/<ocid>/<release id>: a package with that release, which never changes; 410 if it was withdrawn."""

    def get(self, request: Request, ocid: str, id_entrega: str) -> HttpResponseBase:
        revisar(request.query_params, ())
        respuesta = fuentes.entrega(ocid, id_entrega)
        if respuesta is None:
            raise _sin_entrega(ocid, id_entrega)
        nueva = hoja(request, respuesta.cuerpo, cache=PARA_SIEMPRE, modificado=respuesta.modificado)
        hojas.recordar(request._request, nueva)
        return nueva.enviar(request._request)


@descripciones.registro
class UnRegistro(VistaPublica):
    """GET /records/<ocid>: a package with the record of a process."""

    def get(self, request: Request, ocid: str) -> HttpResponseBase:
        revisar(request.query_params, {"releases", "versioned"})
        respuesta = fuentes.registro(ocid, **parametros.forma_del_registro(request.query_params))
        if respuesta is None:
            raise _sin_registro(ocid)
        return responder(request, respuesta.cuerpo, modificado=respuesta.modificado)


@descripciones.cambios
class Cambios(VistaPublica):
    """GET /changes: what the ledger appended after a position, always with the address to go on from."""

    def get(self, request: Request) -> HttpResponseBase:
        consulta = request.query_params
        revisar(consulta, {"since", "limit", "publisher", "format"})
        formato = parametros.opcion(consulta, "format", ("json", "jsonl"))
        hallados = cambios.cambios(
            parametros.numero_de(consulta.get("since"), "since"),
            parametros.limite_de(consulta.get("limit")),
            parametros.publicador(consulta),
            formato,
        )
        en_renglones = formato == "jsonl"
        return responder(
            request,
            hallados.en_renglones() if en_renglones else hallados.en_json(),
            cache=SELLADA if hallados.llena else SIEMPRE_PREGUNTAR,
            tipo=JSONL if en_renglones else JSON,
            enlaces={"next": hallados.siguiente},
        )


@descripciones.atomo
class Atomo(VistaPublica):
    """GET /feed.atom: the latest releases, for feed readers."""

    def get(self, request: Request) -> HttpResponseBase:
        consulta = request.query_params
        revisar(consulta, {"publisher", "buyer", "stage"})
        de = atomo.Suscripcion(
            parametros.publicador(consulta),
            consulta.get("buyer"),
            parametros.opcion(consulta, "stage", tuple(atomo.ETAPAS)),
        )
        return responder(request, atomo.cuerpo(de), tipo=Atom1Feed.content_type)


@descripciones.esquema
class Esquema(VistaPublica):
    """GET /openapi.json: this API, described for programs (OpenAPI 3.1)."""

    def get(self, request: Request) -> HttpResponseBase:
        revisar(request.query_params, ())
        return responder(request, documentacion.en_json(), tipo="application/vnd.oai.openapi+json;version=3.1")


class Ninguna(VistaPublica):
    """Any other address under the feeds: programs get a problem document, not a web page."""

    schema = None  # type: ignore[assignment]  # DRF's way to leave a view out of the documentation

    def get(self, request: Request) -> HttpResponseBase:
        hay = ", ".join(documentacion.direcciones())
        raise no_existe(_("Aquí hay: %(hay)s, sin diagonal al final.") % {"hay": hay})


def _sin_entrega(ocid: str, id_entrega: str) -> Problema:
    fila = fuentes.retirada(ocid, id_entrega)
    if fila is not None:
        return retirada(fila)
    detalle = _("El proceso %(ocid)s no ha publicado una entrega con id %(id)s.")
    return no_existe(detalle % {"ocid": ocid, "id": id_entrega})


def _sin_registro(ocid: str) -> Problema:
    if fuentes.todo_retirado(ocid):
        return ya_no_esta(_("Todo lo que publicó el proceso %(ocid)s se retiró.") % {"ocid": ocid})
    return no_existe(_("No se ha publicado nada del proceso %(ocid)s.") % {"ocid": ocid})
