"""The same rules on other engines: the query that Ibis writes for each, and the tables it needs there."""

from functools import cache
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir

from sitio.analisis.compartidas import COMPARTIDAS, detras_de
from sitio.analisis.registro import BANDERAS, PLAZOS
from sitio.analisis.tablas import esquemas

POSTGRESQL = "postgres"
SPARK = "pyspark"


@cache
def regla(clave: str) -> ir.Table:
    """Return the expression of a flag, with its own thresholds, or of a deadline; KeyError if there is no such rule."""
    if clave in BANDERAS:
        return BANDERAS[clave].expresion(esquemas(), BANDERAS[clave].valores())
    return PLAZOS[clave].expresion(esquemas())


def sentencia(clave: str, motor: str) -> str:
    """Return the SQL of a rule for `motor`, to be run where there are tables with the names of `Tablas`.

    And those of `compartidas_de` the rule. For Spark, a session has to be open (`ibis.pyspark.connect`): Ibis asks it
    how it treats missing numbers.
    """
    return _escribir(regla(clave), motor)


def compartidas_de(clave: str, motor: str) -> dict[str, str]:
    """Return the SQL of each shared table that a rule reads, by its name, in the order they have to be made in."""
    return {nombre: _escribir(COMPARTIDAS[nombre](esquemas()), motor) for nombre in detras_de(regla(clave))}


def _escribir(expresion: ir.Table, motor: str) -> str:
    return str(ibis.to_sql(expresion.op().replace(_por_partes).to_expr(), dialect=motor))


def _por_partes(nodo: ops.Node, cambiados: dict[str, Any] | None) -> ops.Node:
    """Make whole numbers of booleans through the short ones: PostgreSQL knows no way to the long ones."""
    nuevo = nodo.__recreate__(cambiados) if cambiados else nodo
    if isinstance(nuevo, ops.Cast) and nuevo.arg.dtype.is_boolean() and nuevo.to.is_int64():
        return ops.Cast(ops.Cast(nuevo.arg, dt.int32), dt.int64)
    return nuevo
