"""The two doors of a file: inside, for its institution; outside, once published, for everybody."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from django.views.generic import View

from sitio.procesos.archivos import publicos
from sitio.procesos.archivos.almacen import almacen
from sitio.procesos.models import UnidadCompradoraPage
from sitio.procesos.models.archivos import ArchivoDeDocumento
from sitio.procesos.papeles.permisos import VEN_PROCESOS, alcances, debajo_de, persona_de, publicadores_visibles
from sitio.publicacion.vista_publica import PARA_SIEMPRE

# Whatever a document holds, a browser that opened it could run nothing in the portal's name.
_SIN_PODERES = "default-src 'none'; sandbox"


class DesdeDentro(View):
    """A file as the people of its unit or institution see it, published or not."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return _entregar(request, get_object_or_404(_visibles(persona_de(request)), pk=pk), "private, no-store")


def _visibles(usuario: User) -> "QuerySet[ArchivoDeDocumento]":
    unidades = UnidadCompradoraPage.objects.filter(debajo_de(alcances(usuario, *VEN_PROCESOS)))
    suyos = Q(unidades__in=unidades) | Q(publicador__in=publicadores_visibles(usuario))
    return ArchivoDeDocumento.objects.filter(suyos).distinct()


@require_safe
def publico(request: HttpRequest, clave: str, sha256: str, nombre: str) -> HttpResponseBase:
    """GET /contrataciones/documentos/<publisher>/<sha256>/<name>: a published document, the same for ever."""
    archivo = publicos.publico(clave, sha256)
    if archivo is None or nombre != archivo.nombre_publico:
        raise Http404
    return _entregar(request, archivo, PARA_SIEMPRE)


def _entregar(request: HttpRequest, archivo: ArchivoDeDocumento, memoria: str) -> HttpResponseBase:
    cabeceras = {
        "Content-Type": archivo.formato,
        "Content-Length": str(archivo.bytes),
        "Content-Disposition": f'attachment; filename="{archivo.nombre_publico}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _SIN_PODERES,
        "Cache-Control": memoria,
        "ETag": f'"{archivo.sha256}"',
    }
    ya_lo_tiene = get_conditional_response(request, cabeceras["ETag"], None, HttpResponse(headers=cabeceras))
    if ya_lo_tiene is not None and ya_lo_tiene.status_code != 200:
        return ya_lo_tiene
    # Nobody would close a file that nobody reads.
    respuesta = FileResponse(() if request.method == "HEAD" else almacen().open(archivo.ruta))
    for nombre, valor in cabeceras.items():
        respuesta[nombre] = valor
    return respuesta
