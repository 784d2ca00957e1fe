"""Flags on how few suppliers share what a unit, or a market, buys: the Herfindahl-Hirschman index."""

from collections.abc import Mapping, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")


def indice_de_la_unidad(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C04: what a unit buys in a year is concentrated in few suppliers (Herfindahl-Hirschman index).

    Fields: those of C01. Threshold: sum of the squared shares of the amount, from 0 to 10,000: over `moderado` (1500)
    low, over `alto` (2500) medium. Minimum: `minimo` (5) operations, all with amount and one supplier; with less,
    insufficient.
    Source: IMSS, IMCO; OCP R051.
    """
    f = operaciones.operaciones(t)
    return _herfindahl(f, p, UNIDAD)


def indice_del_mercado(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """C04M: what all the units of a publisher buy of one class in a year is concentrated in few suppliers.

    Fields: those of C01; items[].classification.id. Threshold and minimum: those of C04, over the operations of all the
    units whose items share the first `cifras` (2) figures. Processes with several classes are left out.
    Source: IMSS, IMCO; OCP R051.
    """
    f = operaciones.con_clase(operaciones.operaciones(t), t.articulos, int(p["cifras"]))
    return _herfindahl(f.filter(f.clase.notnull()), p, ("publicador", "clase", "anio"))


def _herfindahl(f: ir.Table, p: Mapping[str, Numero], llaves: Sequence[str]) -> ir.Table:
    s = f.group_by(*llaves, "proveedor").agg(monto=f.monto.sum().cast("float64"))
    partes = s.group_by(*llaves).agg(
        proveedores=s.count(), cuadrados=(s.monto * s.monto).sum(), mayor=s.monto.max(), total=s.monto.sum()
    )
    g = f.group_by(*llaves).agg(
        operaciones=f.count(),
        faltan=comunes.cuantas(f.monto.isnull() | f.proveedor.isnull()),
        nombre_comprador=f.nombre_comprador.min(),
        procesos=comunes.muestra(f.ocid),
    )
    g = g.join(partes, list(llaves))
    indice = (g.cuadrados * 10000 / (g.total * g.total).nullif(0)).round(2)
    propias = {"clase": g.clase} if "clase" in llaves else {"unidad_compradora": g.nombre_comprador}
    return g.select(
        "publicador",
        "procesos",
        "operaciones",
        "proveedores",
        sujeto=comunes.sujeto(*(g[llave] for llave in llaves if llave != "publicador")),
        resultado=comunes.segun(
            indice > p["moderado"], (g.operaciones < p["minimo"]) | (g.faltan > 0) | indice.isnull()
        ),
        valor=indice,
        severidad=ibis.ifelse(indice > p["alto"], Severidad.MEDIA, Severidad.BAJA),
        monto_total=g.total.round(2),
        parte_del_mayor=comunes.por_ciento(g.mayor, g.total),
        **propias,
    )


_CAMPOS = ("awards.suppliers", "awards.value", "awards.date", "contracts.value", "contracts.dateSigned")
_EVIDENCIA_DE_INDICE = {
    "operaciones": _("Operaciones comparadas"),
    "proveedores": _("Proveedores distintos"),
    "monto_total": _("Monto de todas, sin IVA (pesos)"),
    "parte_del_mayor": _("Por ciento del proveedor mayor"),
}

_indice = partial(
    Bandera,
    version="1.0",
    etapa="contrato",
    general=True,
    severidad=Severidad.MEDIA,
    alcance=Alcance.COMPRADOR,
    codigo_ocp="R051",
    fuente=_("Índice de Herfindahl-Hirschman; metodologías del IMSS y del IMCO"),
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

_NIVELES = (
    Parametro("minimo", 5, _("operaciones"), _("Operaciones del año, al menos")),
    Parametro("moderado", 1500, _("puntos de 10,000"), _("Índice que debe rebasar, severidad baja")),
    Parametro("alto", 2500, _("puntos de 10,000"), _("Índice que debe rebasar, severidad media")),
)

registrar_bandera(
    _indice(
        id="C04",
        titulo=_("Las compras de la unidad se concentran en pocos proveedores"),
        campos=_CAMPOS,
        parametros=_NIVELES,
        expresion=indice_de_la_unidad,
        evidencias=_EVIDENCIA_DE_INDICE | {"unidad_compradora": _("Unidad compradora")},
    )
)

registrar_bandera(
    _indice(
        id="C04M",
        titulo=_("Las compras de una clase de bienes se concentran en pocos proveedores"),
        campos=("items.classification.id", *_CAMPOS),
        parametros=(*_NIVELES, Parametro("cifras", 2, _("cifras"), _("Cifras de la clave que deben coincidir"))),
        expresion=indice_del_mercado,
        evidencias=_EVIDENCIA_DE_INDICE | {"clase": _("Clave común de los artículos")},
    )
)
