"""Read JSON without losing cents: decimals stay decimal, and NaN, which is not JSON, is refused."""

import json
from codecs import BOM_UTF8
from decimal import Decimal
from typing import Any


def leer_json(texto: str | bytes) -> Any:
    """Parse JSON text with every fractional number as Decimal. Bytes must be UTF-8 (a leading BOM is ignored).

    Raises ValueError (json.JSONDecodeError or UnicodeDecodeError among them) for anything that is not JSON.
    """
    if isinstance(texto, bytes):
        texto = texto.removeprefix(BOM_UTF8).decode()
    try:
        return _LECTOR.decode(texto)
    except RecursionError as error:
        raise ValueError("El JSON trae objetos dentro de objetos a demasiada profundidad.") from error


def _rechazar(constante: str) -> Any:
    raise ValueError(f"«{constante}» no es JSON: escriba una cifra, null, o quite el campo.")


# orjson would read amounts as doubles and round long integers.
_LECTOR = json.JSONDecoder(parse_float=Decimal, parse_constant=_rechazar)
