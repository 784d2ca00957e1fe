"""Counting legal days. Day 1 is the day after the event (LFPA art. 38); all dates are local calendar dates."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

UN_DIA = timedelta(days=1)
SABADO = 5


def es_habil(dia: date, inhabiles: Collection[date]) -> bool:
    """Tell whether legal terms run on `dia`: not on Saturdays, Sundays or `inhabiles` (LFPA art. 28)."""
    return dia.weekday() < SABADO and dia not in inhabiles


def siguiente_habil(dia: date, inhabiles: Collection[date]) -> date:
    """Return `dia` if it is a working day, else the next one (LFPA art. 29)."""
    while not es_habil(dia, inhabiles):
        dia += UN_DIA
    return dia


def sumar_naturales(base: date, dias: int) -> date:
    """Return the date `dias` natural days after `base` (before it, if negative)."""
    return base + timedelta(days=dias)


def sumar_habiles(base: date, dias: int, inhabiles: Collection[date]) -> date:
    """Return the `dias`-th working day after `base` (before it, if negative); `base` itself never counts."""
    paso = UN_DIA if dias >= 0 else -UN_DIA
    dia = base
    for _ in range(abs(dias)):
        dia += paso
        while not es_habil(dia, inhabiles):
            dia += paso
    return dia


def anterior_habil(dia: date, inhabiles: Collection[date]) -> date:
    """Return `dia` if it is a working day, else the one before it."""
    while not es_habil(dia, inhabiles):
        dia -= UN_DIA
    return dia


def sumar_meses(base: date, meses: int) -> date:
    """Return the same day `meses` months later, or the last one of a month that is too short."""
    mes = base.month - 1 + meses
    anio, mes = base.year + mes // 12, mes % 12 + 1
    return date(anio, mes, min(base.day, monthrange(anio, mes)[1]))


def prorrogar(base: date, vence: date, parados: Collection[date]) -> date:
    """Return `vence` later by each day after `base`, up to it, on which the term did not run."""
    dia = base
    while dia < vence:
        dia += UN_DIA
        if dia in parados:
            vence += UN_DIA
    return vence


def contar_habiles(desde: date, hasta: date, inhabiles: Collection[date]) -> int:
    """Return how many working days there are after `desde`, up to and including `hasta`; 0 if `hasta` is not later."""
    dias = (desde + UN_DIA * n for n in range(1, (hasta - desde).days + 1))
    return sum(es_habil(dia, inhabiles) for dia in dias)
