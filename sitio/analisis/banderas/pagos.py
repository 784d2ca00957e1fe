"""Flags on what is paid, and when."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, habiles
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

VERIFICADOS = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)
ENTREGA = "delivery"
ANTICIPO = "prepaid"


def pagos_mayores(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E10: more was paid than the contract is worth.

    Fields: contracts[].value (with what agreements added), contracts[].implementation.transactions[].value, both with
    taxes in MXN. One row per contract in force or ended. Threshold: more than `tolerancia` 0 pesos. Insufficient: no
    payment published, an amount missing or not in pesos.
    Source: OCP R068.
    """
    pagos = t.transacciones
    en_pesos = pagos.monto.notnull() & (pagos.moneda == comunes.MXN).fill_null(False)
    sumas = pagos.group_by("ocid", contrato="contrato_id").agg(
        pagos=pagos.count(), pagado=pagos.monto.sum(), completos=en_pesos.all()
    )
    f = comunes.unir(comunes.celebrados(t), sumas, "ocid", "contrato")
    exceso = f.pagado - f.monto
    return comunes.hallar(
        f,
        f.contrato,
        exceso,
        no_aplica=ibis.literal(False),
        insuficiente=f.pagos.isnull() | ~f.completos | exceso.isnull() | (f.moneda != comunes.MXN).fill_null(True),
        bandera=exceso > p["tolerancia"],
        exceso=exceso,
        pagado=f.pagado,
        monto=f.monto,
        pagos=f.pagos,
        contrato=f.contrato,
    )


def pago_tardio(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E11: a payment came after the legal term that runs from the acceptance of its invoice.

    Fields: transactions[].date and relatedImplementationMilestone (our capture's milestone of the accepted invoice,
    with its dateMet). One row per payment. Threshold: more than `dias_2025` 17 working days (LAASSP 2025), `dias_2000`
    20 natural (LAASSP 2000), `dias_obra` 20 natural (LOPSRM); a last day that is not worked runs to the next one. Not
    applicable: other laws; LOPSRM before 2025. Insufficient: a date or the law missing; no calendar of those years.
    Source: art. 51 LAASSP 2000, 73 LAASSP 2025, 54 LOPSRM.
    """
    hitos = t.hitos.filter(t.hitos.seccion == "ejecucion")
    facturas = hitos.group_by("ocid", contrato="padre_id", hito_id="id").agg(factura=hitos.fecha_cumplida_dia.min())
    pagos = t.transacciones.filter(t.transacciones.id.notnull())
    pagos = pagos.select("ocid", "hito_id", contrato="contrato_id", pago_id="id", pago="fecha_dia")
    regimenes = t.procesos.select("ocid", "marco", "regimen")
    f = comunes.unir(pagos, facturas, "ocid", "contrato", "hito_id").join(regimenes, "ocid")
    dias = f.regimen.cases(
        (Regimen.LAASSP_2025.value, p["dias_2025"]), (Regimen.LAASSP_2000.value, p["dias_2000"]), else_=p["dias_obra"]
    )
    naturales = f.regimen != Regimen.LAASSP_2025.value
    f = habiles.con_retraso(t, f, "factura", "pago", dias=dias.cast("int64"), naturales=naturales)
    return comunes.hallar(
        f,
        f.contrato.fill_null("") + "/" + f.pago_id,
        f.transcurridos,
        no_aplica=comunes.otra_ley(f, *VERIFICADOS),
        insuficiente=f.regimen.isnull() | f.transcurridos.isnull() | habiles.sin_calendario(t, f.factura, f.pago),
        bandera=f.tarde,
        dias=f.transcurridos,
        plazo=f.termino_de_ley,
        unidad=ibis.ifelse(naturales, "días naturales", "días hábiles"),
        contrato=f.contrato,
        factura=f.factura,
        pago=f.pago,
        regimen=f.regimen,
    )


def pago_antes_de_entrega(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E12: something was paid before anything was delivered.

    Fields: transactions[].date, delivery milestones of the contract and of its implementation (dateMet),
    contracts[].guarantees of obligations prepaid. One row per contract in force or ended. The first payment of a
    contract with a guarantee of its advance is that advance, and does not count. Threshold: more than `tolerancia` 0
    natural days before the first delivery, or no delivery at all. Insufficient: no payment with its date, or no
    delivery milestone published.
    Source: own rule; art. 51 LAASSP 2000 and 73 LAASSP 2025: what is paid is what was delivered.
    """
    f = comunes.unir(comunes.celebrados(t), _primeros_pagos(t), "ocid", "contrato")
    f = comunes.unir(f, _entregas(t), "ocid", "contrato")
    dias = comunes.dias_entre(f.primer_pago, f.primera_entrega)
    return comunes.hallar(
        f,
        f.contrato,
        dias,
        no_aplica=ibis.literal(False),
        insuficiente=f.primer_pago.isnull() | f.entregas.isnull(),
        bandera=(dias > p["tolerancia"]) | f.primera_entrega.isnull(),
        dias=dias,
        primer_pago=f.primer_pago,
        primera_entrega=f.primera_entrega,
        contrato=f.contrato,
    )


def _primeros_pagos(t: Tablas) -> ir.Table:
    """Return the date of the first payment of each contract that is not its advance."""
    g = t.garantias.filter(t.garantias.obligaciones == ANTICIPO)
    anticipos = g.group_by("ocid", "contrato_id").agg(anticipos=g.count())
    pagos = comunes.unir(t.transacciones.filter(t.transacciones.fecha.notnull()), anticipos, "ocid", "contrato_id")
    en_orden = ibis.window(group_by=["ocid", "contrato_id"], order_by=["fecha", "id"])
    pagos = pagos.mutate(lugar=ibis.row_number().over(en_orden))
    pagos = pagos.filter(pagos.anticipos.isnull() | (pagos.lugar > 0))
    return pagos.group_by("ocid", contrato="contrato_id").agg(primer_pago=pagos.fecha_dia.min())


def _entregas(t: Tablas) -> ir.Table:
    h = t.hitos.filter(t.hitos.seccion.isin(["contrato", "ejecucion"]) & (t.hitos.tipo == ENTREGA))
    return h.group_by("ocid", contrato="padre_id").agg(entregas=h.count(), primera_entrega=h.fecha_cumplida_dia.min())


_CONTRATO = _("Contrato")

registrar_bandera(
    Bandera(
        id="E10",
        titulo=_("Se pagó más de lo que vale el contrato"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R068",
        fuente=_("Nada se paga fuera del contrato y sus convenios"),
        campos=("contracts.value", "contracts.implementation.transactions.value"),
        parametros=(Parametro("tolerancia", 0, _("pesos"), _("Exceso que se tolera")),),
        por_que_importa=_("Lo que se paga por encima del contrato no tiene compromiso ni entrega que lo respalde."),
        falsos_positivos=(
            _("Un convenio aumentó el contrato y su monto actual no se ha publicado."),
            _("Se pagaron gastos financieros por pagos atrasados."),
        ),
        que_hacer=_("Compare los pagos con las facturas y publique los convenios que falten."),
        expresion=pagos_mayores,
        evidencias={
            "exceso": _("Pagado por encima del contrato"),
            "pagado": _("Total pagado con impuestos"),
            "monto": _("Monto del contrato con impuestos"),
            "pagos": _("Pagos publicados"),
            "contrato": _CONTRATO,
        },
    )
)

registrar_bandera(
    Bandera(
        id="E11",
        titulo=_("El pago llegó después del plazo de ley"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 51 de la LAASSP de 2000, 73 de la LAASSP de 2025 y 54 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=(
            "contracts.implementation.transactions.date",
            "contracts.implementation.transactions.relatedImplementationMilestone",
            "contracts.implementation.milestones.dateMet",
        ),
        parametros=(
            Parametro("dias_2025", 17, _("días hábiles"), _("Plazo de la LAASSP de 2025")),
            Parametro("dias_2000", 20, _("días naturales"), _("Plazo de la LAASSP de 2000")),
            Parametro("dias_obra", 20, _("días naturales"), _("Plazo de la LOPSRM")),
        ),
        por_que_importa=_("Pagar tarde genera gastos financieros y aleja a los proveedores pequeños."),
        falsos_positivos=(_("La factura tuvo errores y el plazo corrió de nuevo, o su fecha se capturó mal."),),
        que_hacer=_("Revise cuándo se aceptó la factura y documente la causa del retraso."),
        expresion=pago_tardio,
        evidencias={
            "dias": _("Días de la factura al pago"),
            "plazo": _("Días que da la ley"),
            "unidad": _("Cómo se cuentan los días"),
            "contrato": _CONTRATO,
            "factura": _("Aceptación de la factura"),
            "pago": _("Fecha del pago"),
            "regimen": _("Ley aplicable"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E12",
        titulo=_("Se pagó antes de recibir una entrega"),
        version="1.0",
        etapa="ejecucion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 51 de la LAASSP de 2000 y 73 de la LAASSP de 2025"),
        campos=(
            "contracts.implementation.transactions.date",
            "contracts.milestones",
            "contracts.implementation.milestones",
            "contracts.guarantees",
        ),
        parametros=(Parametro("tolerancia", 0, _("días naturales"), _("Días que se toleran")),),
        por_que_importa=_("Quien ya cobró tiene menos razones para entregar bien y a tiempo."),
        falsos_positivos=(
            _("El pago fue un anticipo y su garantía no se ha capturado."),
            _("La entrega ocurrió y no se ha capturado su fecha, o se paga por adelantado, como un seguro."),
        ),
        que_hacer=_("Capture las entregas con su fecha, o la garantía del anticipo."),
        expresion=pago_antes_de_entrega,
        evidencias={
            "dias": _("Días naturales del primer pago a la primera entrega"),
            "primer_pago": _("Primer pago"),
            "primera_entrega": _("Primera entrega"),
            "contrato": _CONTRATO,
        },
    )
)
