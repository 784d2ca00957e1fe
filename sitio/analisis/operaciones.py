"""What each buying unit bought, operation by operation: what the rules that look at many processes group and add."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.compartidas import compartida
from sitio.analisis.regimen import Regimen
from sitio.analisis.tablas import Tablas

# A contract that was never made: neither signed yet, nor any more.
NO_CELEBRADOS = ("pending", "cancelled")
# The article that allows a direct award or an invitation for its amount, by law. The others are exceptions.
POR_MONTO = {
    Regimen.LAASSP_2000.value: "42",
    Regimen.LAASSP_2025.value: "55",
    Regimen.LOPSRM_2000.value: "43",
    Regimen.LOPSRM_2025.value: "43",
}


@compartida
def operaciones(t: Tablas) -> ir.Table:
    """Return one row per contract made, and per award in force of which no contract is published.

    `ocid, operacion, dia` (signed, else awarded; local), `anio, monto` (MXN without IVA, else null), `proveedor,
    con_rfc, nombre_proveedor` (null when it is not exactly one), and of its process `publicador, comprador_id,
    unidad_id, marco, comprador` (the unit, else the buyer, as it is grouped), `nombre_comprador, metodo, fundamento,
    categoria, regimen, ley, titulo, por_monto`. Those with no buyer or no date belong to no group, and are left out.
    """
    f = _compras(t).join(_procesos(t), "ocid")
    f = f.left_join(_ganadores(t), ["ocid", "adjudicacion"]).drop("ocid_right", "adjudicacion_right")
    return f.filter(f.comprador.notnull() & f.dia.notnull()).mutate(anio=f.dia.year().cast("int64"))


def directas(t: Tablas) -> ir.Table:
    """Return the operations awarded directly."""
    f = operaciones(t)
    return f.filter(f.metodo == "direct")


def _compras(t: Tablas) -> ir.Table:
    celebrados = t.contratos.filter(t.contratos.id.notnull() & ~t.contratos.estado.isin(NO_CELEBRADOS).fill_null(False))
    fallos = comunes.vigentes(t.adjudicaciones)
    fallos = fallos.select("ocid", operacion="id", adjudicacion="id", dia="fecha_dia", monto=comunes.pesos(fallos))
    c = comunes.con_minimo(celebrados, t.adjudicaciones, "fecha_dia", "fallo", adjudicacion_id="id")
    dia = ibis.coalesce(c.fecha_firma_dia, c.fallo)
    contratos = c.select("ocid", operacion="id", adjudicacion="adjudicacion_id", dia=dia, monto=comunes.pesos(c))
    de_otro = t.contratos.select(ocid_contrato="ocid", con_contrato="adjudicacion_id")
    mismo = de_otro.con_contrato.isnull() | (fallos.adjudicacion == de_otro.con_contrato)
    return contratos.union(fallos.anti_join(de_otro, [fallos.ocid == de_otro.ocid_contrato, mismo]))


def _procesos(t: Tablas) -> ir.Table:
    f = t.procesos
    return f.select(
        "ocid",
        "publicador",
        "marco",
        "comprador_id",
        "unidad_id",
        "metodo",
        "fundamento",
        "categoria",
        "regimen",
        "titulo",
        comprador=ibis.coalesce(f.unidad_id, f.comprador_id),
        nombre_comprador=ibis.coalesce(f.unidad, f.comprador),
        ley=f.regimen.substr(0, 6),
        por_monto=_por_monto(f),
    )


def _por_monto(procesos: ir.Table) -> ir.BooleanValue:
    """Tell what was awarded for its amount; null when the law or the article that allowed it are not known."""
    articulo = procesos.regimen.cases(*POR_MONTO.items(), else_=ibis.null("string"))
    return (procesos.fundamento == articulo) | procesos.fundamento.startswith(articulo + "-")


@compartida
def _ganadores(t: Tablas) -> ir.Table:
    """Return the supplier of each award that has exactly one: an amount shared by several belongs to none."""
    f = comunes.proveedor(t.proveedores_adjudicados, t.partes)
    f = f.filter(f.proveedor.notnull())
    uno = f.group_by(ocid=f.ocid, adjudicacion=f.adjudicacion_id).agg(
        otro=f.proveedor.max(),
        proveedor=f.proveedor.min(),
        con_rfc=f.con_rfc.all(),
        nombre_proveedor=f.nombre_proveedor.min(),
    )
    return uno.filter(uno.otro == uno.proveedor).drop("otro")


def con_clase(tabla: ir.Table, articulos: ir.Table, cifras: int) -> ir.Table:
    """Add `clase`: the first `cifras` of the classification of the items of each process, null if they are not one."""
    con_codigo = articulos.filter(articulos.clasificacion.length() >= cifras)
    clase = con_codigo.clasificacion.substr(0, cifras)
    clases = con_codigo.group_by(ocid_clase=con_codigo.ocid).agg(otra=clase.max(), clase=clase.min())
    unicas = clases.filter(clases.otra == clases.clase).drop("otra")
    return tabla.left_join(unicas, tabla.ocid == unicas.ocid_clase).drop("ocid_clase")


def en_su_mejor_ventana(tabla: ir.Table, llaves: Sequence[str], medida: ir.NumericValue, dias: int) -> ir.Table:
    """Leave of each group the rows of the `dias` days in a row where `medida` adds up to most (the first, on ties).

    `tabla` has `dia`.
    """
    f = tabla.mutate(numero=tabla.dia.delta(ibis.date(2000, 1, 1), unit="day").cast("int64"), medida=medida)
    ventana = ibis.range_window(preceding=dias - 1, following=0, group_by=list(llaves), order_by="numero")
    f = f.mutate(acumulada=f.medida.sum().over(ventana))
    f = f.mutate(mayor=f.acumulada.max().over(group_by=list(llaves)))
    f = f.mutate(ultimo=ibis.ifelse(f.acumulada == f.mayor, f.numero, None).min().over(group_by=list(llaves)))
    f = f.filter((f.numero <= f.ultimo) & (f.numero > f.ultimo - dias))
    return f.drop("medida", "acumulada", "mayor", "ultimo", "numero")


def en_su_mejor_tramo(tabla: ir.Table, llaves: Sequence[str], tramo: ir.Value, medida: ir.NumericValue) -> ir.Table:
    """Leave of each group the rows of the one `tramo` (a day, a week) where `medida` adds up to most; adds `tramo`."""
    f = tabla.mutate(tramo=tramo, medida=medida)
    f = f.mutate(acumulada=f.medida.sum().over(group_by=[*llaves, "tramo"]))
    f = f.mutate(mayor=f.acumulada.max().over(group_by=list(llaves)))
    f = f.mutate(primero=ibis.ifelse(f.acumulada == f.mayor, f.tramo, None).min().over(group_by=list(llaves)))
    return f.filter(f.tramo == f.primero).drop("medida", "acumulada", "mayor", "primero")
