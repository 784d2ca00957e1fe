"""The calendars of non-working days, for the rooms that count legal terms."""

from collections import defaultdict
from datetime import date

from sitio.calendario import sumar_habiles
from sitio.catalogos.models import FEDERAL, Calendario, DiaInhabil


def calendarios() -> dict[str, frozenset[date]]:
    """Return the non-working days of every calendar by its key, those of its base included; local calendar dates."""
    propios: dict[str, set[date]] = defaultdict(set)
    for clave, fecha in DiaInhabil.objects.values_list("calendario_id", "fecha"):
        propios[clave].add(fecha)
    bases: dict[str, str | None] = {FEDERAL: None, **dict(Calendario.objects.values_list("clave", "base_id"))}
    return {clave: _dias(clave, bases, propios) for clave in bases}


def inhabiles(calendario: str = FEDERAL) -> frozenset[date]:
    """Return the non-working days of one calendar, those of its base included; KeyError if there is no such one."""
    return calendarios()[calendario]


def sumar_dias_habiles(desde: date, dias: int, calendario: str = FEDERAL) -> date:
    """Return the working day that falls `dias` working days after `desde`; the count starts the day after."""
    return sumar_habiles(desde, dias, inhabiles(calendario))


def titulos() -> dict[str, str]:
    """Return the title of every calendar by its key."""
    return dict(Calendario.objects.values_list("clave", "titulo"))


def _dias(clave: str, bases: dict[str, str | None], propios: dict[str, set[date]]) -> frozenset[date]:
    """Gather the days of a calendar and its bases; a circle, which no form lets through, is walked once."""
    vistos: list[str] = []
    actual: str | None = clave
    while actual is not None and actual not in vistos:
        vistos.append(actual)
        actual = bases.get(actual)
    return frozenset[date]().union(*(propios[c] for c in vistos))
