"""Quartiles and fences as Cardinal computes them, to the last bit: a value on the fence is flagged."""

import math
from collections.abc import Collection, Sequence
from fractions import Fraction


def cuantil(ordenados: Sequence[float], tau: float) -> float:
    """Return the quantile of R's type 8 (median unbiased); NaN, which flags nothing, if there are no data."""
    cuantos = len(ordenados)
    if not ordenados or not 0 <= tau <= 1:
        return math.nan
    h = (cuantos + 1 / 3) * tau + 1 / 3
    k = int(h)
    if k <= 0:
        return ordenados[0]
    if k >= cuantos:
        return ordenados[-1]
    abajo, arriba = ordenados[k - 1], ordenados[k]
    return abajo + (h - k) * (arriba - abajo)


def cuartiles(datos: Collection[float]) -> tuple[float, float]:
    """Return the first and third quartile. What is not a number has no place among them."""
    ordenados = sorted(dato for dato in datos if not math.isnan(dato))
    return cuantil(ordenados, 0.25), cuantil(ordenados, 0.75)


def cerca_baja(q1: float, q3: float) -> float:
    return _sumar_producto(q3 - q1, -1.5, q1)


def cerca_alta(q1: float, q3: float) -> float:
    return _sumar_producto(q3 - q1, 1.5, q3)


def cociente(dividendo: float, divisor: float) -> float:
    """Divide as IEEE 754 says, where Python raises: by zero it is infinite, and 0/0 is NaN."""
    return dividendo / divisor if divisor else dividendo * math.copysign(math.inf, divisor)


def redondear(valor: float) -> float:
    """Round to four decimals, halves away from zero."""
    escalado = valor * 10_000
    if not math.isfinite(escalado):
        return escalado
    entero = math.floor(abs(escalado))
    return math.copysign(entero + (abs(escalado) - entero >= 0.5), escalado) / 10_000


def _sumar_producto(a: float, b: float, c: float) -> float:
    """Return a·b + c rounded once; Python has no fused multiply-add until 3.13."""
    if not (math.isfinite(a) and math.isfinite(c)):
        return a * b + c
    return float(Fraction(a) * Fraction(b) + Fraction(c))
