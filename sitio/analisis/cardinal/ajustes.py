"""What a run of the Cardinal mode is told: which codes run, with what of their own, and the prices that compare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Propios = Mapping[str, Any]


@dataclass(frozen=True)
class Ajustes:
    """The settings, read. `codigos` has one entry per code that runs, with the keys that its section sets.

    Methods are the values of tender.procurementMethodDetails, compared letter by letter.
    """

    moneda: str | None = None
    comparables: frozenset[str] = frozenset()
    incomparables: frozenset[str] = frozenset()
    excluidos: frozenset[str] = frozenset()
    calla_monedas: bool = False
    codigos: Mapping[str, Propios] = field(default_factory=dict)

    def compara_precios(self, metodo: str | None) -> bool:
        """Say whether price alone decides under that method: the allow list rules; without one, the deny list."""
        if self.comparables:
            return metodo in self.comparables
        return metodo not in self.incomparables

    @property
    def avisa_de_listas(self) -> bool:
        """Both lists are set, and only the allow list has an effect."""
        return bool(self.comparables and self.incomparables)
