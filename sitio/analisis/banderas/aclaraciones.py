"""Flags on the meetings where bidders ask, and on changes to the call."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# The text of the LOPSRM before 2025 is not verified.
VERIFICADOS = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)
ACTA = ("clarifications",)
# What OCDS says of a procedure whose proposals were already received.
TERMINADAS = ("complete", "unsuccessful")


def modificacion_tardia(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P05: the call was changed in the last days before the opening.

    Fields: tender.procurementMethod open, tender.tenderPeriod.endDate, tender.amendments[].date. Compares the last
    change dated on or before the opening; later ones correct the record, not the call. Threshold: fewer than `minimo` 7
    natural days. Not applicable: other methods; cancelled or withdrawn; other laws; LOPSRM before 2025 (not verified).
    Insufficient: no opening; a change without its date; method or law unknown.
    Source: art. 33 LAASSP 2000, 43 LAASSP 2025, 34 LOPSRM.
    """
    cambios = t.modificaciones.filter(t.modificaciones.seccion == "licitacion").select("ocid", dia="fecha_dia")
    f = t.procesos
    con_apertura = cambios.join(f.select("ocid", "fecha_apertura_dia"), "ocid")
    cuentan = con_apertura.dia.isnull() | con_apertura.fecha_apertura_dia.isnull()
    cuentan = cuentan | (con_apertura.dia <= con_apertura.fecha_apertura_dia)
    resumen = con_apertura.filter(cuentan).group_by("ocid")
    f = comunes.unir(
        f, resumen.agg(ultima=con_apertura.dia.max(), cambios=ibis._.count(), fechados=con_apertura.dia.count()), "ocid"
    )
    dias = comunes.dias_entre(f.ultima, f.fecha_apertura_dia)
    sin_fecha = (f.cambios > f.fechados).fill_null(False)
    return comunes.hallar(
        f,
        f.ocid,
        dias,
        no_aplica=comunes.fuera(f, "open") | comunes.otra_ley(f, *VERIFICADOS),
        insuficiente=comunes.metodo_desconocido(f) | f.regimen.isnull() | f.fecha_apertura_dia.isnull() | sin_fecha,
        bandera=dias < p["minimo"],
        dias=dias,
        ultima=f.ultima,
        apertura=f.fecha_apertura_dia,
        regimen=f.regimen,
    )


def _con_juntas(t: Tablas) -> ir.Table:
    """Return the processes with the last meeting that the data tells, and how many it tells."""
    juntas = t.juntas.group_by("ocid").agg(juntas=t.juntas.count(), ultima_junta=t.juntas.fecha_dia.max())
    f = comunes.unir(t.procesos, juntas, "ocid")
    return f.mutate(juntas=f.juntas.fill_null(0), ultima_junta=f.ultima_junta.coalesce(f.aclaraciones_fin_dia))


def sin_junta(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P06: a public tender whose reception is over shows no clarification meeting.

    Fields: tender.procurementMethod open, tender.clarificationMeetings, tender.enquiryPeriod.endDate, tender.documents
    of type clarifications, tender.tenderPeriod.endDate, tender.status. Threshold: fewer than `minimo` 1 of them. Not
    applicable: other methods; cancelled or withdrawn; before the opening; other laws; LOPSRM before 2025.
    Insufficient: no opening date; law unknown; no document at all published, nor meeting.
    Source: art. 33 Bis LAASSP 2000, 43 LAASSP 2025, 35 LOPSRM; IMCO.
    """
    f = comunes.documentos(t, _con_juntas(t), actas=ACTA)
    dichas = f.juntas + f.aclaraciones_fin_dia.notnull().cast("int64") + f.actas
    abierta = f.fallo.notnull() | f.estado_licitacion.isin(TERMINADAS).fill_null(False)
    por_abrir = ~abierta & (f.fecha_apertura >= f.fecha_entrega).fill_null(False)
    return comunes.hallar(
        f,
        f.ocid,
        dichas,
        no_aplica=comunes.fuera(f, "open") | comunes.otra_ley(f, *VERIFICADOS) | por_abrir,
        insuficiente=comunes.metodo_desconocido(f)
        | f.regimen.isnull()
        | (f.fecha_apertura.isnull() & ~abierta)
        | ((dichas == 0) & (f.documentos == 0)),
        bandera=dichas < p["minimo"],
        juntas=f.juntas,
        actas=f.actas,
        apertura=f.fecha_apertura_dia,
        regimen=f.regimen,
    )


def junta_tardia(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P07: fewer natural days than the law asks between the last clarification meeting and the opening.

    Fields: tender.procurementMethod open, tender.clarificationMeetings[].date, else tender.enquiryPeriod.endDate,
    tender.tenderPeriod.endDate. Threshold: fewer than `minimo` 6 natural days. Not applicable: other methods; cancelled
    or withdrawn; other laws; LOPSRM before 2025 (not verified). Insufficient: no meeting, no opening, law unknown.
    Source: art. 33 Bis LAASSP 2000, 44 LAASSP 2025, 35 LOPSRM.
    """
    f = _con_juntas(t)
    dias = comunes.dias_entre(f.ultima_junta, f.fecha_apertura_dia)
    return comunes.hallar(
        f,
        f.ocid,
        dias,
        no_aplica=comunes.fuera(f, "open") | comunes.otra_ley(f, *VERIFICADOS),
        insuficiente=comunes.metodo_desconocido(f) | f.regimen.isnull() | dias.isnull(),
        bandera=dias < p["minimo"],
        dias=dias,
        ultima_junta=f.ultima_junta,
        apertura=f.fecha_apertura_dia,
        regimen=f.regimen,
    )


def sin_respuesta(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P43: questions of bidders that had no answer when proposals were opened.

    Fields: tender.enquiries[] answer and dateAnswered, tender.tenderPeriod.endDate. Counts questions without an
    answer, or answered after the opening. Threshold: at least `minimo` 1. Not applicable: direct awards; cancelled or
    withdrawn; before the opening. Insufficient: no question published, no opening, or an answer without its date.
    Source: OCP R039; art. 44 LAASSP 2025.
    """
    preguntas = t.preguntas.join(t.procesos.select("ocid", "fecha_apertura"), "ocid")
    tarde = preguntas.respuesta.isnull() | (preguntas.respondida > preguntas.fecha_apertura)
    sin_fecha = preguntas.respuesta.notnull() & preguntas.respondida.isnull()
    resumen = preguntas.group_by("ocid").agg(
        preguntas=preguntas.count(),
        pendientes=tarde.fill_null(False).cast("int64").sum(),
        sin_fecha=sin_fecha.cast("int64").sum(),
    )
    f = comunes.unir(t.procesos, resumen, "ocid")
    return comunes.hallar(
        f,
        f.ocid,
        f.pendientes,
        no_aplica=comunes.fuera(f, "open", "selective") | (f.fecha_apertura >= f.fecha_entrega).fill_null(False),
        insuficiente=f.preguntas.isnull() | f.fecha_apertura.isnull() | ((f.pendientes == 0) & (f.sin_fecha > 0)),
        bandera=f.pendientes >= p["minimo"],
        pendientes=f.pendientes,
        preguntas=f.preguntas,
        apertura=f.fecha_apertura_dia,
    )


_APERTURA = _("Presentación y apertura de proposiciones")
_LEY = _("Ley aplicable")
_REGIMENES = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)
_NATURALES = _("días naturales")

registrar_bandera(
    Bandera(
        id="P05",
        titulo=_("La convocatoria se modificó a pocos días de la apertura"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 33 de la LAASSP de 2000, 43 de la LAASSP de 2025 y 34 de la LOPSRM"),
        regimenes=_REGIMENES,
        campos=("tender.procurementMethod", "tender.tenderPeriod.endDate", "tender.amendments.date"),
        parametros=(Parametro("minimo", 7, _NATURALES, _("Días que deben quedar antes de la apertura")),),
        por_que_importa=_(
            "Un cambio de último momento deja sin tiempo de ajustar su propuesta a quien ya la preparaba."
        ),
        falsos_positivos=(
            _("La modificación solo amplió el plazo, o la fecha es la de su captura y no la de su publicación."),
        ),
        que_hacer=_("Si la apertura no ha ocurrido, difiérala. Si ocurrió, documente por qué el cambio no afectó."),
        expresion=modificacion_tardia,
        evidencias={
            "dias": _("Días naturales del último cambio a la apertura"),
            "ultima": _("Última modificación"),
            "apertura": _APERTURA,
            "regimen": _LEY,
        },
    )
)

registrar_bandera(
    Bandera(
        id="P06",
        titulo=_("No se publicó ninguna junta de aclaraciones"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 33 Bis de la LAASSP de 2000, 43 de la LAASSP de 2025 y 35 de la LOPSRM"),
        regimenes=_REGIMENES,
        campos=("tender.procurementMethod", "tender.clarificationMeetings", "tender.enquiryPeriod", "tender.documents"),
        parametros=(Parametro("minimo", 1, _("juntas"), _("Juntas que se esperan, al menos")),),
        por_que_importa=_(
            "En la junta se resuelven las dudas por igual para todos; sin ella, unos saben más que otros."
        ),
        falsos_positivos=(_("La junta se celebró y su fecha o su acta no se han capturado."),),
        que_hacer=_("Capture la junta y publique su acta con el tipo «Acta de junta de aclaraciones»."),
        expresion=sin_junta,
        evidencias={
            "juntas": _("Juntas capturadas"),
            "actas": _("Actas publicadas"),
            "apertura": _APERTURA,
            "regimen": _LEY,
        },
    )
)

registrar_bandera(
    Bandera(
        id="P07",
        titulo=_("La última junta de aclaraciones quedó muy cerca de la apertura"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 33 Bis de la LAASSP de 2000, 44 de la LAASSP de 2025 y 35 de la LOPSRM"),
        regimenes=_REGIMENES,
        campos=("tender.procurementMethod", "tender.clarificationMeetings.date", "tender.tenderPeriod.endDate"),
        parametros=(Parametro("minimo", 6, _NATURALES, _("Días que deben quedar antes de la apertura")),),
        por_que_importa=_("Las respuestas de la junta cambian las propuestas: sin días para usarlas, no sirven."),
        falsos_positivos=(_("La fecha de la junta o la de la apertura se capturó mal."),),
        que_hacer=_("Si la apertura no ha ocurrido, difiérala. Verifique las fechas con las actas."),
        expresion=junta_tardia,
        evidencias={
            "dias": _("Días naturales de la última junta a la apertura"),
            "ultima_junta": _("Última junta de aclaraciones"),
            "apertura": _APERTURA,
            "regimen": _LEY,
        },
    )
)

registrar_bandera(
    Bandera(
        id="P43",
        titulo=_("Hay preguntas sin respuesta a la fecha de la apertura"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        codigo_ocp="R039",
        fuente=_("Artículo 44 de la LAASSP de 2025, sobre las respuestas en la junta de aclaraciones"),
        campos=("tender.enquiries.answer", "tender.enquiries.dateAnswered", "tender.tenderPeriod.endDate"),
        parametros=(Parametro("minimo", 1, _("preguntas"), _("Se señala desde")),),
        por_que_importa=_("Quien pregunta y no recibe respuesta puede quedar fuera por no entender lo que se pide."),
        falsos_positivos=(_("La pregunta se respondió en la junta y la respuesta no se capturó."),),
        que_hacer=_("Capture las respuestas que constan en el acta, con su fecha."),
        expresion=sin_respuesta,
        evidencias={
            "pendientes": _("Preguntas sin respuesta a tiempo"),
            "preguntas": _("Preguntas publicadas"),
            "apertura": _APERTURA,
        },
    )
)
