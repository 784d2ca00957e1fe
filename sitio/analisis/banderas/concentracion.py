"""Flags on how much of what a unit buys goes to the same hands."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")


def dominante_por_monto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C01: one supplier takes most of the amount that a unit buys in a year.

    Fields: awards[].suppliers, values without IVA in MXN, dates of contracts or awards. Threshold: `parte` (50) per
    cent of the amount. Minimum: `minimo` (5) operations of the unit in the year, all with amount; with less,
    insufficient. Operations with several suppliers add to the total and belong to none.
    Source: PODER (aepm), IMSS; OCP R040.
    """
    return _dominante(operaciones.operaciones(t), p, por_monto=True)


def dominante_por_numero(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C02: one supplier takes most of the contracts of a unit in a year.

    Fields: awards[].suppliers, dates of contracts or awards. Threshold: `parte` (50) per cent of the operations.
    Minimum: `minimo` (5) operations of the unit in the year; with fewer, insufficient.
    Source: PODER (aepc); OCP R040.
    """
    return _dominante(operaciones.operaciones(t), p, por_monto=False)


def dominante_sin_licitacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C03: one supplier takes a large part of what a unit buys without a public tender in a year.

    Fields: those of C01; tender.procurementMethod direct or selective. Threshold: `parte` (a third, 33.3) per cent of
    that amount. Minimum: `minimo` (5) such operations, all with amount; with less, insufficient.
    Source: PODER (celp); OCP R013.
    """
    f = operaciones.operaciones(t)
    return _dominante(f.filter(f.metodo.isin(["direct", "selective"])), p, por_monto=True)


def dominante_por_partida(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C05: one supplier repeats in the purchases of one class of goods of a unit in a year.

    Fields: those of C02; items[].classification.id. Threshold: more than `parte` (15) per cent of the operations of the
    class (its first `cifras`, 5, figures), and `contratos` (4) or more of them. Minimum: `minimo` (5) operations of the
    class; with fewer, insufficient. Processes with several classes are left out.
    Source: IMSS; OCP R040.
    """
    f = operaciones.con_clase(operaciones.operaciones(t), t.articulos, int(p["cifras"]))
    g = _participacion(f.filter(f.clase.notnull()), (*UNIDAD, "clase"), por_monto=False)
    muchas = g.operaciones_del_proveedor >= p["contratos"]
    return _juzgar(g, p, muchas & (g.parte > float(p["parte"])), (g.comprador, g.proveedor, g.clase, g.anio))


def _dominante(f: ir.Table, p: Mapping[str, Numero], *, por_monto: bool) -> ir.Table:
    g = _participacion(f, UNIDAD, por_monto=por_monto)
    return _juzgar(g, p, g.parte >= float(p["parte"]), (g.comprador, g.proveedor, g.anio))


def _participacion(f: ir.Table, llaves: Sequence[str], *, por_monto: bool) -> ir.Table:
    """Return what each supplier takes of each group: `parte` per cent, and whether something is missing to say so."""
    de_todos = f.group_by(*llaves).agg(
        operaciones=f.count(), sin_monto=comunes.cuantas(f.monto.isnull()), total=f.monto.sum()
    )
    con_uno = f.filter(f.proveedor.notnull())
    suyas = con_uno.group_by(*llaves, "proveedor").agg(
        operaciones_del_proveedor=con_uno.count(),
        monto=con_uno.monto.sum(),
        nombre_comprador=con_uno.nombre_comprador.min(),
        nombre_proveedor=con_uno.nombre_proveedor.min(),
        procesos=comunes.muestra(con_uno.ocid),
    )
    g = suyas.join(de_todos, list(llaves))
    if por_monto:
        return g.mutate(parte=comunes.por_ciento(g.monto, g.total), falta=(g.sin_monto > 0) | (g.total <= 0))
    return g.mutate(parte=comunes.por_ciento(g.operaciones_del_proveedor, g.operaciones), falta=ibis.literal(False))


def _juzgar(g: ir.Table, p: Mapping[str, Numero], bandera: ir.BooleanValue, sujeto: tuple[ir.Value, ...]) -> ir.Table:
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "operaciones_del_proveedor",
        "monto",
        "total",
        *(["clase"] if "clase" in g.columns else []),
        sujeto=comunes.sujeto(*sujeto),
        resultado=comunes.segun(bandera, (g.operaciones < p["minimo"]) | g.falta),
        valor=g.parte,
        unidad_compradora=g.nombre_comprador,
        proveedor=g.nombre_proveedor,
    )


_CAMPOS = ("awards.suppliers", "awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_MINIMO = Parametro("minimo", 5, _("operaciones"), _("Operaciones del año, al menos"))
_EVIDENCIA = {
    "operaciones": _("Operaciones comparadas"),
    "operaciones_del_proveedor": _("Operaciones del proveedor"),
    "monto": _("Monto del proveedor, sin IVA (pesos)"),
    "total": _("Monto de todas, sin IVA (pesos)"),
    "unidad_compradora": _("Unidad compradora"),
    "proveedor": _("Proveedor"),
}
_concentracion = partial(
    Bandera,
    version="1.0",
    etapa="contrato",
    general=True,
    severidad=Severidad.MEDIA,
    por_que_importa=_(
        "Cuando pocas empresas reciben casi todo, la institución depende de ellas y las demás dejan de presentarse."
    ),
    falsos_positivos=(
        _("El bien o servicio tiene un único proveedor, por patente o derechos exclusivos."),
        _("La unidad compra poco y una sola compra grande pesa casi todo."),
        _("Es un contrato marco o una compra consolidada."),
    ),
    que_hacer=_(
        "Revise la investigación de mercado y la difusión de los procedimientos; invite a más empresas del ramo."
    ),
)

registrar_bandera(
    _concentracion(
        id="C01",
        titulo=_("Un proveedor recibe la mayor parte del monto de la unidad"),
        alcance=Alcance.PAREJA,
        nombra_personas=True,
        codigo_ocp="R040",
        fuente=_("Metodologías de PODER y del IMSS; ninguna ley fija un máximo"),
        campos=_CAMPOS,
        parametros=(_MINIMO, Parametro("parte", 50, _("por ciento"), _("Parte del monto que se señala"))),
        expresion=dominante_por_monto,
        evidencias=_EVIDENCIA,
    )
)

registrar_bandera(
    _concentracion(
        id="C02",
        titulo=_("Un proveedor recibe la mayor parte de los contratos de la unidad"),
        alcance=Alcance.PAREJA,
        nombra_personas=True,
        codigo_ocp="R040",
        fuente=_("Metodología de PODER; ninguna ley fija un máximo"),
        campos=_CAMPOS,
        parametros=(_MINIMO, Parametro("parte", 50, _("por ciento"), _("Parte de las operaciones que se señala"))),
        expresion=dominante_por_numero,
        evidencias=_EVIDENCIA,
    )
)

registrar_bandera(
    _concentracion(
        id="C03",
        titulo=_("Un proveedor recibe gran parte de lo que se compra sin licitación"),
        alcance=Alcance.PAREJA,
        nombra_personas=True,
        fuente=_("Metodología de PODER; ninguna ley fija un máximo"),
        campos=("tender.procurementMethod", *_CAMPOS),
        parametros=(
            _MINIMO,
            Parametro("parte", Decimal("33.3"), _("por ciento"), _("Parte del monto que se señala")),
        ),
        expresion=dominante_sin_licitacion,
        evidencias=_EVIDENCIA,
    )
)

registrar_bandera(
    _concentracion(
        id="C05",
        titulo=_("Un proveedor se repite en las compras de una misma partida"),
        alcance=Alcance.PAREJA,
        nombra_personas=True,
        severidad=Severidad.BAJA,
        fuente=_("Metodología del IMSS; ninguna ley fija un máximo"),
        campos=("items.classification.id", *_CAMPOS),
        parametros=(
            _MINIMO,
            Parametro("contratos", 4, _("operaciones"), _("Operaciones del proveedor, al menos")),
            Parametro("parte", 15, _("por ciento"), _("Parte de las operaciones que debe rebasar")),
            Parametro("cifras", 5, _("cifras"), _("Cifras de la clave que deben coincidir")),
        ),
        expresion=dominante_por_partida,
        evidencias=_EVIDENCIA | {"clase": _("Clave común de los artículos")},
    )
)
