"""Days that count. Saturdays, Sundays and the register's non-working days do not (LFPA art. 28)."""

from datetime import date

import numpy as np

from sitio.catalogos.models import DiaInhabil


def inhabiles() -> frozenset[date]:
    """Return every registered non-working day, as local calendar dates."""
    return frozenset(DiaInhabil.objects.values_list("fecha", flat=True))


def sumar_dias_habiles(desde: date, dias: int) -> date:
    """Return the working day that falls `dias` working days after `desde`; the count starts the day after."""
    feriados = np.array(sorted(inhabiles()), dtype="datetime64[D]")
    inicio = np.busday_offset(np.datetime64(desde), 0, roll="backward", holidays=feriados)
    vencimiento: date = np.busday_offset(inicio, dias, roll="backward", holidays=feriados).astype(object)
    return vencimiento
