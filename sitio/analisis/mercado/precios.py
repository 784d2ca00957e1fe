"""The unit prices of what was contracted, from the flat tables of the published records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from sitio.analisis.mercado.unidades import normalizar_unidad
from sitio.analisis.motor.conexion import en_memoria
from sitio.analisis.tablas import Contexto, Tablas

# Awards and contracts in these states were agreed; the rest (cancelled, unsuccessful, not signed yet) paid no price.
EN_FIRME = ("active", "terminated")
_LLAVE = ("ocid", "seccion", "padre", "articulo", "clave")
_DE_LAS_PARTES = ("comprador_id", "comprador", "region", "proveedor", "rfc", "titulo")
_TEXTOS = (*_LLAVE, "descripcion", "unidad", "moneda", *_DE_LAS_PARTES)


class Exclusion(StrEnum):
    """Why a published price is listed and not compared."""

    OTRA_MONEDA = "otra_moneda"
    SIN_MONEDA = "sin_moneda"
    SIN_EFECTO = "sin_efecto"


@dataclass(frozen=True)
class PrecioUnitario:
    """What was paid for a unit of something, where and by whom.

    `precio`: pesos, or the published currency when `exclusion` says so. `neto`: whether it was published as without
    taxes; otherwise it is as published, and whether it bears IVA is not known (many goods pay none).
    `proveedores`: how many were awarded it together; `proveedor` and `rfc` name the only one.
    """

    ocid: str
    seccion: str
    padre: str
    articulo: str
    clave: str
    descripcion: str
    unidad: str
    medida: str
    cantidad: float | None
    precio: Decimal
    neto: bool
    moneda: str
    fecha: date | None
    comprador_id: str
    comprador: str
    region: str
    proveedores: int
    proveedor: str
    rfc: str
    titulo: str
    exclusion: Exclusion | None


def precios_publicados(tablas: Mapping[str, pa.Table], contexto: Contexto | None = None) -> list[PrecioUnitario]:
    """Return every unit price above zero of classified items of contracts, and of awards with no contract for them."""
    with en_memoria(tablas, contexto, None) as base:
        return list(_leer(base.filas(base.consulta(precios), _LLAVE)))


def precios(t: Tablas) -> ir.Table:
    """One row per priced item: its own data, its award or contract, its buyer, its supplier.

    Fields: items[].classification.id, unit.name, unit.value of contracts and awards; contracts.dateSigned, else
    awards.date; awards.suppliers; buyer; parties.address.region. The item of a contract stands for the same one (id and
    class) of its award. A missing unit is that of the tender's items of the same class, if they have only one.
    """
    a = t.articulos
    con_precio = a.filter(a.padre_id.notnull() & a.clasificacion.notnull() & (_precio(a) > 0))
    de_contratos = _de_contratos(t, con_precio.filter(con_precio.seccion == "contrato"))
    de_adjudicaciones = _de_adjudicaciones(t, con_precio.filter(con_precio.seccion == "adjudicacion"))
    ya = de_contratos.select(y_ocid="ocid", y_de="adjudicacion_id", y_id="articulo", y_clave="clave").distinct()
    ya = ya.mutate(con_contrato=True)
    f = _pegar(de_adjudicaciones, ya, ocid="y_ocid", adjudicacion_id="y_de", articulo="y_id", clave="y_clave")
    f = f.filter(f.con_contrato.isnull()).drop("con_contrato")
    return _con_partes(t, de_contratos.union(f))


def _precio(articulos: ir.Table) -> ir.DecimalValue:
    return ibis.coalesce(articulos.precio_unitario_neto, articulos.precio_unitario)


def _de_contratos(t: Tablas, articulos: ir.Table) -> ir.Table:
    con_id = t.contratos.filter(t.contratos.id.notnull())
    contratos = con_id.group_by(c_ocid=con_id.ocid, c_id=con_id.id).agg(
        de=con_id.adjudicacion_id.min(), firma=con_id.fecha_firma_dia.min(), estado=con_id.estado.min()
    )
    f = _pegar(articulos, contratos, ocid="c_ocid", padre_id="c_id")
    f = _pegar(f, _adjudicaciones(t), ocid="d_ocid", de="d_id")
    return _columnas(f, f.de, ibis.coalesce(f.firma, f.fallo), f.estado)


def _de_adjudicaciones(t: Tablas, articulos: ir.Table) -> ir.Table:
    f = _pegar(articulos, _adjudicaciones(t), ocid="d_ocid", padre_id="d_id")
    return _columnas(f, f.padre_id, f.fallo, f.estado_fallo)


def _adjudicaciones(t: Tablas) -> ir.Table:
    a = t.adjudicaciones.filter(t.adjudicaciones.id.notnull())
    return a.group_by(d_ocid=a.ocid, d_id=a.id).agg(fallo=a.fecha_dia.min(), estado_fallo=a.estado.min())


def _pegar(tabla: ir.Table, otra: ir.Table, **llaves: str) -> ir.Table:
    """Add to `tabla` the columns of `otra`, whose keys (columns with names of their own) do not stay."""
    # Views, because ibis takes a column that both sides derive from one table for the same column.
    izquierda, derecha = tabla.view(), otra.view()
    iguales = [izquierda[propia] == derecha[ajena] for propia, ajena in llaves.items()]
    return izquierda.left_join(derecha, iguales).drop(*llaves.values())


def _columnas(f: ir.Table, adjudicacion: ir.StringValue, fecha: ir.DateValue, estado: ir.StringValue) -> ir.Table:
    return f.select(
        "ocid",
        "seccion",
        "descripcion",
        "unidad",
        "cantidad",
        "moneda",
        padre=f.padre_id,
        articulo=ibis.coalesce(f.id, ""),
        clave=f.clasificacion,
        precio=_precio(f),
        neto=f.precio_unitario_neto.notnull(),
        adjudicacion_id=adjudicacion,
        fecha=fecha,
        estado=estado,
    )


def _con_partes(t: Tablas, f: ir.Table) -> ir.Table:
    """Add the buyer with its region, the supplier, and the unit that the tender gave."""
    f = _pegar(f, _procesos(t), ocid="p_ocid")
    f = _pegar(f, _proveedores(t), ocid="s_ocid", adjudicacion_id="s_de")
    f = _pegar(f, _unidades(t), ocid="u_ocid", clave="u_clave")
    return f.mutate(unidad=ibis.coalesce(f.unidad.nullif(""), f.u_unidad)).drop("u_unidad", "adjudicacion_id")


def _procesos(t: Tablas) -> ir.Table:
    p = t.partes.filter(t.partes.id.notnull())
    regiones = p.group_by(r_ocid=p.ocid, r_id=p.id).agg(region=p.entidad_federativa.min())
    procesos = t.procesos.select("comprador_id", "comprador", "titulo", p_ocid="ocid")
    return _pegar(procesos, regiones, p_ocid="r_ocid", comprador_id="r_id")


def _proveedores(t: Tablas) -> ir.Table:
    p = t.partes.filter(t.partes.id.notnull())
    quienes = p.group_by(q_ocid=p.ocid, q_id=p.id).agg(rfc=p.rfc.min(), nombre_parte=p.nombre.min())
    f = _pegar(t.proveedores_adjudicados, quienes, ocid="q_ocid", id="q_id")
    return f.group_by(s_ocid=f.ocid, s_de=f.adjudicacion_id).agg(
        proveedores=f.id.nunique(), proveedor=ibis.coalesce(f.nombre_parte, f.nombre).min(), rfc=f.rfc.min()
    )


def _unidades(t: Tablas) -> ir.Table:
    """The unit that the tender gives to each class of goods, where it gives only one."""
    a = t.articulos
    pedidos = a.filter((a.seccion == "licitacion") & a.clasificacion.notnull() & a.unidad.notnull())
    u = pedidos.group_by(u_ocid=pedidos.ocid, u_clave=pedidos.clasificacion).agg(
        cuantas=pedidos.unidad.nunique(), u_unidad=pedidos.unidad.min()
    )
    return u.filter(u.cuantas == 1).drop("cuantas")


def _leer(renglones: list[dict[str, Any]]) -> Iterator[PrecioUnitario]:
    for fila in renglones:
        datos: dict[str, Any] = {nombre: "" if fila[nombre] is None else fila[nombre] for nombre in _TEXTOS}
        if fila["proveedores"] != 1:
            datos |= {"proveedor": "", "rfc": ""}
        yield PrecioUnitario(
            **datos,
            medida=normalizar_unidad(fila["unidad"]),
            cantidad=fila["cantidad"],
            precio=fila["precio"],
            neto=fila["neto"],
            fecha=fila["fecha"],
            proveedores=fila["proveedores"] or 0,
            exclusion=_exclusion(fila["estado"], fila["moneda"]),
        )


def _exclusion(estado: str | None, moneda: str | None) -> Exclusion | None:
    if estado is not None and estado not in EN_FIRME:
        return Exclusion.SIN_EFECTO
    if not moneda:
        return Exclusion.SIN_MONEDA
    return None if moneda == "MXN" else Exclusion.OTRA_MONEDA
