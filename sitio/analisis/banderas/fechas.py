"""Flags on dates and amounts that look odd by themselves."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, habiles
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

EN_ORDEN = ("publicacion", "junta", "apertura", "fallo", "firma", "fin")


def fuera_de_orden(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E28: the dates of a process do not follow the order of its stages.

    Fields: tender.tenderPeriod, tender.clarificationMeetings[].date (else enquiryPeriod.endDate), awards[].date,
    contracts[].dateSigned and period.endDate. Compares publication, first meeting, opening, first award, first
    signature and last end of a contract. Threshold: at least `minimo` 1 of them before one that comes earlier in that
    list. Not applicable: cancelled or withdrawn. Insufficient: fewer than two dates.
    Source: own validation.
    """
    juntas = t.juntas.group_by("ocid").agg(primera=t.juntas.fecha_dia.min())
    contratos = t.contratos.filter(t.contratos.estado.isnull() | (t.contratos.estado != "cancelled"))
    fines = contratos.group_by("ocid").agg(fin=contratos.fin_dia.max())
    f = comunes.unir(comunes.unir(t.procesos, juntas, "ocid"), fines, "ocid")
    f = f.mutate(
        publicacion=f.fecha_publicacion_dia,
        junta=f.primera.coalesce(f.aclaraciones_fin_dia),
        apertura=f.fecha_apertura_dia,
    )
    conocidas = sum((f[c].notnull().cast("int64") for c in EN_ORDEN), ibis.literal(0, "int64"))
    desordenadas = sum((_antes_de_su_turno(f, n).cast("int64") for n in range(1, 6)), ibis.literal(0, "int64"))
    return comunes.hallar(
        f,
        f.ocid,
        desordenadas,
        no_aplica=f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
        insuficiente=conocidas < 2,
        bandera=desordenadas >= p["minimo"],
        desordenadas=desordenadas,
        **{columna: f[columna] for columna in EN_ORDEN},
    )


def _antes_de_su_turno(f: ir.Table, lugar: int) -> ir.BooleanValue:
    previas = [(f[EN_ORDEN[lugar]] < f[previa]).fill_null(False) for previa in EN_ORDEN[:lugar]]
    alguna = ibis.literal(False)
    for previa in previas:
        alguna = alguna | previa
    return alguna


def dia_inhabil(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S15: an award or a contract is dated on a day when the office does not work.

    Fields: awards[].date, contracts[].dateSigned. One row per award in force and per contract in force or ended.
    Threshold: `minimo` 1 Saturday, Sunday or non-working day of the federal calendar. Insufficient: no date, or a
    weekday of a year without calendar or of a buyer under another law, whose calendar is its own.
    Source: PODER temp-fs; art. 28 LFPA.
    """
    fallos = comunes.vigentes(t.adjudicaciones)
    firmas = t.contratos.filter(t.contratos.id.notnull())
    firmas = firmas.filter(firmas.estado.isnull() | firmas.estado.isin(["active", "terminated"]))
    actos = fallos.select("ocid", sujeto="adjudicacion/" + fallos.id, acto=ibis.literal("fallo"), dia=fallos.fecha_dia)
    actos = actos.union(
        firmas.select("ocid", sujeto="contrato/" + firmas.id, acto=ibis.literal("firma"), dia=firmas.fecha_firma_dia)
    )
    f = habiles.es_inhabil(t, actos, "dia").join(t.procesos.select("ocid", "marco"), "ocid")
    ajeno = (f.marco != MARCO_FEDERAL) & ~habiles.fin_de_semana(f.dia)
    sin_calendario = ajeno | (~f.inhabil & habiles.sin_calendario(t, f.dia, f.dia))
    inhabiles = f.inhabil.cast("int64")
    return comunes.hallar(
        f,
        f.sujeto,
        inhabiles,
        no_aplica=ibis.literal(False),
        insuficiente=f.dia.isnull() | sin_calendario,
        bandera=inhabiles >= p["minimo"],
        acto=f.acto,
        dia=f.dia,
    )


def monto_redondo(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S16: the contract is for a round amount.

    Fields: contracts[].value, as published with taxes, or without them if only so, in MXN. One row per contract in
    force or ended. Threshold: a multiple of `multiplo` 100,000 pesos. Insufficient: no amount, zero, or another
    currency.
    Source: PODER traz-ir; GTI.
    """
    f = comunes.celebrados(t)
    monto = f.monto.coalesce(f.monto_neto)
    return comunes.hallar(
        f,
        f.contrato,
        monto,
        no_aplica=ibis.literal(False),
        insuficiente=(f.moneda != comunes.MXN).fill_null(True) | monto.isnull() | (monto <= 0),
        bandera=(monto % p["multiplo"]) == 0,
        monto=monto,
        contrato=f.contrato,
    )


registrar_bandera(
    Bandera(
        id="E28",
        titulo=_("Las fechas no siguen el orden del procedimiento"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Orden de los actos del procedimiento"),
        campos=(
            "tender.tenderPeriod",
            "tender.clarificationMeetings.date",
            "awards.date",
            "contracts.dateSigned",
            "contracts.period.endDate",
        ),
        parametros=(Parametro("minimo", 1, _("fechas"), _("Se señala desde")),),
        por_que_importa=_(
            "Una fecha fuera de orden es un error de captura, o un acto que ocurrió antes de poder ocurrir."
        ),
        falsos_positivos=(_("El proceso tiene varias adjudicaciones y una se hizo después de firmar otra."),),
        que_hacer=_("Corrija la fecha que no coincida con las actas y el contrato."),
        expresion=fuera_de_orden,
        evidencias={
            "desordenadas": _("Fechas fuera de orden"),
            "publicacion": _("Publicación de la convocatoria"),
            "junta": _("Primera junta de aclaraciones"),
            "apertura": _("Presentación y apertura de proposiciones"),
            "fallo": _("Fecha del fallo"),
            "firma": _("Firma del contrato"),
            "fin": _("Fin de la vigencia"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="S15",
        titulo=_("El fallo o la firma tienen fecha de un día inhábil"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.INFO,
        fuente=_("Artículo 28 de la Ley Federal de Procedimiento Administrativo"),
        campos=("awards.date", "contracts.dateSigned"),
        parametros=(Parametro("minimo", 1, _("días inhábiles"), _("Se señala desde")),),
        por_que_importa=_(
            "Los actos se hacen en días hábiles: otra fecha suele ser un error o un documento hecho después."
        ),
        falsos_positivos=(_("Se habilitó el día, o el contrato lo firmó un sistema electrónico."),),
        que_hacer=_("Compare la fecha con el acta o el contrato firmado."),
        expresion=dia_inhabil,
        evidencias={"acto": _("Acto"), "dia": _("Fecha")},
    )
)

registrar_bandera(
    Bandera(
        id="S16",
        titulo=_("El monto del contrato es redondo"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.INFO,
        fuente=_("Buena práctica de estimación; ninguna ley lo impide"),
        campos=("contracts.value",),
        parametros=(Parametro("multiplo", 100_000, _("pesos"), _("Se señala un múltiplo de")),),
        por_que_importa=_("Un monto redondo no suele resultar de cantidades y precios: conviene ver de dónde sale."),
        falsos_positivos=(_("Es el máximo de un contrato abierto, o un precio de lista."),),
        que_hacer=_("Revise las cantidades y los precios unitarios del contrato."),
        expresion=monto_redondo,
        evidencias={"monto": _("Monto del contrato"), "contrato": _("Contrato")},
    )
)
