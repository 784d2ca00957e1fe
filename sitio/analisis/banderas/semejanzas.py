"""Flags on prices of different tenderers that look too much alike."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, propuestas
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

CONCURSOS = ("open", "selective")


def _de_cada_quien(t: Tablas) -> ir.Table:
    """Return the bids received as published, one row per lot, tenderer and amount."""
    o = propuestas.recibidas(t)
    return o.select("ocid", "lote", "quien", "monto", en_pesos=(o.moneda == comunes.MXN).fill_null(False)).distinct()


def _resumen(o: ir.Table) -> ir.Table:
    return o.group_by("ocid", "lote").agg(
        ofertas=o.count(),
        en_pesos=(o.monto.notnull() & o.en_pesos).cast("int64").sum(),
        participantes=o.quien.nunique(),
    )


def precios_identicos(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X01: two tenderers asked for exactly the same price.

    Fields: bids.details[] status, value, tenderers and relatedLots, as published, in MXN. One row per lot; joint bids
    count as one tenderer. Threshold: at least `minimo` 2 tenderers with the same amount. Not applicable: direct awards;
    cancelled or withdrawn. Insufficient: method unknown; fewer than two tenderers with a bid; an amount missing or not
    in pesos, or over several lots.
    Source: OCP R028.
    """
    o = _de_cada_quien(t)
    iguales = o.filter(o.monto.notnull()).group_by("ocid", "lote", "monto").agg(iguales=o.quien.nunique())
    iguales = iguales.group_by("ocid", "lote").agg(
        iguales=iguales.iguales.max(), monto=iguales.monto.min(where=iguales.iguales >= p["minimo"])
    )
    f = propuestas.por_lote(t, comunes.unir(_resumen(o), iguales, "ocid", "lote"))
    return comunes.hallar(
        f,
        propuestas.sujeto(f),
        f.iguales,
        no_aplica=comunes.fuera(f, *CONCURSOS),
        insuficiente=comunes.metodo_desconocido(f) | propuestas.incomparables(f) | (f.participantes < 2),
        bandera=f.iguales >= p["minimo"],
        iguales=f.iguales,
        monto=f.monto,
        participantes=f.participantes,
        lote=f.lote,
    )


def distancia_fija(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X02: the prices stand at a fixed distance: a whole percentage, or always the same pesos.

    Fields: as X01. In order of price, compares each one with the next. Threshold: one is a whole percentage over the
    previous (within `tolerancia` 0.000001 of a point), or three or more prices with equal gaps. Not applicable: direct
    awards; cancelled or withdrawn. Insufficient: as X01.
    Source: devgateway i085 (a form of OCP R023).
    """
    o = _de_cada_quien(t)
    en_orden = ibis.window(group_by=["ocid", "lote"], order_by=["monto", "quien"])
    pares = o.filter(o.monto > 0).mutate(previo=ibis._.monto.lag().over(en_orden))
    salto = pares.monto - pares.previo
    por_ciento = salto.cast("float64") * 100 / pares.previo.cast("float64")
    entero = (salto > 0) & ((por_ciento - por_ciento.round()).abs() <= float(p["tolerancia"]))
    pares = pares.mutate(salto=salto, entero=entero.fill_null(False), por_ciento=por_ciento)
    saltos = pares.group_by("ocid", "lote").agg(
        saltos=pares.salto.count(),
        enteros=pares.entero.cast("int64").sum(),
        por_ciento=pares.por_ciento.min(where=pares.entero),
        menor=pares.salto.min(),
        mayor=pares.salto.max(),
    )
    f = propuestas.por_lote(t, comunes.unir(_resumen(o), saltos, "ocid", "lote"))
    iguales = (f.saltos >= 2) & (f.menor == f.mayor) & (f.menor > 0)
    return comunes.hallar(
        f,
        propuestas.sujeto(f),
        f.enteros,
        no_aplica=comunes.fuera(f, *CONCURSOS),
        insuficiente=comunes.metodo_desconocido(f) | propuestas.incomparables(f) | (f.participantes < 2),
        bandera=(f.enteros > 0) | iguales.fill_null(False),
        enteros=f.enteros,
        por_ciento=f.por_ciento.round(6),
        distancia=ibis.ifelse(iguales, f.menor, ibis.null("decimal(20, 2)")),
        participantes=f.participantes,
        lote=f.lote,
    )


_CAMPOS = ("tender.procurementMethod", "bids.details.status", "bids.details.value", "bids.details.tenderers")
_PARTICIPANTES, _LOTE = _("Participantes"), _("Lote")
_QUE_HACER = _("Compare las propuestas: redacción, formato, errores y quién las firma.")

registrar_bandera(
    Bandera(
        id="X01",
        titulo=_("Dos participantes ofrecieron exactamente el mismo precio"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R028",
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=_CAMPOS,
        parametros=(Parametro("minimo", 2, _("participantes"), _("Se señala desde")),),
        por_que_importa=_("Dos empresas que calculan por separado rara vez llegan al mismo precio."),
        falsos_positivos=(_("El precio está regulado, es de lista o la convocatoria fijó un máximo."),),
        que_hacer=_QUE_HACER,
        expresion=precios_identicos,
        nombra_personas=True,
        evidencias={
            "iguales": _("Participantes con el mismo precio"),
            "monto": _("Precio repetido"),
            "participantes": _PARTICIPANTES,
            "lote": _LOTE,
        },
    )
)

registrar_bandera(
    Bandera(
        id="X02",
        titulo=_("Los precios ofrecidos guardan una distancia fija"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=_CAMPOS,
        parametros=(
            Parametro("tolerancia", Decimal("0.000001"), _("puntos porcentuales"), _("Distancia a un entero")),
        ),
        por_que_importa=_(
            "Precios que difieren en un porcentaje exacto o en la misma cantidad pudieron salir de una sola mano."
        ),
        falsos_positivos=(_("Los precios son redondos y la coincidencia es casual."),),
        que_hacer=_QUE_HACER,
        expresion=distancia_fija,
        nombra_personas=True,
        evidencias={
            "enteros": _("Pares a un porcentaje exacto"),
            "por_ciento": _("Porcentaje entre los dos"),
            "distancia": _("Misma diferencia entre todos"),
            "participantes": _PARTICIPANTES,
            "lote": _LOTE,
        },
    )
)
