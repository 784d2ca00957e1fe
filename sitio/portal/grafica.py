"""Bar charts as geometry; `portal/grafica.html` draws them as SVG with direct labels, and it never needs a script."""

from collections.abc import Sequence
from dataclasses import dataclass

ANCHO = 360
ALTO_DE_BARRA = 14
ALTO_DE_RENGLON = 46
# What is not zero must be seen, however small beside the largest.
MINIMO = 2


@dataclass(frozen=True)
class Barra:
    """One bar, with its label above it. Lengths are in the units of the drawing's viewBox."""

    etiqueta: str
    valor: str
    y_texto: int
    y_barra: int
    largo: int


@dataclass(frozen=True)
class Grafica:
    """A horizontal bar chart."""

    barras: list[Barra]
    ancho: int
    alto: int


def barras(datos: Sequence[tuple[str, int, str]]) -> Grafica:
    """Return a bar for each (label, quantity, quantity as text), the longest as wide as the chart."""
    mayor = max((cantidad for _, cantidad, _ in datos), default=0)
    return Grafica(
        barras=[
            Barra(
                etiqueta=etiqueta,
                valor=valor,
                y_texto=indice * ALTO_DE_RENGLON + 15,
                y_barra=indice * ALTO_DE_RENGLON + 22,
                largo=max(MINIMO, round(ANCHO * cantidad / mayor)) if cantidad else 0,
            )
            for indice, (etiqueta, cantidad, valor) in enumerate(datos)
        ],
        ancho=ANCHO,
        alto=max(len(datos) * ALTO_DE_RENGLON, 1),
    )
