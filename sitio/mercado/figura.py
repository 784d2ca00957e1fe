"""The distribution as geometry, which the page and the annex draw each in its way: a box, its whiskers, a dot a price.

Lengths are thousandths of the width, from the lowest price to the highest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sitio.analisis.mercado import Distribucion
from sitio.mercado.busqueda import Renglon

ANCHO = 1_000
# Dots of near prices stand on lines of their own, so that one does not hide another.
LINEAS = 5


@dataclass(frozen=True)
class Punto:
    """One price."""

    x: int
    linea: int
    atipico: bool

    @property
    def y(self) -> int:
        """Where its line is on the page's drawing, under the box."""
        return 70 + self.linea * 12


@dataclass(frozen=True)
class Figura:
    """The box goes from the first quartile to the third; the whiskers, to the farthest prices within the fences."""

    caja: tuple[int, int]
    mediana: int
    bigotes: tuple[int, int]
    puntos: list[Punto]

    @property
    def largo(self) -> int:
        """The length of the box: a thousandth at least, so that it is seen when all prices are equal."""
        return max(self.caja[1] - self.caja[0], 1)


def figura(renglones: Sequence[Renglon], d: Distribucion | None) -> Figura | None:
    """Return the figure of prices in order, or None when they have no distribution."""
    if d is None:
        return None
    tipicos = [renglon.monto for renglon in renglones if not renglon.atipico]
    return Figura(
        caja=(_lugar(d.q1, d), _lugar(d.q3, d)),
        mediana=_lugar(d.mediana, d),
        bigotes=(_lugar(min(tipicos), d), _lugar(max(tipicos), d)),
        puntos=[Punto(_lugar(r.monto, d), i % LINEAS, r.atipico) for i, r in enumerate(renglones)],
    )


def _lugar(monto: Decimal, d: Distribucion) -> int:
    rango = d.maximo - d.minimo
    return round((monto - d.minimo) / rango * ANCHO) if rango else ANCHO // 2
