"""The bulk files over HTTP: their index, the catalogue, and each file with its SHA-256 as ETag, whole or by ranges."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from rest_framework.request import Request

from sitio.publicacion import descripciones
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.masivos import catalogo, indice
from sitio.publicacion.masivos.almacen import almacen
from sitio.publicacion.masivos.formatos import FORMATOS
from sitio.publicacion.parametros import revisar
from sitio.publicacion.problemas import no_existe
from sitio.publicacion.vista_publica import SIEMPRE_PREGUNTAR, VistaPublica, responder

_TRAMO = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_TROZO = 1 << 16


@descripciones.masivos
class Indice(VistaPublica):
    """GET /masivos/index.json: every bulk file, with its size, rows, SHA-256 and the moment it last changed."""

    def get(self, request: Request) -> HttpResponseBase:
        revisar(request.query_params, ())
        hay = indice.Indice.leer()
        return responder(request, catalogo.indice_publico(hay), modificado=hay.modificado())


@descripciones.catalogo
class Catalogo(VistaPublica):
    """GET /masivos/catalogo.jsonld: the same as a DCAT catalogue."""

    def get(self, request: Request) -> HttpResponseBase:
        revisar(request.query_params, ())
        hay = indice.Indice.leer()
        cuerpo = catalogo.dcat(hay)
        return responder(request, cuerpo, modificado=hay.modificado(), tipo="application/ld+json; charset=utf-8")


@descripciones.masivo
class DePublicador(VistaPublica):
    """GET /masivos/<publisher>/<file>: a bulk file. Only what the index names exists."""

    def get(self, request: Request, clave: str, nombre: str) -> HttpResponseBase:
        revisar(request.query_params, ())
        try:
            return _entregar(request, _buscar(clave, nombre))
        except FileNotFoundError:
            # Replaced between reading the index and opening the file: the index names another one by now.
            return _entregar(request, _buscar(clave, nombre))


def _buscar(clave: str, nombre: str) -> indice.Archivo:
    archivo = indice.Indice.leer().buscar(clave, nombre)
    if archivo is None:
        detalle = _("No hay un archivo masivo «%(nombre)s». Los que hay están en %(indice)s.")
        raise no_existe(detalle % {"nombre": nombre, "indice": absoluta("publicacion:masivos")})
    return archivo


@descripciones.masivo_del_portal
class DelPortal(DePublicador):
    """GET /masivos/<file>: a bulk file of the whole portal."""

    def get(self, request: Request, nombre: str) -> HttpResponseBase:  # type: ignore[override]  # it has no publisher
        return super().get(request, "", nombre)


def _entregar(request: Request, archivo: indice.Archivo) -> HttpResponseBase:
    etag, segundos = f'"{archivo.sha256}"', int(archivo.modificado.timestamp())
    cabeceras = {
        "Content-Type": FORMATOS[archivo.formato].tipo,
        "Content-Disposition": f'attachment; filename="{_al_guardar(archivo)}"',
        "ETag": etag,
        "Last-Modified": http_date(segundos),
        "Cache-Control": SIEMPRE_PREGUNTAR,
        "Accept-Ranges": "bytes",
    }
    # What is already compressed must arrive as it is: its digest is that of these bytes.
    ya_lo_tiene = get_conditional_response(request._request, etag, segundos, HttpResponse(headers=cabeceras))
    if ya_lo_tiene is not None and ya_lo_tiene.status_code != 200:
        return ya_lo_tiene
    return _tramo(request, archivo, cabeceras) or _entero(request, archivo, cabeceras)


def _entero(request: Request, archivo: indice.Archivo, cabeceras: dict[str, str]) -> FileResponse:
    # Nobody would close a file that nobody reads.
    respuesta = FileResponse(() if request.method == "HEAD" else almacen().open(archivo.guardado))
    # After it is made, because it guesses some of these from the name the file is kept under.
    for nombre, valor in {**cabeceras, "Content-Length": str(archivo.bytes)}.items():
        respuesta[nombre] = valor
    return respuesta


def _tramo(request: Request, archivo: indice.Archivo, cabeceras: dict[str, str]) -> HttpResponseBase | None:
    """The range a client asks for (RFC 9110 §14): one, of bytes; whatever else is answered with the whole file."""
    pedido = _TRAMO.fullmatch(request.headers.get("Range", ""))
    si = request.headers.get("If-Range")
    if (
        request.method == "HEAD"
        or pedido is None
        or pedido[0] == "bytes=-"
        or (si is not None and si != cabeceras["ETag"])
    ):
        return None
    primero, ultimo = _limites(pedido[1], pedido[2], archivo.bytes)
    if primero > ultimo:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{archivo.bytes}"})
    respuesta = FileResponse(_leer(almacen().open(archivo.guardado), primero, ultimo), status=206, headers=cabeceras)
    respuesta["Content-Range"] = f"bytes {primero}-{ultimo}/{archivo.bytes}"
    respuesta["Content-Length"] = str(ultimo - primero + 1)
    return respuesta


def _limites(desde: str, hasta: str, total: int) -> tuple[int, int]:
    if not desde:
        return max(total - int(hasta), 0), total - 1
    return int(desde), min(int(hasta), total - 1) if hasta else total - 1


def _leer(abierto: "File[Any]", primero: int, ultimo: int) -> Iterator[bytes]:
    with abierto:
        abierto.seek(primero)
        faltan = ultimo - primero + 1
        while faltan and (trozo := abierto.read(min(faltan, _TROZO))):
            faltan -= len(trozo)
            yield trozo


def _al_guardar(archivo: indice.Archivo) -> str:
    """The name on the reader's disk, where files of several publishers meet."""
    return f"{archivo.publicador or 'portal'}-{archivo.nombre}"
