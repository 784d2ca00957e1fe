"""Run the rules over the flat tables: Ibis writes each one for an engine (DuckDB here), and the engine runs it.

ibis 12 opens DuckDB 2 but cannot create or read its tables by itself; so Ibis compiles, and DuckDB is asked directly.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from sitio import calendario
from sitio.analisis import BANDERAS, PLAZOS
from sitio.analisis.ajustes import Ajustes, Valores, termino_para
from sitio.analisis.regimen import MARCO_FEDERAL, Regimen
from sitio.analisis.registro import Bandera, DefinicionDePlazo, Resultado, Termino, Unidad
from sitio.analisis.tablas import esquemas, preparar

__all__ = ["MARCO_FEDERAL", "Hallazgo", "PlazoCalculado", "evaluar", "plazos"]

COLUMNAS_DE_BANDERA = ("ocid", "sujeto", "resultado", "valor")
COLUMNAS_DE_PLAZO = ("ocid", "sujeto", "regimen", "base", "cumplido_en")


@dataclass(frozen=True)
class Hallazgo:
    """What one flag says of one subject, with the numbers it used."""

    bandera_id: str
    ocid: str
    sujeto: str
    resultado: Resultado
    valor: Decimal | None
    evidencia: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlazoCalculado:
    """One deadline of one subject: the dates are local calendar dates."""

    plazo_id: str
    ocid: str
    sujeto: str
    base: date
    vence: date
    fundamento: str
    cumplido_en: date | None
    evidencia: dict[str, Any] = field(default_factory=dict)


def evaluar(
    tablas: Mapping[str, pa.Table],
    banderas: Iterable[Bandera] | None = None,
    *,
    marcos: Mapping[str, str] | None = None,
    ajustes: Mapping[str, Ajustes] | None = None,
) -> list[Hallazgo]:
    """Evaluate `banderas` (all by default) over the tables of `sitio.ocds.tablas.aplanar`; one result per subject.

    `marcos` says, by ocid, the body of law of the buyer where it is not the federal one (rules that name
    federal articles then do not apply). `ajustes`, also by ocid, what the template of a process changes: each flag
    runs once for every distinct set of thresholds, and one switched off does not apply, which is not the same as clean.
    """
    resultados: list[Hallazgo] = []
    with _motor(tablas, marcos or {}) as conexion:
        for bandera in BANDERAS.values() if banderas is None else banderas:
            resultados += _hallazgos(conexion, bandera, ajustes or {})
    return resultados


def plazos(
    tablas: Mapping[str, pa.Table],
    inhabiles: Collection[date],
    hoy: date,
    *,
    marcos: Mapping[str, str] | None = None,
    ajustes: Mapping[str, Ajustes] | None = None,
    calendarios: Mapping[str, Collection[date]] | None = None,
) -> list[PlazoCalculado]:
    """Compute every legal deadline whose base date is in the data.

    `inhabiles`: the days, besides Saturdays and Sundays, on which terms do not run; `calendarios`, those of the
    calendars that `ajustes` (by ocid, what the template of a process changes) may name. Evidence dated after `hoy`
    is a plan, not a fact, and meets nothing. Subjects for which neither their law nor their template sets a term
    give no deadline.
    """
    resultados: list[PlazoCalculado] = []
    dias = {**(calendarios or {}), "": inhabiles}
    with _motor(tablas, marcos or {}) as conexion:
        for definicion in PLAZOS.values():
            for fila in _filas(conexion, _consulta(definicion.expresion)):
                calculado = _plazo(definicion, fila, (ajustes or {}).get(fila["ocid"]), dias, hoy)
                if calculado:
                    resultados.append(calculado)
    return resultados


@contextmanager
def _motor(tablas: Mapping[str, pa.Table], marcos: Mapping[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that holds the tables under the names that the expressions use."""
    # Rules need no extension; nothing may be fetched from a network behind our back.
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as conexion:
        for nombre, tabla in preparar(tablas, marcos).items():
            conexion.register(nombre, tabla)
        yield conexion


@cache
def _consulta(expresion: Callable[..., ir.Table], valores: tuple[tuple[str, int], ...] | None = None) -> str:
    """Return the DuckDB query of a rule, compiled once: that takes longer than running it over a few processes."""
    tabla = expresion(esquemas()) if valores is None else expresion(esquemas(), dict(valores))
    return str(ibis.to_sql(tabla, dialect="duckdb"))


def _filas(conexion: duckdb.DuckDBPyConnection, consulta: str) -> list[dict[str, Any]]:
    """Return one row per process and subject, in a fixed order: dirty data repeats ids, engines promise no order."""
    filas: list[dict[str, Any]] = conexion.sql(consulta).to_arrow_table().to_pylist()
    filas.sort(key=lambda fila: (fila["ocid"], fila["sujeto"], str(fila)))
    return list({(fila["ocid"], fila["sujeto"]): fila for fila in filas}.values())


def _hallazgos(
    conexion: duckdb.DuckDBPyConnection, bandera: Bandera, ajustes: Mapping[str, Ajustes]
) -> Iterator[Hallazgo]:
    """Run a flag once for each distinct set of thresholds, keeping of each run the processes that have that set."""
    normales = tuple(bandera.valores().items())
    propios: dict[str, Valores] = {ocid: a.valores(bandera) for ocid, a in ajustes.items()}
    for valores in sorted({normales, *propios.values()}):
        for fila in _filas(conexion, _consulta(bandera.expresion, valores)):
            if propios.get(fila["ocid"], normales) == valores:
                yield _hallazgo(bandera, fila, ajustes.get(fila["ocid"]))


def _hallazgo(bandera: Bandera, fila: Mapping[str, Any], ajustes: Ajustes | None) -> Hallazgo:
    valor, resultado = fila["valor"], Resultado(fila["resultado"])
    evidencia = {nombre: v for nombre, v in fila.items() if nombre not in COLUMNAS_DE_BANDERA}
    if ajustes and bandera.id in ajustes.banderas:
        activa = ajustes.banderas[bandera.id].activa
        evidencia |= ajustes.evidencia(activa=activa, parametros=dict(ajustes.valores(bandera)))
        resultado = resultado if activa else Resultado.NO_APLICA
    return Hallazgo(
        bandera_id=bandera.id,
        ocid=fila["ocid"],
        sujeto=fila["sujeto"],
        resultado=resultado,
        valor=None if valor is None else Decimal(str(valor)),
        evidencia=evidencia,
    )


def _plazo(
    definicion: DefinicionDePlazo,
    fila: Mapping[str, Any],
    ajustes: Ajustes | None,
    calendarios: Mapping[str, Collection[date]],
    hoy: date,
) -> PlazoCalculado | None:
    regimen = Regimen(fila["regimen"]) if fila["regimen"] else None
    de_ley = definicion.terminos.get(regimen) or definicion.terminos.get(None)
    termino = termino_para(definicion, de_ley, ajustes)
    if termino is None or fila["base"] is None:
        return None
    inhabiles, del_calendario = _calendario(definicion, ajustes, calendarios)
    vence = vencimiento(fila["base"], termino, inhabiles)
    evidencia = {nombre: v for nombre, v in fila.items() if nombre not in COLUMNAS_DE_PLAZO} | del_calendario
    evidencia |= {"regimen": fila["regimen"], "dias": termino.dias, "unidad": termino.unidad.value}
    if termino.unidad is Unidad.HABILES and not any(d.year == vence.year for d in inhabiles):
        evidencia["calendario_incompleto"] = vence.year
    cumplido = fila["cumplido_en"]
    return PlazoCalculado(
        plazo_id=definicion.id,
        ocid=fila["ocid"],
        sujeto=fila["sujeto"],
        base=fila["base"],
        vence=vence,
        fundamento=termino.fundamento,
        cumplido_en=cumplido if cumplido and cumplido <= hoy else None,
        evidencia=evidencia,
    )


def _calendario(
    definicion: DefinicionDePlazo, ajustes: Ajustes | None, calendarios: Mapping[str, Collection[date]]
) -> tuple[Collection[date], dict[str, Any]]:
    """Return the non-working days to count with and what to tell of them; a calendar that is gone is told too."""
    if ajustes is None or definicion.id not in ajustes.plazos:
        return calendarios[""], {}
    clave = ajustes.plazos[definicion.id].calendario
    evidencia = ajustes.evidencia(calendario=clave)
    if clave not in calendarios:
        evidencia["calendario_ausente"] = clave
    return calendarios.get(clave, calendarios[""]), evidencia


def vencimiento(base: date, termino: Termino, inhabiles: Collection[date]) -> date:
    """Return the last day of `termino` counted from `base` (LFPA arts. 28, 29 and 38)."""
    if termino.unidad is Unidad.HABILES:
        return calendario.sumar_habiles(base, termino.dias, inhabiles)
    vence = calendario.sumar_naturales(base, termino.dias)
    return calendario.siguiente_habil(vence, inhabiles) if termino.se_recorre else vence
