"""R003: short submission period."""

import re
from datetime import date
from typing import Any

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo, Contexto
from sitio.analisis.cardinal.proceso import Proceso

# RFC 3339, with the liberties of Cardinal's reader: a space for the T, and a typographic minus.
_INSTANTE = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?"
    r"(?:[Zz]|([+\-\u2212])([01]\d|2[0-3]):([0-5]\d))",
    re.ASCII,
)
_NANOS_POR_DIA = 86_400 * 10**9


class R003(Codigo):
    """Flag a tender open for fewer whole days than the threshold; days are of 24 hours, and a part of one is none.

    Both ends of tender.tenderPeriod must carry time and offset: a date alone is not compared.
    """

    CLAVE = "R003"
    OPCIONES = {"threshold": valores.entero, "procurement_methods": valores.lista}

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        self.umbral: int = self.propios.get("threshold", 15)
        self.metodos: frozenset[str] = self.propios.get("procurement_methods", frozenset())
        self.por_detalle: dict[str, int] = self.propios.get("procurement_method_details", {})

    def mirar(self, proceso: Proceso) -> None:
        licitacion = proceso.licitacion
        if licitacion.periodo is None or not admite(licitacion.metodo, self.metodos):
            return
        inicio, fin = instante(licitacion.periodo.inicio), instante(licitacion.periodo.fin)
        if inicio is None or fin is None:
            return
        if _dias(fin - inicio) < self.por_detalle.get(proceso.detalle or "", self.umbral):
            self.senalar(proceso.ocid, 1.0)


def admite(metodo: Any, metodos: frozenset[str]) -> bool:
    """Say whether tender.procurementMethod is one of those asked for; none asked for admits all."""
    return not metodos or (type(metodo) is str and metodo in metodos)


def instante(fecha: Any) -> int | None:
    """Return the nanoseconds of an instant from a fixed origin; None for what is not RFC 3339."""
    if type(fecha) is not str or not (partes := _INSTANTE.fullmatch(fecha)):
        return None
    dia, hora, minuto, segundo, fraccion, signo, horas, minutos = partes.groups()
    try:
        dias = date.fromisoformat(dia).toordinal()
    except ValueError:
        return None
    desfase = (int(horas) * 60 + int(minutos)) * (1 if signo == "+" else -1) if signo else 0
    segundos = dias * 86_400 + int(hora) * 3600 + (int(minuto) - desfase) * 60 + int(segundo)
    return segundos * 10**9 + (int(fraccion[:9].ljust(9, "0")) if fraccion else 0)


def _dias(nanos: int) -> int:
    """Whole days, cut towards zero: twelve hours before or after are no day."""
    dias = abs(nanos) // _NANOS_POR_DIA
    return dias if nanos >= 0 else -dias
