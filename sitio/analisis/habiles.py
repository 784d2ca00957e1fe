"""Working days between dates of the data, with the federal calendar: as a difference of two running counts."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.tablas import Tablas

CALENDARIO = "federal"
SABADO = 5
# Days are numbered from a Monday; the numbered ones reach the year 2068, and outside them nothing is counted.
UN_LUNES = ibis.date("2000-01-03")
NUMERADOS = 25_000


def con_cuenta(t: Tablas, f: ir.Table, *columnas: str) -> ir.Table:
    """Add to `f`, for each date column `x`, `x_habil`: how many working days there were up to it, itself included.

    The difference of two of them is the number of working days after the first date, up to the second.
    """
    for columna in columnas:
        f = f.mutate(**{f"{columna}_n": comunes.dias_entre(UN_LUNES, f[columna])})
        f = comunes.unir(f, _feriados(t).rename({f"{columna}_n": "n", "feriados_hasta": "feriados"}), f"{columna}_n")
        n = f[f"{columna}_n"]
        laborables = (n // 7) * 5 + ibis.least(n % 7 + 1, 5)
        f = f.mutate(**{f"{columna}_habil": (laborables - f.feriados_hasta).cast("int64")}).drop("feriados_hasta")
    return f


def _feriados(t: Tablas) -> ir.Table:
    """Return, for each numbered day, how many weekdays were not worked up to it: a table to join dates to, not rows."""
    inhabiles = t.inhabiles.filter(t.inhabiles.calendario == CALENDARIO)
    inhabiles = inhabiles.filter(inhabiles.dia.day_of_week.index() < SABADO)
    inhabiles = inhabiles.select(n=comunes.dias_entre(UN_LUNES, inhabiles.dia), feriado=ibis.literal(1)).distinct()
    dias = comunes.unir(ibis.range(0, NUMERADOS).unnest().cast("int64").name("n").as_table(), inhabiles, "n")
    hasta_el_dia = ibis.cumulative_window(order_by="n")
    return dias.select("n", feriados=dias.feriado.fill_null(0).sum().over(hasta_el_dia))


def sin_calendario(t: Tablas, desde: ir.DateValue, hasta: ir.DateValue) -> ir.BooleanValue:
    """Tell the stretches for whose years no non-working day is known: their working days cannot be counted."""
    federales = t.inhabiles.filter(t.inhabiles.calendario == CALENDARIO)
    primero, ultimo = federales.dia.min().as_scalar(), federales.dia.max().as_scalar()
    return primero.isnull() | (desde.year() < primero.year()) | (hasta.year() > ultimo.year())


def es_inhabil(t: Tablas, f: ir.Table, columna: str) -> ir.Table:
    """Add to `f` the column `inhabil`: whether the date of `columna` is a Saturday, a Sunday or a non-working day."""
    feriados = t.inhabiles.filter(t.inhabiles.calendario == CALENDARIO)
    feriados = feriados.select(**{columna: feriados.dia, "feriado": ibis.literal(True)}).distinct()
    f = comunes.unir(f, feriados, columna)
    return f.mutate(inhabil=fin_de_semana(f[columna]) | f.feriado.fill_null(False)).drop("feriado")


def fin_de_semana(dia: ir.DateValue) -> ir.BooleanValue:
    """Tell Saturdays and Sundays, which no calendar makes working days."""
    return dia.day_of_week.index() >= SABADO


def con_retraso(
    t: Tablas, f: ir.Table, desde: str, hasta: str, *, dias: ir.IntegerValue, naturales: ir.BooleanValue
) -> ir.Table:
    """Add `tarde` and `transcurridos`: whether `hasta` came after a term of `dias` from `desde`, and how many passed.

    Natural or working days, row by row. A term that ends on a non-working day runs to the next one (LFPA art. 29): it
    is late only when a working day of the term's end, or after it, was already gone.
    """
    vence = (f[desde] + dias.as_interval("D")).cast("date")
    f = f.mutate(
        termino_de_ley=dias, vispera=(vence - ibis.interval(days=1)).cast("date"), anterior=_anterior(f[hasta])
    )
    f = con_cuenta(t, f, desde, hasta, "vispera", "anterior")
    corridos = comunes.dias_entre(f[desde], f[hasta])
    habiles = f[f"{hasta}_habil"] - f[f"{desde}_habil"]
    tarde_natural = (corridos > f.termino_de_ley) & (f.anterior_habil > f.vispera_habil)
    return f.mutate(
        tarde=ibis.ifelse(naturales, tarde_natural, habiles > f.termino_de_ley),
        transcurridos=ibis.ifelse(naturales, corridos, habiles),
    )


def _anterior(dia: ir.DateValue) -> ir.DateValue:
    return (dia - ibis.interval(days=1)).cast("date")
