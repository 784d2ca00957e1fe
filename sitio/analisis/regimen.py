"""Which law a process was born under: the one in force on the day it began (LAASSP 2025, transitory article 5)."""

from datetime import date
from enum import StrEnum

import ibis
import ibis.expr.types as ir

# In force since that day, for procedures that began on it or later (DOF 16-04-2025).
VIGENCIA_2025 = date(2025, 4, 17)

MARCO_FEDERAL = "federal"


class Regimen(StrEnum):
    """A federal law and the text of it that applies. State and municipal laws are regimes to come."""

    LAASSP_2000 = "LAASSP-2000"
    LAASSP_2025 = "LAASSP-2025"
    LOPSRM_2000 = "LOPSRM-2000"
    LOPSRM_2025 = "LOPSRM-2025"


# By category of what is bought: the text before that day, and the one since.
TEXTOS = {
    "works": (Regimen.LOPSRM_2000, Regimen.LOPSRM_2025),
    "goods": (Regimen.LAASSP_2000, Regimen.LAASSP_2025),
    "services": (Regimen.LAASSP_2000, Regimen.LAASSP_2025),
}


def regimen_de(inicio: date, categoria: str, marco: str = MARCO_FEDERAL) -> Regimen | None:
    """Return the regime of a process that begins on `inicio`, None when it cannot be told: see `columna_regimen`."""
    if marco != MARCO_FEDERAL or categoria not in TEXTOS:
        return None
    return TEXTOS[categoria][inicio >= VIGENCIA_2025]


def columna_regimen(procesos: ir.Table, inicio: ir.DateValue, a_mas_tardar: ir.DateValue) -> ir.StringValue:
    """Return the regime of each process, null when it cannot be told.

    `inicio`: the date it began (convocatoria, last invitation). Without one, `a_mas_tardar`, a date by which it had
    surely begun, is enough to prove the old law, never the new one. Works (`categoria` works) follow the LOPSRM;
    without a category the law is unknown. Processes whose `marco` is not federal have no regime here.
    """
    antes = (inicio < VIGENCIA_2025) | (inicio.isnull() & (a_mas_tardar < VIGENCIA_2025))
    despues = inicio >= VIGENCIA_2025
    federal = procesos.marco == MARCO_FEDERAL
    casos = [
        (federal & (procesos.categoria == categoria) & cuando, texto.value)
        for categoria, textos in TEXTOS.items()
        for cuando, texto in zip((antes, despues), textos, strict=True)
    ]
    return ibis.cases(*casos, else_=ibis.null("string"))
