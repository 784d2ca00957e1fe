"""The code lists of OCDS 1.1.5 with Spanish titles, and which of the five stages a process has published.

Codes are facts of the standard; titles are ours, in the words of the Mexican procurement laws and of the EDCA.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

from sitio.ocds.rutas import objeto, objetos

ETAPAS = ("planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion")

# releaseTag.csv: while the tender has these states, its section tells of a plan, not of a call for proposals.
ESTADOS_DE_PLANEACION = ("planning", "planned")


@cache
def _listas() -> dict[str, dict[str, Any]]:
    texto = resources.files("sitio.ocds").joinpath("esquema/listas.json").read_text(encoding="utf-8")
    listas: dict[str, dict[str, Any]] = json.loads(texto)
    return listas


def nombres() -> list[str]:
    """The names of the nineteen lists, as the standard calls them (`method`, `awardStatus`, …)."""
    return list(_listas())


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
