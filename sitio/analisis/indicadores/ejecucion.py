"""Indicators of contracts under way: what changes in them, and what arrives on time."""

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

# OCDS milestoneStatus of what has not been met, if its date is past.
SIN_CUMPLIR = ("scheduled", "notMet", "partiallyMet")


def con_convenio(t: Tablas, ley: Ley) -> ir.Table:
    """A18, B13: the contracts, and whether they were ever amended."""
    f = base.contratos(t, ley)
    return base.observar(f, base.si(f.convenios > 0))


def aumento(t: Tablas, ley: Ley) -> ir.Table:
    """A18, B13: of each amended contract, what it is worth now against what was awarded, in per cent of the latter."""
    f = base.con_su_adjudicacion(t, base.contratos(t, ley))
    f = f.filter(f.convenios > 0)
    f = base.excluir(
        f,
        sin_contrato_unico=f.hermanos != 1,
        sin_monto=f.monto.isnull() | f.adjudicado.isnull() | (f.adjudicado <= 0),
        otra_moneda=(f.moneda != comunes.MXN) | (f.moneda_adjudicada != comunes.MXN),
    )
    return base.observar(f, (f.monto - f.adjudicado).cast("float64") / f.adjudicado.cast("float64").nullif(0))


def hitos_a_tiempo(t: Tablas, ley: Ley) -> ir.Table:
    """A19: the milestones of contracts that were due, and whether they were met on their date or before."""
    f = _hitos(t, ley)
    f = f.filter(f.programada.isnull() | (f.programada <= comunes.hoy(t)))
    pendiente = f.estado_hito.isin(SIN_CUMPLIR).fill_null(False)
    f = base.excluir(
        f,
        sin_fecha=f.programada.isnull(),
        sin_fecha_cumplida=f.cumplida.isnull() & (f.estado_hito == "met").fill_null(False),
        sin_estado=f.cumplida.isnull() & ~pendiente,
    )
    return base.observar(f, base.si(f.cumplida <= f.programada))


def _hitos(t: Tablas, ley: Ley) -> ir.Table:
    """Return each milestone of the contracts once, planned in the contract or told in its implementation."""
    h = t.hitos.filter(t.hitos.seccion.isin(["contrato", "ejecucion"]) & t.hitos.id.notnull())
    vivo = h.estado.notnull() & (h.estado != "scheduled")
    h = h.group_by("ocid", contrato="padre_id", hito="id").agg(
        programada=h.fecha_programada_dia.min(),
        cumplida=h.fecha_cumplida_dia.min(),
        # The implementation tells more than the plan: «scheduled» stays only if nothing else is said.
        movido=h.estado.max(where=vivo),
        planeado=h.estado.min(),
    )
    h = h.mutate(estado_hito=h.movido.coalesce(h.planeado)).drop("movido", "planeado")
    return h.join(base.contratos(t, ley), ["ocid", "contrato"])


def obras_a_tiempo(t: Tablas, ley: Ley) -> ir.Table:
    """B15: the ended contracts, and whether they ended on the date first agreed or before.

    The date first agreed is that of the award; without it, that of a contract that was never amended.
    """
    f = base.con_su_adjudicacion(t, base.contratos(t, ley))
    f = f.filter(f.termino.notnull() | (f.situacion == "terminated"))
    f = f.mutate(original=f.pactado.coalesce((f.convenios == 0).ifelse(f.fin, None)))
    f = base.excluir(f, sin_terminacion=f.termino.isnull(), sin_fecha_original=f.original.isnull())
    return base.observar(f, base.si(f.termino <= f.original))


_DE_CONVENIOS = {
    Ley.LAASSP: ("A18", _("Convenios modificatorios")),
    Ley.LOPSRM: ("B13", _("Convenios modificatorios de obra")),
}
_CAMPOS = ("contracts.amendments", "contracts.value", "contracts.awardID", "awards.value")

for _ley, (_id, _titulo) in _DE_CONVENIOS.items():
    registrar_indicador(
        Indicador(
            id=_id,
            titulo=_titulo,
            version="1.0",
            ley=_ley,
            fuente="OCP U048, U056, U066, U067",
            campos=_CAMPOS,
            que_dice=_("Cuántos contratos cambian después de firmarse, y cuánto crecen los que cambian."),
            sentido=Sentido.MENOR,
            medidas=(
                Medida(
                    formula=_("Contratos con al menos un convenio ÷ contratos"),
                    clase=Clase.RAZON,
                    unidad=UnidadDeMedida.PORCENTAJE,
                    expresion=partial(con_convenio, ley=_ley),
                    clave="contratos",
                    titulo=_("Contratos modificados"),
                ),
                Medida(
                    formula=_("Promedio de (monto actual − monto adjudicado) ÷ monto adjudicado, de los modificados"),
                    clase=Clase.MEDIA,
                    unidad=UnidadDeMedida.PORCENTAJE,
                    expresion=partial(aumento, ley=_ley),
                    clave="aumento",
                    titulo=_("Aumento promedio"),
                ),
            ),
            advertencias=(
                _("Se compara con lo adjudicado: el monto que el contrato tuvo al firmarse no se conserva al lado."),
                _("El cambio de plazo no se mide: la fecha de término que había antes tampoco se conserva."),
            ),
        )
    )

registrar_indicador(
    Indicador(
        id="A19",
        titulo=_("Entregas a tiempo"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U070, U071",
        campos=("contracts.milestones", "contracts.implementation.milestones"),
        que_dice=_("Cuántas de las entregas que ya tocaban se cumplieron en la fecha pactada."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Hitos cumplidos en su fecha o antes ÷ hitos cuya fecha ya pasó"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(hitos_a_tiempo, ley=Ley.LAASSP),
            ),
        ),
        advertencias=(_("El año es el de la firma del contrato, no el de la entrega."),),
    )
)
registrar_indicador(
    Indicador(
        id="B15",
        titulo=_("Obras terminadas a tiempo"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente="OCP U070",
        campos=("contracts.implementation.endDate", "awards.contractPeriod.endDate", "contracts.period.endDate"),
        que_dice=_("Cuántas de las obras terminadas acabaron en la fecha pactada al principio."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Obras terminadas en el plazo original ÷ obras terminadas"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(obras_a_tiempo, ley=Ley.LOPSRM),
            ),
        ),
        advertencias=(_("La ley permite ampliar el plazo por causas ajenas al contratista."),),
    )
)
