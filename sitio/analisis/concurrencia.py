"""Who took part with whom, and who won: what the rules on competition and on bids group."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.compartidas import compartida
from sitio.analisis.tablas import Tablas

# `bids.details[].status` of those who did not submit anything in the end.
NO_PRESENTADAS = ("invited", "withdrawn")
CIFRAS_DE_MERCADO = 2


@compartida
def ofertas(t: Tablas) -> ir.Table:
    """Return one row per submitted bid and tenderer: `ocid, oferta, estado, monto` (MXN without IVA, else null).

    `proveedor` and `nombre_proveedor`, and `socios`: how many submitted it together.
    """
    o = t.ofertas.filter(t.ofertas.id.notnull() & ~t.ofertas.estado.isin(NO_PRESENTADAS).fill_null(False))
    o = o.select("ocid", "estado", oferta_id="id", monto=comunes.pesos(o))
    quienes = comunes.proveedor(t.ofertantes, t.partes)
    quienes = quienes.filter(quienes.proveedor.notnull())
    quienes = quienes.select("ocid", "oferta_id", "proveedor", "nombre_proveedor").distinct()
    f = o.join(quienes, ["ocid", "oferta_id"])
    return f.mutate(socios=f.count().over(group_by=["ocid", "oferta_id"])).rename(oferta="oferta_id")


@compartida
def procesos(t: Tablas) -> ir.Table:
    """Return of each process what its bids are grouped by: `publicador, comprador, nombre_comprador, anio, clase`."""
    f = t.procesos.select(
        "ocid",
        "publicador",
        "anio",
        "metodo",
        "estado_licitacion",
        comprador=ibis.coalesce(t.procesos.unidad_id, t.procesos.comprador_id),
        nombre_comprador=ibis.coalesce(t.procesos.unidad, t.procesos.comprador),
    )
    return operaciones.con_clase(f, t.articulos, CIFRAS_DE_MERCADO)


@compartida
def participantes(t: Tablas) -> ir.Table:
    """Return one row per tenderer of each awarded process: those who bid, and whether each one won (`gano`)."""
    o = ofertas(t)
    presentes = o.group_by("ocid", "proveedor").agg(nombre_proveedor=o.nombre_proveedor.min())
    g = comunes.vigentes(t.adjudicaciones).select("ocid", adjudicacion_id="id")
    ganadores = comunes.proveedor(t.proveedores_adjudicados.semi_join(g, ["ocid", "adjudicacion_id"]), t.partes)
    ganadores = ganadores.filter(ganadores.proveedor.notnull())
    ganadores = ganadores.select("ocid", "proveedor", ganador=ibis.literal(True)).distinct()
    f = presentes.semi_join(ganadores, "ocid").left_join(ganadores, ["ocid", "proveedor"])
    f = f.mutate(gano=f.ganador.fill_null(False)).drop("ocid_right", "proveedor_right", "ganador")
    f = f.mutate(licitantes=f.count().over(group_by="ocid"))
    return f.join(procesos(t), "ocid")


def con_oferentes(t: Tablas) -> ir.Table:
    """Return `procesos` with `oferentes`, how many took part, and `licitantes`, how many are listed.

    Distinct tenderers and winners together, or the published number if it says more; null when nothing says who took
    part, because a winner alone does not tell it.
    """
    listados = t.licitantes.select("ocid", quien=ibis.coalesce(t.licitantes.id, t.licitantes.nombre))
    ganadores = t.proveedores_adjudicados
    ganadores = ganadores.select("ocid", quien=ibis.coalesce(ganadores.id, ganadores.nombre))
    con_lista = listados.group_by(ocid_otro=listados.ocid).agg(licitantes=listados.quien.nunique())
    todos = listados.union(ganadores).filter(lambda f: f.quien.notnull())
    distintos = todos.group_by(ocid_todos=todos.ocid).agg(distintos=todos.quien.nunique())
    f = t.procesos.left_join(con_lista, t.procesos.ocid == con_lista.ocid_otro)
    f = f.left_join(distintos, f.ocid == distintos.ocid_todos)
    hay_lista = f.licitantes.fill_null(0) > 0
    contados = ibis.greatest(ibis.ifelse(hay_lista, f.distintos, 0).fill_null(0), f.numero_licitantes.fill_null(0))
    sabidos = hay_lista | f.numero_licitantes.notnull()
    f = f.mutate(oferentes=ibis.ifelse(sabidos, contados, None).cast("int64"))
    return f.drop("ocid_otro", "ocid_todos", "distintos")
