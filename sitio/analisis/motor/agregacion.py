"""What the engine adds up of the observations of an indicator, as Ibis expressions: once for each scope."""

from collections.abc import Callable
from functools import cache, partial

import ibis
import ibis.expr.types as ir

from sitio.analisis.indicadores.registro import Ambito, Clase, Medida
from sitio.analisis.tablas import Tablas

LLAVES = ("publicador", "ambito", "anio", "unidad", "metodo")
MAYORES = 10
# The index of Herfindahl and Hirschman goes from 0 to 10,000.
DIEZ_MIL = 10_000


@cache
def agregada(medida: Medida) -> Callable[[Tablas], ir.Table]:
    """Return `agregar` for a measure: the same function each time, so that its query is written once."""
    return partial(agregar, medida=medida)


def agregar(t: Tablas, medida: Medida) -> ir.Table:
    """Return what each scope of a measure adds up to, in one row for what counts and one for each reason not to.

    Columns: those of `LLAVES`, `excluido`, `n`, `numerador`, `denominador`, `estadistico` (a mean, a median, an index).
    """
    f = _por_ambito(medida.expresion(t), medida)
    if medida.clase in (Clase.DIEZ_MAYORES, Clase.HERFINDAHL):
        return _concentracion(f)
    estadistico = f.valor.mean() if medida.clase is Clase.MEDIA else f.valor.cast("float64").median()
    return f.group_by(*LLAVES, "excluido").agg(
        n=f.cuenta.sum(),
        numerador=f.valor.sum(),
        denominador=f.peso.sum(),
        estadistico=estadistico.cast("float64"),
    )


def _por_ambito(observaciones: ir.Table, medida: Medida) -> ir.Table:
    """Repeat each observation in each scope it belongs to: without a year, unit or method it is in none of theirs."""
    ambitos = ibis.array([ambito.value for ambito in medida.ambitos])
    f = observaciones.mutate(ambito=ambitos.unnest())
    de_unidad, de_metodo = f.ambito == Ambito.UNIDAD.value, f.ambito == Ambito.METODO.value
    f = f.mutate(
        anio=ibis.ifelse(f.ambito != Ambito.INSTITUCION.value, f.anio, None),
        unidad=ibis.ifelse(de_unidad, f.unidad, None),
        metodo=ibis.ifelse(de_metodo, f.metodo, None),
    )
    return f.filter(
        (f.ambito == Ambito.INSTITUCION.value) | f.anio.notnull(),
        (f.ambito != Ambito.UNIDAD.value) | f.unidad.notnull(),
        (f.ambito != Ambito.METODO.value) | f.metodo.notnull(),
    )


def _concentracion(f: ir.Table) -> ir.Table:
    """Return, for each scope, the sum of the ten greatest keys out of all, and the sum of the squares of the shares."""
    suyos = f.group_by(*LLAVES, "excluido", "clave").agg(n=f.cuenta.sum(), suma=f.valor.sum())
    grupo = [*LLAVES, "excluido"]
    suyos = suyos.mutate(
        lugar=ibis.row_number().over(group_by=grupo, order_by=[ibis.desc("suma"), "clave"]),
        total=suyos.suma.sum().over(group_by=grupo).cast("float64"),
    )
    parte = suyos.suma.cast("float64") / suyos.total.nullif(0)
    return suyos.group_by(*grupo).agg(
        n=suyos.n.sum(),
        numerador=suyos.suma.sum(where=suyos.lugar < MAYORES),
        denominador=suyos.suma.sum(),
        estadistico=(parte * parte).sum() * float(DIEZ_MIL),
    )
