"""The code lists of OCDS 1.1.5 and of our extensions with Spanish titles, and which stages a process has published.

Codes are facts of the standard; titles are ours, in the words of the Mexican procurement laws and of the EDCA.
"""

from functools import cache
from typing import Any

from sitio.ocds import archivos
from sitio.ocds.rutas import objeto, objetos

ETAPAS = ("planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion")

# releaseTag.csv: while the tender has these states, its section tells of a plan, not of a call for proposals.
ESTADOS_DE_PLANEACION = ("planning", "planned")


@cache
def _listas() -> dict[str, dict[str, Any]]:
    listas = archivos.listas()
    for extension in archivos.extensiones().values():
        for nombre, contenido in extension.get("listas", {}).items():
            if nombre.startswith("+"):
                listas[nombre[1:]]["codigos"] |= contenido
            else:
                listas[nombre] = contenido
    return listas


@cache
def _agregados() -> dict[tuple[str, str], str]:
    return {
        (nombre[1:], codigo): clave
        for clave, extension in archivos.extensiones().items()
        for nombre, codigos in extension.get("listas", {}).items()
        if nombre.startswith("+")
        for codigo in codigos
    }


def nombres() -> list[str]:
    """The names of the lists as the standard calls them (`method`, `awardStatus`, …), the core's nineteen first."""
    return list(_listas())


def extension_de(nombre: str, codigo: str) -> str | None:
    """The key of the extension that adds this code to a list of the core; None for a code of the list itself."""
    return _agregados().get((nombre, codigo))


def es_cerrada(nombre: str) -> bool:
    """Whether only the listed codes are valid; an open list takes new ones, documented by the publisher."""
    return bool(_lista(nombre)["cerrada"])


def codigos(nombre: str) -> frozenset[str]:
    """The codes of a list."""
    return frozenset(_lista(nombre)["codigos"])


def opciones(nombre: str) -> list[tuple[str, str]]:
    """Pairs (code, Spanish title) in the order people expect, for the choices of a form."""
    return list(_lista(nombre)["codigos"].items())


def titulo(nombre: str, codigo: str) -> str:
    """The Spanish title of a code; a code that is not in the list (open lists allow it) is its own title."""
    return str(_lista(nombre)["codigos"].get(codigo, codigo))


def etapas_publicadas(compilada: dict[str, Any]) -> list[str]:
    """The stages of `ETAPAS` that a compiled release (or any release) tells of, in order.

    A tender that is only planned belongs to planning (OCDS releaseTag); execution begins when a contract has
    an `implementation` with something in it.
    """
    licitacion, contratos = objeto(compilada, "tender"), objetos(compilada, "contracts")
    planeada = licitacion.get("status") in ESTADOS_DE_PLANEACION
    hay = {
        "planeacion": bool(objeto(compilada, "planning")) or planeada,
        "licitacion": bool(licitacion) and not planeada,
        "adjudicacion": bool(objetos(compilada, "awards")),
        "contrato": bool(contratos),
        "ejecucion": any(objeto(contrato, "implementation") for contrato in contratos),
    }
    return [etapa for etapa in ETAPAS if hay[etapa]]


def _lista(nombre: str) -> dict[str, Any]:
    try:
        return _listas()[nombre]
    except KeyError:
        raise KeyError(f"No hay una lista de códigos «{nombre}». Las hay: {', '.join(_listas())}.") from None
