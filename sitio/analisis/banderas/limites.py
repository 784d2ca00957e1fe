"""Flags on the amounts up to which a purchase may go without a public tender."""

from collections.abc import Mapping
from decimal import Decimal

import ibis.expr.types as ir

from sitio.analisis import comunes, fundamentos, topes
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

TODAS = tuple(regimen for regimen, _ley in topes.LEYES)


def _sobre_el_limite(t: Tablas, metodo: str) -> ir.Table:
    f = topes.con_topes(t, comunes.fallos(t))
    neto = comunes.neto(f.monto, f.monto_neto)
    supera, dudoso = topes.supera(f, neto), topes.dudoso(f, neto)
    por_monto = fundamentos.es(f, fundamentos.POR_MONTO)
    return comunes.hallar(
        f,
        f.adjudicacion,
        neto,
        no_aplica=comunes.fuera(f, metodo) | comunes.otra_ley(f, *TODAS) | ~por_monto,
        insuficiente=comunes.metodo_desconocido(f)
        | neto.isnull()
        | (f.moneda != comunes.MXN).fill_null(True)
        | dudoso
        | (supera.fill_null(False) & por_monto.isnull()),
        bandera=supera,
        neto=neto,
        base=comunes.base_del_monto(f.monto_neto),
        limite=f.limite.coalesce(f.techo),
        presupuesto=f.presupuesto_autorizado,
        falta=topes.que_falta(f),
        fundamento=f.fundamento,
        adjudicacion=f.adjudicacion,
        anio=f.anio,
    )


def directa_sobre_limite(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P12: a direct award by its amount costs more than the limit of the year.

    Fields: tender.procurementMethod direct, tender.legalBasis.id of art. 42 LAASSP 2000, 55 LAASSP 2025 or 43 LOPSRM,
    awards[].value without IVA in MXN. One row per award in force. Threshold: over the limit of
    the buyer's bracket (PEF, annex 9), by law and object; with its budget unknown, over the highest bracket is a flag
    and up to the lowest is not. Not applicable: other methods; other articles (exceptions have no limit); cancelled or
    withdrawn. Insufficient: amount, currency or law missing; budget missing in between; over it and no legal basis.
    Source: art. 55 LAASSP 2025, 42 LAASSP 2000, 43 LOPSRM; art. 3 PEF.
    """
    return _sobre_el_limite(t, "direct")


def invitacion_sobre_limite(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P13: an invitation by its amount costs more than the limit of the year.

    Fields: as P12, with tender.procurementMethod selective. Threshold: over the limit of invitations.
    Source: art. 55 LAASSP 2025, 42 LAASSP 2000, 43 LOPSRM; art. 3 PEF.
    """
    return _sobre_el_limite(t, "selective")


def justo_bajo_el_limite(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P14: the amount is just under the limit that would have asked for more competition.

    Fields: as P12 and P13. One row per award in force. Threshold: from `desde` 0.90 of the limit, up to it without
    reaching it. Not applicable: public tenders; exceptions; cancelled or withdrawn; other laws. Insufficient: amount,
    currency or law missing; a budget that is not known and matters; in the band without a legal basis.
    Source: OCP R049; IMSS dashboard (90 %), OICP (85 %).
    """
    f = topes.con_topes(t, comunes.fallos(t))
    neto = comunes.neto(f.monto, f.monto_neto)
    lejos = (neto < f.piso * p["desde"]).fill_null(False) | (neto >= f.techo).fill_null(False)
    cerca = (neto >= f.limite * p["desde"]) & (neto < f.limite)
    por_monto = fundamentos.es(f, fundamentos.POR_MONTO)
    return comunes.hallar(
        f,
        f.adjudicacion,
        neto,
        no_aplica=comunes.fuera(f, "direct", "selective") | comunes.otra_ley(f, *TODAS) | ~por_monto,
        insuficiente=comunes.metodo_desconocido(f)
        | neto.isnull()
        | (f.moneda != comunes.MXN).fill_null(True)
        | (f.limite.isnull() & ~lejos)
        | (cerca.fill_null(False) & por_monto.isnull()),
        bandera=cerca,
        neto=neto,
        base=comunes.base_del_monto(f.monto_neto),
        limite=f.limite,
        presupuesto=f.presupuesto_autorizado,
        falta=topes.que_falta(f),
        fundamento=f.fundamento,
        adjudicacion=f.adjudicacion,
        anio=f.anio,
    )


_FUENTE = _(
    "Artículos 42 de la LAASSP de 2000, 55 de la LAASSP de 2025 y 43 de la LOPSRM; montos máximos del Presupuesto de "
    "Egresos de la Federación"
)
_CAMPOS = (
    "tender.procurementMethod",
    "tender.legalBasis",
    "tender.mainProcurementCategory",
    "awards.value",
    "awards.status",
)
_EVIDENCIAS = {
    "neto": _("Monto adjudicado sin IVA"),
    "base": _("De dónde sale el monto sin IVA"),
    "limite": _("Monto máximo que se comparó"),
    "presupuesto": _("Presupuesto anual autorizado"),
    "falta": _("Qué falta para conocer el monto máximo"),
    "fundamento": _("Artículo y fracción publicados"),
    "adjudicacion": _("Adjudicación"),
    "anio": _("Año de los montos máximos"),
}
_OBRA = _(
    "Son servicios relacionados con la obra, que tienen otro monto máximo, o el presupuesto registrado no es el suyo."
)
_AUTORIZADO = _(
    "La unidad de administración y finanzas autorizó superar el monto: el documento debe estar en el expediente."
)
_QUE_HACER = _("Verifique el monto sin IVA, el presupuesto anual autorizado y el fundamento; publique la autorización.")

registrar_bandera(
    Bandera(
        id="P12",
        titulo=_("La adjudicación directa pasa del monto máximo"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        fuente=_FUENTE,
        campos=_CAMPOS,
        por_que_importa=_("Por encima del monto máximo la compra debió abrirse a más participantes."),
        falsos_positivos=(_AUTORIZADO, _OBRA),
        que_hacer=_QUE_HACER,
        expresion=directa_sobre_limite,
        evidencias=_EVIDENCIAS,
    )
)

registrar_bandera(
    Bandera(
        id="P13",
        titulo=_("La invitación pasa del monto máximo"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        fuente=_FUENTE,
        campos=_CAMPOS,
        por_que_importa=_("Por encima del monto máximo la compra debió licitarse."),
        falsos_positivos=(_AUTORIZADO, _OBRA),
        que_hacer=_QUE_HACER,
        expresion=invitacion_sobre_limite,
        evidencias=_EVIDENCIAS,
    )
)

registrar_bandera(
    Bandera(
        id="P14",
        titulo=_("El monto quedó justo bajo el máximo permitido"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R049",
        fuente=_FUENTE,
        campos=_CAMPOS,
        parametros=(
            Parametro("desde", Decimal("0.90"), _("veces el monto máximo"), _("Se señala desde, sin alcanzarlo")),
        ),
        por_que_importa=_("Un monto apenas inferior al máximo puede indicar que se ajustó para evitar la competencia."),
        falsos_positivos=(_("El precio es de lista o resultó de las cotizaciones, sin ajuste alguno."), _OBRA),
        que_hacer=_("Revise si hay otras compras del mismo objeto en el año y cómo se estimó el monto."),
        expresion=justo_bajo_el_limite,
        evidencias=_EVIDENCIAS,
    )
)
