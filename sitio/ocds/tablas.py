"""The standard as flat tables: one pass over compiled releases, for bulk files and for analysis alike.

Nothing is invented or mended: what a release does not say, or says in a way that has no such type, is null.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from sitio.ocds import columnas, listas
from sitio.ocds.columnas import COLUMNAS, ESQUEMAS
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.rutas import objeto, objetos

Objeto = dict[str, Any]
# What a row's place in the process gives (the columns without a path, in order), and the object it is made of.
Renglon = tuple[str, tuple[Any, ...], Objeto]

# Rows kept as Python objects before they become Arrow columns; bounds the memory of a million processes.
_LOTE = 50_000


def aplanar(compiladas: Iterable[Objeto]) -> dict[str, pa.Table]:
    """Flatten compiled releases into the tables of `columnas.COLUMNAS`, typed and with the same schema even when empty.

    Money is decimal128(20, 2), rounded half up to cents; moments are timestamp[us, UTC]; ids are text. Never raises for
    what a release holds.
    """
    tablas = {nombre: _Tabla(nombre) for nombre in COLUMNAS}
    for compilada in compiladas:
        for nombre, lugar, hecho in _renglones(compilada):
            tablas[nombre].agregar(lugar, hecho)
    return {nombre: tabla.terminar() for nombre, tabla in tablas.items()}


class _Tabla:
    """The rows of one table, turned into Arrow batches as they come."""

    def __init__(self, nombre: str) -> None:
        self.esquema = ESQUEMAS[nombre]
        self.lectores = [
            (columna.ruta.split("."), _LECTORES[columna.tipo]) for columna in COLUMNAS[nombre] if columna.ruta
        ]
        self.filas: list[tuple[Any, ...]] = []
        self.lotes: list[pa.RecordBatch] = []

    def agregar(self, lugar: tuple[Any, ...], hecho: Objeto) -> None:
        leidos = [lector(_en(hecho, ruta)) for ruta, lector in self.lectores]
        self.filas.append((*lugar, *leidos))
        if len(self.filas) >= _LOTE:
            self.vaciar()

    def vaciar(self) -> None:
        if self.filas:
            arreglos = [
                pa.array(valores, type=campo.type)
                for campo, valores in zip(self.esquema, zip(*self.filas, strict=True), strict=True)
            ]
            self.lotes.append(pa.RecordBatch.from_arrays(arreglos, schema=self.esquema))
            self.filas = []

    def terminar(self) -> pa.Table:
        self.vaciar()
        return pa.Table.from_batches(self.lotes, schema=self.esquema)


def _renglones(compilada: Objeto) -> Iterator[Renglon]:
    ocid = _texto(compilada.get("ocid")) or ""
    licitacion, partes = objeto(compilada, "tender"), objetos(compilada, "parties")
    comprador = objeto(compilada, "buyer") or _con_papel(partes, "buyer")
    unidad = objeto(licitacion, "procuringEntity") or _con_papel(partes, "procuringEntity")
    quienes = [_texto(quien.get(campo)) for quien in (comprador, unidad) for campo in ("id", "name")]
    yield "procesos", (ocid, *quienes, listas.etapas_publicadas(compilada)), compilada
    for parte in partes:
        yield "partes", (ocid,), parte
    for licitante in objetos(licitacion, "tenderers"):
        yield "licitantes", (ocid,), licitante
    yield from _detalles((ocid, "planeacion", None), objeto(compilada, "planning"))
    yield from _detalles((ocid, "licitacion", None), licitacion)
    for adjudicacion in objetos(compilada, "awards"):
        yield from _de_adjudicacion(ocid, adjudicacion)
    for contrato in objetos(compilada, "contracts"):
        yield from _de_contrato(ocid, contrato)


def _de_adjudicacion(ocid: str, adjudicacion: Objeto) -> Iterator[Renglon]:
    clave = _texto(adjudicacion.get("id"))
    yield "adjudicaciones", (ocid,), adjudicacion
    for proveedor in objetos(adjudicacion, "suppliers"):
        yield "proveedores_adjudicados", (ocid, clave), proveedor
    yield from _detalles((ocid, "adjudicacion", clave), adjudicacion)


def _de_contrato(ocid: str, contrato: Objeto) -> Iterator[Renglon]:
    clave, ejecucion = _texto(contrato.get("id")), objeto(contrato, "implementation")
    yield "contratos", (ocid, len(objetos(contrato, "amendments"))), contrato
    for pago in objetos(ejecucion, "transactions"):
        yield "transacciones", (ocid, clave), pago
    yield from _detalles((ocid, "contrato", clave), contrato)
    yield from _detalles((ocid, "ejecucion", clave), ejecucion)


def _detalles(lugar: tuple[Any, ...], seccion: Objeto) -> Iterator[Renglon]:
    for tabla, lista in (("articulos", "items"), ("hitos", "milestones"), ("documentos", "documents")):
        for miembro in objetos(seccion, lista):
            yield tabla, lugar, miembro


def _con_papel(partes: list[Objeto], papel: str) -> Objeto:
    return next((parte for parte in partes if papel in (_textos(parte.get("roles")) or ())), {})


def _en(dato: Any, ruta: list[str]) -> Any:
    for parte in ruta:
        if not isinstance(dato, dict):
            return None
        dato = dato.get(parte)
    return dato


def _texto(valor: Any) -> str | None:
    if isinstance(valor, int) and not isinstance(valor, bool):
        return str(valor)
    return valor if isinstance(valor, str) and valor.strip() and _cabe(valor) else None


def _cabe(texto: str) -> bool:
    """Whether the text can be written in UTF-8: an unpaired surrogate, half of a character, cannot."""
    return texto.isascii() or not any("\ud800" <= caracter <= "\udfff" for caracter in texto)


def _textos(valor: Any) -> list[str] | None:
    return [texto for parte in valor if (texto := _texto(parte))] if isinstance(valor, list) else None


def _momento(valor: Any) -> Any:
    try:
        return leer_fecha(valor)
    except (TypeError, ValueError):
        return None


def _numero(valor: Any) -> float | None:
    exacto = _decimal(valor)
    return None if exacto is None or exacto.adjusted() > 300 else float(exacto)


def _entero(valor: Any) -> int | None:
    exacto = _decimal(valor)
    if exacto is None or exacto.adjusted() > 17 or exacto != int(exacto):
        return None
    return int(exacto)


def _decimal(valor: Any) -> Decimal | None:
    if isinstance(valor, bool) or not isinstance(valor, (int, float, Decimal)):
        return None
    exacto = Decimal(repr(valor)) if isinstance(valor, float) else Decimal(valor)
    return exacto if exacto.is_finite() else None


def _redondeado(paso: Decimal) -> Callable[[Any], Decimal | None]:
    def redondear(valor: Any) -> Decimal | None:
        exacto = _decimal(valor)
        # decimal128(20, 2) holds eighteen digits before the point; no real amount comes near.
        if exacto is None or exacto.adjusted() > 16:
            return None
        return exacto.quantize(paso, ROUND_HALF_UP)

    return redondear


_LECTORES: dict[pa.DataType, Callable[[Any], Any]] = {
    columnas.TEXTO: _texto,
    columnas.TEXTOS: _textos,
    columnas.ENTERO: _entero,
    columnas.NUMERO: _numero,
    columnas.MONTO: _redondeado(Decimal("0.01")),
    columnas.PRECIO: _redondeado(Decimal("0.000001")),
    columnas.MOMENTO: _momento,
}
