"""Deadlines from the award to the end of the contract."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas

_ = gettext_noop

GARANTIA = "contractGuarantees"
CIERRE = ("completionCertificate", "settlement", "physicalReception")
CONCURSOS = ("open", "selective")


def _firmas(t: Tablas, metodos: tuple[str, ...]) -> ir.Table:
    """Return the awards in force of `metodos`, with regime and the first signature of a contract under each."""
    procesos = comunes.con_regimen(t).select("ocid", "metodo", "regimen", "estado_licitacion")
    f = comunes.vigentes(t.adjudicaciones).select("ocid", "id", fallo="fecha_dia").join(procesos, "ocid")
    f = f.filter(f.metodo.isin(metodos) & ~f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False))
    f = comunes.con_minimo(f, t.contratos, "fecha_firma_dia", "firma", id="adjudicacion_id")
    return f.select(
        "ocid",
        "regimen",
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


def garantia(t: Tablas) -> ir.Table:
    """D19: the guarantee of fulfilment is given within ten natural days of the signature.

    Applies to public tenders under the LAASSP (invitations and direct awards have exceptions the data does not
    tell), once per contract in force. Base: contracts[].dateSigned. Met by a dated document of type
    contractGuarantees in the contract.
    Source: art. 48 LAASSP 2000, 69 LAASSP 2025 (or the date the call sets).
    """
    procesos = comunes.con_regimen(t).select("ocid", "metodo", "regimen")
    f = comunes.vigentes(t.contratos).select("ocid", "id", firma="fecha_firma_dia").join(procesos, "ocid")
    garantias = _documentos(t, "contrato", GARANTIA)
    f = comunes.con_minimo(f.filter(f.metodo == "open"), garantias, "fecha_publicacion_dia", "garantia", id="padre_id")
    return f.select(
        "ocid",
        "regimen",
        sujeto=f.id,
        base=f.firma,
        cumplido_en=f.garantia,
        contrato=f.id,
        firma=f.firma,
        garantia=f.garantia,
    )


def fin_de_vigencia(t: Tablas) -> ir.Table:
    """D27: the contract ends on the agreed date: by then it is closed, or extended by an agreement.

    Applies to every contract in force or terminated. Base: contracts[].period.endDate. Met by a dated closing document
    (completion certificate, settlement, reception) in its implementation; a contract terminated without one gives
    no deadline any more.
    Source: agreed in the contract.
    """
    f = t.contratos.filter(t.contratos.id.notnull())
    f = f.filter(f.estado.isnull() | f.estado.isin(["active", "terminated"]))
    f = f.select("ocid", "id", "estado", fin="fin_dia")
    f = comunes.con_minimo(f, _documentos(t, "ejecucion", *CIERRE), "fecha_publicacion_dia", "cierre", id="padre_id")
    f = f.filter(~((f.estado == "terminated").fill_null(False) & f.cierre.isnull()))
    return f.select(
        "ocid",
        sujeto=f.id,
        regimen=ibis.null("string"),
        base=f.fin,
        cumplido_en=f.cierre,
        contrato=f.id,
        cierre=f.cierre,
    )


def hito(t: Tablas) -> ir.Table:
    """D29: a delivery or other milestone agreed for a date.

    Applies to the milestones of contracts and of their implementation, unless the contract was cancelled. Base:
    milestones[].dueDate. Met by milestones[].dateMet. Source: agreed in the contract.
    """
    hitos = t.hitos.filter(t.hitos.seccion.isin(["contrato", "ejecucion"]) & t.hitos.id.notnull())
    cancelados = t.contratos.filter(t.contratos.estado == "cancelled").select("ocid", padre_id="id")
    f = hitos.anti_join(cancelados, ["ocid", "padre_id"])
    return f.select(
        "ocid",
        sujeto=f.padre_id + "/" + f.id,
        regimen=ibis.null("string"),
        base=f.fecha_programada_dia,
        cumplido_en=f.fecha_cumplida_dia,
        contrato=f.padre_id,
        hito=f.titulo,
    ).filter(lambda filas: filas.sujeto.notnull())


def _documentos(t: Tablas, seccion: str, *tipos: str) -> ir.Table:
    return t.documentos.filter((t.documentos.seccion == seccion) & t.documentos.tipo.isin(tipos))


_PACTADO = _("Fecha pactada en el contrato")
_AREA = _("Área contratante y jurídica")
_ADMINISTRADOR = _("Administrador del contrato")
_CAMPOS_DE_FIRMA = ("awards.date", "awards.status", "contracts.awardID", "contracts.dateSigned")
_EVIDENCIA_DE_FIRMA = {
    "adjudicacion": _("Adjudicación"),
    "fallo": _("Fecha del fallo o de la notificación"),
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
        id="D19",
        titulo=_("Recibir la garantía de cumplimiento"),
        version="1.0",
        etapa="contrato",
        responsable=_ADMINISTRADOR,
        terminos={
            Regimen.LAASSP_2000: Termino(10, Unidad.NATURALES, _("Artículo 48 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: Termino(10, Unidad.NATURALES, _("Artículo 69 de la LAASSP de 2025")),
        },
        campos=("contracts.dateSigned", "contracts.documents"),
        evidencia_que_cumple=_("Un documento de garantía, con su fecha, publicado en el contrato"),
        que_hacer=_("Reciba la garantía y publíquela entre los documentos del contrato, con su fecha."),
        expresion=garantia,
        evidencias={
            "contrato": _("Contrato"),
            "firma": _("Firma del contrato"),
            "garantia": _("Publicación de la garantía"),
        },
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D27",
        titulo=_("Cerrar o ampliar el contrato antes de que venza"),
        version="1.0",
        etapa="ejecucion",
        responsable=_ADMINISTRADOR,
        terminos={None: Termino(0, Unidad.NATURALES, _PACTADO, se_recorre=False)},
        campos=("contracts.status", "contracts.period.endDate", "contracts.implementation.documents"),
        evidencia_que_cumple=_("El finiquito, el acta de recepción o el dictamen de cumplimiento, con su fecha"),
        que_hacer=_(
            "Publique el cierre del contrato en la etapa de ejecución, o la nueva fecha si se amplió por convenio."
        ),
        expresion=fin_de_vigencia,
        evidencias={"contrato": _("Contrato"), "cierre": _("Publicación del documento de cierre")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D29",
        titulo=_("Cumplir la entrega o el hito pactado"),
        version="1.0",
        etapa="ejecucion",
        responsable=_ADMINISTRADOR,
        terminos={None: Termino(0, Unidad.NATURALES, _PACTADO, se_recorre=False)},
        campos=(
            "contracts.milestones.dueDate",
            "contracts.milestones.dateMet",
            "contracts.implementation.milestones.dueDate",
            "contracts.implementation.milestones.dateMet",
        ),
        evidencia_que_cumple=_("La fecha en que se cumplió, publicada en el hito"),
        que_hacer=_("Verifique la entrega y publique la fecha en que se cumplió en la etapa de ejecución."),
        expresion=hito,
        evidencias={"contrato": _("Contrato"), "hito": _("Hito")},
    )
)
