"""Canonical JSON (RFC 8785): the one way a release is written, so that its SHA-256 can be checked by anyone."""

import hashlib
import json
import math
import re
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import orjson

# The C escaper of the standard library writes what RFC 8785 §3.2.2.2 asks: only `"`, `\` and U+0000-U+001F.
_escapar = json.JSONEncoder(ensure_ascii=False).encode
# A number that changes by this much when kept as an IEEE double would change an amount in cents.
_TOLERANCIA = Decimal("0.001")
_CONSTANTES = {None: "null", True: "true", False: "false"}

_OPCIONES = (
    orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_SUBCLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
)
# Below this a double holds a Decimal well within _TOLERANCIA.
_GRANDE = 1e12
# How orjson writes the doubles that ECMAScript writes otherwise: `1.0`, which is `1`; `1e16`, `1e+16`, `1e-7`. What
# looks like one may be text, so the quick search only calls for the exact one.
_CON_PUNTO_CERO = re.compile(rb"\.0(?:[,}\]]|$)")
_CON_EXPONENTE = re.compile(rb"e[-+0-9]")
_OTRO_NUMERO = re.compile(rb"(?:^|[:,\[])-?[0-9.]+(?:e|(?<=\.0)(?:[,}\]]|$))")
# UTF-16 (RFC 8785 §3.2.3) and UTF-8 (orjson) sort differently the characters past U+FFFF, of four bytes.
_DE_CUATRO_BYTES = re.compile(rb"[\xf0-\xf4]")


class NoCanonizable(ValueError):
    """The data cannot be written as canonical JSON. `ruta` says where; the message, in Spanish, what to do."""

    def __init__(self, motivo: str) -> None:
        super().__init__(motivo)
        self.motivo = motivo
        self.ruta: list[str | int] = []


def canonizar(dato: Any) -> bytes:
    """Write `dato` as RFC 8785 JSON in UTF-8. Decimals become numbers.

    Raises NoCanonizable (a ValueError) for what no reader would get back unchanged: NaN, Infinity, integers and
    Decimals that a double cannot hold, unpaired surrogates, the NUL character (PostgreSQL refuses it), other types.
    """
    try:
        escrito = _en_orden(dato)
    except orjson.JSONEncodeError:
        return _a_la_letra(dato)
    return _a_la_letra(dato) if _inaceptable(escrito, dato) or _distinto_del_rfc(escrito) else escrito


def exigir_canonizable(dato: Any) -> None:
    """Raise the NoCanonizable that `canonizar` would, in half its time: what is not written need not be in order."""
    try:
        escrito = orjson.dumps(dato, _numero_sencillo, _OPCIONES)
    except orjson.JSONEncodeError:
        _a_la_letra(dato)
        return
    if _inaceptable(escrito, dato):
        _a_la_letra(dato)


def es_el_mismo(uno: Any, otro: Any) -> bool:
    """Whether two values are the same JSON, which `==` does not tell: for Python, True is also 1.

    Numbers of different Python types may count as different, and what `canonizar` refuses always does.
    """
    try:
        return bool(uno == otro) and _en_orden(uno) == _en_orden(otro)
    except orjson.JSONEncodeError:
        return False


def _en_orden(dato: Any) -> bytes:
    return orjson.dumps(dato, _numero_sencillo, _OPCIONES | orjson.OPT_SORT_KEYS)


def _a_la_letra(dato: Any) -> bytes:
    """As the RFC says, word for word: for the few things that orjson writes otherwise, or does not write."""
    try:
        return _valor(dato).encode()
    except RecursionError as error:
        raise NoCanonizable("Hay objetos dentro de objetos a demasiada profundidad. Aplane los datos.") from error


def _numero_sencillo(valor: Any) -> float:
    """A Decimal as the double readers will hold. TypeError for a large one or another type, which go word for word."""
    if type(valor) is Decimal:
        doble = float(valor)
        if -_GRANDE < doble < _GRANDE:
            return int(doble) if doble.is_integer() else doble
    raise TypeError


def _inaceptable(escrito: bytes, dato: Any) -> bool:
    """Whether orjson may have written what we refuse: NUL, or NaN, which it writes as null."""
    return (b"\\" in escrito and b"\\u0000" in escrito) or (b"null" in escrito and not _finito(dato))


def _distinto_del_rfc(escrito: bytes) -> bool:
    """Whether orjson may have written a number, or ordered the keys, as RFC 8785 does not."""
    if (_CON_PUNTO_CERO.search(escrito) or _CON_EXPONENTE.search(escrito)) and _OTRO_NUMERO.search(escrito):
        return True
    # The keys of both orders only part when there are also characters from U+E000 to U+FFFF.
    return (b"\xee" in escrito or b"\xef" in escrito) and bool(_DE_CUATRO_BYTES.search(escrito))


def _finito(dato: Any) -> bool:
    if isinstance(dato, dict):
        return all(map(_finito, dato.values()))
    if isinstance(dato, (list, tuple)):
        return all(map(_finito, dato))
    if isinstance(dato, Enum):
        return _finito(dato.value)
    return not isinstance(dato, float) or math.isfinite(dato)


def sha256(contenido: bytes) -> str:
    """The SHA-256 of `contenido`, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(contenido).hexdigest()


def numero(valor: float) -> str:
    """Write a finite double as ECMAScript's Number::toString does (RFC 8785 §3.2.2.3)."""
    if not math.isfinite(valor):
        raise NoCanonizable("Hay un número que no es finito (NaN o Infinity). Escriba una cifra o quite el campo.")
    if valor == 0:
        return "0"
    signo, digitos, exponente = Decimal(repr(valor)).as_tuple()
    texto = "".join(map(str, digitos)).rstrip("0")
    # `punto`: how many digits stand before the decimal point; the `n` of the ECMAScript definition.
    punto = len(digitos) + int(exponente)
    return "-" * signo + _colocar(texto, punto)


def _colocar(digitos: str, punto: int) -> str:
    cuantos = len(digitos)
    if cuantos <= punto <= 21:
        return digitos + "0" * (punto - cuantos)
    if 0 < punto <= 21:
        return f"{digitos[:punto]}.{digitos[punto:]}"
    if -6 < punto <= 0:
        return f"0.{'0' * -punto}{digitos}"
    mantisa = digitos if cuantos == 1 else f"{digitos[0]}.{digitos[1:]}"
    return f"{mantisa}e{punto - 1:+d}"


def _exacto(valor: int | Decimal) -> str:
    """Write an exact number, or refuse it when the double that readers will hold is another number."""
    try:
        texto = numero(float(valor))
    except OverflowError:
        texto = "Infinity"
    tolerancia = 0 if isinstance(valor, int) else _TOLERANCIA
    if abs(Decimal(texto) - valor) > tolerancia:
        raise NoCanonizable("El número tiene demasiadas cifras para JSON. Redondéelo o escríbalo como texto.")
    return texto


def _cadena(valor: str) -> str:
    if "\0" in valor:
        raise NoCanonizable("El texto trae un carácter nulo (U+0000). Bórrelo y vuelva a escribir el texto.")
    try:
        valor.encode()
    except UnicodeEncodeError as error:
        raise NoCanonizable("El texto trae un carácter dañado (sustituto suelto). Vuelva a escribirlo.") from error
    return _escapar(valor)


def _valor(dato: Any) -> str:
    match dato:
        case str():
            return _cadena(dato)
        case None | bool():
            return _CONSTANTES[dato]
        case dict():
            return _objeto(dato)
        case list() | tuple():
            return f"[{','.join(_hijo(indice, valor) for indice, valor in enumerate(dato))}]"
        case int():
            return _exacto(dato)
        case Decimal():
            return _exacto(dato) if dato.is_finite() else numero(math.nan)
        case float():
            return numero(dato)
        case UUID():
            return _cadena(str(dato))
        case Enum():
            return _valor(dato.value)
    raise NoCanonizable(f"Un valor de tipo {type(dato).__name__} no cabe en JSON. Conviértalo antes en texto o número.")


def _objeto(dato: dict[Any, Any]) -> str:
    for clave in dato:
        if not isinstance(clave, str):
            raise NoCanonizable(f"La clave {clave!r} de un objeto no es texto.")
    try:
        # RFC 8785 §3.2.3 orders by UTF-16 code units, not by code points.
        claves = sorted(dato, key=lambda clave: clave.encode("utf-16-be"))
    except UnicodeEncodeError as error:
        raise NoCanonizable("El nombre de un campo trae un carácter dañado (sustituto suelto).") from error
    return f"{{{','.join(f'{_cadena(clave)}:{_hijo(clave, dato[clave])}' for clave in claves)}}}"


def _hijo(clave: str | int, valor: Any) -> str:
    try:
        return _valor(valor)
    except NoCanonizable as error:
        error.ruta.insert(0, clave)
        raise
