"""What a value of the settings file may be. Each reader raises ValorInvalido with what was expected."""

import re
from collections.abc import Callable
from typing import Any

from sitio.analisis.registro import gettext_noop

_ = gettext_noop
Lector = Callable[[str], Any]

_AFIRMACIONES = {
    "1": True,
    "true": True,
    "on": True,
    "yes": True,
    "0": False,
    "false": False,
    "off": False,
    "no": False,
}
_ENTERO = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class ValorInvalido(ValueError):
    """The value is not what its key takes; the argument is what it takes, as a message to translate."""


def cadena(valor: str) -> str:
    return valor


def lista(valor: str) -> frozenset[str]:
    """Read values set apart by `|`, compared letter by letter: a space beside the bar is part of the value."""
    return frozenset(valor.removesuffix("|").split("|")) if valor else frozenset()


def afirmacion(valor: str) -> bool:
    if (leida := _AFIRMACIONES.get(valor.lower())) is None:
        raise ValorInvalido(_("true o false"))
    return leida


def entero(valor: str) -> int:
    if not _ENTERO.fullmatch(sin_comentario := _sin_comentario(valor)):
        raise ValorInvalido(_("un número entero, como 15"))
    return int(sin_comentario)


def natural(valor: str) -> int:
    if not _ENTERO.fullmatch(sin_comentario := _sin_comentario(valor)) or int(sin_comentario) < 0:
        raise ValorInvalido(_("un número entero desde 0, como 15"))
    return int(sin_comentario)


def decimal(valor: str) -> float:
    if not _DECIMAL.fullmatch(sin_comentario := _sin_comentario(valor)):
        raise ValorInvalido(_("un número con punto decimal, como 0.05"))
    return float(sin_comentario)


def _sin_comentario(valor: str) -> str:
    """Drop what follows the number after `#` or `;`: the guide of Cardinal writes its examples so."""
    return re.split(r"\s[#;]", valor, maxsplit=1)[0].rstrip()
