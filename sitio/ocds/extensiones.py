"""The extensions of OCDS in our profile: where each one lives, and which ones a release uses and must declare.

Adding one is adding a file to `esquema/extensiones/` (see `archivos.extensiones`). Its URL is that of a version tag
where the repository has them, and else that of the commit we read: what we declare never changes under our data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitio.ocds import archivos, esquema, listas

# Of packages, not of releases: it adds `links`. Its repository has no version tags.
PAGINACION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_pagination_extension/"
    "a0df51b5214325561d4efde52f775ea75271c683/extension.json"
)


@dataclass(frozen=True)
class Extension:
    """One extension: its key in the registry, its Spanish title, and the pinned URL of its extension.json."""

    clave: str
    titulo: str
    url: str
    requiere: tuple[str, ...] = ()


@cache
def registro() -> dict[str, Extension]:
    """The extensions of our profile by key, in alphabetical order."""
    return {
        clave: Extension(clave, datos["titulo"], datos["url"], tuple(datos.get("requiere", ())))
        for clave, datos in archivos.extensiones().items()
    }


def campos(clave: str) -> list[tuple[str, str]]:
    """The fields an extension adds, as (definition, field); the definition of the release itself is empty."""
    nodos = {"": esquema.entrega(), **esquema.entrega()["$defs"]}
    return [
        (nombre, campo)
        for nombre, nodo in nodos.items()
        for campo, hijo in nodo["properties"].items()
        if hijo.get("extension") == clave
    ]


def declaradas(entrega: dict[str, Any]) -> list[str]:
    """The URLs of exactly the extensions whose fields or codes a release uses, in alphabetical order of their keys.

    With them, those whose definitions they need: a package that declared only the first could not be validated.
    """
    usadas = set(_usadas(entrega, esquema.entrega()))
    por_ver = list(usadas)
    while por_ver:
        nuevas = set(registro()[por_ver.pop()].requiere) - usadas
        usadas |= nuevas
        por_ver += nuevas
    return [extension.url for clave, extension in registro().items() if clave in usadas]


def _usadas(dato: Any, nodo: dict[str, Any]) -> Iterator[str]:
    if "extension" in nodo:
        yield nodo["extension"]
    if "codelist" in nodo:
        codigos = dato if isinstance(dato, list) else [dato]
        yield from filter(None, (listas.extension_de(nodo["codelist"], c) for c in codigos if isinstance(c, str)))
    if isinstance(dato, dict):
        for campo, valor in dato.items():
            yield from _usadas(valor, esquema.bajar(nodo, campo))
    elif isinstance(dato, list):
        for indice, miembro in enumerate(dato):
            yield from _usadas(miembro, esquema.bajar(nodo, indice))
