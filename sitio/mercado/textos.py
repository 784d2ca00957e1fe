"""The words that the page and the annex share."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from sitio.analisis.mercado import Lejania
from sitio.componentes import formatos


def lejania_en_palabras(lejania: Lejania) -> str:
    """Return where a price stands, as people read it."""
    return {
        Lejania.DENTRO: _("Dentro de lo habitual"),
        Lejania.BAJO: _("Atípico, bajo"),
        Lejania.ALTO: _("Atípico, alto"),
        Lejania.MUY_BAJO: _("Muy atípico, bajo"),
        Lejania.MUY_ALTO: _("Muy atípico, alto"),
    }[lejania]


def unidad_en_palabras(unidad: str) -> str:
    """Return the unit, or that none was published."""
    return unidad or _("Sin unidad publicada")


def cifra(monto: Decimal) -> str:
    """Return a computed amount, which nobody paid: in cents, unless it is less than a peso."""
    return formatos.dinero(monto if abs(monto) < 1 else monto.quantize(formatos.CENTAVO, ROUND_HALF_UP))


def cerca(monto: Decimal) -> str:
    """Return a fence; one under zero keeps no price out."""
    return _("Ningún precio: el límite quedaría bajo cero") if monto < 0 else cifra(monto)


def mes_en_palabras(anio: int, mes: int) -> str:
    """Return a month as people write it: `mar 2026`."""
    return f"{MONTHS_3[mes]} {anio}"
