"""Flags on how a procedure is made known and what it costs to take part."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, habiles
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

CONVOCATORIA = ("tenderNotice",)
INCONFORMIDAD = ("complaints",)
# A deposit is given back; it is no price for taking part.
DEPOSITO = "deposit"


def sin_convocatoria(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P08: a tender or an invitation shows no published call.

    Fields: tender.procurementMethod, tender.tenderPeriod.startDate, tender.documents of type tenderNotice. Threshold:
    fewer than `minimo` 1 calls, or no date of publication. Not applicable: direct awards; cancelled, withdrawn or
    still planned. Insufficient: method unknown; no document at all published.
    Source: OCP R004; IMCO; GTI.
    """
    f = comunes.documentos(t, t.procesos, convocatorias=CONVOCATORIA)
    planeada = f.estado_licitacion.isin(comunes.EN_PLANEACION).fill_null(False)
    return comunes.hallar(
        f,
        f.ocid,
        f.convocatorias,
        no_aplica=comunes.fuera(f, "open", "selective") | planeada,
        insuficiente=comunes.metodo_desconocido(f) | (f.documentos == 0),
        bandera=(f.convocatorias < p["minimo"]) | f.fecha_publicacion.isnull(),
        convocatorias=f.convocatorias,
        publicacion=f.fecha_publicacion_dia,
    )


def fallo_precipitado(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P29: the award came very few working days after the call was published.

    Fields: tender.procurementMethod open or selective, tender.tenderPeriod.startDate, awards[].date. One row per award
    in force. Threshold: fewer than `minimo` 3 working days of the federal calendar. Not applicable: direct awards;
    cancelled or withdrawn. Insufficient: a date missing, method unknown, no calendar of those years, or a
    buyer under another law, whose calendar is its own.
    Source: OICP IT-02.
    """
    f = habiles.con_cuenta(t, comunes.fallos(t), "fecha_publicacion_dia", "fallo")
    dias = f.fallo_habil - f.fecha_publicacion_dia_habil
    sin_dias = habiles.sin_calendario(t, f.fecha_publicacion_dia, f.fallo)
    return comunes.hallar(
        f,
        f.adjudicacion,
        dias,
        no_aplica=comunes.fuera(f, "open", "selective"),
        insuficiente=comunes.metodo_desconocido(f) | dias.isnull() | sin_dias | (f.marco != MARCO_FEDERAL),
        bandera=dias < p["minimo"],
        dias=dias,
        adjudicacion=f.adjudicacion,
        publicacion=f.fecha_publicacion_dia,
        fallo=f.fallo,
    )


def cuota_para_participar(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P40: taking part has a price.

    Fields: tender.participationFees[] type and value.amount. Counts the fees, other than deposits, over `maximo` 0
    pesos. Threshold: 0. Not applicable: cancelled or withdrawn. Insufficient: no fee published, or one whose amount
    is not told (nothing published is not the same as free).
    Source: both laws make the bases of a tender free; OCP R008 and R009.
    """
    cuotas = t.cuotas.filter(~comunes.tiene(t.cuotas.tipo, DEPOSITO))
    resumen = cuotas.group_by("ocid").agg(
        cuotas=cuotas.count(),
        con_monto=cuotas.monto.count(),
        cobradas=(cuotas.monto > p["maximo"]).fill_null(False).cast("int64").sum(),
        mayor=cuotas.monto.max(),
    )
    f = comunes.unir(t.procesos, resumen, "ocid")
    return comunes.hallar(
        f,
        f.ocid,
        f.mayor,
        no_aplica=f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
        insuficiente=f.cuotas.isnull() | ((f.cobradas == 0) & (f.con_monto < f.cuotas)),
        bandera=f.cobradas > 0,
        cuotas=f.cobradas,
        mayor=f.mayor,
    )


def inconformidad(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P42: the file holds a complaint of a bidder, or its resolution.

    Fields: documents of type complaints, in any stage. Threshold: at least `minimo` 1. Insufficient: no document at all
    published. Source: OCP R020; art. 65 LAASSP 2000, 95 LAASSP 2025, 83 LOPSRM.
    """
    f = comunes.documentos(t, t.procesos, inconformidades=INCONFORMIDAD)
    return comunes.hallar(
        f,
        f.ocid,
        f.inconformidades,
        no_aplica=ibis.literal(False),
        insuficiente=f.documentos == 0,
        bandera=f.inconformidades >= p["minimo"],
        inconformidades=f.inconformidades,
    )


registrar_bandera(
    Bandera(
        id="P08",
        titulo=_("No se publicó la convocatoria o la invitación"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R004",
        fuente=_("Publicidad de los procedimientos: artículo 134 constitucional"),
        campos=("tender.procurementMethod", "tender.tenderPeriod.startDate", "tender.documents"),
        parametros=(Parametro("minimo", 1, _("documentos"), _("Convocatorias que se esperan, al menos")),),
        por_que_importa=_("Quien no se entera no participa: la publicación es lo que abre la competencia."),
        falsos_positivos=(_("Se publicó en otro sitio o con otro tipo de documento, o falta capturar la fecha."),),
        que_hacer=_("Publique la convocatoria con su tipo de documento y capture su fecha de publicación."),
        expresion=sin_convocatoria,
        evidencias={
            "convocatorias": _("Convocatorias o invitaciones publicadas"),
            "publicacion": _("Fecha de publicación"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P29",
        titulo=_("Pasaron muy pocos días hábiles de la publicación al fallo"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Buena práctica de evaluación; ninguna ley fija un mínimo"),
        campos=("tender.procurementMethod", "tender.tenderPeriod.startDate", "awards.date"),
        parametros=(Parametro("minimo", 3, _("días hábiles"), _("Días que se esperan, al menos")),),
        por_que_importa=_("En tan poco tiempo nadie que no supiera antes de la compra pudo preparar una propuesta."),
        falsos_positivos=(_("La fecha de publicación es la de una corrección, o la del fallo se capturó mal."),),
        que_hacer=_("Compare las fechas con la convocatoria y con el acta de fallo."),
        expresion=fallo_precipitado,
        evidencias={
            "dias": _("Días hábiles de la publicación al fallo"),
            "adjudicacion": _("Adjudicación"),
            "publicacion": _("Publicación de la convocatoria"),
            "fallo": _("Fecha del fallo"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P40",
        titulo=_("Se cobra por participar"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("La LAASSP y la LOPSRM hacen gratuita la consulta de las bases"),
        campos=("tender.participationFees.type", "tender.participationFees.value.amount"),
        parametros=(Parametro("maximo", 0, _("pesos"), _("Se señala lo que pase de")),),
        por_que_importa=_("Un cobro aleja a las empresas pequeñas y no tiene relación con lo que se compra."),
        falsos_positivos=(_("El monto publicado es un depósito que se devuelve."),),
        que_hacer=_("Verifique con qué fundamento se cobra. Si es un depósito, publíquelo con ese tipo."),
        expresion=cuota_para_participar,
        evidencias={"cuotas": _("Cuotas publicadas con cobro"), "mayor": _("La cuota más alta")},
    )
)

registrar_bandera(
    Bandera(
        id="P42",
        titulo=_("El expediente tiene una inconformidad"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.INFO,
        codigo_ocp="R020",
        fuente=_("Artículos 65 de la LAASSP de 2000, 95 de la LAASSP de 2025 y 83 de la LOPSRM"),
        campos=("documents",),
        parametros=(Parametro("minimo", 1, _("documentos"), _("Se señala desde")),),
        por_que_importa=_("Quien se inconforma dice qué no le pareció: conviene leerlo antes de repetir la compra."),
        falsos_positivos=(_("La inconformidad se desechó o resultó infundada."),),
        que_hacer=_("Revise la inconformidad y publique su resolución."),
        expresion=inconformidad,
        evidencias={"inconformidades": _("Documentos de inconformidades y resoluciones")},
    )
)
