"""The register of non-working days, for the rooms that count legal terms."""

from datetime import date

from sitio.calendario import sumar_habiles
from sitio.catalogos.models import DiaInhabil


def inhabiles() -> frozenset[date]:
    """Return every registered non-working day, as local calendar dates."""
    return frozenset(DiaInhabil.objects.values_list("fecha", flat=True))


def sumar_dias_habiles(desde: date, dias: int) -> date:
    """Return the working day that falls `dias` working days after `desde`; the count starts the day after."""
    return sumar_habiles(desde, dias, inhabiles())
