"""Indicators of price: what was awarded against what was expected, and what was paid against what was awarded."""

from functools import partial

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.indicadores import base
from sitio.analisis.indicadores.registro import (
    Clase,
    Indicador,
    Ley,
    Medida,
    Sentido,
    UnidadDeMedida,
    registrar_indicador,
)
from sitio.analisis.registro import gettext_noop
from sitio.analisis.tablas import Tablas

_ = gettext_noop

COTIZACIONES = 3


def frente_al_presupuesto(t: Tablas, ley: Ley) -> ir.Table:
    """A16, B08: budget of each awarded process less what its awards add up to, both as published, with taxes."""
    f = _con_adjudicado(t, ley)
    dichos = t.procesos.select("ocid", "presupuesto", "moneda_presupuesto")
    f = comunes.unir(f, dichos, "ocid")
    f = base.excluir(
        f,
        sin_presupuesto=f.presupuesto.isnull() | (f.presupuesto <= 0),
        otra_moneda=f.moneda_presupuesto != comunes.MXN,
    )
    return base.observar(f, f.presupuesto - f.adjudicado, f.presupuesto)


def frente_al_mercado(t: Tablas, ley: Ley) -> ir.Table:
    """A16: median of three quotes or more of each awarded process less its awards, both without IVA."""
    c = t.cotizaciones.mutate(neto=comunes.pesos(t.cotizaciones))
    c = c.filter(c.neto > 0)
    medianas = c.group_by("ocid").agg(
        cotizaciones=c.count(), mercado=c.neto.cast("float64").median().cast("decimal(20, 2)")
    )
    f = comunes.unir(_con_adjudicado(t, ley), medianas, "ocid")
    f = base.excluir(f, sin_cotizaciones=f.cotizaciones.fill_null(0) < COTIZACIONES)
    return base.observar(f, f.mercado - f.adjudicado_neto, f.mercado)


def _con_adjudicado(t: Tablas, ley: Ley) -> ir.Table:
    """Return the awarded processes with the sum of their awards, left out if one of them does not tell its amount."""
    a = comunes.vigentes(t.adjudicaciones)
    sumas = a.group_by("ocid").agg(
        adjudicado=a.monto.sum(),
        adjudicado_neto=comunes.neto(a.monto, a.monto_neto).sum(),
        con_todo=a.monto.notnull().all(),
        en_pesos=(a.moneda == comunes.MXN).fill_null(False).all(),
    )
    f = base.procesos(t, ley).join(sumas, "ocid")
    return base.excluir(f, sin_monto=~f.con_todo, otra_moneda=~f.en_pesos)


def sobrecosto(t: Tablas, ley: Ley) -> ir.Table:
    """B14: the final value of each ended contract less what was awarded, as published, with taxes."""
    f = base.con_su_adjudicacion(t, base.contratos(t, ley))
    f = f.filter((f.situacion == "terminated") | f.monto_final.notnull())
    f = base.excluir(
        f,
        sin_contrato_unico=f.hermanos != 1,
        sin_monto=f.monto_final.isnull() | f.adjudicado.isnull() | (f.adjudicado <= 0),
        otra_moneda=(f.moneda_final != comunes.MXN) | (f.moneda_adjudicada != comunes.MXN),
    )
    return base.observar(f, f.monto_final - f.adjudicado, f.adjudicado)


_SOBRE_PRESUPUESTO = _("(Presupuesto − monto adjudicado) ÷ presupuesto, sumando todos los procesos, con impuestos")

registrar_indicador(
    Indicador(
        id="A16",
        titulo=_("Ahorro"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U068, U069",
        campos=("planning.budget.amount", "planning.requestsForQuotes.quotes.value", "awards.value"),
        que_dice=_("Cuánto menos, o más, se adjudicó de lo que se esperaba gastar."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                _SOBRE_PRESUPUESTO,
                Clase.RAZON,
                UnidadDeMedida.PORCENTAJE,
                partial(frente_al_presupuesto, ley=Ley.LAASSP),
                "presupuesto",
                _("Frente al presupuesto"),
            ),
            Medida(
                _("(Mediana de las cotizaciones − monto adjudicado) ÷ mediana, sumando los procesos, sin IVA"),
                Clase.RAZON,
                UnidadDeMedida.PORCENTAJE,
                partial(frente_al_mercado, ley=Ley.LAASSP),
                "mercado",
                _("Frente a la investigación de mercado"),
            ),
        ),
        advertencias=(_("Un presupuesto holgado hace parecer grande el ahorro; por eso se mide de dos maneras."),),
    )
)
registrar_indicador(
    Indicador(
        id="B08",
        titulo=_("Presupuesto de la obra frente a lo adjudicado"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente="OCP U068",
        campos=("planning.budget.amount", "awards.value"),
        que_dice=_("Cuánto menos, o más, se adjudicó de lo presupuestado para la obra."),
        sentido=Sentido.NEUTRAL,
        medidas=(
            Medida(
                _SOBRE_PRESUPUESTO,
                Clase.RAZON,
                UnidadDeMedida.PORCENTAJE,
                partial(frente_al_presupuesto, ley=Ley.LOPSRM),
            ),
        ),
        advertencias=(_("Una diferencia grande puede venir de un presupuesto mal estimado."),),
    )
)
registrar_indicador(
    Indicador(
        id="B14",
        titulo=_("Sobrecosto final de la obra"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente="OCP R059, U067",
        campos=("contracts.implementation.finalValue", "awards.value"),
        que_dice=_("Cuánto más costaron las obras terminadas de lo que se adjudicó."),
        sentido=Sentido.MENOR,
        medidas=(
            Medida(
                formula=_("(Monto final − monto adjudicado) ÷ monto adjudicado, sumando las obras terminadas"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(sobrecosto, ley=Ley.LOPSRM),
            ),
        ),
        advertencias=(_("No descuenta la inflación ni los ajustes de costos que la ley permite."),),
    )
)
