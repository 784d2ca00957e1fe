"""Flags on how proposals were evaluated."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, propuestas
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

CONCURSOS = ("open", "selective")
VALIDA, DESECHADA = "valid", "disqualified"


def _es(f: ir.Table, estado: str) -> ir.BooleanValue:
    return (f.estado == estado).fill_null(False)


def las_demas_desechadas(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P22: every proposal but the winner's was disqualified.

    Fields: bids.details[] status, tenderers and relatedLots; awards in force and their suppliers. One row per lot.
    Threshold: at least `minimo` 1 disqualified tenderer without a valid bid, one tenderer with a valid one, and it is
    the winner. Not applicable: direct awards; cancelled or withdrawn; no award yet. Insufficient: method unknown, no
    bids, or one not yet evaluated. Unlike Cardinal's, it is told by lot and does not wait for other awards.
    Source: OCP R035; Prozorro 3-2.
    """
    o = propuestas.recibidas(t)
    o = o.mutate(valida=_es(o, VALIDA), desechada=_es(o, DESECHADA))
    ganadas = propuestas.ganadores(t).mutate(gano=ibis.literal(True))
    quienes = o.group_by("ocid", "lote", "quien").agg(valida=o.valida.any(), desechada=o.desechada.any())
    quienes = comunes.unir(quienes, ganadas, "ocid", "lote", "quien")
    resumen = quienes.group_by("ocid", "lote").agg(
        ofertas=quienes.count(),
        validas=quienes.valida.cast("int64").sum(),
        desechadas=(quienes.desechada & ~quienes.valida).cast("int64").sum(),
        ganadoras=(quienes.valida & quienes.gano.fill_null(False)).cast("int64").sum(),
    )
    f = propuestas.por_lote(t, resumen)
    sin_evaluar = f.validas + f.desechadas < f.ofertas
    return comunes.hallar(
        f,
        propuestas.sujeto(f),
        f.desechadas,
        no_aplica=comunes.fuera(f, *CONCURSOS) | f.fallo.isnull(),
        insuficiente=comunes.metodo_desconocido(f) | f.ofertas.isnull() | (f.lote == propuestas.VARIOS) | sin_evaluar,
        bandera=(f.desechadas >= p["minimo"]) & (f.validas == 1) & (f.ganadoras == 1),
        desechadas=f.desechadas,
        participantes=f.ofertas,
        lote=f.lote,
    )


def _precios(t: Tablas) -> ir.Table:
    """Return, by lot, the lowest prices without IVA: of the disqualified bids, of the valid ones, of the winner's."""
    o = propuestas.recibidas(t)
    o = comunes.unir(o, propuestas.ganadores(t).mutate(gano=ibis.literal(True)), "ocid", "lote", "quien")
    valida, desechada = _es(o, VALIDA), _es(o, DESECHADA)
    return o.group_by("ocid", "lote").agg(
        ofertas=o.count(),
        en_pesos=(o.neto.notnull() & (o.moneda == comunes.MXN).fill_null(False)).cast("int64").sum(),
        evaluadas=(valida | desechada).cast("int64").sum(),
        menor_valida=o.neto.min(where=valida),
        menor_desechada=o.neto.min(where=desechada),
        ganadora=o.neto.min(where=valida & o.gano.fill_null(False)),
    )


def la_mas_baja_desechada(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P23: price alone decided, and the lowest proposal was disqualified.

    Fields: tender.awardCriteria priceOnly or lowestCost, bids.details[] status, value in MXN and relatedLots; awards.
    One row per lot. Threshold: more than `minimo` 0 pesos without IVA between it and the lowest valid one. Not
    applicable: direct awards; other criteria; cancelled or withdrawn; no award yet. Insufficient: method or criterion
    unknown; no bids; an amount or its currency missing; one amount over several lots; bids not evaluated.
    Source: OCP R036, in its strict form: only where price decides.
    """
    f = propuestas.por_lote(t, _precios(t))
    distancia = f.menor_valida - f.menor_desechada
    return comunes.hallar(
        f,
        propuestas.sujeto(f),
        distancia,
        no_aplica=_otro_criterio(f),
        insuficiente=_sin_precios(f),
        bandera=distancia > p["minimo"],
        distancia=distancia,
        menor_desechada=f.menor_desechada,
        menor_valida=f.menor_valida,
        criterio=f.criterio,
        lote=f.lote,
    )


def no_gano_la_mas_baja(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P26: price alone decided, and a valid proposal was lower than the winner's.

    Fields: as P23, and awards[].suppliers. One row per lot. Threshold: more than `minimo` 0 pesos without IVA. Not
    applicable: as P23. Insufficient: as P23, or the proposal of the winner is not told.
    Source: own rule, on the criterion that the call itself sets; R036 is another formula.
    """
    f = propuestas.por_lote(t, _precios(t))
    distancia = f.ganadora - f.menor_valida
    return comunes.hallar(
        f,
        propuestas.sujeto(f),
        distancia,
        no_aplica=_otro_criterio(f),
        insuficiente=_sin_precios(f) | distancia.isnull(),
        bandera=distancia > p["minimo"],
        distancia=distancia,
        ganadora=f.ganadora,
        menor_valida=f.menor_valida,
        criterio=f.criterio,
        lote=f.lote,
    )


def _otro_criterio(f: ir.Table) -> ir.BooleanValue:
    otro = f.criterio.notnull() & ~f.criterio.isin(propuestas.SOLO_PRECIO)
    return comunes.fuera(f, *CONCURSOS) | otro | f.fallo.isnull()


def _sin_precios(f: ir.Table) -> ir.BooleanValue:
    sin_evaluar = f.evaluadas < f.ofertas
    return comunes.metodo_desconocido(f) | f.criterio.isnull() | propuestas.incomparables(f) | sin_evaluar


def ganadora_extemporanea(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P25: the winner's proposal came after the opening.

    Fields: tender.tenderPeriod.endDate, bids.details[] date, status and tenderers; awards in force and their suppliers.
    Dates are compared as instants. Threshold: more than `tolerancia` 0 seconds. Not applicable: direct awards;
    cancelled or withdrawn; no award yet. Insufficient: method unknown; no opening; no valid bid of a winner, or one
    without date.
    Source: OCP R030 (Cardinal compares the dates as text).
    """
    o = propuestas.recibidas(t)
    o = o.filter(_es(o, VALIDA)).semi_join(propuestas.ganadores(t).select("ocid", "quien"), ["ocid", "quien"])
    resumen = o.group_by("ocid").agg(ofertas=o.count(), fechadas=o.fecha.count(), ultima=o.fecha.max())
    f = comunes.unir(t.procesos, resumen, "ocid")
    segundos = (f.ultima.epoch_seconds() - f.fecha_apertura.epoch_seconds()).cast("int64")
    return comunes.hallar(
        f,
        f.ocid,
        segundos,
        no_aplica=comunes.fuera(f, *CONCURSOS) | f.fallo.isnull(),
        insuficiente=comunes.metodo_desconocido(f) | segundos.isnull() | (f.fechadas < f.ofertas),
        bandera=segundos > p["tolerancia"],
        segundos=segundos,
        recibida=f.ultima,
        apertura=f.fecha_apertura,
    )


_PRECIOS = ("tender.procurementMethod", "tender.awardCriteria", "bids.details", "awards.status", "awards.suppliers")
_LOTE = _("Lote")
_CRITERIO = _("Criterio de evaluación publicado")
_PESOS = (Parametro("minimo", 0, _("pesos sin IVA"), _("Se señala una diferencia mayor que")),)
_MOTIVOS = _("Publique los motivos de la evaluación de cada propuesta y el dictamen.")

registrar_bandera(
    Bandera(
        id="P22",
        titulo=_("Se desecharon todas las propuestas menos la ganadora"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R035",
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=_PRECIOS,
        parametros=(Parametro("minimo", 1, _("participantes desechados"), _("Se señala desde")),),
        por_que_importa=_("Si solo queda una propuesta, el precio y la calidad no se comparan con nada."),
        falsos_positivos=(_("Las demás incumplían requisitos básicos y el dictamen lo explica."),),
        que_hacer=_MOTIVOS,
        expresion=las_demas_desechadas,
        evidencias={
            "desechadas": _("Participantes desechados"),
            "participantes": _("Participantes"),
            "lote": _LOTE,
        },
    )
)

registrar_bandera(
    Bandera(
        id="P23",
        titulo=_("Se desechó la propuesta más baja y decidía el precio"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R036",
        fuente=_("Criterio de evaluación por precio de la convocatoria"),
        campos=_PRECIOS,
        parametros=_PESOS,
        por_que_importa=_("Cuando decide el precio, desechar la más baja hace que se pague más."),
        falsos_positivos=(_("Su precio no era conveniente, o incumplía un requisito que afecta su solvencia."),),
        que_hacer=_MOTIVOS,
        expresion=la_mas_baja_desechada,
        evidencias={
            "distancia": _("Cuánto menos pedía, sin IVA"),
            "menor_desechada": _("Propuesta desechada más baja, sin IVA"),
            "menor_valida": _("Propuesta solvente más baja, sin IVA"),
            "criterio": _CRITERIO,
            "lote": _LOTE,
        },
    )
)

registrar_bandera(
    Bandera(
        id="P26",
        titulo=_("Ganó una propuesta que no era la más baja y decidía el precio"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Criterio de evaluación por precio de la convocatoria"),
        campos=_PRECIOS,
        parametros=_PESOS,
        por_que_importa=_("Entre propuestas solventes, cuando decide el precio debe ganar la más baja."),
        falsos_positivos=(
            _("La más baja tenía un precio no conveniente, o se aplicó una preferencia de la convocatoria."),
            _("El contrato se asignó a varios en partes, como lo decía la convocatoria."),
        ),
        que_hacer=_MOTIVOS,
        expresion=no_gano_la_mas_baja,
        evidencias={
            "distancia": _("Cuánto más se paga, sin IVA"),
            "ganadora": _("Propuesta ganadora, sin IVA"),
            "menor_valida": _("Propuesta solvente más baja, sin IVA"),
            "criterio": _CRITERIO,
            "lote": _LOTE,
        },
    )
)

registrar_bandera(
    Bandera(
        id="P25",
        titulo=_("La propuesta ganadora llegó después de la apertura"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R030",
        fuente=_("Igualdad de los licitantes: las propuestas se reciben hasta la fecha y hora de la convocatoria"),
        campos=("tender.tenderPeriod.endDate", "bids.details.date", "bids.details.status", "awards.suppliers"),
        parametros=(Parametro("tolerancia", 0, _("segundos"), _("Se tolera, como máximo")),),
        por_que_importa=_("Recibir fuera de tiempo da a uno lo que a los demás se les negó."),
        falsos_positivos=(
            _("La hora publicada es la de captura y no la de recepción, o la apertura se difirió y no se actualizó."),
        ),
        que_hacer=_("Compare la hora con el acta de apertura y corrija la que no coincida."),
        expresion=ganadora_extemporanea,
        evidencias={
            "segundos": _("Segundos después de la apertura"),
            "recibida": _("Recepción de la propuesta"),
            "apertura": _("Presentación y apertura de proposiciones"),
        },
    )
)
