"""Flags on what is delivered, by when and by whom."""

from collections.abc import Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

ENTREGA = "delivery"
CONCLUIDA = "concluded"


def entrega_incumplida(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E13: a delivery agreed for a date did not come by then.

    Fields: milestones of type delivery of contracts and their implementation: dueDate, dateMet, status. One row per
    milestone. Threshold: more than `tolerancia` 0 natural days from the date agreed to the delivery, or to the day of
    the analysis while there is none. Not applicable: cancelled contracts. Insufficient: no date agreed, or the day of
    the analysis is not told.
    Source: OCP R067.
    """
    h = t.hitos.filter(t.hitos.seccion.isin(["contrato", "ejecucion"]) & t.hitos.id.notnull())
    h = h.filter((h.tipo == ENTREGA) & h.padre_id.notnull())
    estados = t.contratos.group_by("ocid", padre_id="id").agg(estado_contrato=t.contratos.estado.max())
    f = comunes.unir(h, estados, "ocid", "padre_id")
    cumplido = f.fecha_cumplida_dia.notnull() | (f.estado == "met").fill_null(False)
    hasta = ibis.ifelse(cumplido, f.fecha_cumplida_dia.coalesce(f.fecha_programada_dia), comunes.hoy(t))
    dias = comunes.dias_entre(f.fecha_programada_dia, hasta)
    return comunes.hallar(
        f,
        f.padre_id + "/" + f.id,
        dias,
        no_aplica=f.estado_contrato == "cancelled",
        insuficiente=dias.isnull(),
        bandera=dias > p["tolerancia"],
        dias=dias,
        entrega=f.titulo,
        pactada=f.fecha_programada_dia,
        cumplida=f.fecha_cumplida_dia,
        contrato=f.padre_id,
    )


def vencido_abierto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E14: the contract is still said to be in force after its end.

    Fields: contracts[].period.endDate, contracts[].status, contracts[].implementation. One row per contract that is not
    cancelled nor still pending. Threshold: more than `tolerancia` 0 natural days from the end to the day of the
    analysis. A terminated contract, or one whose implementation ended, is no flag. Insufficient: no end date, the day
    of the analysis not told, or expired with no status.
    Source: own rule.
    """
    f = comunes.celebrados(t)
    dias = comunes.dias_entre(f.fin, comunes.hoy(t))
    cerrado = (f.estado == "terminated") | (f.estado_ejecucion == CONCLUIDA) | f.termino.notnull()
    cerrado = cerrado.fill_null(False)
    vencido = dias > p["tolerancia"]
    return comunes.hallar(
        f,
        f.contrato,
        dias,
        no_aplica=ibis.literal(False),
        insuficiente=~cerrado & (dias.isnull() | (vencido & f.estado.isnull())),
        bandera=~cerrado & vencido,
        dias=dias,
        fin=f.fin,
        estado=f.estado,
        contrato=f.contrato,
    )


def obra_inverosimil(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E15: works were finished in a time hard to believe.

    Fields: tender.mainProcurementCategory works, contracts[].period.startDate, contracts[].implementation.endDate. One
    row per contract in force or ended. Threshold: fewer than `minimo` 60 natural days. Not applicable: goods and
    services; works not finished. Insufficient: a date or the category missing.
    Source: Prozorro 3-7.
    """
    f = comunes.celebrados(t)
    dias = comunes.dias_entre(f.inicio, f.termino)
    en_curso = f.termino.isnull() & f.estado_ejecucion.isin(["planning", "ongoing"]).fill_null(False)
    return comunes.hallar(
        f,
        f.contrato,
        dias,
        no_aplica=(f.categoria != "works") | en_curso,
        insuficiente=f.categoria.isnull() | dias.isnull(),
        bandera=dias < p["minimo"],
        dias=dias,
        inicio=f.inicio,
        termino=f.termino,
        contrato=f.contrato,
    )


def mucha_subcontratacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E16: the winner may subcontract most of what it won.

    Fields: awards[].subcontracting.maximumPercentage (from 0 to 1). One row per award in force. Threshold: more than
    `maximo` 50 %. Insufficient: the share is not published.
    Source: OCP R071 and R072, whose formulas need what was in fact subcontracted; the threshold is proposed.
    """
    a = comunes.vigentes(t.adjudicaciones)
    por_ciento = (a.subcontratacion_maxima * 100).cast("decimal(20, 2)")
    return comunes.hallar(
        a,
        a.id,
        por_ciento,
        no_aplica=ibis.literal(False),
        insuficiente=por_ciento.isnull(),
        bandera=por_ciento > p["maximo"],
        por_ciento=por_ciento,
        adjudicacion=a.id,
    )


_CONTRATO = _("Contrato")
_NATURALES = _("días naturales")

registrar_bandera(
    Bandera(
        id="E13",
        titulo=_("Una entrega no llegó en la fecha pactada"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R067",
        fuente=_("Fecha pactada en el contrato"),
        campos=("contracts.milestones", "contracts.implementation.milestones"),
        parametros=(Parametro("tolerancia", 0, _NATURALES, _("Retraso que se tolera")),),
        por_que_importa=_("Lo que no llega a tiempo deja sin atender la necesidad y debe causar la pena pactada."),
        falsos_positivos=(_("Se entregó y falta capturar la fecha, o un convenio la cambió."),),
        que_hacer=_("Capture la fecha de entrega. Si no llegó, aplique la pena y publique lo que se hizo."),
        expresion=entrega_incumplida,
        evidencias={
            "dias": _("Días naturales de retraso"),
            "entrega": _("Entrega"),
            "pactada": _("Fecha pactada"),
            "cumplida": _("Fecha de la entrega"),
            "contrato": _CONTRATO,
        },
    )
)

registrar_bandera(
    Bandera(
        id="E14",
        titulo=_("El contrato venció y sigue abierto"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Buena práctica de cierre; ninguna ley fija un plazo general"),
        campos=("contracts.period.endDate", "contracts.status", "contracts.implementation.status"),
        parametros=(Parametro("tolerancia", 0, _NATURALES, _("Días que se toleran después del fin")),),
        por_que_importa=_("Un contrato que no se cierra esconde entregas, penas o pagos pendientes."),
        falsos_positivos=(_("Un convenio amplió la vigencia y no se ha publicado."),),
        que_hacer=_("Cierre el contrato en la etapa de ejecución, o publique el convenio que lo amplió."),
        expresion=vencido_abierto,
        evidencias={
            "dias": _("Días naturales desde el fin"),
            "fin": _("Fin de la vigencia"),
            "estado": _("Estado publicado"),
            "contrato": _CONTRATO,
        },
    )
)

registrar_bandera(
    Bandera(
        id="E15",
        titulo=_("La obra se terminó en muy poco tiempo"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Buena práctica de supervisión; ninguna ley fija un mínimo"),
        campos=("tender.mainProcurementCategory", "contracts.period.startDate", "contracts.implementation.endDate"),
        parametros=(Parametro("minimo", 60, _NATURALES, _("Duración que se espera, al menos")),),
        por_que_importa=_("Una obra demasiado rápida pudo empezar antes del contrato, o no estar terminada."),
        falsos_positivos=(_("Es una obra menor o de mantenimiento."),),
        que_hacer=_("Compare las fechas con la bitácora de obra y el acta de recepción."),
        expresion=obra_inverosimil,
        evidencias={
            "dias": _("Días naturales del inicio al término"),
            "inicio": _("Inicio de la vigencia"),
            "termino": _("Término de la ejecución"),
            "contrato": _CONTRATO,
        },
    )
)

registrar_bandera(
    Bandera(
        id="E16",
        titulo=_("Se permite subcontratar la mayor parte"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Buena práctica; el máximo lo fija cada convocatoria"),
        campos=("awards.subcontracting.maximumPercentage",),
        parametros=(Parametro("maximo", Decimal(50), _("% de lo adjudicado"), _("Se señala lo que pase de")),),
        por_que_importa=_("Si otro hace casi todo el trabajo, se evaluó a una empresa y cumple otra."),
        falsos_positivos=(_("La especialidad del objeto obliga a subcontratar y la convocatoria lo previó."),),
        que_hacer=_("Revise qué parte se subcontrató y con quién."),
        expresion=mucha_subcontratacion,
        evidencias={"por_ciento": _("Máximo que se puede subcontratar (%)"), "adjudicacion": _("Adjudicación")},
    )
)
