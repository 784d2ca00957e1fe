"""Search over the published records, and pages of it by key: the thousandth page costs what the first does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from sitio.ocds import listas
from sitio.publicacion.columnas import normalizar
from sitio.publicacion.models import Registro

POR_PAGINA = 20
# A query of more words than this is a pasted paragraph; the first ones already narrow it down.
PALABRAS = 12
# OCDS tenderStatus of a procedure that will end in no contract.
SIN_EFECTO = frozenset({"cancelled", "unsuccessful", "withdrawn"})
_COLUMNAS = (
    "ocid", "posicion", "titulo", "comprador", "metodo", "etapas", "estado_licitacion",
    "monto", "moneda", "publicada_en", "publicador__nombre",
)  # fmt: skip


@dataclass(frozen=True)
class Renglon:
    """A process in a list."""

    ocid: str
    titulo: str
    comprador: str
    metodo: str
    etapas: list[str]
    canceladas: list[str]
    monto: Decimal | None
    moneda: str
    publicada_en: datetime


def renglones(registros: QuerySet[Registro]) -> list[Renglon]:
    """Return the rows of a list, without ever reading the compiled releases."""
    return [_renglon(fila) for fila in registros.values(*_COLUMNAS)]


def _renglon(fila: dict[str, Any]) -> Renglon:
    return Renglon(
        ocid=fila["ocid"],
        titulo=fila["titulo"],
        comprador=fila["comprador"] or fila["publicador__nombre"],
        metodo=listas.titulo("method", fila["metodo"]) if fila["metodo"] else "",
        etapas=fila["etapas"],
        canceladas=canceladas(fila["estado_licitacion"]),
        monto=fila["monto"],
        moneda=fila["moneda"],
        publicada_en=fila["publicada_en"],
    )


def canceladas(estado_licitacion: str) -> list[str]:
    """Return the stages to cross out: the tender, when it was cancelled, withdrawn or declared void."""
    return ["licitacion"] if estado_licitacion in SIN_EFECTO else []


def buscar(registros: QuerySet[Registro], texto: str) -> QuerySet[Registro]:
    """Keep the records that hold every word of `texto`, with or without accents, in any order."""
    for palabra in normalizar(texto).split()[:PALABRAS]:
        registros = registros.filter(busqueda__contains=palabra)
    return registros


def con_etapa(registros: QuerySet[Registro], etapa: str) -> QuerySet[Registro]:
    """Keep the records whose stage `etapa` is published."""
    # SQLite cannot ask a JSON array what it contains; as text both engines can, and stage names are fixed words.
    return registros.annotate(etapas_texto=Cast("etapas", TextField())).filter(etapas_texto__contains=f'"{etapa}"')


@dataclass(frozen=True)
class Orden:
    """A way of ordering the list: by `campo` if any, and always by position in the ledger, which is unique."""

    descendente: bool
    por_monto: bool = False


ORDENES: dict[str, Orden] = {
    "recientes": Orden(descendente=True),
    "antiguos": Orden(descendente=False),
    "monto_mayor": Orden(descendente=True, por_monto=True),
    "monto_menor": Orden(descendente=False, por_monto=True),
}


@dataclass(frozen=True)
class Marca:
    """Where a page begins or ends: the key of a row in its order. `monto` None is a row without an amount."""

    posicion: int
    monto: Decimal | None = None

    def __str__(self) -> str:
        return f"{'' if self.monto is None else self.monto}~{self.posicion}"


@dataclass(frozen=True)
class Pagina:
    """A page of rows, and the marks of its neighbours (None where there is no more)."""

    renglones: list[Renglon]
    anterior: Marca | None
    siguiente: Marca | None


def pagina(
    registros: QuerySet[Registro], orden: Orden, *, despues: Marca | None = None, antes: Marca | None = None
) -> Pagina:
    """Return the page after the mark `despues`, or the one before `antes`, or the first."""
    marca = antes or despues
    filas = _filas(registros, orden, marca, hacia_atras=antes is not None)
    hay_mas, filas = len(filas) > POR_PAGINA, filas[:POR_PAGINA]
    if antes is not None and not hay_mas:
        # Reading backwards reached the beginning: the first page is shown whole, with what came in meanwhile.
        return pagina(registros, orden)
    if antes is not None:
        filas.reverse()
    return Pagina(
        renglones=[_renglon(fila) for fila in filas],
        anterior=_marca(orden, filas[:1]) if marca else None,
        siguiente=_marca(orden, filas[-1:]) if hay_mas or antes else None,
    )


def _filas(
    registros: QuerySet[Registro], orden: Orden, marca: Marca | None, *, hacia_atras: bool
) -> list[dict[str, Any]]:
    """Return one row more than a page holds, if there is one, reading from `marca` in either direction."""
    if marca is not None:
        registros = registros.filter(_mas_alla(orden, marca, hacia_atras=hacia_atras))
    return list(_ordenar(registros, orden, invertido=hacia_atras).values(*_COLUMNAS)[: POR_PAGINA + 1])


def _marca(orden: Orden, filas: Iterable[dict[str, Any]]) -> Marca | None:
    return next((Marca(fila["posicion"], fila["monto"] if orden.por_monto else None) for fila in filas), None)


def _ordenar(registros: QuerySet[Registro], orden: Orden, *, invertido: bool) -> QuerySet[Registro]:
    """Order the rows; those without an amount come last in both orders, so first when the list is read backwards."""
    descendente = orden.descendente is not invertido
    posicion = "-posicion" if descendente else "posicion"
    if not orden.por_monto:
        return registros.order_by(posicion)
    # "monto IS NULL" as a column: neither engine then needs its own words for where the nulls go.
    sin_monto = Q(monto__isnull=True)
    registros = registros.annotate(sin_monto=sin_monto)
    return registros.order_by(
        "-sin_monto" if invertido else "sin_monto", "-monto" if descendente else "monto", posicion
    )


def _mas_alla(orden: Orden, marca: Marca, *, hacia_atras: bool) -> Q:
    comparador = "lt" if orden.descendente is not hacia_atras else "gt"
    siguiente = Q(**{f"posicion__{comparador}": marca.posicion})
    if not orden.por_monto:
        return siguiente
    if marca.monto is None:
        mas_alla = Q(monto__isnull=True) & siguiente
        return mas_alla | Q(monto__isnull=False) if hacia_atras else mas_alla
    mas_alla = Q(**{f"monto__{comparador}": marca.monto}) | (Q(monto=marca.monto) & siguiente)
    return mas_alla if hacia_atras else mas_alla | Q(monto__isnull=True)
