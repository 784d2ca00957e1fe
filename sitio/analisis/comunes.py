"""What several rules need to say: the process with its regime, the outcomes in their order, distances in days."""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from sitio.analisis.compartidas import compartida
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import Resultado
from sitio.analisis.tablas import Tablas

# `tender.status` of a procedure that will not end in an award: its rules no longer say anything.
SIN_EFECTO = ("cancelled", "withdrawn")
# Still a plan, its dates included (OCDS tenderStatus).
EN_PLANEACION = ("planning", "planned")
# Only amounts in pesos are compared or added.
MXN = "MXN"
# What a rule on awards or contracts also asks of their process.
DEL_PROCESO = (
    "ocid",
    "metodo",
    "marco",
    "regimen",
    "categoria",
    "estado_licitacion",
    "fundamento",
    "criterio",
    "anio",
    "comprador_id",
    "unidad_id",
    "fecha_publicacion_dia",
    "fecha_apertura_dia",
)


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


def hallar(
    f: ir.Table,
    sujeto: ir.StringValue,
    valor: ir.Value,
    *,
    no_aplica: ir.BooleanValue,
    insuficiente: ir.BooleanValue,
    bandera: ir.BooleanValue,
    **evidencia: ir.Value,
) -> ir.Table:
    """Return the rows of a flag of the process: its subject, its outcome (see `resultado`), its number and evidence."""
    salida = resultado(no_aplica=no_aplica, insuficiente=insuficiente, bandera=bandera)
    return f.select("ocid", sujeto=sujeto, resultado=salida, valor=valor, **evidencia)


def fuera(f: ir.Table, *metodos: str) -> ir.BooleanValue:
    """Tell what a rule on `metodos` leaves outside: other methods, and procedures that will not end in an award."""
    return otro_metodo(f, metodos) | f.estado_licitacion.isin(SIN_EFECTO).fill_null(False)


def otra_ley(f: ir.Table, *regimenes: str) -> ir.BooleanValue:
    """Tell the processes known to follow none of these federal texts; without a regime it is not known."""
    return (f.marco != MARCO_FEDERAL) | (f.regimen.notnull() & ~f.regimen.isin(list(regimenes)))


def segun(bandera: ir.BooleanValue, insuficiente: ir.BooleanValue | None = None) -> ir.StringValue:
    """Return the outcome of a rule that applies to all its subjects: each is a group made of what the rule needs."""
    falta = ibis.literal(False) if insuficiente is None else insuficiente
    return resultado(no_aplica=ibis.literal(False), insuficiente=falta, bandera=bandera)


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


def una_por(tabla: ir.Table, *llaves: str) -> ir.Table:
    """Leave one row for each `llaves`, the first in the order of its other columns: dirty data repeats ids.

    Not `distinct(on=…)`, which not every engine has, and which takes each column from whichever row.
    """
    orden = [tabla[columna].asc(nulls_first=False) for columna in tabla.columns if columna not in llaves]
    numerada = tabla.mutate(lugar_=ibis.row_number().over(group_by=list(llaves), order_by=orden))
    return numerada.filter(numerada.lugar_ == 0).drop("lugar_")


@compartida
def celebrados(t: Tablas) -> ir.Table:
    """Return the contracts in force or ended, with what rules ask of their process."""
    c = t.contratos.filter(t.contratos.id.notnull())
    c = c.filter(c.estado.isnull() | c.estado.isin(["active", "terminated"]))
    c = c.select(
        "ocid",
        "estado",
        "monto",
        "monto_neto",
        "moneda",
        "estado_ejecucion",
        contrato="id",
        adjudicacion="adjudicacion_id",
        firma="fecha_firma_dia",
        inicio="inicio_dia",
        fin="fin_dia",
        termino="termino_dia",
        convenios=c.modificaciones.fill_null(0),
    )
    return c.join(t.procesos.select(*DEL_PROCESO), "ocid")


@compartida
def fallos(t: Tablas) -> ir.Table:
    """Return the awards in force, with what rules ask of their process."""
    a = vigentes(t.adjudicaciones)
    a = a.select("ocid", "monto", "monto_neto", "moneda", adjudicacion="id", fallo="fecha_dia")
    return a.join(t.procesos.select(*DEL_PROCESO), "ocid")


def unir(izquierda: ir.Table, derecha: ir.Table, *llaves: str) -> ir.Table:
    """Left-join on columns of the same name, keeping one of each."""
    junta = izquierda.left_join(derecha, list(llaves), rname="{name}__otra")
    return junta.drop(*(columna for columna in junta.columns if columna.endswith("__otra")))


def neto(monto: ir.DecimalValue, monto_neto: ir.DecimalValue) -> ir.DecimalValue:
    """Return an amount without IVA: as published, else taking off the general rate of 16 % (art. 1 LIVA)."""
    return ibis.coalesce(monto_neto, (monto * 100 / 116).cast("decimal(20, 2)"))


def base_del_monto(monto_neto: ir.DecimalValue) -> ir.StringValue:
    """Say where an amount of `neto` comes from, for the evidence."""
    return ibis.ifelse(monto_neto.notnull(), "publicado sin IVA", "calculado: monto con IVA entre 1.16")


def hoy(t: Tablas) -> ir.DateScalar:
    """Return the local day the analysis is made on; null when whoever runs it did not say."""
    return t.corte.dia.max().as_scalar()


def tiene(lista: ir.ArrayValue, codigo: str) -> ir.BooleanValue:
    """Tell whether a list has a code; a missing list has none."""
    return lista.contains(codigo).fill_null(False)


def documentos(t: Tablas, izquierda: ir.Table, **tipos: Iterable[str]) -> ir.Table:
    """Add to each process how many documents it publishes, in any stage, of each group of types, and in `documentos`.

    A process that publishes none at all does not say that one is missing: rules on a missing one ask for `documentos`.
    """
    d = t.documentos
    de_cada_tipo = {
        nombre: d.tipo.isin(list(grupo)).fill_null(False).cast("int64").sum() for nombre, grupo in tipos.items()
    }
    f = unir(izquierda, d.group_by("ocid").agg(documentos=d.count(), **de_cada_tipo), "ocid")
    return f.mutate(**{nombre: f[nombre].fill_null(0) for nombre in ("documentos", *tipos)})


def pesos(tabla: ir.Table, monto: str = "monto", moneda: str = "moneda") -> ir.DecimalValue:
    """Return `monto` of `tabla` without IVA, null if it is not said to be in Mexican pesos: others are not added."""
    return ibis.ifelse(tabla[moneda] == "MXN", neto(tabla[monto], tabla[f"{monto}_neto"]), None)


def proveedor(tabla: ir.Table, partes: ir.Table, columna: str = "id") -> ir.Table:
    """Add `proveedor`: the RFC of the party that `columna` names in its process (`con_rfc`), else that id.

    And `nombre_proveedor`. An id may be only of its process; an RFC tells that two processes speak of the same firm.
    """
    quienes = partes.filter(partes.id.notnull()).group_by(ocid_parte=partes.ocid, parte_id=partes.id)
    quienes = quienes.agg(rfc_parte=partes.rfc.min(), nombre_parte=partes.nombre.min())
    f = tabla.left_join(quienes, [tabla.ocid == quienes.ocid_parte, tabla[columna] == quienes.parte_id])
    f = f.mutate(
        proveedor=ibis.coalesce(f.rfc_parte, f[columna]),
        con_rfc=f.rfc_parte.notnull(),
        nombre_proveedor=ibis.coalesce(f.nombre_parte, f.nombre) if "nombre" in tabla.columns else f.nombre_parte,
    )
    return f.drop("ocid_parte", "parte_id", "rfc_parte", "nombre_parte")


def por_ciento(parte: ir.NumericValue, total: ir.NumericValue) -> ir.FloatingValue:
    """Return what per cent `parte` is of `total`, with four decimals; null if the total is zero."""
    return (parte.cast("float64") * 100 / total.cast("float64").nullif(0)).round(4)


def sujeto(*partes: ir.Value) -> ir.StringValue:
    """Return the subject that several keys make together, as a person reads it: «UC-1 | 2026»."""
    primera, *otras = (parte.cast("string") for parte in partes)
    for otra in otras:
        primera = primera + " | " + otra
    return primera


def muestra(ocid: ir.StringColumn, donde: ir.BooleanValue | None = None) -> ir.ArrayValue:
    """Return the processes behind a group, sorted: the first fifty, enough to check it by hand."""
    return ocid.collect(where=donde, distinct=True).sort()[:50]


def cuantas(condicion: ir.BooleanValue) -> ir.IntegerScalar:
    """Count the rows of a group that meet `condicion`; where it is null they do not."""
    return ibis.ifelse(condicion, 1, None).count()
