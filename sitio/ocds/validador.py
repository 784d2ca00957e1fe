"""Does a release keep its schema? Said by jsonschema, which knows where and why, and only where jsonschema-rs doubts.

jsonschema-rs goes over a sound release a hundred times faster. Its schema is ours made a little stricter (dates and web
addresses in their common forms), so that whatever it accepts, jsonschema accepts too; of what it does not accept,
jsonschema has the last word.
"""

from collections.abc import Iterator
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker, TypeChecker, ValidationError, validators
from jsonschema.protocols import Validator

from sitio.ocds import esquema
from sitio.ocds.canonico import canonizar
from sitio.ocds.identificadores import leer_fecha

# Dates that `leer_fecha` reads, if their day exists; the years at both ends would not hold a change of zone.
_FECHA = (
    r"^(000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])-[0-9]{2}-[0-9]{2}"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
# Of RFC 3986 (appendix A), what web addresses are made of nearly always.
_TRAMO = r"([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_DIRECCION = rf"^[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9.-]+(:[0-9]+)?(/{_TRAMO})?(\?({_TRAMO}|\?)*)?(#({_TRAMO}|\?)*)?$"
_FORMAS = {"date-time": _FECHA, "uri": _DIRECCION}

# Where jsonschema looks, by identity; None: everywhere.
_dudosos: ContextVar[set[int] | None] = ContextVar("_dudosos", default=None)


def errores(entrega: dict[str, Any], *, completo: bool, exacta: bool = True) -> list[ValidationError]:
    """Everything that keeps a release from its schema: our whole profile (`completo`), or the core of OCDS alone.

    `entrega` is data that canonical JSON can hold, and `exacta` when it has the very types that reading JSON gives.
    The path of an error about a missing field leads to the field.
    """
    dudosos = _por_revisar(entrega, _rapido(completo)) if exacta else None
    if dudosos == set():
        return []
    marcas = _dudosos.set(dudosos)
    try:
        return [*_minucioso(completo).iter_errors(entrega)]
    finally:
        _dudosos.reset(marcas)


def _por_revisar(entrega: dict[str, Any], rapido: jsonschema_rs.Validator) -> set[int] | None:
    """The identities of the values where something may be wrong, and of all that hold them; None: anywhere."""
    try:
        if rapido.is_valid(entrega):
            return set()
        marcados = {id(entrega)}
        for error in rapido.iter_errors(entrega):
            dato: Any = entrega
            for parte in error.instance_path:
                dato = dato[parte]
                marcados.add(id(dato))
    except ValueError:
        # A type it does not know.
        return None
    return marcados


@cache
def _rapido(completo: bool) -> jsonschema_rs.Validator:
    estricto = _mas_estricto(esquema.entrega() if completo else esquema.nucleo())
    return jsonschema_rs.Draft202012Validator(estricto, validate_formats=True)


def _mas_estricto(nodo: Any) -> Any:
    """The schema with dates and addresses in their common forms only: jsonschema-rs is freer with them than we are."""
    if isinstance(nodo, list):
        return [_mas_estricto(hijo) for hijo in nodo]
    if not isinstance(nodo, dict):
        return nodo
    copia = {clave: _mas_estricto(valor) for clave, valor in nodo.items()}
    if isinstance(formato := copia.get("format"), str):
        copia["allOf"] = [*copia.get("allOf", ()), {"pattern": _FORMAS[formato]}]
    return copia


@cache
def _minucioso(completo: bool) -> Validator:
    formatos = FormatChecker(formats=["uri"])
    formatos.checks("date-time", raises=ValueError)(_es_fecha)
    tipos: TypeChecker = Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _es_numero, "integer": _es_entero})
    extender: Any = validators.extend  # untyped in the stubs
    palabras = {
        "required": _obligatorios,
        "uniqueItems": _sin_iguales,
        "properties": _campos("properties"),
        "patternProperties": _campos("patternProperties"),
        "items": _miembros,
    }
    clase: type[Validator] = extender(Draft202012Validator, palabras, type_checker=tipos)
    return clase(esquema.entrega() if completo else esquema.nucleo(), format_checker=formatos)


def _es_fecha(valor: object) -> bool:
    return not isinstance(valor, str) or bool(leer_fecha(valor))


def _es_numero(_: TypeChecker, valor: object) -> bool:
    return isinstance(valor, (int, float, Decimal)) and not isinstance(valor, bool)


def _es_entero(_: TypeChecker, valor: object) -> bool:
    if isinstance(valor, Decimal):
        return valor == valor.to_integral_value()
    return isinstance(valor, int | float) and not isinstance(valor, bool) and float(valor).is_integer()


def _obligatorios(validador: Validator, campos: list[str], dato: Any, _: dict[str, Any]) -> Iterator[ValidationError]:
    """As JSON Schema's `required`, but the path of the error leads to the field that is missing."""
    if validador.is_type(dato, "object"):
        for campo in campos:
            if campo not in dato:
                yield ValidationError(campo, path=[campo])


def _sin_iguales(validador: Validator, unicos: bool, dato: Any, _: dict[str, Any]) -> Iterator[ValidationError]:
    """As JSON Schema's `uniqueItems`, in linear time: lists of items run to thousands."""
    if unicos and validador.is_type(dato, "array") and len({canonizar(miembro) for miembro in dato}) < len(dato):
        yield ValidationError("uniqueItems")


def _campos(palabra: str) -> Any:
    """A keyword of JSON Schema that goes down into the fields of an object, kept from those known to be sound."""
    de_siempre: Any = Draft202012Validator.VALIDATORS[palabra]

    def bajar(validador: Validator, valor: Any, dato: Any, nodo: dict[str, Any]) -> Iterator[ValidationError]:
        if validador.is_type(dato, "object"):
            dudosos = _dudosos.get()
            if dudosos is not None:
                dato = {campo: hijo for campo, hijo in dato.items() if id(hijo) in dudosos}
            yield from de_siempre(validador, valor, dato, nodo)

    return bajar


def _miembros(validador: Any, nodo: dict[str, Any], dato: Any, _: dict[str, Any]) -> Iterator[ValidationError]:
    """As JSON Schema's `items`, kept from the members known to be sound."""
    if validador.is_type(dato, "array"):
        dudosos = _dudosos.get()
        for indice, miembro in enumerate(dato):
            if dudosos is None or id(miembro) in dudosos:
                yield from validador.descend(miembro, nodo, path=indice)
