"""Indicators of the progress of works: what is done against what was planned and against what was paid."""

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


def fisico_y_programado(t: Tablas) -> ir.Table:
    """B09: of each contract of works, the share of its milestones met less the share that was due, in points."""
    f = _con_hitos(t)
    return base.observar(f, (f.cumplidos - f.debidos).cast("float64") * 100 / f.hitos.nullif(0))


def financiero_y_fisico(t: Tablas) -> ir.Table:
    """B10: of each contract of works, the share of its value that was paid less that of its milestones met, in points.

    Both amounts as published, with taxes.
    """
    f = _con_hitos(t)
    p = t.transacciones
    en_pesos = p.monto.notnull() & (p.moneda == comunes.MXN).fill_null(False)
    pagos = p.group_by("ocid", contrato="contrato_id").agg(pagado=p.monto.sum(), completos=en_pesos.all())
    f = comunes.unir(f, pagos, "ocid", "contrato")
    f = base.excluir(
        f,
        sin_monto=f.pagado.isnull() | f.monto.isnull() | (f.monto <= 0),
        otra_moneda=~f.completos | (f.moneda != comunes.MXN),
    )
    financiero = f.pagado.cast("float64") * 100 / f.monto.cast("float64").nullif(0)
    return base.observar(f, financiero - f.cumplidos.cast("float64") * 100 / f.hitos.nullif(0))


def _con_hitos(t: Tablas) -> ir.Table:
    """Return the contracts of works with `hitos`, those of their implementation that have a date, `debidos` and
    `cumplidos` of them up to the day of the analysis."""
    h = t.hitos.filter((t.hitos.seccion == "ejecucion") & t.hitos.fecha_programada_dia.notnull())
    hoy = comunes.hoy(t)
    h = h.group_by("ocid", contrato="padre_id").agg(
        hitos=h.count(),
        debidos=base.si(h.fecha_programada_dia <= hoy).sum(),
        cumplidos=base.si(h.fecha_cumplida_dia <= hoy).sum(),
    )
    f = comunes.unir(base.contratos(t, Ley.LOPSRM), h, "ocid", "contrato")
    return base.excluir(f, sin_avance=f.hitos.isnull())


_HITOS = "contracts.implementation.milestones"

registrar_indicador(
    Indicador(
        id="B09",
        titulo=_("Avance físico frente al programado"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente="OCP U057, U058",
        campos=(_HITOS,),
        que_dice=_("Si las obras van adelantadas o atrasadas; una cifra negativa es atraso."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Promedio, por contrato, de % de hitos cumplidos − % de hitos cuya fecha ya pasó"),
                clase=Clase.MEDIA,
                unidad=UnidadDeMedida.PUNTOS,
                expresion=fisico_y_programado,
            ),
        ),
        advertencias=(_("Todos los hitos pesan lo mismo: el avance de la obra real puede ser otro."),),
    )
)
registrar_indicador(
    Indicador(
        id="B10",
        titulo=_("Avance financiero frente al físico"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente=_("Propio, con los datos de ejecución de OCDS"),
        campos=(_HITOS, "contracts.implementation.transactions.value", "contracts.value"),
        que_dice=_("Si se ha pagado más o menos de lo que se ha avanzado; una cifra positiva es pago por delante."),
        sentido=Sentido.NEUTRAL,
        medidas=(
            Medida(
                formula=_("Promedio, por contrato, de % pagado − % de hitos cumplidos"),
                clase=Clase.MEDIA,
                unidad=UnidadDeMedida.PUNTOS,
                expresion=financiero_y_fisico,
            ),
        ),
        advertencias=(
            _("El anticipo se paga antes de que haya avance."),
            _("Todos los hitos pesan lo mismo: el avance de la obra real puede ser otro."),
        ),
    )
)
