"""Deadlines from the award, or the quotes before a direct one, to the signature of the contract."""

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.plazos.filas import del_proceso
from sitio.analisis.plazos.garantias import entregas
from sitio.analisis.plazos.licitacion import mismo_dia
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas

_ = gettext_noop

CONCURSOS = ("open", "selective")
FALLO = "awardNotice"


def _fallos(t: Tablas, metodos: tuple[str, ...]) -> ir.Table:
    """Return the awards in force of `metodos` with their regime."""
    procesos = t.procesos.select("ocid", "metodo", "categoria", "regimen", "estado_licitacion")
    f = comunes.vigentes(t.adjudicaciones).select("ocid", "id", fallo="fecha_dia").join(procesos, "ocid")
    return f.filter(f.metodo.isin(metodos) & ~f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False))


def _firmas(t: Tablas, metodos: tuple[str, ...]) -> ir.Table:
    """Return the awards in force of `metodos` with the first signature of a contract under each."""
    f = comunes.con_minimo(_fallos(t, metodos), t.contratos, "fecha_firma_dia", "firma", id="adjudicacion_id")
    return del_proceso(
        t,
        f,
        sujeto=f.id,
        base=f.fallo,
        cumplido_en=f.firma,
        adjudicacion=f.id,
        fallo=f.fallo,
        firma=f.firma,
    )


def firma(t: Tablas) -> ir.Table:
    """D18, O08: the contract is signed after the award: 15 natural days, or 15 working days under the LAASSP of 2025.

    Applies to public tenders and invitations, once per award in force. Base: awards[].date (notification of the award).
    Met by the first contracts[].dateSigned of a contract with that awardID. Consolidated contracts have 20 working
    days (art. 67): the data does not tell them apart.
    Source: art. 46 LAASSP 2000, 67 LAASSP 2025, 47 LOPSRM.
    """
    return _firmas(t, CONCURSOS)


def firma_directa(t: Tablas) -> ir.Table:
    """D17: the contract of a direct award is signed within fifteen working days of its notification.

    Applies to direct awards under the LAASSP of 2025. Base and evidence as D18. Source: art. 57 LAASSP 2025.
    """
    return _firmas(t, ("direct",))


def publicacion_del_fallo(t: Tablas) -> ir.Table:
    """D13, O06: the award is published the day it is issued.

    Applies to public tenders and invitations, once per award in force. Base: awards[].date. Met by the first document
    of type awardNotice of the award, by its date.
    Source: art. 37 LAASSP 2000, 49 LAASSP 2025, 39 LOPSRM.
    """
    d = t.documentos.filter((t.documentos.seccion == "adjudicacion") & (t.documentos.tipo == FALLO))
    f = comunes.con_minimo(_fallos(t, CONCURSOS), d, "fecha_publicacion_dia", "publicacion", id="padre_id")
    return del_proceso(
        t, f, sujeto=f.id, base=f.fallo, cumplido_en=f.publicacion, fallo=f.fallo, publicacion=f.publicacion
    )


def cotizacion(t: Tablas) -> ir.Table:
    """D16, O22: the quotes of a direct award are held for at least twenty working days.

    Applies to each quote with both dates. Base: the end of planning.requestsForQuotes.quotes.period, counted back. Met
    by quotes.date. Source: art. 57 LAASSP 2025, 44 Bis LOPSRM.
    """
    c = t.cotizaciones.filter(t.cotizaciones.id.notnull())
    c = c.select("ocid", sujeto="id", cotizada="fecha_dia", vigencia="fin_dia")
    directos = t.procesos.filter(lambda p: p.metodo == "direct").select("ocid", "regimen")
    f = c.filter(c.cotizada.notnull()).join(directos, "ocid")
    return del_proceso(
        t,
        f,
        sujeto=f.sujeto,
        base=f.vigencia,
        cumplido_en=f.cotizada,
        cotizada=f.cotizada,
        vigencia=f.vigencia,
    )


def garantia_de_obra(t: Tablas) -> ir.Table:
    """O07: the guarantee of works is given within fifteen natural days of the notification of the award.

    Applies to public tenders of works, once per award in force. Base: awards[].date. Met as D19, by any contract of
    the award. Source: art. 48 LOPSRM.
    """
    contratos = t.contratos.select("ocid", contrato="id", adjudicacion="adjudicacion_id")
    dadas = entregas(t).join(contratos, ["ocid", "contrato"])
    f = _fallos(t, ("open",)).filter(lambda a: a.categoria == "works")
    f = comunes.con_minimo(f, dadas, "dia", "garantia", id="adjudicacion")
    return del_proceso(t, f, sujeto=f.id, base=f.fallo, cumplido_en=f.garantia, fallo=f.fallo, garantia=f.garantia)


_AREA = _("Área contratante y jurídica")
_FALLO = _("Fecha del fallo o de la notificación")
_CAMPOS_DE_FIRMA = ("awards.date", "awards.status", "contracts.awardID", "contracts.dateSigned")
_EVIDENCIA_DE_FIRMA = {
    "adjudicacion": _("Adjudicación"),
    "fallo": _FALLO,
    "firma": _("Firma del contrato"),
}

registrar_plazo(
    DefinicionDePlazo(
        id="D18",
        titulo=_("Firmar el contrato"),
        version="1.0",
        etapa="contrato",
        responsable=_AREA,
        terminos={
            Regimen.LAASSP_2000: Termino(15, Unidad.NATURALES, _("Artículo 46 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: Termino(15, Unidad.HABILES, _("Artículo 67 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: Termino(15, Unidad.NATURALES, _("Artículo 47 de la LOPSRM")),
        },
        campos=_CAMPOS_DE_FIRMA,
        evidencia_que_cumple=_("La fecha de firma publicada en el contrato"),
        que_hacer=_("Firme el contrato y publique la etapa de contrato con su fecha de firma."),
        expresion=firma,
        evidencias=_EVIDENCIA_DE_FIRMA,
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D17",
        titulo=_("Firmar el contrato de la adjudicación directa"),
        version="1.0",
        etapa="contrato",
        responsable=_AREA,
        terminos={Regimen.LAASSP_2025: Termino(15, Unidad.HABILES, _("Artículo 57 de la LAASSP de 2025"))},
        campos=_CAMPOS_DE_FIRMA,
        evidencia_que_cumple=_("La fecha de firma publicada en el contrato"),
        que_hacer=_("Firme el contrato y publique la etapa de contrato con su fecha de firma."),
        expresion=firma_directa,
        evidencias=_EVIDENCIA_DE_FIRMA,
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D13",
        titulo=_("Publicar el fallo"),
        version="1.0",
        etapa="adjudicacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2000: mismo_dia(_("Artículo 37 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: mismo_dia(_("Artículo 49 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: mismo_dia(_("Artículo 39 de la LOPSRM")),
        },
        campos=("awards.date", "awards.documents"),
        evidencia_que_cumple=_("El fallo, con su fecha, entre los documentos de la adjudicación"),
        que_hacer=_("Publique el acta de fallo entre los documentos de la adjudicación el mismo día en que se emite."),
        expresion=publicacion_del_fallo,
        evidencias={"fallo": _FALLO, "publicacion": _("Publicación del fallo")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D16",
        titulo=_("Pedir que la cotización se sostenga veinte días hábiles"),
        version="1.0",
        etapa="planeacion",
        responsable=_("Área contratante"),
        terminos={
            Regimen.LAASSP_2025: Termino(-20, Unidad.HABILES, _("Artículo 57 de la LAASSP de 2025"), se_recorre=False),
            Regimen.LOPSRM_2025: Termino(-20, Unidad.HABILES, _("Artículo 44 Bis de la LOPSRM"), se_recorre=False),
        },
        campos=("planning.requestsForQuotes.quotes.date", "planning.requestsForQuotes.quotes.period"),
        evidencia_que_cumple=_("La fecha de la cotización y hasta cuándo vale su precio"),
        que_hacer=_("Pida al proveedor que sostenga su precio más tiempo, y corrija hasta cuándo vale."),
        expresion=cotizacion,
        evidencias={"cotizada": _("Fecha de la cotización"), "vigencia": _("Hasta cuándo vale el precio")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O07",
        titulo=_("Recibir la garantía de cumplimiento de la obra"),
        version="1.0",
        etapa="contrato",
        responsable=_("Administrador del contrato"),
        terminos={Regimen.LOPSRM_2025: Termino(15, Unidad.NATURALES, _("Artículo 48 de la LOPSRM"))},
        campos=("awards.date", "contracts.guarantees.date", "contracts.documents"),
        evidencia_que_cumple=_("La fecha de entrega de la garantía, o su documento con fecha, en el contrato"),
        que_hacer=_("Reciba la garantía y publíquela en el contrato, con su fecha: sin ella no se firma."),
        expresion=garantia_de_obra,
        evidencias={"fallo": _FALLO, "garantia": _("Entrega de la garantía")},
    )
)
