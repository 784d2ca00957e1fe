"""Dates as lists write them: dd/mm/yyyy, ISO, with words in a title; two in a cell when something was done again."""

import re
from datetime import date

from django.utils.translation import gettext as _

from sitio.catalogos.listas.tipos import CampoMalo
from sitio.catalogos.texto import llano

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_DIA = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_ENTRE_FECHAS = re.compile(r"[\s/,;y-]*")
_MESES = [
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
]
_ESCRITA = re.compile(rf"\b(\d{{1,2}}) de ({'|'.join(_MESES)}) de(?:l)? (\d{{4}})\b")


def leer(campo: str, texto: str) -> date | None:
    """Return the date that a cell says; the last one, if it says several; None when empty. Raises CampoMalo."""
    limpio = texto.strip()
    if not limpio:
        return None
    try:
        if iso := _ISO.fullmatch(limpio):
            return date(*map(int, iso.groups()))
        encontradas = _DIA.findall(limpio)
        if not encontradas or not _ENTRE_FECHAS.fullmatch(_DIA.sub("", limpio)):
            raise ValueError
        return max(_fecha(*partes) for partes in encontradas)
    except ValueError:
        motivo = _("No es una fecha que exista.")
        raise CampoMalo(campo, texto, motivo, _("Escríbala DD/MM/AAAA o AAAA-MM-DD.")) from None


def _fecha(dia: str, mes: str, anio: str) -> date:
    # Two figures for the year are of this century: no list of these is older.
    return date(int(anio) + (2000 if len(anio) == 2 else 0), int(mes), int(dia))


def escrita(texto: str) -> date | None:
    """Return the date that a title says in words («actualizada al 18 de mayo de 2021»), or None."""
    encontrada = _ESCRITA.search(llano(texto))
    if encontrada is None:
        return None
    dia, mes, anio = encontrada.groups()
    return date(int(anio), _MESES.index(mes) + 1, int(dia))
