"""A cell into the value of its field. What is empty is None or ""; what is wrong says why and what to write."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from sitio.procesos.cargas.columnas import normal, titulos
from sitio.procesos.mapeo.conversiones import ZONA

_FECHA = re.compile(
    r"(?:(?P<a>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})[/-](?P<a2>\d{4}))"
    r"(?:[T ]+(?P<h>\d{1,2}):(?P<min>\d\d)(?::\d\d(?:\.\d+)?)?(?:\s*h)?)?",
    re.ASCII,
)
_CIFRA = re.compile(r"-?\$?\s*-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|-?\$?\s*\.\d+", re.ASCII)
_COMA_DECIMAL = re.compile(r"\$?\s*-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+", re.ASCII)
_SI = {"si": True, "s": True, "true": True, "verdadero": True, "1": True, "x": True}
_NO = {"no": False, "n": False, "false": False, "falso": False, "0": False}


class CeldaMala(ValueError):
    """The cell cannot be the value of its field; the message says why and what to do."""


def leer(campo: Any, texto: str) -> Any:
    """Return the value of a cell for a field that is not a relation. Raises CeldaMala."""
    limpio = texto.strip()
    if not limpio:
        return None if campo.null else campo.get_default() if campo.has_default() else ""
    return _lector(campo)(campo, limpio)


def escribir(campo: Any, valor: Any) -> str:
    """Return the cell that `leer` would read back as this value."""
    if valor is None:
        return ""
    if campo.choices:
        return str(dict(campo.flatchoices).get(valor, valor))
    if isinstance(valor, bool):
        return _("Sí") if valor else _("No")
    if isinstance(valor, datetime):
        return valor.astimezone(ZONA).strftime("%d/%m/%Y %H:%M")
    if isinstance(valor, date):
        return valor.strftime("%d/%m/%Y")
    return str(valor)


def _lector(campo: Any) -> Callable[[Any, str], Any]:
    if campo.choices:
        return _codigo
    tipos: list[tuple[type[models.Field], Callable[[Any, str], Any]]] = [
        (models.BooleanField, _booleano),
        (models.DateTimeField, _momento),
        (models.DateField, _dia),
        (models.DecimalField, _cifra),
        (models.JSONField, _codigos),
        (models.TextField, lambda campo, texto: texto),
    ]
    return next((lector for tipo, lector in tipos if isinstance(campo, tipo)), _linea)


def _linea(campo: Any, texto: str) -> str:
    return " ".join(texto.split())


def _codigo(campo: Any, texto: str) -> str:
    for codigo, titulo in campo.flatchoices:
        if texto == codigo or normal(texto) in (normal(str(codigo)), normal(str(titulo))):
            return str(codigo)
    raise CeldaMala(
        _("No es una de las opciones. Escriba una de estas: %(opciones)s.") % {"opciones": ", ".join(titulos(campo))}
    )


def _codigos(campo: Any, texto: str) -> list[str]:
    return [parte.strip() for parte in texto.split(",") if parte.strip()]


def _booleano(campo: Any, texto: str) -> bool:
    respuestas = {**_SI, **_NO}
    if normal(texto) not in respuestas:
        raise CeldaMala(_("Escriba Sí o No."))
    return respuestas[normal(texto)]


def _dia(campo: Any, texto: str) -> date:
    return _fecha(texto).date()


def _momento(campo: Any, texto: str) -> datetime:
    return _fecha(texto).replace(tzinfo=ZONA)


def _fecha(texto: str) -> datetime:
    partes = _FECHA.fullmatch(texto)
    try:
        if partes is None:
            raise ValueError(texto)
        anio, mes, dia = (int(partes[c] or partes[f"{c}2"]) for c in ("a", "m", "d"))
        # Midnight is what a day is, and the local hour of its zone is told by who asks for one.
        return datetime(anio, mes, dia, int(partes["h"] or 0), int(partes["min"] or 0))  # noqa: DTZ001 - see above
    except ValueError:
        raise CeldaMala(_("No es una fecha del calendario. Escríbala como 31/01/2026 o 2026-01-31.")) from None


def _cifra(campo: Any, texto: str) -> Decimal:
    sin_moneda = re.sub(r"\s*(MXN|M\.N\.|pesos|%)$", "", texto, flags=re.IGNORECASE)
    if _CIFRA.fullmatch(sin_moneda):
        return Decimal(re.sub(r"[$,\s]", "", sin_moneda))
    if _COMA_DECIMAL.fullmatch(sin_moneda):
        raise CeldaMala(
            _("La coma separa millares; los decimales van con punto. Si son decimales, escriba %(cifra)s.")
            % {"cifra": re.sub(r"[$\s]", "", sin_moneda).replace(".", "").replace(",", ".")}
        )
    raise CeldaMala(_("No es un número. Escríbalo con punto decimal, por ejemplo 1,234.50."))
