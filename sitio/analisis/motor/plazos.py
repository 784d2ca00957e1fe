"""Compute legal deadlines: the base dates come from the tables, the days are counted with the calendar of each one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from sitio import calendario
from sitio.analisis.ajustes import Ajustes, termino_para
from sitio.analisis.motor.conexion import en_memoria
from sitio.analisis.motor.pausas import Pausa, dias_parados, leer_pausas, suspension_abierta
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import PLAZOS, DefinicionDePlazo, Termino, Unidad
from sitio.analisis.tablas import Contexto

COLUMNAS_DE_PLAZO = ("ocid", "sujeto", "regimen", "base", "cumplido_en", "suspensiones")


@dataclass(frozen=True)
class PlazoCalculado:
    """One deadline of one subject: the dates are local calendar dates.

    `suspendido_desde`: its clock is stopped since that day, and `vence` is only what it was by then.
    """

    plazo_id: str
    ocid: str
    sujeto: str
    base: date
    vence: date
    fundamento: str
    cumplido_en: date | None
    evidencia: dict[str, Any] = field(default_factory=dict)
    suspendido_desde: date | None = None


def plazos(
    tablas: Mapping[str, pa.Table],
    inhabiles: Collection[date],
    hoy: date,
    *,
    contexto: Contexto | None = None,
    ajustes: Mapping[str, Ajustes] | None = None,
    calendarios: Mapping[str, Collection[date]] | None = None,
    definiciones: Iterable[DefinicionDePlazo] | None = None,
) -> list[PlazoCalculado]:
    """Compute every legal deadline, or only those of `definiciones`, whose base date is in the data.

    `inhabiles`: the days, besides Saturdays and Sundays, on which terms do not run; `calendarios`, those of the
    calendars that `ajustes` (by ocid, what the template of a process changes) or else `contexto` may name.
    Evidence dated after `hoy` is a plan, not a fact, and meets nothing. Subjects for which neither their law nor
    their template sets a term give no deadline.
    """
    resultados: list[PlazoCalculado] = []
    elegidos = contexto.calendarios if contexto else {}
    with en_memoria(tablas, contexto, None) as base:
        for definicion in PLAZOS.values() if definiciones is None else definiciones:
            calcular = contador(definicion, inhabiles, hoy, ajustes=ajustes, calendarios=calendarios, elegidos=elegidos)
            calculados = map(calcular, base.filas(base.consulta(definicion.expresion), ("ocid", "sujeto")))
            resultados += [calculado for calculado in calculados if calculado]
    return resultados


def contador(
    definicion: DefinicionDePlazo,
    inhabiles: Collection[date],
    hoy: date,
    *,
    ajustes: Mapping[str, Ajustes] | None = None,
    calendarios: Mapping[str, Collection[date]] | None = None,
    elegidos: Mapping[str, str] | None = None,
) -> Callable[[Mapping[str, Any]], PlazoCalculado | None]:
    """Return the function that counts the days of a row of `definicion`; the arguments are those of `plazos`.

    `elegidos`: by ocid, the calendar that the institution of the process chose.
    """
    dias = {**(calendarios or {}), "": inhabiles}
    de_cada_uno, propios = ajustes or {}, elegidos or {}
    return lambda fila: _plazo(
        definicion, fila, de_cada_uno.get(fila["ocid"]), propios.get(fila["ocid"], ""), dias, hoy
    )


def _plazo(
    definicion: DefinicionDePlazo,
    fila: Mapping[str, Any],
    ajustes: Ajustes | None,
    elegido: str,
    calendarios: Mapping[str, Collection[date]],
    hoy: date,
) -> PlazoCalculado | None:
    regimen = Regimen(fila["regimen"]) if fila["regimen"] else None
    de_ley = definicion.terminos.get(regimen) or definicion.terminos.get(None)
    termino = termino_para(definicion, de_ley, ajustes)
    if termino is None or fila["base"] is None:
        return None
    inhabiles, del_calendario = _calendario(definicion, ajustes, elegido, calendarios)
    pausas = leer_pausas(fila.get("suspensiones"))
    vence = vencimiento(fila["base"], termino, inhabiles, pausas)
    evidencia = {nombre: v for nombre, v in fila.items() if nombre not in COLUMNAS_DE_PLAZO} | del_calendario
    evidencia |= {"regimen": fila["regimen"], "dias": termino.dias, "unidad": termino.unidad.value}
    if termino.unidad is Unidad.HABILES and not any(d.year == vence.year for d in inhabiles):
        evidencia["calendario_incompleto"] = vence.year
    if pausas:
        evidencia["suspensiones"] = [str(pausa) for pausa in pausas]
    cumplido = fila["cumplido_en"] if fila["cumplido_en"] and fila["cumplido_en"] <= hoy else None
    return PlazoCalculado(
        plazo_id=definicion.id,
        ocid=fila["ocid"],
        sujeto=fila["sujeto"],
        base=fila["base"],
        vence=vence,
        fundamento=termino.fundamento,
        cumplido_en=cumplido,
        evidencia=evidencia,
        suspendido_desde=None if cumplido else suspension_abierta(pausas, vence),
    )


def _calendario(
    definicion: DefinicionDePlazo, ajustes: Ajustes | None, elegido: str, calendarios: Mapping[str, Collection[date]]
) -> tuple[Collection[date], dict[str, Any]]:
    """Return the non-working days to count with and what to tell of them; a calendar that is gone is told too.

    The template's calendar comes before the one its institution chose (`elegido`).
    """
    propio = ajustes.plazos.get(definicion.id) if ajustes else None
    clave = (propio.calendario if propio else "") or elegido
    evidencia: dict[str, Any] = {"calendario": elegido} if elegido and clave == elegido else {}
    if ajustes is not None and propio is not None:
        evidencia |= ajustes.evidencia(calendario=propio.calendario)
    if clave not in calendarios:
        evidencia["calendario_ausente"] = clave
    return calendarios.get(clave, calendarios[""]), evidencia


def vencimiento(base: date, termino: Termino, inhabiles: Collection[date], pausas: Collection[Pausa] = ()) -> date:
    """Return the last day of `termino` counted from `base` (LFPA arts. 28, 29 and 38).

    Days in `pausas` do not count. What is counted back is a minimum: it is never made shorter, and a pause does not
    change it, because the act that it precedes moves.
    """
    if termino.dias <= 0:
        return _hacia_atras(base, termino, inhabiles)
    parados = dias_parados(pausas)
    sin_correr = {*inhabiles, *parados} if parados else inhabiles
    if termino.unidad is Unidad.HABILES:
        return calendario.sumar_habiles(base, termino.dias, sin_correr)
    sumar = calendario.sumar_meses if termino.unidad is Unidad.MESES else calendario.sumar_naturales
    vence = calendario.prorrogar(base, sumar(base, termino.dias), parados)
    return calendario.siguiente_habil(vence, sin_correr) if termino.se_recorre else vence


def _hacia_atras(base: date, termino: Termino, inhabiles: Collection[date]) -> date:
    if termino.unidad is Unidad.HABILES:
        return calendario.sumar_habiles(calendario.anterior_habil(base, inhabiles), termino.dias, inhabiles)
    return calendario.sumar_naturales(base, termino.dias)
