"""The JSON Schema of our releases: OCDS 1.1.5 and our extensions, in our words, and how to look a field up in it.

`entrega.json` holds the structure of the core and its merge rules, `extensiones/*.json` what each extension adds;
the codes of the closed lists are put in from `listas`.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from sitio.ocds import archivos, listas

Nodo = dict[str, Any]

# An address that a browser would run (`javascript:`, `data:`) or that only an office can open is none to publish.
_DIRECCION = "^[Hh][Tt][Tt][Pp][Ss]?://"


@cache
def nucleo() -> Nodo:
    """The schema of the core alone (draft 2020-12), closed code lists included: what any release of OCDS 1.1 keeps.

    Shared: do not change it.
    """
    return _completar(archivos.nucleo())


@cache
def entrega() -> Nodo:
    """The schema of our profile: the core and our extensions. Each field of one says so: `"extension": key`.

    Shared: do not change it.
    """
    esquema = archivos.nucleo()
    for clave, extension in archivos.extensiones().items():
        _parchar(esquema, extension.get("esquema", {}), clave)
    return _completar(esquema)


def _completar(esquema: Nodo) -> Nodo:
    for nodo in _nodos(esquema):
        if nodo.get("openCodelist") is False:
            nulo = [None] if "null" in nodo["type"] else []
            nodo["enum"] = [codigo for codigo, _ in listas.opciones(nodo["codelist"])] + nulo
        if nodo.get("format") == "uri":
            nodo["pattern"] = _DIRECCION
    return esquema


def _parchar(base: Nodo, parche: Nodo, clave: str) -> None:
    """Apply a JSON Merge Patch (RFC 7396) in place, and mark with the extension's key the fields it adds or changes."""
    for nombre, valor in parche.items():
        if valor is None:
            base.pop(nombre, None)
        elif isinstance(valor, dict):
            _parchar(base.setdefault(nombre, {}), valor, clave)
        else:
            base[nombre] = valor
    for nombre, campo in parche.get("properties", {}).items():
        if "properties" not in campo or "title" in campo:
            base["properties"][nombre]["extension"] = clave


def titulos(ruta: Sequence[str | int]) -> list[str]:
    """The Spanish titles along a path, one for each of its parts; a field we do not know is its own title.

    Places count from one: `["tender", "items", 0, "quantity"]` -> Licitación, Artículos, Artículo 1, Cantidad.
    """
    nodo = entrega()
    vistos = []
    for parte in ruta:
        nodo = bajar(nodo, parte)
        if isinstance(parte, int):
            vistos.append(f"{nodo.get('title', 'Elemento')} {parte + 1}")
        else:
            vistos.append(str(nodo.get("title", parte)))
    return vistos


@lru_cache(maxsize=4096)
def conoce(campos: tuple[str, ...]) -> bool:
    """Whether our profile has this field; lists are stepped through: `("tender", "items", "unit")`."""
    nodo = entrega()
    for campo in campos:
        nodo = bajar(nodo.get("items", nodo), campo)
    return bool(nodo)


def bajar(nodo: Nodo, parte: str | int) -> Nodo:
    """The node of a field, or of the members of a list, with its definition in it; empty if there is none."""
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
