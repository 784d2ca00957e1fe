"""Money, numbers and dates as Mexicans read them. Missing is always "No publicado", never 0 and never a bare dash."""

from datetime import UTC, date, datetime, time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext, ngettext

CIUDAD_DE_MEXICO = ZoneInfo("America/Mexico_City")
CENTAVO = Decimal("0.01")
# Unit prices go below the cent; what comes after the sixth decimal is the noise of somebody's floating point.
MILLONESIMA = Decimal("0.000001")
MILLON = Decimal(1_000_000)
PESOS = "MXN"
# What an amount may reach before it is certainly not an amount; formatting it in full would only fill the page.
MAXIMO = Decimal(10) ** 20

Cantidad = Decimal | int | float | str | None
Momento = datetime | date | str | None


def no_publicado() -> str:
    """Return the one way of saying that a datum is missing."""
    return gettext("No publicado")


def leer_decimal(valor: object) -> Decimal | None:
    """Return `valor` as a finite Decimal, or None when it is missing or is no number."""
    if valor is None or isinstance(valor, bool):
        return None
    try:
        leido = Decimal(str(valor).strip())
    except InvalidOperation:
        return None
    return leido if leido.is_finite() and abs(leido) < MAXIMO else None


def numero(valor: Cantidad) -> str:
    """Return `1,234.5`, with the decimals the datum has (six at most)."""
    leido = leer_decimal(valor)
    return no_publicado() if leido is None else f"{_sin_ceros(leido.quantize(MILLONESIMA, ROUND_HALF_UP)):,f}"


def dinero(monto: Cantidad, moneda: str | None = PESOS) -> str:
    """Return the exact amount: `$1,234,567.89 MXN`. `moneda` is an ISO 4217 code; without one, that is said."""
    leido = leer_decimal(monto)
    if leido is None:
        return no_publicado()
    cifra = f"{_con_centavos(abs(leido)):,f}"
    return _con_signo(leido, _con_moneda(cifra, moneda))


def dinero_corto(monto: Cantidad, moneda: str | None = PESOS) -> str:
    """Return the amount for a list or a headline: `$850,000`, `$39.9 millones`; pesos are understood."""
    leido = leer_decimal(monto)
    if leido is None:
        return no_publicado()
    return _con_signo(leido, _con_moneda(_cifra_corta(abs(leido)), "" if moneda == PESOS else moneda, callar=True))


def _cifra_corta(monto: Decimal) -> str:
    if monto < MILLON:
        # Never "$0" for a few cents, nor "$1,000,000" for what is not yet a million.
        return f"{monto.quantize(CENTAVO):,f}" if monto < 1 else f"{monto.quantize(Decimal(1), ROUND_DOWN):,f}"
    millones = _sin_ceros((monto / MILLON).quantize(Decimal("0.1"), ROUND_HALF_UP))
    if millones == 1:
        return gettext("1 millón")
    return gettext("%(cantidad)s millones") % {"cantidad": f"{millones:,f}"}


def _con_centavos(monto: Decimal) -> Decimal:
    """Two decimals, or up to six when the datum has them: a unit price of 0.0125 is not 0.01."""
    normal = _sin_ceros(monto.quantize(MILLONESIMA, ROUND_HALF_UP))
    exponente = normal.as_tuple().exponent
    return normal if isinstance(exponente, int) and exponente < -2 else normal.quantize(CENTAVO)


def _sin_ceros(valor: Decimal) -> Decimal:
    return valor.quantize(Decimal(1)) if valor == valor.to_integral_value() else valor.normalize()


def _con_signo(monto: Decimal, escrito: str) -> str:
    return f"−{escrito}" if monto < 0 else escrito


def _con_moneda(cifra: str, moneda: str | None, *, callar: bool = False) -> str:
    if moneda in (PESOS, "USD"):
        return f"${cifra} {moneda}"
    if moneda:
        return f"{cifra} {moneda}"
    return f"${cifra}" if callar else gettext("%(cifra)s (moneda no publicada)") % {"cifra": cifra}


def fecha(valor: Momento) -> str:
    """Return the calendar day in Mexico City: `21 nov 2026`.

    A text whose time is exactly midnight UTC is how publishers write a day without an hour: it stays that day.
    """
    dia = leer_dia(valor)
    return no_publicado() if dia is None else f"{dia.day} {MONTHS_3[dia.month]} {dia.year}"


def fecha_hora(valor: Momento) -> str:
    """Return the exact moment: `21 nov 2026, 10:00 h (Ciudad de México)`; a day without an hour stays a day."""
    momento = leer_momento(valor)
    if momento is None:
        return fecha(valor)
    local = momento.astimezone(CIUDAD_DE_MEXICO)
    return gettext("%(fecha)s, %(hora)s h (Ciudad de México)") % {
        "fecha": fecha(local.date()),
        "hora": f"{local:%H:%M}",
    }


def leer_dia(valor: Momento) -> date | None:
    """Return the calendar day of a date, an aware datetime or an ISO 8601 text; None when it is none of them."""
    if isinstance(valor, date) and not isinstance(valor, datetime):
        return valor
    momento = leer_momento(valor)
    if momento is None:
        return _dia_suelto(valor)
    if isinstance(valor, str) and momento.astimezone(UTC).time() == time(0):
        return momento.astimezone(UTC).date()
    return momento.astimezone(CIUDAD_DE_MEXICO).date()


def leer_momento(valor: Momento) -> datetime | None:
    """Return the aware datetime of `valor`, or None when it carries no hour or no offset (none is invented)."""
    if isinstance(valor, str):
        if "T" not in valor:
            return None
        try:
            valor = datetime.fromisoformat(valor)
        except ValueError:
            return None
    return valor if isinstance(valor, datetime) and valor.tzinfo else None


def _dia_suelto(valor: Momento) -> date | None:
    try:
        return date.fromisoformat(valor[:10]) if isinstance(valor, str) else None
    except ValueError:
        return None


def hoy() -> date:
    """Return today in Mexico City, the day legal terms run on."""
    return timezone.now().astimezone(CIUDAD_DE_MEXICO).date()


def vencimiento(valor: Momento, referencia: date | None = None) -> str:
    """Return how far a due day is from `referencia` (today): `faltan 3 días`, `vence hoy`, `venció hace 2 días`."""
    dia = leer_dia(valor)
    if dia is None:
        return no_publicado()
    dias = (dia - (referencia or hoy())).days
    if dias == 0:
        return gettext("vence hoy")
    if dias > 0:
        return ngettext("falta %(dias)s día", "faltan %(dias)s días", dias) % {"dias": f"{dias:,}"}
    return ngettext("venció hace %(dias)s día", "venció hace %(dias)s días", -dias) % {"dias": f"{-dias:,}"}


def antiguedad(valor: Momento, referencia: date | None = None) -> str:
    """Return how long ago something happened: `hoy`, `ayer`, `hace 12 días`; of a coming day, how far it is."""
    dia = leer_dia(valor)
    if dia is None:
        return no_publicado()
    dias = ((referencia or hoy()) - dia).days
    if dias < 0:
        return ngettext("falta %(dias)s día", "faltan %(dias)s días", -dias) % {"dias": f"{-dias:,}"}
    if dias < 2:
        return gettext("ayer") if dias else gettext("hoy")
    return gettext("hace %(dias)s días") % {"dias": f"{dias:,}"}
