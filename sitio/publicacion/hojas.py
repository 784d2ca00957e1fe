"""What goes over the wire, ready to be sent again, and a short memory of what will not change.

A full page of the past never changes, nor does a release, unless it is withdrawn. They are remembered for `SEGUNDOS`,
which bounds how long something withdrawn stays in the caches that are ours: this one, and the proxy's once more.
"""

import gzip
import re
from dataclasses import dataclass
from typing import Any

from django.core.cache import BaseCache, InvalidCacheBackendError, caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from sitio.ocds.canonico import sha256
from sitio.publicacion.models import Entrega
from sitio.publicacion.senales import entrega_retirada

SEGUNDOS = 60
# What any page of the web may do with an answer (CORS).
PARA_TODOS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Last-Modified, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
    ),
}
# The caches of CACHES that remember, and the largest body each takes, in bytes: with their MAX_ENTRIES, that bounds the
# memory of each process. Without them nothing is remembered.
PAGINAS, ENTREGAS = "paginas_ocds", "entregas_ocds"
TOPES = {PAGINAS: 1024 * 1024, ENTREGAS: 32 * 1024}
# Below this, compressing saves nothing that the network would notice.
MINIMO_PARA_COMPRIMIR = 500
_ACEPTA_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))", re.IGNORECASE)


@dataclass(frozen=True)
class Hoja:
    """A body with its headers; `segundos` is when it last changed (Unix time)."""

    cuerpo: bytes
    cabeceras: dict[str, str]
    segundos: int | None = None

    def enviar(self, peticion: HttpRequest) -> HttpResponseBase:
        """Answer with it, or 304 to whoever already has it (RFC 9110 §13); a HEAD gets the headers alone."""
        cuerpo = b"" if peticion.method == "HEAD" else self.cuerpo
        respuesta = HttpResponse(cuerpo, headers=self.cabeceras)
        etag = self.cabeceras["ETag"]
        return get_conditional_response(peticion, etag, self.segundos, respuesta) or respuesta


def formar(peticion: HttpRequest, cuerpo: bytes, cabeceras: dict[str, str], segundos: int | None = None) -> Hoja:
    """Return `cuerpo` compressed for whoever accepts it, with its ETag.

    The ETag is the SHA-256 of the body before compressing it: strong on the body itself, weak on its compressed form,
    which is another sequence of bytes (RFC 9110 §8.8.3). Either one is good for If-None-Match. Nothing here is secret,
    so that compressing gives nothing away (BREACH).
    """
    etag = f'"{sha256(cuerpo)}"'
    if len(cuerpo) >= MINIMO_PARA_COMPRIMIR and acepta_gzip(peticion):
        # A fixed date in the gzip header: the same page is always the same bytes.
        cuerpo = gzip.compress(cuerpo, compresslevel=5, mtime=0)
        cabeceras = {**cabeceras, "Content-Encoding": "gzip"}
        etag = f"W/{etag}"
    medidas = {"ETag": etag, "Content-Length": str(len(cuerpo)), "Vary": "Accept-Encoding"}
    return Hoja(cuerpo, {**cabeceras, **PARA_TODOS, **medidas}, segundos)


def acepta_gzip(peticion: HttpRequest) -> bool:
    """Whether the one who asks can read gzip."""
    return bool(_ACEPTA_GZIP.search(peticion.META.get("HTTP_ACCEPT_ENCODING", "")))


def recordada(peticion: HttpRequest) -> Hoja | None:
    """Return what is remembered of the same address, if anything."""
    cache = _cache(_memoria_de(peticion))
    return cache.get(_clave(peticion)) if cache else None


def recordar(peticion: HttpRequest, hoja: Hoja) -> None:
    """Remember an answer that will not change."""
    memoria = _memoria_de(peticion)
    cache = _cache(memoria)
    if cache and len(hoja.cuerpo) <= TOPES[memoria]:
        cache.set(_clave(peticion), hoja, SEGUNDOS)


def olvidar(**_senal: Any) -> None:
    """Forget everything: some of it may hold what was just withdrawn."""
    for memoria in TOPES:
        if cache := _cache(memoria):
            cache.clear()


def conectar() -> None:
    """Forget at once, in the process that withdraws; the others forget within `SEGUNDOS`."""
    entrega_retirada.connect(olvidar, sender=Entrega, dispatch_uid="hojas_ocds")


def _clave(peticion: HttpRequest) -> str:
    direccion = f"{peticion.path}?{peticion.META.get('QUERY_STRING', '')}"
    return f"{sha256(direccion.encode())}{'z' if acepta_gzip(peticion) else ''}"


def _memoria_de(peticion: HttpRequest) -> str:
    return PAGINAS if peticion.path.endswith("/releases") else ENTREGAS


def _cache(memoria: str) -> BaseCache | None:
    try:
        return caches[memoria]
    except InvalidCacheBackendError:
        return None
