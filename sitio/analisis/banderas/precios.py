"""Flags on how the awarded amount stands beside the budget, the market and the other proposals."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, propuestas
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

LAASSP = (Regimen.LAASSP_2000, Regimen.LAASSP_2025)


def _adjudicado(t: Tablas) -> ir.Table:
    """Return the processes with what all their awards in force add up to, without IVA: a budget is for all of them."""
    a = comunes.vigentes(t.adjudicaciones)
    neto, en_pesos = comunes.neto(a.monto, a.monto_neto), (a.moneda == comunes.MXN).fill_null(False)
    sumas = a.group_by("ocid").agg(
        adjudicaciones=a.count(),
        en_pesos=(neto.notnull() & en_pesos).cast("int64").sum(),
        adjudicado=neto.sum(),
    )
    f = comunes.unir(t.procesos, sumas, "ocid")
    return f.mutate(
        en_pesos=(f.en_pesos == f.adjudicaciones).fill_null(False),
        presupuestado=comunes.neto(f.presupuesto, ibis.null("decimal(20, 2)")),
        licitado=comunes.neto(f.monto_licitacion, f.monto_licitacion_neto),
    )


def pegado_al_presupuesto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P30: the awards add up to nearly the reference budget, or more.

    Fields: planning.budget.amount, else tender.value; awards[].value in force; all without IVA, in MXN. Threshold: not
    under it by more than `maximo` 1 %. Not applicable: cancelled or withdrawn; no award. Insufficient: an amount or its
    currency missing.
    Source: OCP R031; devgateway i171.
    """
    f = _adjudicado(t)
    referencia = f.presupuestado.coalesce(f.licitado)
    moneda = ibis.ifelse(f.presupuestado.notnull(), f.moneda_presupuesto, f.moneda)
    por_ciento = (referencia - f.adjudicado) * 100 / referencia.nullif(0)
    return comunes.hallar(
        f,
        f.ocid,
        por_ciento.round(4),
        no_aplica=_sin_adjudicar(f),
        insuficiente=~f.en_pesos | (moneda != comunes.MXN).fill_null(True) | por_ciento.isnull(),
        bandera=(referencia - f.adjudicado) * 100 <= referencia * p["maximo"],
        por_ciento=por_ciento.round(4),
        adjudicado=f.adjudicado,
        referencia=referencia,
        de_donde=ibis.ifelse(f.presupuestado.notnull(), "planning.budget.amount", "tender.value"),
    )


def precio_no_aceptable(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P31: the awards add up to more than what the law calls an acceptable price.

    Fields: awards[].value in force, planning.budget.amount, quotes of planning.requestsForQuotes, bids.details[]; all
    without IVA, in MXN. Threshold: over the budget (LAASSP 2025), or over `margen` 1.10 times the median of the quotes;
    without quotes, the median of the bids (2025) or their average (2000). Not applicable: works; other laws;
    cancelled or withdrawn; no award. Insufficient: awarded amount, law, or what to compare with missing; bids are not
    used when they are by lot.
    Source: art. 5-XIV LAASSP 2025, 2-XI LAASSP 2000.
    """
    f = comunes.unir(comunes.unir(_adjudicado(t), _cotizado(t), "ocid"), _ofertado(t), "ocid")
    nueva = f.regimen == Regimen.LAASSP_2025.value
    de_ofertas = ibis.ifelse(nueva, f.mediana_ofertas, f.promedio_ofertas)
    mercado = f.mediana_cotizaciones.coalesce(de_ofertas)
    tope = ibis.ifelse((f.moneda_presupuesto == comunes.MXN) & nueva, f.presupuestado, ibis.null("decimal(20, 2)"))
    supera = (f.adjudicado > tope).fill_null(False) | (f.adjudicado > mercado * p["margen"]).fill_null(False)
    return comunes.hallar(
        f,
        f.ocid,
        f.adjudicado,
        no_aplica=_sin_adjudicar(f) | comunes.otra_ley(f, *LAASSP),
        insuficiente=~f.en_pesos | f.regimen.isnull() | (mercado.isnull() & ~supera),
        bandera=supera,
        adjudicado=f.adjudicado,
        presupuesto=tope,
        mercado=mercado,
        de_donde=ibis.cases(
            (f.mediana_cotizaciones.notnull(), "mediana de las cotizaciones"),
            (mercado.isnull(), ibis.null("string")),
            (nueva, "mediana de las propuestas"),
            else_="promedio de las propuestas",
        ),
        regimen=f.regimen,
    )


def _cotizado(t: Tablas) -> ir.Table:
    c = t.cotizaciones.filter(t.cotizaciones.moneda == comunes.MXN)
    neto = comunes.neto(c.monto, c.monto_neto)
    return c.group_by("ocid").agg(mediana_cotizaciones=neto.median().cast("decimal(20, 2)"))


def _ofertado(t: Tablas) -> ir.Table:
    o = propuestas.recibidas(t)
    o = o.group_by("ocid").mutate(generales=(o.lote == "").all())
    o = o.filter(o.generales & (o.moneda == comunes.MXN))
    return o.group_by("ocid").agg(
        mediana_ofertas=o.neto.median().cast("decimal(20, 2)"), promedio_ofertas=o.neto.mean().cast("decimal(20, 2)")
    )


def _sin_adjudicar(f: ir.Table) -> ir.BooleanValue:
    return f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False) | f.adjudicaciones.isnull()


registrar_bandera(
    Bandera(
        id="P30",
        titulo=_("El precio ganador quedó pegado al presupuesto, o lo rebasó"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        codigo_ocp="R031",
        fuente=_("Buena práctica de estimación; ninguna ley fija una distancia"),
        campos=("planning.budget.amount", "tender.value", "awards.value", "awards.status"),
        parametros=(Parametro("maximo", Decimal(1), _("% del presupuesto"), _("Se señala hasta esta distancia")),),
        por_que_importa=_("Acertar al presupuesto puede indicar que quien ganó lo conocía."),
        falsos_positivos=(
            _("El presupuesto era público, o el precio es de lista."),
            _("El presupuesto se capturó después de la adjudicación, con su monto."),
        ),
        que_hacer=_("Revise cómo se estimó el presupuesto y cuándo se dio a conocer."),
        expresion=pegado_al_presupuesto,
        evidencias={
            "por_ciento": _("Distancia por debajo del presupuesto (%)"),
            "adjudicado": _("Monto adjudicado sin IVA"),
            "referencia": _("Presupuesto de referencia sin IVA"),
            "de_donde": _("Campo del que sale la referencia"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P31",
        titulo=_("El precio adjudicado pasa de lo que la ley llama aceptable"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        fuente=_("Artículos 5, fracción XIV, de la LAASSP de 2025 y 2, fracción XI, de la LAASSP de 2000"),
        regimenes=LAASSP,
        campos=("awards.value", "planning.budget.amount", "planning.requestsForQuotes.quotes", "bids.details"),
        parametros=(
            Parametro("margen", Decimal("1.10"), _("veces el precio de mercado"), _("Se señala lo que pase de")),
        ),
        por_que_importa=_("Un precio por encima del mercado o del presupuesto gasta de más y la ley manda desecharlo."),
        falsos_positivos=(
            _("Las cotizaciones o las propuestas publicadas cubren solo una parte de lo contratado."),
            _("El presupuesto publicado no incluye todas las partidas."),
        ),
        que_hacer=_("Compare el precio con la investigación de mercado completa y publíquela."),
        expresion=precio_no_aceptable,
        evidencias={
            "adjudicado": _("Monto adjudicado sin IVA"),
            "presupuesto": _("Presupuesto sin IVA"),
            "mercado": _("Precio de mercado sin IVA"),
            "de_donde": _("De dónde sale el precio de mercado"),
            "regimen": _("Ley aplicable"),
        },
    )
)
