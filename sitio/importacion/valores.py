"""Cells of a table into values of the standard. Each reader returns None for an empty cell and raises ValorInvalido
for a bad one.

Times are local of Mexico City and come out as aware UTC. A date without a time starts at 00:00:00 and ends at
23:59:59 of that day (OCDS guidance on dates without time). Amounts are exact decimals; zero means "not stated" in
these sources (CompraNet writes 0 where the amount is missing), so it is left out instead of published as a price.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sitio.importacion.tipos import Falla, ValorInvalido
from sitio.ocds import identificadores, listas

ZONA = ZoneInfo("America/Mexico_City")
MONTO_MAXIMO = Decimal(10) ** 15

# Midnight GMT is how the exports of 2010-2015 write a date without a time; as an instant it would be the day before.
_FECHA = re.compile(
    r"(?:(?P<a>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<a2>\d{4}))"
    r"(?:[T ]+(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:\.\d+)?)?)?\s*(?P<zona>GMT|Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_CIFRA = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}")
_INICIO, _FIN = time(0, 0, 0), time(23, 59, 59)


@dataclass(frozen=True)
class Momento:
    """A date as it was written: the day, and the instant it begins and ends (the same when the time was given)."""

    inicio: datetime
    fin: datetime


def invalido(campo: str, valor: str, motivo: str, remedio: str) -> ValorInvalido:
    """Make the exception every reader raises, ready for the report."""
    return ValorInvalido(Falla(campo, valor, motivo, remedio))


def texto(campo: str, valor: str) -> str | None:
    """The cell without outer or repeated blanks."""
    if "\0" in valor or valor.encode("utf-8", "replace").decode() != valor:
        raise invalido(campo, valor, _("Trae un carácter dañado."), _("Borre la celda y vuelva a escribirla."))
    return " ".join(valor.split()) or None


def leer_momento(campo: str, valor: str) -> Momento | None:
    """Read `2018-01-11`, `2018-01-11 12:03`, `11/01/2018 12:03`, `2013-11-27 00:00:00 GMT` or RFC 3339."""
    limpio = valor.strip()
    if not limpio:
        return None
    partes = _FECHA.fullmatch(limpio)
    try:
        if partes is None:
            raise ValueError(limpio)
        return _momento(partes)
    except (ValueError, OverflowError):
        raise invalido(
            campo,
            valor,
            _("No es una fecha."),
            _("Escríbala como 2018-01-31 o 31/01/2018, con la hora después si se conoce: 2018-01-31 14:30."),
        ) from None


def _momento(partes: re.Match[str]) -> Momento:
    dia = date(int(partes["a"] or partes["a2"]), int(partes["m"] or partes["m2"]), int(partes["d"] or partes["d2"]))
    hora = time(int(partes["h"]), int(partes["min"]), int(partes["s"] or 0)) if partes["h"] else None
    zona = partes["zona"]
    if hora is None or (zona == "GMT" and hora == _INICIO):
        return Momento(_utc(datetime.combine(dia, _INICIO, ZONA)), _utc(datetime.combine(dia, _FIN, ZONA)))
    instante = _utc(datetime.combine(dia, hora, _zona(zona)))
    return Momento(instante, instante)


def _zona(zona: str | None) -> tzinfo | None:
    if zona is None:
        return ZONA
    return UTC if zona == "GMT" else datetime.fromisoformat(f"2000-01-01T00:00:00{zona}").tzinfo


def _utc(instante: datetime) -> datetime:
    return instante.astimezone(UTC)


def al_inicio(campo: str, valor: str) -> str | None:
    """A date for the beginning of something, in the format of the standard (UTC)."""
    momento = leer_momento(campo, valor)
    return identificadores.formato_fecha(momento.inicio) if momento else None


def al_fin(campo: str, valor: str) -> str | None:
    """A date for the end of something, in the format of the standard (UTC)."""
    momento = leer_momento(campo, valor)
    return identificadores.formato_fecha(momento.fin) if momento else None


def cantidad(campo: str, valor: str) -> Decimal | None:
    """A number that is not negative: `1234.5`, `1,234.5`, `$1,234.50`. A comma never marks decimals."""
    limpio = valor.strip()
    if not limpio:
        return None
    cifra = _CIFRA.fullmatch(limpio)
    if cifra is None:
        raise invalido(
            campo,
            valor,
            _("No es un número sin signo."),
            _("Use punto para los decimales y, si acaso, coma para los miles: 1234.50 o 1,234.50."),
        )
    numero = Decimal(cifra[1].replace(",", "") + (cifra[2] or ""))
    if numero >= MONTO_MAXIMO:
        raise invalido(campo, valor, _("Es un número demasiado grande."), _("Revise que no sobren cifras."))
    return numero


def monto(campo: str, valor: str) -> Decimal | None:
    """An amount of money. Zero is left out: see the module."""
    return cantidad(campo, valor) or None


def moneda(campo: str, valor: str) -> str | None:
    """An ISO 4217 code of the closed list of the standard."""
    codigo = valor.strip().upper()
    if not codigo:
        return None
    if codigo not in listas.codigos("currency"):
        raise invalido(
            campo,
            valor,
            _("No es una moneda de la norma ISO 4217."),
            _("Escriba su código de tres letras, como MXN o USD."),
        )
    return codigo


def enlace(campo: str, valor: str) -> str | None:
    """A web address."""
    limpio = valor.strip()
    if limpio and not re.fullmatch(r"https?://[^\s<>\"]+", limpio):
        raise invalido(campo, valor, _("No es una dirección web."), _("Cópiela completa, con https:// al principio."))
    return limpio or None


def rfc(campo: str, valor: str) -> str | None:
    """An RFC of 12 (company) or 13 characters (natural person). Its check digit is not the importer's business."""
    limpio = re.sub(r"[\s-]", "", valor).upper()
    if not limpio:
        return None
    if not _RFC.fullmatch(limpio):
        raise invalido(
            campo, valor, _("No es un RFC."), _("Un RFC tiene 12 o 13 caracteres; déjelo vacío si no se conoce.")
        )
    return limpio


def legible(dato: str) -> str:
    """A text that can be shown anywhere: control characters, which terminals obey, and broken ones become blanks."""
    return "".join(caracter if caracter.isprintable() else " " for caracter in dato)


def clave_de(nombre: str) -> str:
    """A text reduced to capitals without accents nor signs, to compare what people write in many ways."""
    sin_acentos = unicodedata.normalize("NFKD", nombre).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", " ", sin_acentos.upper()).strip()


def entero(campo: str, valor: str) -> int | None:
    """A whole number that is not negative."""
    numero = cantidad(campo, valor)
    if numero is not None and numero != int(numero):
        raise invalido(campo, valor, _("No es un número entero."), _("Escríbalo sin decimales."))
    return None if numero is None else int(numero)


def codigo(opciones: Mapping[str, str], otros: Mapping[str, str] | None = None) -> Callable[[str, str], str | None]:
    """A reader of names (as `clave_de` writes them) for codes of the standard; `otros` are taken but not advertised."""
    todas = {**(otros or {}), **opciones}

    def leer(campo: str, valor: str) -> str | None:
        if not valor.strip():
            return None
        if (clave := clave_de(valor)) not in todas:
            raise invalido(
                campo,
                valor,
                _("No es una de las opciones."),
                _("Escriba una de estas: %(opciones)s.") % {"opciones": ", ".join(o.lower() for o in opciones)},
            )
        return todas[clave]

    return leer
