"""Indicators of payments: how long they take since what they pay for was accepted."""

from functools import partial

import ibis.expr.types as ir

from sitio.analisis import comunes, habiles
from sitio.analisis.indicadores import base
from sitio.analisis.indicadores.registro import (
    Clase,
    Indicador,
    Ley,
    Medida,
    Sentido,
    UnidadDeMedida,
    registrar_indicador,
)
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import gettext_noop
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# LAASSP 2025, art. 73, working days; LAASSP 2000, art. 51, and LOPSRM, art. 54, natural days.
DIAS_2025 = 17
DIAS_NATURALES = 20


def en_plazo(t: Tablas, ley: Ley) -> ir.Table:
    """A20, B12: the payments, and whether they came within the legal term since their milestone was met."""
    f = _pagos(t, ley)
    f = base.excluir(f, otra_ley=f.regimen.isnull())
    es_2025 = f.regimen == Regimen.LAASSP_2025.value
    dias = es_2025.ifelse(DIAS_2025, DIAS_NATURALES).cast("int64")
    f = habiles.con_retraso(t, f, "factura", "pago", dias=dias, naturales=~es_2025)
    f = base.excluir(f, sin_calendario=habiles.sin_calendario(t, f.factura, f.pago))
    return base.observar(f, base.si(~f.tarde))


def dias_de_pago(t: Tablas, ley: Ley) -> ir.Table:
    """A20: natural days from the acceptance of what is paid for to each payment."""
    f = _pagos(t, ley)
    f = f.mutate(dias=comunes.dias_entre(f.factura, f.pago))
    f = base.excluir(f, fechas_invertidas=f.dias < 0)
    return base.observar(f, f.dias)


def _pagos(t: Tablas, ley: Ley) -> ir.Table:
    """Return the payments with `factura`, the day the milestone that they pay for was met, and `pago`."""
    h = t.hitos.filter(t.hitos.seccion == "ejecucion")
    facturas = h.group_by("ocid", contrato="padre_id", hito_id="id").agg(factura=h.fecha_cumplida_dia.min())
    p = t.transacciones.filter(t.transacciones.id.notnull())
    p = p.select("ocid", "hito_id", contrato="contrato_id", pago="fecha_dia")
    f = comunes.unir(p, facturas, "ocid", "contrato", "hito_id").join(base.contratos(t, ley), ["ocid", "contrato"])
    return base.excluir(f, sin_factura=f.factura.isnull() | f.pago.isnull())


_CAMPOS = (
    "contracts.implementation.transactions.date",
    "contracts.implementation.transactions.relatedImplementationMilestone",
    "contracts.implementation.milestones.dateMet",
)
_ADVERTENCIAS = (_("Se cuenta desde que se cumplió el hito que el pago nombra; la fecha de la factura no se publica."),)

registrar_indicador(
    Indicador(
        id="A20",
        titulo=_("Pago oportuno"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículos 51 de la LAASSP de 2000 y 73 de la LAASSP de 2025"),
        campos=_CAMPOS,
        que_dice=_("Si se paga a los proveedores en el plazo que da la ley."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Pagos en 17 días hábiles (20 naturales antes del 17 de abril de 2025) ÷ pagos"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(en_plazo, ley=Ley.LAASSP),
                clave="oportunos",
                titulo=_("Pagos en plazo"),
            ),
            Medida(
                formula=_("Mediana de los días naturales de la aceptación al pago"),
                clase=Clase.MEDIANA,
                unidad=UnidadDeMedida.DIAS,
                expresion=partial(dias_de_pago, ley=Ley.LAASSP),
                clave="dias",
                titulo=_("Días hasta el pago"),
            ),
        ),
        advertencias=(*_ADVERTENCIAS, _("Los gastos financieros por pagar tarde no forman parte de lo publicado.")),
    )
)
registrar_indicador(
    Indicador(
        id="B12",
        titulo=_("Estimaciones pagadas en plazo"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente=_("Artículo 54 de la LOPSRM"),
        campos=_CAMPOS,
        que_dice=_("Si se paga a los contratistas en el plazo que da la ley."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Pagos en 20 días naturales desde la aceptación ÷ pagos"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(en_plazo, ley=Ley.LOPSRM),
            ),
        ),
        advertencias=_ADVERTENCIAS,
    )
)
