"""The bids that were received, as rules on prices read them: by lot, each with who presented it."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.compartidas import compartida
from sitio.analisis.tablas import Tablas

# Asked for but not presented, or taken back before the opening.
NO_PRESENTADAS = ("invited", "withdrawn")
SOLO_PRECIO = ("priceOnly", "lowestCost")
# Several lots in one amount: its parts are not known.
VARIOS = "*"


@compartida
def recibidas(t: Tablas) -> ir.Table:
    """Return the bids received: `ocid, oferta, estado, fecha, lote, quien, monto, neto, moneda`.

    `lote` is empty for a bid on everything, `VARIOS` for one amount over several lots. `quien`: of a joint bid, the
    first of its members by id. `neto`: without IVA; `monto`: as published, with taxes if both are.
    """
    o = t.ofertas.filter(t.ofertas.id.notnull() & ~t.ofertas.estado.isin(NO_PRESENTADAS).fill_null(False))
    cuantos = o.lotes.length().fill_null(0)
    o = o.select(
        "ocid",
        "estado",
        "fecha",
        "moneda",
        oferta="id",
        lote=ibis.cases((cuantos == 0, ""), (cuantos == 1, o.lotes[0]), else_=VARIOS),
        monto=ibis.coalesce(o.monto, o.monto_neto),
        neto=comunes.neto(o.monto, o.monto_neto),
    )
    return comunes.unir(o, _de_quien(t), "ocid", "oferta")


def _de_quien(t: Tablas) -> ir.Table:
    quienes = t.ofertantes.select("ocid", oferta="oferta_id", quien=ibis.coalesce(t.ofertantes.id, t.ofertantes.nombre))
    return quienes.group_by("ocid", "oferta").agg(quien=quienes.quien.min())


@compartida
def ganadores(t: Tablas) -> ir.Table:
    """Return who won: `ocid, lote, quien`, one row for each supplier of an award in force and lot of that award."""
    a = comunes.vigentes(t.adjudicaciones)
    con_lotes = a.filter(a.lotes.length() > 0)
    con_lotes = con_lotes.select("ocid", adjudicacion="id", lote=con_lotes.lotes.unnest())
    sin_lotes = a.filter(a.lotes.length().fill_null(0) == 0)
    sin_lotes = sin_lotes.select("ocid", adjudicacion="id", lote=ibis.literal(""))
    p = t.proveedores_adjudicados
    quienes = p.select("ocid", adjudicacion="adjudicacion_id", quien=ibis.coalesce(p.id, p.nombre))
    juntos = con_lotes.union(sin_lotes).join(quienes.filter(quienes.quien.notnull()), ["ocid", "adjudicacion"])
    return juntos.select("ocid", "lote", "quien").distinct()


def sujeto(f: ir.Table) -> ir.StringValue:
    """Return the lot a result is of, or the process when there are none."""
    return ibis.ifelse(f.lote == "", f.ocid, "lote/" + f.lote)


def por_lote(t: Tablas, resumen: ir.Table) -> ir.Table:
    """Join a summary by `ocid, lote` to every process: one without bids gets one row, with nothing in it."""
    f = comunes.unir(t.procesos, resumen, "ocid")
    return f.mutate(lote=f.lote.fill_null(""))


def incomparables(f: ir.Table) -> ir.BooleanValue:
    """Tell what cannot be compared: no bids, one amount over several lots, amounts missing or not in pesos."""
    return f.ofertas.isnull() | (f.lote == VARIOS) | (f.en_pesos < f.ofertas)
