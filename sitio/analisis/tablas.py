"""The flat tables that every rule reads, as Ibis expressions not yet tied to an engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from sitio.analisis.referencias import ESQUEMAS_DE_REFERENCIA
from sitio.analisis.regimen import MARCO_FEDERAL, columna_regimen
from sitio.ocds.columnas import ESQUEMAS
from sitio.ocds.nombres import normalizar_columna

ZONA = "America/Mexico_City"
# `firma` is an instant (UTC); `firma_dia`, the calendar date it was in Mexico, which is what the law counts.
SUFIJO_DIA = "_dia"
ESQUEMA_RFC = "MX-RFC"


@dataclass(frozen=True)
class Tablas:
    """The tables of `sitio.ocds.tablas.aplanar` and those of `referencias`, by name. Rules read these, nothing else."""

    procesos: ir.Table
    partes: ir.Table
    beneficiarios: ir.Table
    areas_requirentes: ir.Table
    procesos_relacionados: ir.Table
    solicitudes_cotizacion: ir.Table
    invitados_a_cotizar: ir.Table
    cotizaciones: ir.Table
    lotes: ir.Table
    juntas: ir.Table
    preguntas: ir.Table
    cuotas: ir.Table
    licitantes: ir.Table
    ofertas: ir.Table
    ofertantes: ir.Table
    adjudicaciones: ir.Table
    proveedores_adjudicados: ir.Table
    subcontratos: ir.Table
    contratos: ir.Table
    garantias: ir.Table
    modificaciones: ir.Table
    articulos: ir.Table
    transacciones: ir.Table
    hitos: ir.Table
    avances: ir.Table
    documentos: ir.Table

    corte: ir.Table
    limites: ir.Table
    presupuestos: ir.Table
    umas: ir.Table
    inhabiles: ir.Table
    listas: ir.Table
    coincidencias: ir.Table


@dataclass(frozen=True)
class Contexto:
    """What is known of each process, by ocid, besides what it publishes.

    Who published it, under which body of law, and with which calendar its terms are counted, if not the general one.
    """

    publicadores: Mapping[str, str] = field(default_factory=dict)
    marcos: Mapping[str, str] = field(default_factory=dict)
    calendarios: Mapping[str, str] = field(default_factory=dict)


@cache
def esquemas() -> Tablas:
    """Return the tables as Ibis expressions tied to no engine: whichever has tables so named can run the rules."""
    propias = {nombre: tabla.schema for nombre, tabla in vacias().items()} | ESQUEMAS_DE_REFERENCIA
    return Tablas(**{c.name: ibis.table(ibis.schema(propias[c.name]), name=c.name) for c in fields(Tablas)})


def vacias() -> dict[str, pa.Table]:
    """Return the prepared tables of nothing at all."""
    return preparar({nombre: esquema.empty_table() for nombre, esquema in ESQUEMAS.items()})


def preparar(tablas: Mapping[str, pa.Table], contexto: Contexto | None = None) -> dict[str, pa.Table]:
    """Add to the flat tables what rules need and OCDS does not say.

    To all, the local calendar date of each moment; to `procesos`, its publisher, body of law, first award (`fallo`),
    first signature (`firma`), year and regime; to `partes` and `beneficiarios`, the RFC and the name as they are
    compared.
    """
    contexto = contexto or Contexto()
    listas = {nombre: _con_dias(tabla) for nombre, tabla in tablas.items()}
    listas["procesos"] = _con_regimen(_con_contexto(_con_fechas(listas), contexto))
    listas["partes"] = _con_nombre(_con_rfc(listas["partes"]), "razon_social", "nombre")
    listas["beneficiarios"] = _con_nombre(_con_rfc(listas["beneficiarios"]), "nombre")
    return listas


def identidades(tablas: Mapping[str, pa.Table]) -> pa.Table:
    """Return who is in the flat tables, parties and beneficial owners: ocid, RFC as compared, published name, country.

    What `coincidencias` is looked for with: its `nombre` is this one as names are compared.
    """
    partes, duenos = _con_rfc(tablas["partes"]), _con_rfc(tablas["beneficiarios"])
    partes = partes.append_column("publicado", pc.coalesce(partes.column("razon_social"), partes.column("nombre")))
    sin_pais = pa.nulls(duenos.num_rows, pa.string())
    return pa.concat_tables(
        [
            partes.select(["ocid", "rfc", "publicado", "pais"]).rename_columns(["ocid", "rfc", "nombre", "pais"]),
            duenos.select(["ocid", "rfc", "nombre"]).append_column("pais", sin_pais),
        ]
    )


def _con_dias(tabla: pa.Table) -> pa.Table:
    for campo in tabla.schema:
        if pa.types.is_timestamp(campo.type):
            local = pc.local_timestamp(tabla.column(campo.name).cast(pa.timestamp("us", ZONA)))
            tabla = tabla.append_column(campo.name + SUFIJO_DIA, local.cast(pa.date32()))
    return tabla


def _con_contexto(procesos: pa.Table, contexto: Contexto) -> pa.Table:
    ocids = procesos.column("ocid").to_pylist()
    publicadores = pa.array([contexto.publicadores.get(ocid, "") for ocid in ocids], pa.string())
    marcos = pa.array([contexto.marcos.get(ocid, MARCO_FEDERAL) for ocid in ocids], pa.string())
    return procesos.append_column("publicador", publicadores).append_column("marco", marcos)


def _con_fechas(tablas: Mapping[str, pa.Table]) -> pa.Table:
    """Add `fallo`, `firma` and `anio`: the local year of publication, else of opening, of the award, of signature."""
    procesos = tablas["procesos"]
    fallo = _primera(procesos, tablas["adjudicaciones"], "fecha_dia")
    firma = _primera(procesos, tablas["contratos"], "fecha_firma_dia")
    dias = pc.coalesce(procesos.column("fecha_publicacion_dia"), procesos.column("fecha_apertura_dia"), fallo, firma)
    procesos = procesos.append_column("fallo", fallo).append_column("firma", firma)
    return procesos.append_column("anio", pc.year(dias))


def _con_regimen(procesos: pa.Table) -> pa.Table:
    return procesos.append_column("regimen", columna_regimen(procesos))


def _primera(procesos: pa.Table, otra: pa.Table, columna: str) -> pa.ChunkedArray:
    """Return, for each process in order, the least date of another table."""
    minimos = otra.select(["ocid", columna]).group_by("ocid").aggregate([(columna, "min")])
    lugar = pc.index_in(procesos.column("ocid"), value_set=minimos.column("ocid"))
    return minimos.column(f"{columna}_min").take(lugar)


def _con_rfc(partes: pa.Table) -> pa.Table:
    es_rfc = pc.equal(partes.column("esquema"), ESQUEMA_RFC)
    limpio = pc.replace_substring_regex(pc.utf8_upper(partes.column("identificador")), r"[^0-9A-ZÑ&]", "")
    con_algo = pc.and_(es_rfc, pc.greater(pc.utf8_length(limpio), 0))
    return partes.append_column("rfc", pc.if_else(con_algo, limpio, pa.scalar(None, pa.string())))


def _con_nombre(partes: pa.Table, *columnas: str) -> pa.Table:
    publicado = pc.coalesce(*(partes.column(columna) for columna in columnas))
    return partes.append_column("nombre_normalizado", normalizar_columna(publicado))
