"""What several rules need to say: the process with its regime, the outcomes in their order, distances in days."""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from sitio.analisis.regimen import columna_regimen
from sitio.analisis.registro import Resultado
from sitio.analisis.tablas import Tablas

# `tender.status` of a procedure that will not end in an award: its rules no longer say anything.
SIN_EFECTO = ("cancelled", "withdrawn")
# Still a plan, its dates included (OCDS tenderStatus).
EN_PLANEACION = ("planning", "planned")


def resultado(*, no_aplica: ir.BooleanValue, insuficiente: ir.BooleanValue, bandera: ir.BooleanValue) -> ir.StringValue:
    """Return the outcome column: not applicable first, then insufficient data, then flag or no flag.

    A condition that is null (its data is missing) counts as false, so `insuficiente` has to name what is required.
    """
    return ibis.cases(
        (no_aplica.fill_null(False), Resultado.NO_APLICA.value),
        (insuficiente.fill_null(True), Resultado.DATOS_INSUFICIENTES.value),
        (bandera.fill_null(False), Resultado.BANDERA.value),
        else_=Resultado.SIN_BANDERA.value,
    )


def otro_metodo(procesos: ir.Table, metodos: Iterable[str]) -> ir.BooleanValue:
    """Tell the processes whose method is known to be none of `metodos`.

    OCDS `limited` is not known: Mexican publishers have used it for invitations and for direct awards alike.
    """
    return procesos.metodo.notnull() & (procesos.metodo != "limited") & ~procesos.metodo.isin(list(metodos))


def metodo_desconocido(procesos: ir.Table) -> ir.BooleanValue:
    """Tell the processes whose method is missing or ambiguous."""
    return procesos.metodo.isnull() | (procesos.metodo == "limited")


def dias_entre(desde: ir.DateValue, hasta: ir.DateValue) -> ir.IntegerValue:
    """Return the natural days from one calendar date to another; the first one does not count."""
    return hasta.delta(desde, unit="day").cast("int64")


def con_regimen(t: Tablas) -> ir.Table:
    """Return `procesos` with `fallo` (its first award date) and `regimen`.

    A process begins when its call is published, or its last invitation delivered (tender.tenderPeriod.startDate).
    """
    procesos = con_minimo(t.procesos, t.adjudicaciones, "fecha_dia", "fallo")
    procesos = con_minimo(procesos, t.contratos, "fecha_firma_dia", "firma")
    a_mas_tardar = ibis.least(procesos.fecha_apertura_dia, procesos.fallo, procesos.firma)
    return procesos.mutate(regimen=columna_regimen(procesos, procesos.fecha_publicacion_dia, a_mas_tardar))


def con_minimo(izquierda: ir.Table, derecha: ir.Table, columna: str, nombre: str, **llaves: str) -> ir.Table:
    """Add to `izquierda` the least `columna` of `derecha` per process, as `nombre`.

    `llaves` pairs further columns that must be equal: `id="adjudicacion_id"` joins the left `id` to the right one.
    """
    derecha = derecha.filter(derecha[columna].notnull())
    minimos = derecha.group_by(ocid_otro=derecha.ocid, **{f"{k}_otro": derecha[v] for k, v in llaves.items()}).agg(
        **{nombre: derecha[columna].min()}
    )
    iguales = [izquierda.ocid == minimos.ocid_otro, *(izquierda[k] == minimos[f"{k}_otro"] for k in llaves)]
    return izquierda.left_join(minimos, iguales).drop("ocid_otro", *(f"{k}_otro" for k in llaves))


def vigentes(tabla: ir.Table) -> ir.Table:
    """Leave only the awards or contracts in force: active, or with no status said."""
    return tabla.filter(tabla.id.notnull() & (tabla.estado.isnull() | (tabla.estado == "active")))
