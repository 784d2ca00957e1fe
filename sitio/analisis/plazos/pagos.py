"""Deadlines of what is delivered and paid under a contract."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.plazos.filas import CIERRE, de_codigo, de_tipo, del_contrato, documentos, entre
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas
from sitio.ocds import hitos

_ = gettext_noop

ID_DE_FACTURA = "factura-"


def aceptacion(t: Tablas) -> ir.Table:
    """D21: goods and services are accepted within ten working days of their delivery.

    Applies to each delivery that happened. Base: contracts[].implementation.milestones of type delivery, dateMet. Met
    by one with code `aceptacion` or of type approval, or by a closing document, on that day or later.
    Source: art. 72 LAASSP 2025.
    """
    return entre(
        t,
        de_tipo(t, "delivery"),
        de_codigo(t, hitos.ACEPTACION),
        de_tipo(t, "approval"),
        documentos(t, *CIERRE),
    )


def pago(t: Tablas) -> ir.Table:
    """D22, O13: an invoice that was accepted is paid within 17 working days (LAASSP 2000 and LOPSRM: 20 natural days).

    Applies to each invoice: contracts[].implementation.milestones of type payment whose id is `factura-<id>` (as
    capture writes it) or whose code is `factura`. Base: its dateMet. Met by the first transaction that names it in
    relatedImplementationMilestone. Source: art. 51 LAASSP 2000, 73 LAASSP 2025, 54 LOPSRM.
    """
    h = t.hitos.filter((t.hitos.seccion == "ejecucion") & (t.hitos.tipo == "payment"))
    h = h.filter(h.id.startswith(ID_DE_FACTURA) | (h.codigo == hitos.FACTURA).fill_null(False))
    h = h.select("ocid", contrato="padre_id", factura="id", aceptada="fecha_cumplida_dia")
    f = comunes.con_minimo(h, t.transacciones, "fecha_dia", "pagada", contrato="contrato_id", factura="hito_id")
    f = f.join(t.procesos.select("ocid", "regimen"), "ocid")
    return del_contrato(
        t,
        f,
        sujeto=f.contrato + "/" + f.factura,
        base=f.aceptada,
        cumplido_en=f.pagada,
        aceptada=f.aceptada,
        pagada=f.pagada,
    )


def pago_en_exceso(t: Tablas) -> ir.Table:
    """D24, O14: what was paid in excess is given back within 30 natural days of being claimed (works: 10).

    Base: a milestone of the contract with code `pago-en-exceso`, dateMet. Met by one with code `reintegro`.
    Source: art. 73 LAASSP 2025, 55 LOPSRM.
    """
    return entre(t, de_codigo(t, hitos.PAGO_EN_EXCESO), de_codigo(t, hitos.REINTEGRO))


def anticipo(t: Tablas) -> ir.Table:
    """O09: the advance payment is made before the works begin.

    Applies to contracts with a guarantee of the advance payment. Base: contracts[].period.startDate, counted back. Met
    by a milestone with code `anticipo`, dateMet, else by the first transaction. Source: art. 50 LOPSRM.
    """
    g = t.garantias.filter(t.garantias.obligaciones == "prepaid").select("ocid", contrato="contrato_id").distinct()
    f = comunes.vigentes(t.contratos).select("ocid", contrato="id", inicio="inicio_dia").join(g, ["ocid", "contrato"])
    f = comunes.con_minimo(f, de_codigo(t, hitos.ANTICIPO), "dia", "dicho", contrato="contrato")
    f = comunes.con_minimo(f, t.transacciones, "fecha_dia", "pagado", contrato="contrato_id")
    f = f.join(t.procesos.select("ocid", "regimen"), "ocid")
    f = f.mutate(anticipo=ibis.coalesce(f.dicho, f.pagado))
    return del_contrato(
        t, f, sujeto=f.contrato, base=f.inicio, cumplido_en=f.anticipo, inicio=f.inicio, anticipo=f.anticipo
    )


_ADMINISTRADOR = _("Administrador del contrato")
_FINANZAS = _("Área de finanzas y administrador del contrato")
_HITOS = ("contracts.implementation.milestones.code", "contracts.implementation.milestones.dateMet")
_CONTRATO = _("Contrato")

registrar_plazo(
    DefinicionDePlazo(
        id="D21",
        titulo=_("Aceptar los bienes o servicios entregados"),
        version="1.0",
        etapa="ejecucion",
        responsable=_ADMINISTRADOR,
        terminos={Regimen.LAASSP_2025: Termino(10, Unidad.HABILES, _("Artículo 72 de la LAASSP de 2025"))},
        campos=(*_HITOS, "contracts.implementation.milestones.type", "contracts.implementation.documents"),
        evidencia_que_cumple=_("Un hito de aprobación, o con el código «aceptacion», y su fecha"),
        que_hacer=_("Verifique lo entregado y agregue a la ejecución un hito con el código «aceptacion» y su fecha."),
        expresion=aceptacion,
        evidencias={"contrato": _CONTRATO, "hito": _("Entrega"), "cumplimiento": _("Aceptación")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D22",
        titulo=_("Pagar la factura aceptada"),
        version="1.0",
        etapa="ejecucion",
        responsable=_FINANZAS,
        terminos={
            Regimen.LAASSP_2000: Termino(20, Unidad.NATURALES, _("Artículo 51 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: Termino(17, Unidad.HABILES, _("Artículo 73 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: Termino(20, Unidad.NATURALES, _("Artículo 54 de la LOPSRM")),
        },
        campos=(*_HITOS, "contracts.implementation.transactions.relatedImplementationMilestone"),
        evidencia_que_cumple=_("El pago de esa factura, con su fecha"),
        que_hacer=_("Pague la factura y publique el pago en la etapa de ejecución."),
        expresion=pago,
        evidencias={"contrato": _CONTRATO, "aceptada": _("Aceptación de la factura"), "pagada": _("Pago")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D24",
        titulo=_("Recuperar el pago en exceso"),
        version="1.0",
        etapa="ejecucion",
        responsable=_FINANZAS,
        terminos={
            Regimen.LAASSP_2025: Termino(30, Unidad.NATURALES, _("Artículo 73 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: Termino(10, Unidad.NATURALES, _("Artículo 55 de la LOPSRM")),
        },
        campos=_HITOS,
        evidencia_que_cumple=_("Un hito con el código «reintegro» y su fecha"),
        que_hacer=_("Cobre el reintegro y agregue a la ejecución un hito con el código «reintegro» y su fecha."),
        expresion=pago_en_exceso,
        evidencias={"contrato": _CONTRATO, "hito": _("Pago en exceso"), "cumplimiento": _("Reintegro")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O09",
        titulo=_("Pagar el anticipo antes de que empiecen los trabajos"),
        version="1.0",
        etapa="ejecucion",
        responsable=_FINANZAS,
        terminos={
            Regimen.LOPSRM_2025: Termino(-1, Unidad.NATURALES, _("Artículo 50 de la LOPSRM"), se_recorre=False),
        },
        campos=(*_HITOS, "contracts.period.startDate", "contracts.guarantees", "contracts.implementation.transactions"),
        evidencia_que_cumple=_("Un hito con el código «anticipo» y su fecha, o el primer pago"),
        que_hacer=_("Pague el anticipo; si se retrasó, difiera el inicio de los trabajos y publique la nueva fecha."),
        expresion=anticipo,
        evidencias={"contrato": _CONTRATO, "inicio": _("Inicio de los trabajos"), "anticipo": _("Pago del anticipo")},
    )
)
