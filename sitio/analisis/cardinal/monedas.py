"""The main currency: prices in any other are not compared."""

from collections import Counter


class Monedas:
    """The currency of the settings or, without one, the first that a comparison finds in the file.

    Which is first is not known inside one part of the file, so without settings every currency is compared apart and
    only one is kept at the end. `vistas` counts the prices of each, in the order they came.
    """

    def __init__(self, fija: str | None) -> None:
        self.fija = fija
        self.vistas: Counter[str] = Counter()

    def admite(self, moneda: str) -> bool:
        self.vistas[moneda] += 1
        return self.fija is None or moneda == self.fija

    def sumar(self, otra: "Monedas") -> None:
        self.vistas.update(otra.vistas)

    @property
    def principal(self) -> str | None:
        return self.fija if self.fija is not None else next(iter(self.vistas), None)

    @property
    def ajenas(self) -> dict[str, int]:
        """How many prices of each other currency were left out."""
        return {moneda: cuantas for moneda, cuantas in self.vistas.items() if moneda != self.principal}
