"""Flags on invitations to at least three."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, propuestas
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

LAASSP = (Regimen.LAASSP_2000, Regimen.LAASSP_2025)
INVITADO = "invitedSupplier"
DESIERTO = "unsuccessfulProcess"


def pocas_propuestas(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P18: an invitation was awarded with fewer than three proposals in some lot.

    Fields: tender.procurementMethod selective, bids.details[] status, tenderers and relatedLots, else
    tender.tenderers or tender.numberOfTenderers; awards[].relatedLots. One row per award in force; a bid that names no
    lot counts in all. Threshold: fewer than `minimo` 3 who presented one. Not applicable: other methods; works; other
    laws; cancelled or withdrawn. Insufficient: method or law unknown; nothing says who took part.
    Source: art. 43 LAASSP 2000, 56-III LAASSP 2025 (it may go on, with reasons).
    """
    f = comunes.fallos(t)
    f = comunes.unir(f, _del_lote(t), "ocid", "adjudicacion")
    f = comunes.unir(f, _del_proceso(t), "ocid")
    f = comunes.unir(f, t.procesos.select("ocid", "numero_licitantes"), "ocid")
    listados = ibis.greatest(f.licitantes.fill_null(0), f.numero_licitantes.fill_null(0))
    cuantas = f.en_el_lote.coalesce(f.recibidas, listados.nullif(0)).cast("int64")
    return comunes.hallar(
        f,
        f.adjudicacion,
        cuantas,
        no_aplica=comunes.fuera(f, "selective") | comunes.otra_ley(f, *LAASSP),
        insuficiente=comunes.metodo_desconocido(f) | f.regimen.isnull() | cuantas.isnull(),
        bandera=cuantas < p["minimo"],
        propuestas=cuantas,
        adjudicacion=f.adjudicacion,
        regimen=f.regimen,
    )


def _del_lote(t: Tablas) -> ir.Table:
    """Return, for each award of lots, the proposals in the lot of it that had fewest; none where no bid is known."""
    a = comunes.vigentes(t.adjudicaciones)
    lotes = a.filter(a.lotes.length() > 0)
    lotes = lotes.select("ocid", adjudicacion="id", lote=lotes.lotes.unnest())
    o = t.ofertas.filter(t.ofertas.lotes.length() > 0)
    de_lote = o.select("ocid", oferta="id", lote=o.lotes.unnest())
    recibidas = propuestas.recibidas(t).select("ocid", "oferta", "quien", general=ibis._.lote == "")
    de_lote = de_lote.join(recibidas, ["ocid", "oferta"]).select("ocid", "lote", "quien")
    generales = recibidas.filter(recibidas.general).select("ocid", "quien")
    generales = lotes.select("ocid", "lote").distinct().join(generales, "ocid").select("ocid", "lote", "quien")
    todas = de_lote.union(generales)
    por_lote = todas.group_by("ocid", "lote").agg(quienes=todas.quien.nunique())
    con_ofertas = lotes.semi_join(recibidas, "ocid")
    f = comunes.unir(con_ofertas, por_lote, "ocid", "lote")
    return f.group_by("ocid", "adjudicacion").agg(en_el_lote=f.quienes.fill_null(0).min())


def _del_proceso(t: Tablas) -> ir.Table:
    recibidas, licitantes = propuestas.recibidas(t), t.licitantes
    de_ofertas = recibidas.group_by("ocid").agg(recibidas=recibidas.quien.nunique().nullif(0))
    quien = ibis.coalesce(licitantes.id, licitantes.nombre)
    de_lista = licitantes.group_by("ocid").agg(licitantes=quien.nunique())
    return comunes.unir(comunes.unir(t.procesos.select("ocid"), de_ofertas, "ocid"), de_lista, "ocid")


def invitados_de_nuevo(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P19: a second invitation goes to somebody who already took part in the first, which was declared void.

    Fields: relatedProcesses[] of relationship unsuccessfulProcess with the ocid of the first; parties with the role
    invitedSupplier; tender.tenderers of the first. Firms are the same by RFC, else by id. Threshold: at least `minimo`
    1. Not applicable: other methods; no first invitation; other laws and texts (the rule is of 2025). Insufficient: the
    first one is not in the data, or it is not known who was invited or took part.
    Source: art. 56 LAASSP 2025, last paragraph.
    """
    r = t.procesos_relacionados.filter(comunes.tiene(t.procesos_relacionados.relacion, DESIERTO))
    primeras = r.select("ocid", primera=r.identificador).filter(ibis._.primera.notnull()).distinct()
    primeras = comunes.unir(primeras, t.procesos.select(primera="ocid", metodo_primera="metodo"), "primera")
    invitados = _partes(t, INVITADO)
    participantes = _partes(t, "tenderer").rename(primera="ocid")
    repetidos = primeras.join(invitados, "ocid").join(participantes, ["primera", "quien"])
    repetidos = repetidos.group_by("ocid").agg(repetidos=repetidos.quien.nunique())
    invitados = invitados.group_by("ocid").agg(invitados=ibis._.count())
    participantes = participantes.group_by("primera").agg(participantes=ibis._.count())
    primeras = comunes.unir(primeras, participantes, "primera")
    primera = primeras.group_by("ocid").agg(
        primera=primeras.primera.min(),
        metodo_primera=primeras.metodo_primera.min(),
        participantes=primeras.participantes.sum(),
    )
    f = t.procesos
    for tabla in (primera, repetidos, invitados):
        f = comunes.unir(f, tabla, "ocid")
    cuantos = f.repetidos.fill_null(0)
    otra = f.primera.isnull() | (f.metodo_primera.notnull() & (f.metodo_primera != "selective"))
    return comunes.hallar(
        f,
        f.ocid,
        cuantos,
        no_aplica=comunes.fuera(f, "selective") | comunes.otra_ley(f, Regimen.LAASSP_2025) | otra,
        insuficiente=comunes.metodo_desconocido(f)
        | f.regimen.isnull()
        | f.metodo_primera.isnull()
        | f.invitados.isnull()
        | f.participantes.isnull(),
        bandera=cuantos >= p["minimo"],
        repetidos=cuantos,
        invitados=f.invitados,
        primera=f.primera,
    )


def _partes(t: Tablas, papel: str) -> ir.Table:
    partes = t.partes.filter(comunes.tiene(t.partes.papeles, papel))
    quien = ibis.coalesce(partes.rfc, partes.id, partes.nombre)
    return partes.select("ocid", quien=quien).filter(ibis._.quien.notnull()).distinct()


registrar_bandera(
    Bandera(
        id="P18",
        titulo=_("La invitación se adjudicó con menos de tres propuestas"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Artículos 43 de la LAASSP de 2000 y 56, fracción III, de la LAASSP de 2025"),
        regimenes=LAASSP,
        campos=("tender.procurementMethod", "bids.details", "tender.tenderers", "tender.numberOfTenderers", "awards"),
        parametros=(Parametro("minimo", 3, _("propuestas"), _("Se esperan, al menos")),),
        por_que_importa=_(
            "Con menos de tres propuestas la invitación compara poco. La ley pide motivar que se continúe."
        ),
        falsos_positivos=(_("Se motivó por escrito continuar con las propuestas recibidas."),),
        que_hacer=_("Publique el escrito que motiva continuar, o capture las propuestas que falten."),
        expresion=pocas_propuestas,
        evidencias={
            "propuestas": _("Propuestas recibidas"),
            "adjudicacion": _("Adjudicación"),
            "regimen": _("Ley aplicable"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P19",
        titulo=_("La segunda invitación repite a participantes de la primera"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículo 56 de la LAASSP de 2025, último párrafo"),
        regimenes=(Regimen.LAASSP_2025,),
        general=True,
        campos=("relatedProcesses", "parties", "tender.procurementMethod"),
        parametros=(Parametro("minimo", 1, _("invitados"), _("Se señala desde")),),
        por_que_importa=_(
            "Volver a invitar a los mismos no agrega competencia a un procedimiento que ya quedó desierto."
        ),
        falsos_positivos=(_("El proceso relacionado no es la primera invitación del mismo objeto."),),
        que_hacer=_("Revise a quiénes se invitó en la primera y amplíe la lista de invitados."),
        expresion=invitados_de_nuevo,
        evidencias={
            "repetidos": _("Invitados que ya participaron"),
            "invitados": _("Invitados de la segunda"),
            "primera": _("Proceso de la primera invitación"),
        },
    )
)
