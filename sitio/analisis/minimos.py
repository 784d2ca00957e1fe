"""Whether a call that is being written gives the minimum period of its law: said before it is published.

The terms are those of the registered deadlines (D03 to D06, D15), which tell the same of what is already public.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from sitio import calendario
from sitio.analisis.ajustes import Ajustes, termino_para
from sitio.analisis.banderas.convocatoria import ambito_de
from sitio.analisis.motor.plazos import vencimiento
from sitio.analisis.regimen import MARCO_FEDERAL, Regimen, regimen_de
from sitio.analisis.registro import PLAZOS, Termino, Unidad

# Key of a calendar, "" for the one that counts where nobody names another; what it returns, its non-working days.
Inhabiles = Callable[[str], Collection[date]]


@dataclass(frozen=True)
class Convocatoria:
    """What a call says: OCDS method and its details, category, local dates.

    `justificada`: whether it publishes why its period is cut. `marco`: the body of law, as `Contexto` names it.
    """

    metodo: str
    detalle: str
    categoria: str
    publicacion: date
    apertura: date
    justificada: bool = False
    marco: str = MARCO_FEDERAL


@dataclass(frozen=True)
class PeriodoCorto:
    """A call that gives fewer days than its law asks. `desde`: the first lawful day for the opening.

    `reducido`: the term that would do with its justification published; None where the law has none.
    """

    dias: int
    termino: Termino
    desde: date
    reducido: Termino | None
    basta_justificar: bool


def periodo_corto(c: Convocatoria, ajustes: Ajustes | None, inhabiles: Inhabiles) -> PeriodoCorto | None:
    """Return what a call lacks of its minimum period; None when it gives it, or no law says how long it is."""
    regimen = regimen_de(c.publicacion, c.categoria, c.marco)
    definicion = PLAZOS.get(_minimo_de(c, regimen))
    termino = termino_para(definicion, definicion.terminos.get(regimen), ajustes) if definicion else None
    if definicion is None or termino is None:
        return None
    propio = ajustes.plazos.get(definicion.id) if ajustes else None
    dias = inhabiles(propio.calendario if propio else "")
    if c.publicacion <= vencimiento(c.apertura, termino, dias):
        return None
    reducido = termino_para(PLAZOS["D05"], PLAZOS["D05"].terminos.get(regimen), ajustes) if c.metodo == "open" else None
    basta = reducido is not None and c.publicacion <= vencimiento(c.apertura, reducido, dias)
    if basta and c.justificada:
        return None
    return PeriodoCorto(_dados(c, termino, dias), termino, _desde(c, termino, dias), reducido, basta)


def _minimo_de(c: Convocatoria, regimen: Regimen | None) -> str:
    """Return the deadline that sets the minimum of a call, as their expressions choose; "" if none does."""
    if c.metodo == "selective":
        return "D15"
    if c.metodo != "open":
        return ""
    ambito = ambito_de(c.detalle)
    if ambito == "tratados" and regimen == Regimen.LOPSRM_2025:
        return "D06"
    return "D04" if ambito in ("internacional", "tratados") else "D03"


def _dados(c: Convocatoria, termino: Termino, inhabiles: Collection[date]) -> int:
    if termino.unidad is Unidad.HABILES:
        return calendario.contar_habiles(c.publicacion, c.apertura, inhabiles)
    return (c.apertura - c.publicacion).days


def _desde(c: Convocatoria, termino: Termino, inhabiles: Collection[date]) -> date:
    if termino.unidad is Unidad.HABILES:
        return calendario.sumar_habiles(c.publicacion, -termino.dias, inhabiles)
    return calendario.sumar_naturales(c.publicacion, -termino.dias)
