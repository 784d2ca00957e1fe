"""Deadlines between the call and the award."""

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas

_ = gettext_noop

ACTA_DE_ACLARACIONES = "clarifications"


def _abiertos(t: Tablas, metodos: tuple[str, ...]) -> ir.Table:
    """Return the processes of `metodos` that go on or ended in an award, with their regime."""
    f = comunes.con_regimen(t)
    sin_fallo = (*comunes.SIN_EFECTO, *comunes.EN_PLANEACION)
    return f.filter(f.metodo.isin(metodos) & ~f.estado_licitacion.isin(sin_fallo).fill_null(False))


def ultima_junta(t: Tablas) -> ir.Table:
    """D10, O04: the last clarification meeting is held at least six natural days before the opening.

    Applies to public tenders. Base: tender.tenderPeriod.endDate, counted back. Met by tender.enquiryPeriod.endDate (the
    last meeting) once past, or by the published minutes (tender.documents of type clarifications).
    Source: art. 33 Bis LAASSP 2000, 44 LAASSP 2025, 35 LOPSRM.
    """
    actas = t.documentos.filter((t.documentos.seccion == "licitacion") & (t.documentos.tipo == ACTA_DE_ACLARACIONES))
    f = comunes.con_minimo(_abiertos(t, ("open",)), actas, "fecha_publicacion_dia", "acta")
    return f.select(
        "ocid",
        "regimen",
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
    f = _abiertos(t, ("open", "selective"))
    desierta = (f.estado_licitacion == "unsuccessful").fill_null(False) & f.fallo.isnull()
    f = f.filter(~desierta)
    return f.select(
        "ocid",
        "regimen",
        sujeto=f.ocid,
        base=f.fecha_apertura_dia,
        cumplido_en=f.fallo,
        apertura=f.fecha_apertura_dia,
        fallo=f.fallo,
    )


def _antes(articulo: str) -> Termino:
    return Termino(-6, Unidad.NATURALES, articulo, se_recorre=False)


def _despues(articulo: str) -> Termino:
    return Termino(20, Unidad.NATURALES, articulo)


registrar_plazo(
    DefinicionDePlazo(
        id="D10",
        titulo=_("Celebrar la última junta de aclaraciones"),
        version="1.0",
        etapa="licitacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2000: _antes(_("Artículo 33 Bis de la LAASSP de 2000")),
            Regimen.LAASSP_2025: _antes(_("Artículo 44 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: _antes(_("Artículo 35 de la LOPSRM")),
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
