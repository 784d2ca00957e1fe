"""A compiled release with only what the codes read, decoded fast when well-formed and still exact when it is not.

Cardinal reads whatever JSON comes: a member of another type counts as absent, and nothing is converted (the number 7
is not the id "7"). Here leaves keep any type and are asked for it; a line whose objects or lists are something else
is mended first, which takes longer and is rare.
"""

import math
from typing import Any

import msgspec


class LineaInvalida(ValueError):
    """The line is not JSON."""


class Parte(msgspec.Struct, gc=False):
    """An organization, or a classification: whatever is known by its id."""

    id: Any = None


class Valor(msgspec.Struct, gc=False, rename={"monto": "amount", "moneda": "currency"}):
    monto: Any = None
    moneda: Any = None


class Oferta(
    msgspec.Struct, gc=False, rename={"estado": "status", "fecha": "date", "valor": "value", "de": "tenderers"}
):
    estado: Any = None
    fecha: Any = None
    valor: Valor | None = None
    de: list[Parte] | None = None


class Ofertas(msgspec.Struct, gc=False, rename={"detalles": "details"}):
    detalles: list[Oferta] | None = None


class Articulo(msgspec.Struct, gc=False, rename={"clasificacion": "classification"}):
    clasificacion: Parte | None = None


class Adjudicacion(msgspec.Struct, gc=False, rename={"estado": "status", "articulos": "items", "a": "suppliers"}):
    estado: Any = None
    articulos: list[Articulo] | None = None
    a: list[Parte] | None = None

    @property
    def proveedores(self) -> list[str]:
        return ids(self.a)

    @property
    def unico(self) -> str | None:
        return unico(self.a)


class Periodo(msgspec.Struct, gc=False, rename={"inicio": "startDate", "fin": "endDate"}):
    inicio: Any = None
    fin: Any = None


class Licitacion(
    msgspec.Struct,
    gc=False,
    rename={
        "estado": "status",
        "metodo": "procurementMethod",
        "detalle_del_metodo": "procurementMethodDetails",
        "numero_de_licitantes": "numberOfTenderers",
        "periodo": "tenderPeriod",
        "entidad": "procuringEntity",
    },
):
    estado: Any = None
    metodo: Any = None
    detalle_del_metodo: Any = None
    numero_de_licitantes: Any = None
    periodo: Periodo | None = None
    entidad: Parte | None = None


class Entrega(
    msgspec.Struct,
    gc=False,
    rename={"comprador": "buyer", "licitacion": "tender", "ofertas": "bids", "adjudicaciones": "awards"},
):
    ocid: Any = None
    comprador: Parte | None = None
    licitacion: Licitacion | None = None
    ofertas: Ofertas | None = None
    adjudicaciones: list[Adjudicacion] | None = None


def leer(linea: bytes) -> Entrega:
    """Decode one line. What is JSON but no object gives an empty release. Raises LineaInvalida."""
    try:
        if not linea.isascii():
            # The decoder checks the text it keeps, not the text it passes over.
            linea.decode()
        return _LECTOR.decode(linea)
    except msgspec.ValidationError:
        return _enmendar(linea)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LineaInvalida(str(error)) from error


def texto(valor: Any) -> str | None:
    return valor if type(valor) is str else None


def cifra(valor: Any) -> float | None:
    """The number as a finite double; true and false are no numbers."""
    if type(valor) is float:
        return valor if math.isfinite(valor) else None
    if type(valor) is not int:
        return None
    try:
        return float(valor)
    except OverflowError:
        return None


def ids(partes: list[Parte] | None) -> list[str]:
    return [parte.id for parte in partes or () if type(parte.id) is str]


def unico(partes: list[Parte] | None) -> str | None:
    return texto(partes[0].id) if partes is not None and len(partes) == 1 else None


_LECTOR = msgspec.json.Decoder(Entrega)
# A number too large for a double is JSON too: it is read as infinite, and is no amount.
_LECTOR_DE_TODO = msgspec.json.Decoder(float_hook=float)


def _enmendar(linea: bytes) -> Entrega:
    """Decode a line some member of which has another type than the standard's."""
    try:
        dato = _LECTOR_DE_TODO.decode(linea)
    except (msgspec.DecodeError, RecursionError) as error:
        raise LineaInvalida(str(error)) from error
    return msgspec.convert(_sin_ajenos(dato, _ESQUEMA), Entrega)


_PARTE: dict[str, Any] = {}
# Where the release must have objects and, inside a list here, lists of objects.
_ESQUEMA: dict[str, Any] = {
    "buyer": _PARTE,
    "tender": {"tenderPeriod": {}, "procuringEntity": _PARTE},
    "bids": {"details": [{"value": {}, "tenderers": [_PARTE]}]},
    "awards": [{"items": [{"classification": _PARTE}], "suppliers": [_PARTE]}],
}


def _sin_ajenos(dato: Any, esquema: Any) -> Any:
    """Replace what is of another type by nothing; in a list by an empty object, because it still counts as one."""
    if isinstance(esquema, list):
        return [_sin_ajenos(cada, esquema[0]) or {} for cada in dato] if isinstance(dato, list) else None
    if not isinstance(dato, dict):
        return {} if esquema is _ESQUEMA else None
    return dato | {clave: _sin_ajenos(dato[clave], dentro) for clave, dentro in esquema.items() if clave in dato}
