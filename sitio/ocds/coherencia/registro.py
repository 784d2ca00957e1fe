"""The table of coherence rules: each one small, pure, with a key, a level and the check it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sitio.ocds import rutas
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.rutas import Ruta, miembros

Objeto = dict[str, Any]
__all__ = ["REGLAS", "Hallazgo", "Nivel", "Objeto", "Regla", "Ruta", "Vista", "miembros", "momento", "regla"]
# Where, and the data of its message.
Hallazgo = tuple[Ruta, dict[str, Any]]


class Nivel(StrEnum):
    """`ERROR` cannot be true, and is refused at capture; `AVISO` may have happened, but somebody should look."""

    ERROR = "error"
    AVISO = "aviso"


@dataclass(frozen=True)
class Vista:
    """What the rules look at: a whole (compiled) release, every object in it with its path, and the time it is."""

    entrega: Objeto
    ahora: datetime
    objetos: list[tuple[Ruta, Objeto]]

    @classmethod
    def de(cls, entrega: Objeto, ahora: datetime) -> "Vista":
        """The view of a release, walked once."""
        return cls(entrega, ahora, list(_objetos(entrega, ())))


Revision = Callable[[Vista], Iterator[Hallazgo]]


@dataclass(frozen=True)
class Regla:
    """One rule. `clave` is its message's key in `mensajes`; `fuente`, the name of the check in Pelican or OCDS."""

    clave: str
    nivel: Nivel
    fuente: str
    revisar: Revision


REGLAS: dict[str, Regla] = {}


def regla(clave: str, nivel: Nivel, fuente: str) -> Callable[[Revision], Revision]:
    """Enter a rule in the table."""

    def registrar(revisar: Revision) -> Revision:
        REGLAS[clave] = Regla(clave, nivel, fuente, revisar)
        return revisar

    return registrar


def momento(dato: Objeto, ruta: str) -> datetime | None:
    """The date at a path, as an aware moment; None when there is none, or none that can be read."""
    valor = rutas.leer(dato, ruta)
    try:
        return leer_fecha(valor) if isinstance(valor, str) else None
    except ValueError:
        return None


def _objetos(dato: Any, ruta: Ruta) -> Iterator[tuple[Ruta, Objeto]]:
    if isinstance(dato, dict):
        yield ruta, dato
        for clave, valor in dato.items():
            if isinstance(valor, dict | list):
                yield from _objetos(valor, (*ruta, clave))
    else:
        for indice, valor in enumerate(dato):
            if isinstance(valor, dict | list):
                yield from _objetos(valor, (*ruta, indice))
