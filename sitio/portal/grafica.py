"""Charts as geometry; `grafica.html` and `serie.html` draw them as SVG with direct labels, and need no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ANCHO = 360
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


# A line of years: wide enough for a label at each end of a telephone's screen.
ALTO_DE_SERIE = 120
MARGEN = 40
BASE = 92
TECHO = 24


@dataclass(frozen=True)
class Punto:
    """A year of a series, where its mark and its labels go."""

    x: int
    y: int
    y_texto: int
    anio: int
    valor: str


@dataclass(frozen=True)
class Serie:
    """A line of years. `tramos`: the points that each line joins; a year without a figure breaks it."""

    puntos: list[Punto]
    tramos: list[str]
    ancho: int
    alto: int
    base: int


def serie(datos: Sequence[tuple[int, Decimal, str]]) -> Serie:
    """Return the line of (year, value, value as text), in order of year; its lowest line is zero, or a negative least.

    Only the first, the last and the greatest are labelled, so that labels do not step on each other.
    """
    valores = [valor for _anio, valor, _dicho in datos]
    piso, cima = min(Decimal(0), *valores), max(Decimal(0), *valores)
    primero, ultimo = datos[0][0], datos[-1][0]
    notables = {datos[0][0], datos[-1][0], datos[valores.index(cima)][0] if cima in valores else ultimo}
    puntos = [
        Punto(
            x=_en_escala(Decimal(anio - primero), Decimal(ultimo - primero), MARGEN, ANCHO - MARGEN),
            y=(y := _en_escala(valor - piso, cima - piso, BASE, TECHO)),
            y_texto=y - 8,
            anio=anio,
            valor=dicho if anio in notables else "",
        )
        for anio, valor, dicho in datos
    ]
    return Serie(puntos, _tramos(puntos), ANCHO, ALTO_DE_SERIE, BASE)


def _en_escala(valor: Decimal, total: Decimal, desde: int, hasta: int) -> int:
    return round(desde + (hasta - desde) * (valor / total if total else Decimal(0)))


def _tramos(puntos: Sequence[Punto]) -> list[str]:
    tramos: list[list[Punto]] = []
    for punto in puntos:
        if tramos and tramos[-1][-1].anio == punto.anio - 1:
            tramos[-1].append(punto)
        else:
            tramos.append([punto])
    return [" ".join(f"{p.x},{p.y}" for p in tramo) for tramo in tramos if len(tramo) > 1]
