"""When other evidence is other evidence: what a decision stands on may move a little before it is asked again."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings

# Relative, of any number of the evidence.
POR_OMISION = Decimal("0.01")
# How evidence keeps amounts and ratios; an identifier made of digits has no point, and is text.
_DECIMAL = re.compile(r"-?\d+\.\d+$")
# The processes behind grow with each publication, and external lists have a new version each month: it is their
# numbers, and what the list says, that tell whether anything changed.
SIN_COMPARAR = ("procesos", "version", "renglon")


def de_bandera(bandera: str) -> Decimal:
    """Return how far a number of its evidence may move without reopening what was decided, as a ratio (0.01: 1 %).

    `ALERTAS_TOLERANCIAS = {"P20": "0.05"}` in the settings sets that of one flag.
    """
    propias: dict[str, Any] = getattr(settings, "ALERTAS_TOLERANCIAS", {})
    return Decimal(str(propias.get(bandera, POR_OMISION)))


def difiere(antes: Mapping[str, Any], ahora: Mapping[str, Any], tolerancia: Decimal) -> bool:
    """Tell whether evidence changed beyond `tolerancia`: numbers by ratio, dates and texts at all."""
    nombres = (antes.keys() | ahora.keys()) - set(SIN_COMPARAR)
    return any(_difiere(antes.get(nombre), ahora.get(nombre), tolerancia) for nombre in nombres)


def _difiere(antes: Any, ahora: Any, tolerancia: Decimal) -> bool:
    if isinstance(antes, dict) and isinstance(ahora, dict):
        return difiere(antes, ahora, tolerancia)
    if isinstance(antes, list) and isinstance(ahora, list):
        return len(antes) != len(ahora) or any(_difiere(a, b, tolerancia) for a, b in zip(antes, ahora, strict=True))
    uno, otro = _numero(antes), _numero(ahora)
    if uno is None or otro is None:
        return bool(antes != ahora)
    return abs(otro - uno) > abs(uno) * tolerancia


def _numero(valor: Any) -> Decimal | None:
    if isinstance(valor, int | float | Decimal) and not isinstance(valor, bool):
        return Decimal(str(valor))
    return Decimal(valor) if isinstance(valor, str) and _DECIMAL.match(valor) else None
