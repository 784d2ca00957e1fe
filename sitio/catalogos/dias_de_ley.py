"""The non-working days that federal law sets for a year: those of the LFT, which move to Mondays, and of the LFPA."""

from datetime import date

import holidays
from django.utils.translation import gettext as _

from sitio.catalogos.models import Calendario, DiaInhabil

# LFPA art. 28, by month and day: on the very date, whatever the LFT moves. It also has 1 January, 1 May, 16 September
# and 25 December, which both laws set on the same day.
LFPA = ((2, 5), (3, 21), (5, 5), (9, 1), (11, 20))
# And 1 December of the years in which the federal Executive changed hands, by its text.
TRANSMISION, CADA = 2024, 6
# The years that can be asked for: both texts say the same in all of them.
PRIMER_ANIO, ULTIMO_ANIO = 2016, 2049


def dias_de_ley(anio: int) -> dict[date, str]:
    """Return the non-working days of a year and why: LFT art. 74 (by `holidays`) and LFPA art. 28."""
    dias = {
        dia: _("%(motivo)s (LFT art. 74)") % {"motivo": motivo}
        for dia, motivo in holidays.country_holidays("MX", years=anio, language="es").items()
    }
    fechas = [*LFPA, (12, 1)] if (anio - TRANSMISION) % CADA == 0 else LFPA
    for mes, dia in fechas:
        fecha = date(anio, mes, dia)
        dias.setdefault(fecha, _("%(fecha)s (LFPA art. 28)") % {"fecha": f"{fecha:%d/%m}"})
    return dict(sorted(dias.items()))


def generar(calendario: Calendario, anio: int) -> int:
    """Add to `calendario` the days of law of a year that neither it nor its bases have; returns how many.

    What is there stays as it is, reason included. A day of law that somebody took away comes back.
    """
    de_la_cadena = DiaInhabil.objects.filter(calendario__in=calendario.cadena(), fecha__year=anio)
    tiene = set(de_la_cadena.values_list("fecha", flat=True))
    nuevos = [
        DiaInhabil(calendario=calendario, fecha=dia, motivo=motivo)
        for dia, motivo in dias_de_ley(anio).items()
        if dia not in tiene
    ]
    DiaInhabil.objects.bulk_create(nuevos, ignore_conflicts=True)
    return len(nuevos)
