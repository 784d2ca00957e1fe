"""Release and record packages of OCDS 1.1, put together from the stored bytes: nothing published is written again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion.models import Entrega, Publicador, Registro

VERSION = "1.1"
# `links` is not of the core standard: the package that has it declares where it comes from.
PAGINACION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_pagination_extension/master/extension.json"
)


@dataclass(frozen=True)
class Sobre:
    """The metadata of a package (OCDS 1.1 release-package-schema): `modificado` is the last change of its contents.

    `extensiones` may repeat; `siguiente` is the URL of the next page.
    """

    uri: str
    publicadores: Sequence[Publicador]
    modificado: datetime | None
    extensiones: Iterable[str] = ()
    siguiente: str | None = None

    def metadatos(self) -> dict[str, Any]:
        """Return the members of the package other than its contents; what is not known is left out."""
        extensiones = list(dict.fromkeys([*self.extensiones, *([PAGINACION] if self.siguiente else [])]))
        datos = {
            "uri": self.uri,
            "version": VERSION,
            "extensions": extensiones,
            "publisher": _publisher(self.publicadores),
            "license": _comun(publicador.licencia for publicador in self.publicadores),
            "publicationPolicy": _comun(publicador.politica for publicador in self.publicadores),
            "publishedDate": formato_fecha(self.modificado) if self.modificado else None,
            "links": {"next": self.siguiente} if self.siguiente else None,
        }
        return {clave: valor for clave, valor in datos.items() if valor}


def paquete(sobre: Sobre, contenido: str, piezas: Iterable[bytes]) -> bytes:
    """Return a package whose member `contenido` ("releases", "records") holds `piezas`, JSON texts, untouched."""
    metadatos = json.dumps(sobre.metadatos(), ensure_ascii=False, separators=(",", ":")).encode()
    return b'%b,"%b":[%b]}' % (metadatos[:-1], contenido.encode(), b",".join(piezas))


def de_entregas(entregas: Sequence[Entrega], sobre: Sobre) -> bytes:
    """Return a release package with `entregas`, in that order."""
    return paquete(sobre, "releases", (bytes(entrega.contenido) for entrega in entregas))


def de_registros(registros: Sequence[Registro], entregas: dict[str, list[Entrega]], sobre: Sobre) -> bytes:
    """Return a record package: each process with its releases embedded, oldest first, and its compiled release."""
    return paquete(sobre, "records", (_registro(registro, entregas[registro.ocid]) for registro in registros))


def extensiones_de(entregas: Iterable[Entrega]) -> Iterator[str]:
    """Yield the extensions that releases declare, in the order they were published, repeats and all."""
    for entrega in entregas:
        yield from entrega.extensiones


def _registro(registro: Registro, entregas: Sequence[Entrega]) -> bytes:
    ocid = json.dumps(registro.ocid, ensure_ascii=False).encode()
    embebidas = b",".join(bytes(entrega.contenido) for entrega in entregas)
    return b'{"ocid":%b,"releases":[%b],"compiledRelease":%b}' % (ocid, embebidas, bytes(registro.compilada))


def _publisher(publicadores: Sequence[Publicador]) -> dict[str, str]:
    """A package has one publisher: that of all its contents, or the portal when they are of several."""
    if len(publicadores) != 1:
        return {"name": settings.WAGTAIL_SITE_NAME, "uri": settings.URL_PUBLICA}
    [publicador] = publicadores
    datos = {
        "name": publicador.nombre,
        "scheme": publicador.esquema,
        "uid": publicador.identificador,
        "uri": publicador.uri,
    }
    return {clave: valor for clave, valor in datos.items() if valor}


def _comun(valores: Iterable[str]) -> str | None:
    """The value, when all have the same one: a package may not promise for everybody what only some grant."""
    distintos = set(valores)
    return distintos.pop() if len(distintos) == 1 else None
