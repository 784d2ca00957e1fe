"""The flat tables that every rule reads, as Ibis expressions not yet tied to an engine."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.ocds.columnas import ESQUEMAS

ZONA = "America/Mexico_City"
# `firma` is an instant (UTC); `firma_dia`, the calendar date it was in Mexico, which is what the law counts.
SUFIJO_DIA = "_dia"


@dataclass(frozen=True)
class Tablas:
    """The tables of `sitio.ocds.tablas.aplanar`, by name. Rules read these and nothing else."""

    procesos: ir.Table
    partes: ir.Table
    licitantes: ir.Table
    articulos: ir.Table
    adjudicaciones: ir.Table
    proveedores_adjudicados: ir.Table
    contratos: ir.Table
    transacciones: ir.Table
    hitos: ir.Table
    documentos: ir.Table


@cache
def esquemas() -> Tablas:
    """Return the tables as Ibis expressions tied to no engine: whichever has tables so named can run the rules."""
    vacias = preparar({nombre: esquema.empty_table() for nombre, esquema in ESQUEMAS.items()}, {})
    return Tablas(**{c.name: ibis.table(ibis.schema(vacias[c.name].schema), name=c.name) for c in fields(Tablas)})


def preparar(tablas: Mapping[str, pa.Table], marcos: Mapping[str, str]) -> dict[str, pa.Table]:
    """Add to the flat tables what rules need and OCDS does not say: local calendar dates, and the body of law."""
    listas = {nombre: _con_dias(tabla) for nombre, tabla in tablas.items()}
    ocids = listas["procesos"].column("ocid").to_pylist()
    marco = pa.array([marcos.get(ocid, MARCO_FEDERAL) for ocid in ocids], pa.string())
    listas["procesos"] = listas["procesos"].append_column("marco", marco)
    return listas


def _con_dias(tabla: pa.Table) -> pa.Table:
    for campo in tabla.schema:
        if pa.types.is_timestamp(campo.type):
            local = pc.local_timestamp(tabla.column(campo.name).cast(pa.timestamp("us", ZONA)))
            tabla = tabla.append_column(campo.name + SUFIJO_DIA, local.cast(pa.date32()))
    return tabla
