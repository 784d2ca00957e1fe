"""Which law a process was born under: the one in force on the day it began (LAASSP 2025, transitory article 5)."""

from datetime import date
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

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


def columna_regimen(procesos: pa.Table) -> pa.ChunkedArray:
    """Return the regime of each process, null when it cannot be told.

    A process begins when its call is published, or its last invitation delivered (tender.tenderPeriod.startDate).
    Without that date, the opening, the first award or the first signature by then (`fecha_apertura_dia`, `fallo`,
    `firma`) is enough to prove the old law, never the new one. Works follow the LOPSRM; without a category the law is
    unknown. Processes whose `marco` is not federal have no regime here.
    """
    inicio = procesos.column("fecha_publicacion_dia")
    a_mas_tardar = pc.min_element_wise(*(procesos.column(c) for c in ("fecha_apertura_dia", "fallo", "firma")))
    vigencia = pa.scalar(VIGENCIA_2025)
    despues = pc.greater_equal(inicio, vigencia)
    antes = pc.less(pc.coalesce(inicio, a_mas_tardar), vigencia)
    federal = pc.equal(procesos.column("marco"), MARCO_FEDERAL)
    casos = [
        (pc.and_(federal, pc.and_(pc.equal(procesos.column("categoria"), categoria), cuando)), texto.value)
        for categoria, textos in TEXTOS.items()
        for cuando, texto in zip((antes, despues), textos, strict=True)
    ]
    condiciones = pc.make_struct(*(pc.fill_null(condicion, False) for condicion, _texto in casos))
    return pc.case_when(condiciones, *(pa.scalar(texto) for _condicion, texto in casos))
