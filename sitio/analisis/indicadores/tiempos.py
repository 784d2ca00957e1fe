"""Indicators of time: the natural days that a purchase takes, from its call to its contract."""

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


def de_publicacion_a_fallo(t: Tablas, ley: Ley) -> ir.Table:
    """A15: days from the call to the first award of tenders and invitations."""
    f = base.con_fallo(t, base.competidos(t, ley))
    f = base.excluir(f, sin_publicacion=f.fecha_publicacion_dia.isnull(), sin_fallo=f.fallo.isnull())
    return _dias(f, f.fecha_publicacion_dia, f.fallo)


def de_apertura_a_fallo(t: Tablas, ley: Ley) -> ir.Table:
    """A15: days from the opening of proposals to the first award of tenders and invitations."""
    f = base.con_fallo(t, base.competidos(t, ley))
    f = base.excluir(f, sin_apertura=f.fecha_apertura_dia.isnull(), sin_fallo=f.fallo.isnull())
    return _dias(f, f.fecha_apertura_dia, f.fallo)


def de_fallo_a_firma(t: Tablas, ley: Ley) -> ir.Table:
    """A15: days from the award of each contract to its signature, whatever the method."""
    f = base.con_su_adjudicacion(t, base.contratos(t, ley))
    f = base.excluir(f, sin_fallo=f.fallo.isnull(), sin_firma=f.firma.isnull())
    return _dias(f, f.fallo, f.firma)


def de_publicacion_a_firma(t: Tablas, ley: Ley) -> ir.Table:
    """B07: days from the call to the signature of each contract of tenders and invitations."""
    f = base.contratos(t, ley)
    f = f.filter(f.metodo.isin(base.COMPETIDOS))
    f = base.excluir(f, sin_publicacion=f.fecha_publicacion_dia.isnull(), sin_firma=f.firma.isnull())
    return _dias(f, f.fecha_publicacion_dia, f.firma)


def _dias(f: ir.Table, desde: ir.DateValue, hasta: ir.DateValue) -> ir.Table:
    f = f.mutate(dias=comunes.dias_entre(desde, hasta))
    f = base.excluir(f, fechas_invertidas=f.dias < 0)
    return base.observar(f, f.dias)


_ADVERTENCIAS = (_("Un plazo corto no es mejor si deja sin tiempo a quien quiera participar."),)

registrar_indicador(
    Indicador(
        id="A15",
        titulo=_("Tiempo de contratación"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U059, U060, U061, U062",
        campos=("tender.tenderPeriod", "awards.date", "contracts.dateSigned", "contracts.awardID"),
        que_dice=_("Cuántos días naturales pasan entre un acto del procedimiento y el siguiente."),
        sentido=Sentido.NEUTRAL,
        medidas=tuple(
            Medida(formula, Clase.MEDIANA, UnidadDeMedida.DIAS, partial(expresion, ley=Ley.LAASSP), clave, titulo)
            for clave, titulo, formula, expresion in (
                (
                    "publicacion_fallo",
                    _("De la convocatoria al fallo"),
                    _("Mediana de los días naturales de la convocatoria al primer fallo"),
                    de_publicacion_a_fallo,
                ),
                (
                    "apertura_fallo",
                    _("De la apertura al fallo"),
                    _("Mediana de los días naturales de la apertura de proposiciones al primer fallo"),
                    de_apertura_a_fallo,
                ),
                (
                    "fallo_firma",
                    _("Del fallo a la firma"),
                    _("Mediana de los días naturales del fallo a la firma del contrato"),
                    de_fallo_a_firma,
                ),
            )
        ),
        advertencias=_ADVERTENCIAS,
    )
)
registrar_indicador(
    Indicador(
        id="B07",
        titulo=_("Tiempo de contratación de obra"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente="OCP U062",
        campos=("tender.tenderPeriod", "contracts.dateSigned"),
        que_dice=_("Cuántos días naturales pasan de la convocatoria a la firma del contrato de obra."),
        sentido=Sentido.NEUTRAL,
        medidas=(
            Medida(
                formula=_("Mediana de los días naturales de la convocatoria a la firma del contrato"),
                clase=Clase.MEDIANA,
                unidad=UnidadDeMedida.DIAS,
                expresion=partial(de_publicacion_a_firma, ley=Ley.LOPSRM),
            ),
        ),
        advertencias=_ADVERTENCIAS,
    )
)
