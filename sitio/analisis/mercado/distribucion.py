"""How the prices paid for one thing are distributed. Money is never a float here: quartiles are exact fractions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

# With fewer prices a quartile says nothing, and only the list is shown.
MINIMO = 5
_MILLONESIMA = Decimal("0.000001")

Fila = TypeVar("Fila")


class Lejania(StrEnum):
    """How far a price stands from the others: past Tukey's inner fence (1.5 ranges), or past the outer one (3)."""

    DENTRO = "dentro"
    BAJO = "bajo"
    ALTO = "alto"
    MUY_BAJO = "muy_bajo"
    MUY_ALTO = "muy_alto"


@dataclass(frozen=True)
class Distribucion:
    """Prices in pesos, with six decimals. `interior` and `exterior` are the fences, lower and upper."""

    cuantos: int
    minimo: Decimal
    q1: Decimal
    mediana: Decimal
    q3: Decimal
    maximo: Decimal
    media: Decimal
    interior: tuple[Decimal, Decimal]
    exterior: tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Grupo:
    """The prices of one year, or of one buyer. `mediana` is None when there are fewer than MINIMO."""

    clave: str
    cuantos: int
    minimo: Decimal
    mediana: Decimal | None
    maximo: Decimal


def cuantil(ordenados: Sequence[Decimal], tau: Fraction) -> Decimal:
    """Return the quantile of type 8 of Hyndman and Fan (median-unbiased), as Cardinal takes it.

    Raises IndexError for no data.
    """
    lugar = (len(ordenados) + Fraction(1, 3)) * tau + Fraction(1, 3)
    k = int(lugar)
    if k < 1:
        return ordenados[0]
    if k >= len(ordenados):
        return ordenados[-1]
    abajo, arriba = Fraction(ordenados[k - 1]), Fraction(ordenados[k])
    return _redondear(abajo + (lugar - k) * (arriba - abajo))


def resumir(precios: Iterable[Decimal]) -> Distribucion | None:
    """Return the distribution of some prices, or None when they are fewer than MINIMO."""
    ordenados = sorted(precios)
    if len(ordenados) < MINIMO:
        return None
    q1, mediana, q3 = (cuantil(ordenados, Fraction(n, 4)) for n in (1, 2, 3))
    rango = q3 - q1
    return Distribucion(
        cuantos=len(ordenados),
        minimo=ordenados[0],
        q1=q1,
        mediana=mediana,
        q3=q3,
        maximo=ordenados[-1],
        media=_redondear(sum(map(Fraction, ordenados), Fraction()) / len(ordenados)),
        interior=(q1 - rango * 3 / 2, q3 + rango * 3 / 2),
        exterior=(q1 - rango * 3, q3 + rango * 3),
    )


def lejania(precio: Decimal, distribucion: Distribucion | None) -> Lejania:
    """Tell where a price stands; one that is exactly on a fence is inside it."""
    if distribucion is None:
        return Lejania.DENTRO
    (bajo, alto), (muy_bajo, muy_alto) = distribucion.interior, distribucion.exterior
    if precio > alto:
        return Lejania.MUY_ALTO if precio > muy_alto else Lejania.ALTO
    if precio < bajo:
        return Lejania.MUY_BAJO if precio < muy_bajo else Lejania.BAJO
    return Lejania.DENTRO


def agrupar(filas: Iterable[tuple[Fila, Decimal]], clave: Callable[[Fila], str]) -> list[Grupo]:
    """Return the prices by `clave`, in its order; rows whose key is empty are in no group."""
    grupos: dict[str, list[Decimal]] = {}
    for fila, precio in filas:
        if nombre := clave(fila):
            grupos.setdefault(nombre, []).append(precio)
    return [_grupo(nombre, sorted(precios)) for nombre, precios in sorted(grupos.items())]


def a_pesos_de(
    monto: Decimal, fecha: date | None, mes: tuple[int, int], indices: Mapping[tuple[int, int], Decimal]
) -> Decimal | None:
    """Return `monto`, of `fecha`, in pesos of another month (year, month), by the INPC of both.

    None when the date is not known or either index is missing: no inflation is guessed.
    """
    origen = indices.get((fecha.year, fecha.month)) if fecha else None
    destino = indices.get(mes)
    if not origen or not destino:
        return None
    return _redondear(Fraction(monto) * Fraction(destino) / Fraction(origen))


def _grupo(clave: str, ordenados: list[Decimal]) -> Grupo:
    mediana = cuantil(ordenados, Fraction(1, 2)) if len(ordenados) >= MINIMO else None
    return Grupo(clave, len(ordenados), ordenados[0], mediana, ordenados[-1])


def _redondear(valor: Fraction) -> Decimal:
    """Return the fraction with six decimals, halves away from zero."""
    return (Decimal(valor.numerator) / Decimal(valor.denominator)).quantize(_MILLONESIMA, ROUND_HALF_UP)
