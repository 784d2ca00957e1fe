"""The OCDS feeds. Views only translate: `parametros` reads the query, `fuentes` answers the package."""

from collections.abc import Callable
from typing import ClassVar

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from sitio.publicacion import fuentes
from sitio.publicacion.fuentes import Respuesta
from sitio.publicacion.parametros import Consulta, revisar
from sitio.publicacion.problemas import no_existe
from sitio.publicacion.vista_publica import PARA_SIEMPRE, VistaPublica, responder


class _Lista(VistaPublica):
    """A feed in the order of publication, page by page through `links.next` (also a Link header) until it is absent.

    `limit` (1 to 1000, 100 if not said), `cursor` (opaque, from `links.next`), `ocid`, `publisher` (its key).
    A search without results answers 200 with an empty list, as the OCDS guidance on APIs asks; that page alone is not
    a valid package, because the schema wants one element at least. When a page is of several publishers, the portal
    is the publisher of the package.
    """

    nombre: ClassVar[str]
    pagina: ClassVar[Callable[[Consulta], Respuesta]]

    def get(self, request: Request) -> HttpResponseBase:
        consulta = Consulta.leer(request.query_params, self.nombre)
        respuesta = type(self).pagina(consulta)
        return responder(request, respuesta.cuerpo, siguiente=respuesta.siguiente)


class Entregas(_Lista):
    """GET /releases: release packages."""

    nombre = fuentes.ENTREGAS
    pagina = fuentes.pagina_de_entregas


class Registros(_Lista):
    """GET /records: record packages, each record with its releases embedded and its compiled release."""

    nombre = fuentes.REGISTROS
    pagina = fuentes.pagina_de_registros


class UnaEntrega(VistaPublica):
    """GET /releases/<ocid>/<release id>: a package with that release, which never changes."""

    def get(self, request: Request, ocid: str, id_entrega: str) -> HttpResponseBase:
        revisar(request.query_params, ())
        respuesta = fuentes.entrega(ocid, id_entrega)
        if respuesta is None:
            detalle = _("El proceso %(ocid)s no ha publicado una entrega con id %(id)s.")
            raise no_existe(detalle % {"ocid": ocid, "id": id_entrega})
        return responder(request, respuesta.cuerpo, cache=PARA_SIEMPRE, modificado=respuesta.modificado)


class UnRegistro(VistaPublica):
    """GET /records/<ocid>: a package with the record of a process."""

    def get(self, request: Request, ocid: str) -> HttpResponseBase:
        revisar(request.query_params, ())
        respuesta = fuentes.registro(ocid)
        if respuesta is None:
            raise no_existe(_("No se ha publicado nada del proceso %(ocid)s.") % {"ocid": ocid})
        return responder(request, respuesta.cuerpo, modificado=respuesta.modificado)


class Ninguna(VistaPublica):
    """Any other address under the feeds: programs get a problem document, not a web page."""

    def get(self, request: Request) -> HttpResponseBase:
        hay = "/releases, /releases/<ocid>/<id>, /records, /records/<ocid>"
        raise no_existe(_("Aquí hay: %(hay)s, sin diagonal al final.") % {"hay": hay})
