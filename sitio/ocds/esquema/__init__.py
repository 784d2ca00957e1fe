"""The JSON Schema of our releases: OCDS 1.1.5 written by us with Spanish titles, and how to look a field up in it.

`entrega.json` holds the structure and the merge rules; the codes of the closed lists are put in from `listas`.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from sitio.ocds import listas

Nodo = dict[str, Any]


@cache
def entrega() -> Nodo:
    """The complete schema of a release (draft 2020-12), closed code lists included. Shared: do not change it."""
    texto = resources.files(__name__).joinpath("entrega.json").read_text(encoding="utf-8")
    esquema: Nodo = json.loads(texto)
    for nodo in _nodos(esquema):
        if nodo.get("openCodelist") is False:
            nulo = [None] if "null" in nodo["type"] else []
            nodo["enum"] = [codigo for codigo, _ in listas.opciones(nodo["codelist"])] + nulo
    return esquema


def titulos(ruta: Sequence[str | int]) -> list[str]:
    """The Spanish titles along a path, one for each of its parts; an unknown field (of an extension) is its own title.

    Places count from one: `["tender", "items", 0, "quantity"]` -> Licitación, Artículos, Artículo 1, Cantidad.
    """
    nodo = entrega()
    vistos = []
    for parte in ruta:
        nodo = _bajar(nodo, parte)
        if isinstance(parte, int):
            vistos.append(f"{nodo.get('title', 'Elemento')} {parte + 1}")
        else:
            vistos.append(str(nodo.get("title", parte)))
    return vistos


@lru_cache(maxsize=4096)
def conoce(campos: tuple[str, ...]) -> bool:
    """Whether the standard's core has this field; lists are stepped through: `("tender", "items", "unit")`."""
    nodo = entrega()
    for campo in campos:
        nodo = _bajar(nodo.get("items", nodo), campo)
    return bool(nodo)


def _bajar(nodo: Nodo, parte: str | int) -> Nodo:
    nodo = _resolver(nodo)
    hijo: Nodo = nodo.get("items", {}) if isinstance(parte, int) else nodo.get("properties", {}).get(parte, {})
    return _resolver(hijo) | hijo


def _resolver(nodo: Nodo) -> Nodo:
    if "$ref" not in nodo:
        return nodo
    definicion: Nodo = entrega()["$defs"][nodo["$ref"].rpartition("/")[2]]
    return definicion


def _nodos(dato: Any) -> Iterator[Nodo]:
    if isinstance(dato, dict):
        yield dato
        dato = list(dato.values())
    for hijo in dato if isinstance(dato, list) else ():
        yield from _nodos(hijo)
