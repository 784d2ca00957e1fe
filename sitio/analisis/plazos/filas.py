"""The rows that every deadline returns, with what stopped its clock: the suspensions of its tender or contract."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.tablas import Tablas
from sitio.ocds import hitos

DEL_CONTRATO = ("contrato", "ejecucion")
# Documents that close a contract: OCDS has the first; the others are what Mexican publishers write.
CIERRE = ("completionCertificate", "settlement", "physicalReception")


def del_proceso(
    t: Tablas, f: ir.Table, *, sujeto: ir.Value, base: ir.Value, cumplido_en: ir.Value, **evidencia: ir.Value
) -> ir.Table:
    """Return the rows of a deadline of the procedure; `f` has `ocid` and `regimen`."""
    filas = f.select("ocid", "regimen", sujeto=sujeto, base=base, cumplido_en=cumplido_en, **evidencia)
    marcas = _suspensiones(t, ("licitacion",)).group_by("ocid").agg(suspensiones=lambda m: m.marca.group_concat(" "))
    return _sin_vacias(comunes.unir(filas, marcas, "ocid"))


def del_contrato(
    t: Tablas, f: ir.Table, *, sujeto: ir.Value, base: ir.Value, cumplido_en: ir.Value, **evidencia: ir.Value
) -> ir.Table:
    """Return the rows of a deadline of a contract, which `f` has in `contrato`, besides `ocid` and `regimen`."""
    filas = f.select("ocid", "regimen", "contrato", sujeto=sujeto, base=base, cumplido_en=cumplido_en, **evidencia)
    marcas = _suspensiones(t, DEL_CONTRATO).group_by("ocid", contrato="padre_id")
    marcas = marcas.agg(suspensiones=lambda m: m.marca.group_concat(" "))
    return _sin_vacias(comunes.unir(filas, marcas, "ocid", "contrato"))


def _sin_vacias(filas: ir.Table) -> ir.Table:
    """Leave out what nothing names; a row without base gives no deadline, so it is not carried either."""
    return filas.filter(filas.sujeto.notnull() & filas.base.notnull())


def _suspensiones(t: Tablas, secciones: tuple[str, ...]) -> ir.Table:
    """Return each suspension and resumption as a text that the engine reads: `2026-03-05S`, `2026-03-12R`."""
    h = t.hitos.filter(t.hitos.seccion.isin(secciones) & t.hitos.fecha_cumplida_dia.notnull())
    h = h.filter(h.codigo.isin([hitos.SUSPENSION, hitos.REANUDACION]))
    letra = ibis.ifelse(h.codigo == hitos.SUSPENSION, "S", "R")
    return h.mutate(marca=h.fecha_cumplida_dia.cast("string") + letra)


def de_codigo(t: Tablas, *codigos: str) -> ir.Table:
    """Return the milestones of contracts with one of these codes that happened: contract, id, title and day."""
    return _hechos(t, t.hitos.codigo.isin(codigos), ibis.literal(""))


def de_tipo(t: Tablas, tipo: str) -> ir.Table:
    """Return the milestones of this OCDS type that happened in the implementation of contracts."""
    return _hechos(t, (t.hitos.tipo == tipo) & (t.hitos.seccion == "ejecucion"), ibis.literal(""))


def de_estimacion(t: Tablas, paso: str) -> ir.Table:
    """Return this step of every estimate of works; `grupo` is the estimate."""
    codigo = t.hitos.codigo
    return _hechos(t, codigo.like(f"{hitos.ESTIMACION}-%-{paso}"), codigo.replace(f"-{paso}", ""))


def _hechos(t: Tablas, cuales: ir.BooleanValue, grupo: ir.StringValue) -> ir.Table:
    h = t.hitos.mutate(grupo=grupo)
    h = h.filter(cuales & h.seccion.isin(DEL_CONTRATO) & h.id.notnull() & h.fecha_cumplida_dia.notnull())
    return h.select("ocid", "grupo", contrato="padre_id", hito="id", titulo="titulo", dia="fecha_cumplida_dia")


def documentos(t: Tablas, *tipos: str, secciones: tuple[str, ...] = ("ejecucion",)) -> ir.Table:
    """Return the dated documents of these types as what happened in their contract."""
    d = t.documentos.filter(t.documentos.seccion.isin(secciones) & t.documentos.tipo.isin(tipos))
    d = d.filter(d.fecha_publicacion_dia.notnull())
    return d.select(
        "ocid", grupo=ibis.literal(""), contrato="padre_id", hito="id", titulo="titulo", dia="fecha_publicacion_dia"
    )


def entre(t: Tablas, desde: ir.Table, *hechos: ir.Table) -> ir.Table:
    """Return the deadline that runs from each of `desde` to the first of `hechos` of its contract on that day or later.

    All of them as `de_codigo` returns them; when they belong to a `grupo` (an estimate), to the same one.
    """
    todos = hechos[0] if len(hechos) == 1 else ibis.union(*hechos)
    todos = todos.select("ocid", "contrato", "grupo", cumplimiento="dia")
    pares = desde.join(todos, ["ocid", "contrato", "grupo"]).filter(lambda p: p.cumplimiento >= p.dia)
    primeros = pares.group_by("ocid", "contrato", "hito").agg(cumplimiento=lambda p: p.cumplimiento.min())
    f = comunes.unir(desde, primeros, "ocid", "contrato", "hito")
    f = f.join(t.procesos.select("ocid", "regimen"), "ocid")
    return del_contrato(
        t,
        f,
        sujeto=f.contrato + "/" + f.hito,
        base=f.dia,
        cumplido_en=f.cumplimiento,
        hito=f.titulo,
        cumplimiento=f.cumplimiento,
    )
