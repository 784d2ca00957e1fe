"""Deadlines between the call and the award."""

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.plazos.convocatoria import antes, convocadas
from sitio.analisis.plazos.filas import del_proceso
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas
from sitio.ocds import hitos

_ = gettext_noop

ACTA_DE_ACLARACIONES = "clarifications"


def ultima_junta(t: Tablas) -> ir.Table:
    """D10, O04: the last clarification meeting is held at least six natural days before the opening.

    Applies to public tenders. Base: tender.tenderPeriod.endDate, counted back. Met by tender.enquiryPeriod.endDate (the
    last meeting) once past, or by the published minutes (tender.documents of type clarifications).
    Source: art. 33 Bis LAASSP 2000, 44 LAASSP 2025, 35 LOPSRM.
    """
    actas = t.documentos.filter((t.documentos.seccion == "licitacion") & (t.documentos.tipo == ACTA_DE_ACLARACIONES))
    f = comunes.con_minimo(convocadas(t, ("open",)), actas, "fecha_publicacion_dia", "acta")
    return del_proceso(
        t,
        f,
        sujeto=f.ocid,
        base=f.fecha_apertura_dia,
        cumplido_en=f.aclaraciones_fin_dia.coalesce(f.acta),
        apertura=f.fecha_apertura_dia,
        ultima_junta=f.aclaraciones_fin_dia,
        acta=f.acta,
    )


def fallo(t: Tablas) -> ir.Table:
    """D12, O05: the award is issued within twenty natural days of the opening (deferrable once, with reasons).

    Applies to public tenders and invitations. Base: tender.tenderPeriod.endDate. Met by the first awards[].date,
    also of an award declared void. A tender declared unsuccessful without a date gives no deadline.
    Source: art. 35 LAASSP 2000, 46 LAASSP 2025, 37 LOPSRM.
    """
    f = convocadas(t, ("open", "selective"))
    desierta = (f.estado_licitacion == "unsuccessful").fill_null(False) & f.fallo.isnull()
    f = f.filter(~desierta)
    return del_proceso(
        t,
        f,
        sujeto=f.ocid,
        base=f.fecha_apertura_dia,
        cumplido_en=f.fallo,
        apertura=f.fecha_apertura_dia,
        fallo=f.fallo,
    )


def preguntas(t: Tablas) -> ir.Table:
    """D09, O04: questions are sent, at the latest, 24 hours before the clarification meeting: the day before.

    Applies to each question of a public tender. Base: the first tender.clarificationMeetings.date, counted back. Met by
    tender.enquiries.date. Source: art. 33 Bis LAASSP 2000, 44 LAASSP 2025, 35 LOPSRM.
    """
    p = t.preguntas.filter(t.preguntas.id.notnull()).select("ocid", sujeto="id", pregunta="fecha_dia")
    f = comunes.con_minimo(convocadas(t, ("open",)), t.juntas, "fecha_dia", "junta").select("ocid", "regimen", "junta")
    f = p.join(f, "ocid")
    return del_proceso(t, f, sujeto=f.sujeto, base=f.junta, cumplido_en=f.pregunta, junta=f.junta, pregunta=f.pregunta)


def actas(t: Tablas) -> ir.Table:
    """D11: the minutes of each clarification meeting are published the day it is held.

    Applies to public tenders and invitations. Base: tender.clarificationMeetings.date. Met by the first tender document
    of type clarifications dated on that day or later.
    Source: art. 37 LAASSP 2000, 50 LAASSP 2025.
    """
    j = t.juntas.filter(t.juntas.id.notnull()).select("ocid", sujeto="id", junta="fecha_dia")
    d = t.documentos.filter((t.documentos.seccion == "licitacion") & (t.documentos.tipo == ACTA_DE_ACLARACIONES))
    pares = j.join(d.select("ocid", dia="fecha_publicacion_dia"), "ocid").filter(lambda p: p.dia >= p.junta)
    primeras = pares.group_by("ocid", "sujeto").agg(acta=lambda p: p.dia.min())
    f = comunes.unir(j, primeras, "ocid", "sujeto")
    f = f.join(convocadas(t, ("open", "selective")).select("ocid", "regimen"), "ocid")
    return del_proceso(t, f, sujeto=f.sujeto, base=f.junta, cumplido_en=f.acta, junta=f.junta, acta=f.acta)


def testimonio(t: Tablas) -> ir.Table:
    """D40: the testimony of the social witness is published within ten natural days of the end of the participation.

    Base: a tender milestone with code `testigo-social`, dateMet. Met by one with code `testimonio` from that day on.
    Source: art. 38 LAASSP 2025.
    """
    h = t.hitos.filter((t.hitos.seccion == "licitacion") & t.hitos.id.notnull())
    fin = h.filter(h.codigo == hitos.TESTIGO_SOCIAL).select("ocid", sujeto="id", fin="fecha_cumplida_dia")
    dichos = h.filter(h.codigo == hitos.TESTIMONIO).select("ocid", dia="fecha_cumplida_dia")
    pares = fin.join(dichos, "ocid").filter(lambda p: p.dia >= p.fin)
    primeros = pares.group_by("ocid", "sujeto").agg(testimonio=lambda p: p.dia.min())
    f = comunes.unir(fin, primeros, "ocid", "sujeto").join(t.procesos.select("ocid", "regimen"), "ocid")
    return del_proceso(t, f, sujeto=f.sujeto, base=f.fin, cumplido_en=f.testimonio, fin=f.fin, testimonio=f.testimonio)


def _despues(articulo: str) -> Termino:
    return Termino(20, Unidad.NATURALES, articulo)


def mismo_dia(articulo: str) -> Termino:
    """Return the term of what is published the very day of the act."""
    return Termino(0, Unidad.NATURALES, articulo, se_recorre=False)


registrar_plazo(
    DefinicionDePlazo(
        id="D10",
        titulo=_("Celebrar la última junta de aclaraciones"),
        version="1.0",
        etapa="licitacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2000: antes(6, _("Artículo 33 Bis de la LAASSP de 2000")),
            Regimen.LAASSP_2025: antes(6, _("Artículo 44 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: antes(6, _("Artículo 35 de la LOPSRM")),
        },
        campos=("tender.tenderPeriod.endDate", "tender.enquiryPeriod.endDate", "tender.documents"),
        evidencia_que_cumple=_("La fecha de la última junta, o el acta publicada en la licitación"),
        que_hacer=_("Programe la última junta al menos seis días naturales antes de la apertura, o mueva la apertura."),
        expresion=ultima_junta,
        evidencias={
            "apertura": _("Presentación y apertura de proposiciones"),
            "ultima_junta": _("Última junta de aclaraciones"),
            "acta": _("Publicación del acta"),
        },
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D12",
        titulo=_("Emitir el fallo"),
        version="1.0",
        etapa="adjudicacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2000: _despues(_("Artículo 35 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: _despues(_("Artículo 46 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: _despues(_("Artículo 37 de la LOPSRM")),
        },
        campos=("tender.tenderPeriod.endDate", "awards.date"),
        evidencia_que_cumple=_("La fecha del fallo publicada en la adjudicación"),
        que_hacer=_("Emita y publique el fallo. La ley permite diferirlo una vez, con justificación escrita."),
        expresion=fallo,
        evidencias={"apertura": _("Presentación y apertura de proposiciones"), "fallo": _("Fecha del fallo")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D09",
        titulo=_("Recibir las preguntas antes de la junta de aclaraciones"),
        version="1.0",
        etapa="licitacion",
        responsable=_("Licitantes; el área contratante las recibe"),
        terminos={
            Regimen.LAASSP_2000: antes(1, _("Artículo 33 Bis de la LAASSP de 2000")),
            Regimen.LAASSP_2025: antes(1, _("Artículo 44 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: antes(1, _("Artículo 35 de la LOPSRM")),
        },
        campos=("tender.clarificationMeetings.date", "tender.enquiries.date"),
        evidencia_que_cumple=_("La fecha de la pregunta"),
        que_hacer=_("Decida si contesta la pregunta que llegó después, y déjelo dicho en el acta de la junta."),
        expresion=preguntas,
        evidencias={"junta": _("Junta de aclaraciones"), "pregunta": _("Fecha de la pregunta")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D11",
        titulo=_("Publicar el acta de la junta de aclaraciones"),
        version="1.0",
        etapa="licitacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2000: mismo_dia(_("Artículo 37 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: mismo_dia(_("Artículo 50 de la LAASSP de 2025")),
        },
        campos=("tender.clarificationMeetings.date", "tender.documents"),
        evidencia_que_cumple=_("El acta de la junta, con su fecha, entre los documentos de la licitación"),
        que_hacer=_("Publique el acta el mismo día de la junta."),
        expresion=actas,
        evidencias={"junta": _("Junta de aclaraciones"), "acta": _("Publicación del acta")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D40",
        titulo=_("Publicar el testimonio del testigo social"),
        version="1.0",
        etapa="licitacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2025: Termino(10, Unidad.NATURALES, _("Artículo 38 de la LAASSP de 2025")),
        },
        campos=("tender.milestones.code", "tender.milestones.dateMet"),
        evidencia_que_cumple=_("Un hito de la licitación con el código «testimonio» y su fecha"),
        que_hacer=_("Publique el testimonio y agregue a la licitación un hito con el código «testimonio»."),
        expresion=testimonio,
        evidencias={
            "fin": _("Fin de la participación del testigo social"),
            "testimonio": _("Publicación del testimonio"),
        },
    )
)
