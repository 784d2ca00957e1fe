"""The amounts up to which a purchase may go without a public tender, for each process, by what its buyer may spend."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.compartidas import compartida
from sitio.analisis.regimen import Regimen
from sitio.analisis.tablas import Tablas

ADQUISICIONES, OBRA = "adquisiciones", "obra"
LEYES = (
    (Regimen.LAASSP_2000.value, "LAASSP"),
    (Regimen.LAASSP_2025.value, "LAASSP"),
    (Regimen.LOPSRM_2000.value, "LOPSRM"),
    (Regimen.LOPSRM_2025.value, "LOPSRM"),
)
_DEL_RENGLON = ("anio", "ley", "objeto")


def con_topes(t: Tablas, f: ir.Table) -> ir.Table:
    """Add to rows with the columns `comunes.DEL_PROCESO` the limit of their method, for direct awards and invitations.

    `limite`: that of the buyer's bracket, null while its budget is unknown. `techo`: that of the highest bracket, which
    nobody may exceed; `piso`: that of the lowest, which everybody has. A year of which only the highest bracket is
    loaded has no `piso` and no `limite`. Works are compared with the limit of works, not with that of their services.
    """
    f = f.mutate(
        ley=f.regimen.cases(*LEYES, else_=ibis.null("string")),
        objeto=ibis.ifelse(f.categoria == "works", OBRA, ADQUISICIONES),
        unidad=f.unidad_id.fill_null(""),
    )
    f = comunes.unir(f, _extremos(t), *_DEL_RENGLON)
    propios = _de_los_presupuestos(t)
    de_unidad = propios.filter(propios.unidad != "")
    de_comprador = propios.filter(propios.unidad == "").drop("unidad")
    de_comprador = de_comprador.rename(presupuesto_c="presupuestado", directa_c="directa", invitacion_c="invitacion")
    f = comunes.unir(f, de_unidad, "comprador_id", "unidad", *_DEL_RENGLON)
    f = comunes.unir(f, de_comprador, "comprador_id", *_DEL_RENGLON)
    directa, invitacion = f.directa.coalesce(f.directa_c), f.invitacion.coalesce(f.invitacion_c)
    return f.mutate(
        presupuesto_autorizado=f.presupuestado.coalesce(f.presupuesto_c),
        limite=_segun(f, directa, invitacion),
        techo=_segun(f, f.techo_directa, f.techo_invitacion),
        piso=_segun(f, f.piso_directa, f.piso_invitacion),
    )


def _segun(f: ir.Table, directa: ir.DecimalValue, invitacion: ir.DecimalValue) -> ir.DecimalValue:
    return f.metodo.cases(("direct", directa), ("selective", invitacion), else_=ibis.null("decimal(20, 2)"))


@compartida
def _extremos(t: Tablas) -> ir.Table:
    """Return the highest and lowest limits of each year, law and object; no lowest when only the highest is known."""
    renglones = t.limites
    acotado = renglones.presupuesto_hasta.notnull()
    return renglones.group_by(_DEL_RENGLON).agg(
        techo_directa=renglones.directa.max(where=~acotado),
        techo_invitacion=renglones.invitacion.max(where=~acotado),
        piso_directa=renglones.directa.min(where=acotado),
        piso_invitacion=renglones.invitacion.min(where=acotado),
    )


@compartida
def _de_los_presupuestos(t: Tablas) -> ir.Table:
    """Return the limits of each known budget: those of the first bracket that it fits in, which are the least ones."""
    dados = t.presupuestos.filter(t.presupuestos.comprador_id.notnull())
    dados = dados.mutate(unidad=dados.unidad_id.fill_null("")).drop("unidad_id")
    pares = dados.join(_con_todos_los_tramos(t), ["anio", "ley"])
    pares = pares.filter(pares.presupuesto_hasta.isnull() | (pares.presupuesto_hasta >= pares.monto))
    return pares.group_by("comprador_id", "unidad", *_DEL_RENGLON).agg(
        presupuestado=pares.monto.max(), directa=pares.directa.min(), invitacion=pares.invitacion.min()
    )


def _con_todos_los_tramos(t: Tablas) -> ir.Table:
    completas = t.limites.filter(t.limites.presupuesto_hasta.notnull()).select(*_DEL_RENGLON).distinct()
    return t.limites.semi_join(completas, _DEL_RENGLON)


def supera(f: ir.Table, neto: ir.DecimalValue) -> ir.BooleanValue:
    """Tell the amounts over the limit, whatever the budget of the buyer when it is not known."""
    return ibis.ifelse(f.limite.notnull(), neto > f.limite, neto > f.techo)


def dudoso(f: ir.Table, neto: ir.DecimalValue) -> ir.BooleanValue:
    """Tell the amounts whose limit cannot be told: between the lowest and the highest, and the budget is not known."""
    bajo_todos = (neto <= f.piso).fill_null(False)
    sobre_todos = (neto > f.techo).fill_null(False)
    return f.limite.isnull() & ~bajo_todos & ~sobre_todos


def que_falta(f: ir.Table) -> ir.StringValue:
    """Say what is missing to tell the limit of a row, for the evidence; null when nothing is."""
    return ibis.cases(
        (f.limite.notnull(), ibis.null("string")),
        (f.techo.isnull(), "montos máximos del año"),
        else_="presupuesto anual autorizado de la unidad o del comprador",
    )
