"""Release and record packages of OCDS 1.1, put together from the stored bytes: nothing published is written again."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote

import orjson
from django.conf import settings

from sitio.ocds import fusion
from sitio.ocds.canonico import canonizar
from sitio.ocds.extensiones import PAGINACION
from sitio.ocds.identificadores import formato_fecha
from sitio.ocds.lectura import leer_json
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.filas import EntregaDeRegistro, FilaDeEntrega, FilaDeRegistro
from sitio.publicacion.models import Publicador

VERSION = "1.1"
# What a URI's fragment may hold as it is (RFC 3986 §3.5), besides letters and digits.
_EN_FRAGMENTO = "-._~!$&'()*+,;=:@/?"


class ConExtensiones(Protocol):
    """A release that declares extensions."""

    @property
    def extensiones(self) -> list[str]: ...


@dataclass(frozen=True)
class Sobre:
    """The metadata of a package (OCDS 1.1 release-package-schema): `modificado` is the last change of its contents.

    `extensiones` may repeat; `enlaces` are the URLs of the pages around it, by relation.
    """

    uri: str
    publicadores: Sequence[Publicador]
    modificado: datetime | None
    extensiones: Iterable[str] = ()
    enlaces: Mapping[str, str] = field(default_factory=dict)

    def metadatos(self) -> dict[str, Any]:
        """Return the members of the package other than its contents; what is not known is left out."""
        extensiones = list(dict.fromkeys([*self.extensiones, *([PAGINACION] if self.enlaces else [])]))
        datos = {
            "uri": self.uri,
            "version": VERSION,
            "extensions": extensiones,
            "publisher": _publisher(self.publicadores),
            "license": _comun(publicador.licencia for publicador in self.publicadores),
            "publicationPolicy": _comun(publicador.politica for publicador in self.publicadores),
            "publishedDate": formato_fecha(self.modificado) if self.modificado else None,
            "links": dict(self.enlaces),
        }
        return {clave: valor for clave, valor in datos.items() if valor}


def paquete(sobre: Sobre, contenido: str, piezas: Iterable[bytes]) -> bytes:
    """Return a package whose member `contenido` ("releases", "records") holds `piezas`, JSON texts, untouched."""
    metadatos = json.dumps(sobre.metadatos(), ensure_ascii=False, separators=(",", ":")).encode()
    return b'%b,"%b":[%b]}' % (metadatos[:-1], contenido.encode(), b",".join(piezas))


def de_entregas(entregas: Sequence[FilaDeEntrega], sobre: Sobre) -> bytes:
    """Return a release package with `entregas`, in that order."""
    return paquete(sobre, "releases", (bytes(entrega.contenido) for entrega in entregas))


def de_registros(
    registros: Sequence[FilaDeRegistro],
    entregas: dict[str, list[EntregaDeRegistro]],
    sobre: Sobre,
    *,
    embebidas: bool = True,
    versionada: bool = False,
) -> bytes:
    """Return a record package: each process with its releases, oldest first, and its compiled release.

    The releases go whole (`embebidas`) or as links to their packages; with `versionada`, also the history of each
    field (OCDS 1.1 records reference, `versionedRelease`).
    """
    return paquete(
        sobre,
        "records",
        (_registro(uno, entregas[uno.ocid], embebidas=embebidas, versionada=versionada) for uno in registros),
    )


def extensiones_de(entregas: Iterable[ConExtensiones]) -> Iterator[str]:
    """Yield the extensions that releases declare, in the order they were published, repeats and all."""
    for entrega in entregas:
        yield from entrega.extensiones


def _registro(
    registro: FilaDeRegistro, entregas: Sequence[EntregaDeRegistro], *, embebidas: bool, versionada: bool
) -> bytes:
    ocid = json.dumps(registro.ocid, ensure_ascii=False).encode()
    lista = b",".join(bytes(entrega.contenido) if embebidas else _enlazada(entrega) for entrega in entregas)
    historia = b""
    if versionada:
        versiones = fusion.versionar([leer_json(bytes(entrega.contenido)) for entrega in entregas])
        historia = b',"versionedRelease":' + canonizar(versiones)
    return b'{"ocid":%b,"releases":[%b],"compiledRelease":%b%b}' % (ocid, lista, bytes(registro.compilada), historia)


def _enlazada(entrega: EntregaDeRegistro) -> bytes:
    """A linked release: the package that holds it, and its id as the fragment; date and tag as they are in it."""
    contenido = orjson.loads(bytes(entrega.contenido))
    paquete = absoluta("publicacion:entrega", entrega.ocid, entrega.id_entrega)
    url = f"{paquete}#{quote(entrega.id_entrega, safe=_EN_FRAGMENTO)}"
    return canonizar({"url": url, "date": contenido["date"], "tag": contenido["tag"]})


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
