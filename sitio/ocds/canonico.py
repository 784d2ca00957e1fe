"""Canonical JSON (RFC 8785): the one way a release is written, so that its SHA-256 can be checked by anyone."""

import hashlib
import json
import math
from decimal import Decimal
from typing import Any

# The C escaper of the standard library writes what RFC 8785 §3.2.2.2 asks: only `"`, `\` and U+0000-U+001F.
_escapar = json.JSONEncoder(ensure_ascii=False).encode
# A number that changes by this much when kept as an IEEE double would change an amount in cents.
_TOLERANCIA = Decimal("0.001")
_CONSTANTES = {None: "null", True: "true", False: "false"}


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
        return _valor(dato).encode()
    except RecursionError as error:
        raise NoCanonizable("Hay objetos dentro de objetos a demasiada profundidad. Aplane los datos.") from error


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
