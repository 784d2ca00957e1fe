"""Deadlines of the guarantees: when they are given, and when they expire."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.plazos.filas import CIERRE, del_contrato, documentos
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas

_ = gettext_noop

DOCUMENTO_DE_GARANTIA = "contractGuarantees"
CUMPLIMIENTO = "fulfillment"


def entregas(t: Tablas) -> ir.Table:
    """Return when each contract had a guarantee of fulfilment: given, or published among its documents."""
    g = t.garantias.filter((t.garantias.obligaciones == CUMPLIMIENTO) & t.garantias.fecha_dia.notnull())
    publicadas = documentos(t, DOCUMENTO_DE_GARANTIA, secciones=("contrato",)).select("ocid", "contrato", "dia")
    return ibis.union(g.select("ocid", contrato="contrato_id", dia="fecha_dia"), publicadas)


def garantia(t: Tablas) -> ir.Table:
    """D19: the guarantee of fulfilment is given within ten natural days of the signature.

    Applies to public tenders under the LAASSP (invitations and direct awards have exceptions the data does not
    tell), once per contract in force. Base: contracts[].dateSigned. Met by contracts[].guarantees[].date of one that
    guarantees fulfilment, or by a dated document of type contractGuarantees in the contract.
    Source: art. 48 LAASSP 2000, 69 LAASSP 2025 (or the date the call sets).
    """
    procesos = t.procesos.filter(lambda p: p.metodo == "open").select("ocid", "regimen")
    f = comunes.vigentes(t.contratos).select("ocid", contrato="id", firma="fecha_firma_dia").join(procesos, "ocid")
    f = comunes.con_minimo(f, entregas(t), "dia", "garantia", contrato="contrato")
    return del_contrato(
        t, f, sujeto=f.contrato, base=f.firma, cumplido_en=f.garantia, firma=f.firma, garantia=f.garantia
    )


def vencimiento_de_garantia(t: Tablas) -> ir.Table:
    """D28: a guarantee expires: by then it is renewed, or what it guarantees is over.

    Applies to the guarantees of contracts in force. Base: contracts[].guarantees[].period.endDate. Met by the date of
    another one for the same obligations that ends later, or by a dated closing document.
    Source: agreed in the guarantee.
    """
    g = t.garantias.filter(t.garantias.id.notnull())
    g = g.select("ocid", "obligaciones", contrato="contrato_id", garantia="id", vence="fin_dia", fecha="fecha_dia")
    vigentes = comunes.vigentes(t.contratos).select("ocid", contrato="id")
    f = g.select("ocid", "contrato", "obligaciones", "garantia", "vence").join(vigentes, ["ocid", "contrato"])
    otras = g.select("ocid", "contrato", "obligaciones", "fecha", hasta="vence")
    pares = f.join(otras, ["ocid", "contrato", "obligaciones"]).filter(lambda p: p.hasta > p.vence)
    nuevas = pares.group_by("ocid", "contrato", "garantia").agg(renovada=lambda p: p.fecha.min())
    f = comunes.unir(f, nuevas, "ocid", "contrato", "garantia")
    f = comunes.con_minimo(f, documentos(t, *CIERRE), "dia", "cierre", contrato="contrato")
    f = f.mutate(regimen=ibis.null("string"), cumplida=ibis.least(f.renovada, f.cierre))
    return del_contrato(
        t, f, sujeto=f.contrato + "/" + f.garantia, base=f.vence, cumplido_en=f.cumplida, cumplimiento=f.cumplida
    )


registrar_plazo(
    DefinicionDePlazo(
        id="D19",
        titulo=_("Recibir la garantía de cumplimiento"),
        version="1.1",
        etapa="contrato",
        responsable=_("Administrador del contrato"),
        terminos={
            Regimen.LAASSP_2000: Termino(10, Unidad.NATURALES, _("Artículo 48 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: Termino(10, Unidad.NATURALES, _("Artículo 69 de la LAASSP de 2025")),
        },
        campos=("contracts.dateSigned", "contracts.guarantees.date", "contracts.documents"),
        evidencia_que_cumple=_("La fecha de entrega de la garantía, o su documento con fecha, en el contrato"),
        que_hacer=_("Reciba la garantía y publíquela en el contrato, con su fecha."),
        expresion=garantia,
        evidencias={
            "contrato": _("Contrato"),
            "firma": _("Firma del contrato"),
            "garantia": _("Entrega de la garantía"),
        },
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D28",
        titulo=_("Renovar la garantía antes de que venza"),
        version="1.0",
        etapa="ejecucion",
        responsable=_("Administrador del contrato"),
        terminos={None: Termino(0, Unidad.NATURALES, _("Fecha pactada en la garantía"), se_recorre=False)},
        campos=(
            "contracts.guarantees.period.endDate",
            "contracts.guarantees.date",
            "contracts.implementation.documents",
        ),
        evidencia_que_cumple=_("Otra garantía de lo mismo, con su fecha, o el documento que cierra el contrato"),
        que_hacer=_("Pida la renovación y publique la garantía nueva, o cierre el contrato."),
        expresion=vencimiento_de_garantia,
        evidencias={"contrato": _("Contrato"), "cumplimiento": _("Renovación o cierre")},
    )
)
