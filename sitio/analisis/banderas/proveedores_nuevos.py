"""Flags on the first contract of a supplier."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas
from sitio.analisis.tramos import con_topes

_ = gettext_noop

_DE_UNA = ("publicador", "dia")


def sin_antecedentes(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C08: a supplier with no earlier contract in all the data gets one over the limit of an invitation.

    Fields: awards[].suppliers with RFC, values without IVA in MXN, dates; limits of the year and budget. The first
    operation of each supplier with any publisher. Threshold: over the limit. Minimum: the data begins `historia` (365)
    days before, or more; with less, with the amount or the limit missing, or no RFC published, the data
    is insufficient to say that it has no past.
    Source: SESNA (little reputation); OCP R047 is alike.
    """
    f = _primeras(con_topes(operaciones.operaciones(t), t))
    todas = operaciones.operaciones(t)
    f = f.cross_join(todas.agg(desde=todas.dia.min()))
    falta = (comunes.dias_entre(f.desde, f.dia) < int(p["historia"])) | ~f.con_rfc
    bandera = (f.monto > f.invitacion_maxima).fill_null(False)
    limpia = (f.monto <= f.invitacion_minima).fill_null(False)
    return f.select(
        *_DE_UNA,
        "monto",
        "desde",
        sujeto=f.proveedor,
        resultado=comunes.segun(bandera, ~limpia & (~bandera | falta)),
        valor=f.monto,
        procesos=ibis.array([f.ocid]),
        tope=f.invitacion_maxima,
        unidad_compradora=f.nombre_comprador,
        nombre=f.nombre_proveedor,
    )


def nuevo_y_grande(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C09: the first operation of a supplier is among the largest of the unit in the year.

    Fields: those of C08 without limits. Threshold: its amount is not under the percentile `percentil` (90) of the
    amounts of the unit in the year. Minimum: `minimo` (10) operations with amount of the unit in the year, and data
    that begins `historia` (365) days before; with less, or without its amount, insufficient.
    Source: SESNA and RUBLI.
    """
    todas = operaciones.operaciones(t)
    llaves = ("publicador", "comprador", "anio")
    de_unidad = todas.group_by(*llaves).agg(
        operaciones=todas.monto.count(),
        percentil=todas.monto.cast("float64").quantile(float(p["percentil"]) / 100).round(2),
    )
    f = _primeras(todas).join(de_unidad, list(llaves))
    f = f.cross_join(todas.agg(desde=todas.dia.min()))
    corta = comunes.dias_entre(f.desde, f.dia) < int(p["historia"])
    return f.select(
        *_DE_UNA,
        "monto",
        "desde",
        "operaciones",
        "percentil",
        sujeto=f.proveedor,
        resultado=comunes.segun(f.monto >= f.percentil, f.monto.isnull() | (f.operaciones < p["minimo"]) | corta),
        valor=f.monto,
        procesos=ibis.array([f.ocid]),
        unidad_compradora=f.nombre_comprador,
        nombre=f.nombre_proveedor,
    )


def _primeras(f: ir.Table) -> ir.Table:
    """Return the first operation of each supplier with anybody."""
    f = f.filter(f.proveedor.notnull())
    orden = ibis.window(group_by="proveedor", order_by=[f.dia, f.ocid, f.operacion])
    f = f.mutate(lugar=ibis.row_number().over(orden))
    return f.filter(f.lugar == 0)


_FUENTES_DE_DATOS = ("awards.suppliers", "awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_HISTORIA = Parametro("historia", 365, _("días naturales"), _("Días de datos anteriores, al menos"))
_EVIDENCIA_DE_UNA = {
    "dia": _("Fecha de la operación"),
    "monto": _("Monto de la operación, sin IVA (pesos)"),
    "desde": _("Primera fecha de todos los datos"),
    "unidad_compradora": _("Unidad compradora"),
    "nombre": _("Proveedor"),
}

_nuevos = partial(
    Bandera,
    version="1.0",
    etapa="contrato",
    general=True,
    severidad=Severidad.BAJA,
    nombra_personas=True,
    por_que_importa=_(
        "La historia de un proveedor ayuda a saber si puede cumplir y si llegó al contrato por competencia."
    ),
    que_hacer=_("Revise en el expediente cómo se eligió al proveedor y cómo acreditó su experiencia y capacidad."),
)

registrar_bandera(
    _nuevos(
        id="C08",
        titulo=_("Un proveedor sin contratos anteriores recibe uno por encima del tope de la invitación"),
        alcance=Alcance.PROVEEDOR,
        severidad=Severidad.MEDIA,
        fuente=_("Metodología de la SESNA; ninguna ley exige contratos anteriores"),
        campos=("parties.identifier", *_FUENTES_DE_DATOS),
        parametros=(_HISTORIA,),
        falsos_positivos=(
            _("Sus contratos anteriores son con instituciones que no publican aquí."),
            _("Es una empresa conocida que cambió de RFC por fusión o escisión."),
        ),
        expresion=sin_antecedentes,
        evidencias=_EVIDENCIA_DE_UNA | {"tope": _("Tope de la invitación, sin IVA (pesos)")},
    )
)

registrar_bandera(
    _nuevos(
        id="C09",
        titulo=_("La primera operación de un proveedor es de las mayores de la unidad en el año"),
        alcance=Alcance.PROVEEDOR,
        fuente=_("Metodologías de la SESNA y de RUBLI; ninguna ley fija un máximo"),
        campos=_FUENTES_DE_DATOS,
        parametros=(
            _HISTORIA,
            Parametro("percentil", 90, _("percentil"), _("Percentil de los montos de la unidad")),
            Parametro("minimo", 10, _("operaciones"), _("Operaciones con que se compara, al menos")),
        ),
        falsos_positivos=(
            _("Sus contratos anteriores son con instituciones que no publican aquí."),
            _("Los identificadores de proveedores cambian de un proceso a otro."),
        ),
        expresion=nuevo_y_grande,
        evidencias=_EVIDENCIA_DE_UNA
        | {
            "operaciones": _("Operaciones de la unidad en el año, con monto"),
            "percentil": _("Monto del percentil, sin IVA (pesos)"),
        },
    )
)
