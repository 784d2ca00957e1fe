"""Reading the INPC from the CSV files that INEGI gives: titles above, one row a month, notes below.

A row counts when its first cell is a month («2024/01», «01/2024», «Ene 2024», «enero de 2024»); the index is the first
number after it. Files of fortnights are refused: their index is another one.
"""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from sitio.catalogos.models import Inpc
from sitio.catalogos.texto import llano

BASE = "2Q jul 2018 = 100"
_MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_CON_NUMERO = re.compile(r"(?P<anio>\d{4}) (?P<mes>\d{1,2})|(?P<mes2>\d{1,2}) (?P<anio2>\d{4})")
_CON_NOMBRE = re.compile(r"(?P<mes>[a-z]{3})[a-z]* (?:de )?(?P<anio>\d{4})")
# «1Q Ene 2024», «2a quincena de enero de 2024», «2024/01/02».
_QUINCENA = re.compile(r"([12] ?[qa] .*|.*quincena.*)\b\d{4}|\d{4} \d{1,2} \d{1,2}")

Mes = tuple[int, int]


class InpcInvalido(ValueError):
    """A file cannot be loaded; the message, in Spanish, says where and what to do."""


@dataclass(frozen=True)
class Cuenta:
    """What a file brought: months read, and those that were not loaded before."""

    leidos: int
    nuevos: int


def cargar(ruta: Path, base: str = BASE, fuente: str = "") -> Cuenta:
    """Load the months of a file, all or none; a month that is there is rewritten.

    Raises InpcInvalido for a file without months, with the same month twice, or with another base than months that
    would stay: indexes of two bases cannot be compared.
    """
    meses = leer(ruta)
    filas = [Inpc(anio=a, mes=m, indice=i, base=base, fuente=fuente or ruta.name) for (a, m), i in meses.items()]
    with transaction.atomic():
        antes = Inpc.objects.count()
        Inpc.objects.bulk_create(
            filas,
            update_conflicts=True,
            unique_fields=["anio", "mes"],
            update_fields=["indice", "base", "fuente"],
        )
        if otra := Inpc.objects.exclude(base=base).first():
            raise InpcInvalido(
                _("Hay meses cargados con otra base («%(otra)s»), que este archivo no trae. Cargue la serie completa.")
                % {"otra": otra.base}
            )
        return Cuenta(len(filas), Inpc.objects.count() - antes)


def leer(ruta: Path) -> dict[Mes, Decimal]:
    """Return the index of each month of a file. Raises InpcInvalido."""
    meses: dict[Mes, Decimal] = {}
    for numero, celdas in enumerate(csv.reader(_texto(ruta).splitlines()), start=1):
        mes = _mes(celdas[0], numero) if celdas else None
        indice = _indice(celdas[1:]) if mes else None
        if mes is None or indice is None:
            continue
        if mes in meses:
            raise InpcInvalido(_("Renglón %(numero)d: «%(mes)s» ya apareció.") % {"numero": numero, "mes": celdas[0]})
        meses[mes] = indice
    if not meses:
        raise InpcInvalido(_("El archivo no trae ningún mes con su índice. Descargue la serie mensual del INEGI."))
    return meses


def _texto(ruta: Path) -> str:
    try:
        contenido = ruta.read_bytes()
    except OSError as error:
        raise InpcInvalido(_("No se puede leer «%(ruta)s»: %(causa)s") % {"ruta": ruta, "causa": error}) from None
    try:
        return contenido.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenido.decode("cp1252", errors="replace")


def _mes(celda: str, numero: int) -> Mes | None:
    llana = llano(celda)
    if _QUINCENA.fullmatch(llana):
        raise InpcInvalido(_("Renglón %(numero)d: «%(mes)s» es una quincena.") % {"numero": numero, "mes": celda})
    if hallado := _CON_NUMERO.fullmatch(llana):
        anio, mes = hallado["anio"] or hallado["anio2"], int(hallado["mes"] or hallado["mes2"])
        return (int(anio), mes) if 1 <= mes <= 12 else None
    hallado = _CON_NOMBRE.fullmatch(llana)
    return (int(hallado["anio"]), _MESES.index(hallado["mes"]) + 1) if hallado and hallado["mes"] in _MESES else None


def _indice(celdas: list[str]) -> Decimal | None:
    """Return the first number; cells that say that there is none yet («N/E», empty) are none."""
    for celda in celdas:
        try:
            valor = Decimal(celda.strip().replace(",", ""))
        except InvalidOperation:
            continue
        if valor.is_finite() and valor > 0:
            return valor
    return None
