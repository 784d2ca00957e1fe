"""Flags on contracts and how they are carried out."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop


def antes_de_firmar(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E27: the contract began to run, or was first paid, before it was signed.

    Fields: contracts[].dateSigned, contracts[].period.startDate, contracts[].implementation.transactions[].date. One
    row per contract. Threshold: more than `tolerancia` natural days (0) between the earliest of both and the
    signature. Not applicable: cancelled contracts. Insufficient: no signature date, or neither a start nor a payment.
    Source: own rule; art. 46 LAASSP 2000 and 67 LAASSP 2025 on when a contract is signed.
    """
    contratos = t.contratos.filter(t.contratos.id.notnull())
    contratos = contratos.select("ocid", "id", "estado", firma="fecha_firma_dia", inicio="inicio_dia")
    f = comunes.con_minimo(contratos, t.transacciones, "fecha_dia", "primer_pago", id="contrato_id")
    primero = ibis.least(f.inicio, f.primer_pago)
    dias = comunes.dias_entre(primero, f.firma)
    return f.select(
        "ocid",
        sujeto=f.id,
        resultado=comunes.resultado(
            no_aplica=f.estado == "cancelled",
            insuficiente=dias.isnull(),
            bandera=dias > p["tolerancia"],
        ),
        valor=dias,
        dias=dias,
        contrato=f.id,
        firma=f.firma,
        inicio=f.inicio,
        primer_pago=f.primer_pago,
    )


registrar_bandera(
    Bandera(
        id="E27",
        titulo=_("El contrato empezó o se pagó antes de firmarse"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Artículos 46 de la LAASSP de 2000 y 67 de la LAASSP de 2025, sobre la firma del contrato"),
        campos=(
            "contracts.status",
            "contracts.dateSigned",
            "contracts.period.startDate",
            "contracts.implementation.transactions.date",
        ),
        parametros=(Parametro("tolerancia", 0, _("días naturales"), _("Días que se toleran antes de la firma")),),
        por_que_importa=_(
            "Empezar o pagar sin contrato firmado deja a la institución sin garantías ni penas que exigir, y puede "
            "indicar que el acuerdo se formalizó después de hecho."
        ),
        falsos_positivos=(
            _("Desde la notificación del fallo ya son exigibles las obligaciones: la vigencia puede empezar antes."),
            _("La fecha de firma publicada es la de un convenio modificatorio."),
        ),
        que_hacer=_(
            "Compare las fechas con el contrato firmado. Si hubo un pago anterior a la firma, documente su fundamento."
        ),
        expresion=antes_de_firmar,
        evidencias={
            "dias": _("Días naturales que se adelantó a la firma"),
            "contrato": _("Contrato"),
            "firma": _("Firma del contrato"),
            "inicio": _("Inicio de la vigencia"),
            "primer_pago": _("Primer pago"),
        },
    )
)
