"""Deadlines of the contract that was signed: its money, and the dates agreed in it."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.plazos.filas import CIERRE, DEL_CONTRATO, de_codigo, del_contrato, documentos
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas
from sitio.ocds import hitos

_ = gettext_noop


def compromiso(t: Tablas) -> ir.Table:
    """D20: the budget of the contract is committed within five working days of the signature.

    Applies to contracts in force. Base: contracts[].dateSigned. Met by a milestone of the contract or its
    implementation with code `compromiso-presupuestal`, dateMet. Source: art. 33 LAASSP 2025.
    """
    procesos = t.procesos.select("ocid", "regimen")
    f = comunes.vigentes(t.contratos).select("ocid", contrato="id", firma="fecha_firma_dia").join(procesos, "ocid")
    f = comunes.con_minimo(f, de_codigo(t, hitos.COMPROMISO), "dia", "compromiso", contrato="contrato")
    return del_contrato(
        t, f, sujeto=f.contrato, base=f.firma, cumplido_en=f.compromiso, firma=f.firma, compromiso=f.compromiso
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
    f = f.select("ocid", "estado", contrato="id", fin="fin_dia", regimen=ibis.null("string"))
    f = comunes.con_minimo(f, documentos(t, *CIERRE), "dia", "cierre", contrato="contrato")
    f = f.filter(~((f.estado == "terminated").fill_null(False) & f.cierre.isnull()))
    return del_contrato(t, f, sujeto=f.contrato, base=f.fin, cumplido_en=f.cierre, cierre=f.cierre)


def hito(t: Tablas) -> ir.Table:
    """D29: a delivery or other milestone agreed for a date.

    Applies to the milestones of contracts and of their implementation, unless the contract was cancelled. Base:
    milestones[].dueDate. Met by milestones[].dateMet. Source: agreed in the contract.
    """
    todos = t.hitos.filter(t.hitos.seccion.isin(DEL_CONTRATO) & t.hitos.id.notnull())
    cancelados = t.contratos.filter(t.contratos.estado == "cancelled").select("ocid", padre_id="id")
    f = todos.anti_join(cancelados, ["ocid", "padre_id"])
    f = f.mutate(contrato=f.padre_id, regimen=ibis.null("string"))
    return del_contrato(
        t,
        f,
        sujeto=f.contrato + "/" + f.id,
        base=f.fecha_programada_dia,
        cumplido_en=f.fecha_cumplida_dia,
        hito=f.titulo,
    )


_PACTADO = _("Fecha pactada en el contrato")
_ADMINISTRADOR = _("Administrador del contrato")

registrar_plazo(
    DefinicionDePlazo(
        id="D20",
        titulo=_("Comprometer el presupuesto del contrato"),
        version="1.0",
        etapa="contrato",
        responsable=_("Área de finanzas"),
        terminos={Regimen.LAASSP_2025: Termino(5, Unidad.HABILES, _("Artículo 33 de la LAASSP de 2025"))},
        campos=("contracts.dateSigned", "contracts.milestones.code", "contracts.milestones.dateMet"),
        evidencia_que_cumple=_("Un hito del contrato con el código «compromiso-presupuestal» y su fecha"),
        que_hacer=_("Comprometa el presupuesto y agregue el hito «compromiso-presupuestal» con su fecha."),
        expresion=compromiso,
        evidencias={
            "contrato": _("Contrato"),
            "firma": _("Firma del contrato"),
            "compromiso": _("Compromiso del presupuesto"),
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
