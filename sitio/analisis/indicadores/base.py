"""What indicators are made of: the observations, and the processes, awards and contracts that they observe."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.indicadores.registro import Ley
from sitio.analisis.tablas import Tablas

CATEGORIAS = {Ley.LAASSP: ("goods", "services"), Ley.LOPSRM: ("works",)}
COMPETIDOS = ("open", "selective")
# Exact for pesos and cents, and precise enough for shares and days.
EXACTO = "decimal(24, 4)"
# No purchase is worth so much, nor takes so long; one typing error must not drown what everybody else published.
DESMESURADO = 10**15
_DEL_PROCESO = (
    "ocid",
    "publicador",
    "comprador_id",
    "unidad_id",
    "anio",
    "metodo",
    "etapas",
    "estado_licitacion",
    "regimen",
    "fundamento",
    "fecha_publicacion_dia",
    "fecha_apertura_dia",
)


def observar(
    f: ir.Table,
    valor: ir.NumericValue | int,
    peso: ir.NumericValue | int = 1,
    *,
    clave: ir.StringValue | None = None,
    cuenta: int = 1,
) -> ir.Table:
    """Return the observations of an indicator: one row for each thing that it measures, with where it belongs.

    A ratio is Σ `valor` ÷ Σ `peso`; means, medians and concentrations use `valor` alone, these last one by `clave`.
    `excluido`, already in `f`, says why a row is left out of the figure, and is null when it is not; what has no
    possible value is left out here. `cuenta` 0 is for rows that weigh (a budget) and are none of the things counted.
    """
    numero, denominador = _numero(valor), _numero(peso)
    cabe = (numero.abs() < DESMESURADO) & (denominador.abs() < DESMESURADO)
    excluido = ibis.coalesce(f.excluido, ibis.ifelse(cabe, ibis.null("string"), "desmesurado"))
    return f.select(
        publicador=f.publicador,
        unidad=f.unidad_id,
        anio=f.anio.cast("int64"),
        metodo=f.metodo,
        valor=ibis.ifelse(excluido.isnull(), numero, None).cast(EXACTO),
        peso=ibis.ifelse(excluido.isnull(), denominador, None).cast(EXACTO),
        clave=ibis.null("string") if clave is None else clave,
        cuenta=ibis.literal(cuenta, "int64"),
        excluido=excluido,
    )


def _numero(valor: ir.NumericValue | int) -> ir.NumericValue:
    return ibis.literal(valor) if isinstance(valor, int) else valor


def excluir(f: ir.Table, **motivos: ir.BooleanValue) -> ir.Table:
    """Leave out, for the first reason that holds, what has none yet; a null condition holds: its data is missing."""
    propio = ibis.cases(*((c.fill_null(True), m) for m, c in motivos.items()), else_=ibis.null("string"))
    return f.mutate(excluido=ibis.coalesce(f.excluido, propio))


def si(condicion: ir.BooleanValue) -> ir.IntegerValue:
    """Return 1 where `condicion` holds, else 0."""
    return ibis.ifelse(condicion.fill_null(False), 1, 0)


def procesos(t: Tablas, ley: Ley) -> ir.Table:
    """Return the processes of `ley`, and those that do not say what they buy, which are left out and told."""
    f = t.procesos
    f = f.filter(f.categoria.isnull() | f.categoria.isin(CATEGORIAS[ley]))
    return f.select(*_DEL_PROCESO, excluido=ibis.ifelse(f.categoria.isnull(), "sin_categoria", ibis.null("string")))


def competidos(t: Tablas, ley: Ley) -> ir.Table:
    """Return the public tenders and invitations: the procedures where somebody competes."""
    f = procesos(t, ley)
    return f.filter(f.metodo.isin(COMPETIDOS))


def con_fallo(t: Tablas, f: ir.Table) -> ir.Table:
    """Leave the processes that have an award in force, with `fallo`, the date of the first one."""
    vigentes = comunes.vigentes(t.adjudicaciones)
    return comunes.con_minimo(f.semi_join(vigentes, "ocid"), vigentes, "fecha_dia", "fallo")


def adjudicaciones(t: Tablas, ley: Ley) -> ir.Table:
    """Return the awards in force with their process; `monto` as published, `neto` without IVA."""
    a = comunes.vigentes(t.adjudicaciones)
    a = a.select(
        "ocid",
        "monto",
        "moneda",
        adjudicacion="id",
        fallo="fecha_dia",
        fin_pactado="fin_dia",
        neto=comunes.neto(a.monto, a.monto_neto),
    )
    return a.join(procesos(t, ley), "ocid")


def contratos(t: Tablas, ley: Ley) -> ir.Table:
    """Return the contracts in force or ended with their process; `anio` is that of the signature, null without one."""
    c = t.contratos.filter(t.contratos.id.notnull())
    c = c.filter(c.estado.isnull() | c.estado.isin(["active", "terminated"]))
    c = c.select(
        "ocid",
        "monto",
        "moneda",
        "monto_final",
        "moneda_final",
        "estado_ejecucion",
        contrato="id",
        adjudicacion="adjudicacion_id",
        situacion="estado",
        firma="fecha_firma_dia",
        fin="fin_dia",
        termino="termino_dia",
        convenios=c.modificaciones.fill_null(0),
    )
    f = c.join(procesos(t, ley), "ocid")
    return f.mutate(anio=f.firma.year())


def con_su_adjudicacion(t: Tablas, f: ir.Table) -> ir.Table:
    """Add to contracts their award: `fallo`, `adjudicado` (as published), `pactado`; and `hermanos`, its contracts."""
    a = comunes.vigentes(t.adjudicaciones)
    a = a.select(
        "ocid",
        adjudicacion="id",
        fallo="fecha_dia",
        adjudicado="monto",
        moneda_adjudicada="moneda",
        pactado="fin_dia",
    )
    vivos = t.contratos.filter(t.contratos.estado.isnull() | (t.contratos.estado != "cancelled"))
    hermanos = vivos.group_by("ocid", adjudicacion="adjudicacion_id").agg(hermanos=vivos.count())
    return comunes.unir(comunes.unir(f, a, "ocid", "adjudicacion"), hermanos, "ocid", "adjudicacion")


def con_monto(f: ir.Table) -> ir.Table:
    """Leave out what has no amount in pesos: other currencies are not added."""
    return excluir(f, sin_monto=f.monto.isnull(), otra_moneda=f.moneda != comunes.MXN)


def con_metodo(f: ir.Table) -> ir.Table:
    """Leave out what does not tell its method."""
    return excluir(f, metodo_no_dicho=comunes.metodo_desconocido(f))


def no_se_publica(f: ir.Table) -> ir.Table:
    """Return the observations of what no release can tell: all of them left out, so that the figure says so."""
    return observar(f.mutate(excluido=ibis.coalesce(f.excluido, ibis.literal("no_se_publica"))), 0)
