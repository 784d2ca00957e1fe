"""Read and write inside a release by path: `tender.value.amount`, `awards.0.suppliers.0.name`."""

from collections.abc import Iterator, Sequence
from typing import Any

Ruta = tuple[str | int, ...]


def poner(destino: dict[str, Any], ruta: str, valor: Any) -> None:
    """Put `valor` at `ruta`, making the objects and lists on the way. A number in the path is a place in a list.

    A list grows one place at a time. Raises ValueError when the path runs through something that is not an object
    or a list, or leaves a hole.
    """
    partes = ruta.split(".")
    nodo: Any = destino
    for parte, siguiente in zip(partes, [*partes[1:], None], strict=True):
        nuevo = valor if siguiente is None else [] if siguiente.isdecimal() else {}
        nodo = _entrar(nodo, parte, nuevo, ruta, ultimo=siguiente is None)


def _entrar(nodo: Any, parte: str, nuevo: Any, ruta: str, *, ultimo: bool) -> Any:
    if isinstance(nodo, list) and parte.isdecimal() and int(parte) <= len(nodo):
        if int(parte) == len(nodo):
            nodo.append(nuevo)
        elif ultimo:
            nodo[int(parte)] = nuevo
        return nodo[int(parte)]
    if isinstance(nodo, dict):
        if ultimo:
            nodo[parte] = nuevo
        return nodo.setdefault(parte, nuevo)
    raise ValueError(f"No se puede escribir en «{ruta}»: «{parte}» no cabe en lo que ya está ahí.")


def leer(dato: Any, ruta: str, omision: Any = None) -> Any:
    """What stands at `ruta`, or `omision` when the path does not exist (a null that is written there is returned)."""
    for parte in ruta.split("."):
        if isinstance(dato, dict) and parte in dato:
            dato = dato[parte]
        elif isinstance(dato, list) and parte.isdecimal() and int(parte) < len(dato):
            dato = dato[int(parte)]
        else:
            return omision
    return dato


def objeto(dueno: dict[str, Any], clave: str) -> dict[str, Any]:
    """The object in a field, or an empty one when there is something else or nothing: for reading data as it came."""
    valor = dueno.get(clave)
    return valor if isinstance(valor, dict) else {}


def objetos(dueno: dict[str, Any], clave: str) -> list[dict[str, Any]]:
    """The objects of the list in a field; whatever else is there does not count."""
    valor = dueno.get(clave)
    return [miembro for miembro in valor if isinstance(miembro, dict)] if isinstance(valor, list) else []


def miembros(dato: dict[str, Any], *camino: str) -> Iterator[tuple[Ruta, dict[str, Any]]]:
    """The objects at the end of a path of field names, with where they are; lists on the way are gone through."""
    if not camino:
        yield (), dato
        return
    campo, *resto = camino
    valor = dato.get(campo)
    lista = valor if isinstance(valor, list) else [valor]
    for indice, miembro in enumerate(lista):
        if isinstance(miembro, dict):
            lugar: Ruta = (campo, indice) if isinstance(valor, list) else (campo,)
            for ruta, hallado in miembros(miembro, *resto):
                yield (*lugar, *ruta), hallado


def vaciado(miembro: dict[str, Any]) -> bool:
    """Whether a member of a list says nothing but ids: what is left of one that its publisher took back.

    A merge cannot delete it (OCDS 1.1 merging). Not for organization references, where an id alone says who.
    """
    return all(clave == "id" or (isinstance(v, dict) and vaciado(v)) for clave, v in miembro.items())


def sin_vacios(dato: Any) -> Any:
    """A copy without nulls, blank strings, empty objects and empty lists, at any depth: OCDS leaves unused fields out.

    What is empty in the end comes back as None, so that a caller can drop it too.
    """
    if isinstance(dato, dict):
        limpio = {clave: valor for clave, bruto in dato.items() if (valor := sin_vacios(bruto)) is not None}
        return limpio or None
    if isinstance(dato, (list, tuple)):
        return [valor for bruto in dato if (valor := sin_vacios(bruto)) is not None] or None
    return None if isinstance(dato, str) and not dato.strip() else dato


def texto(ruta: Sequence[str | int]) -> str:
    """Write a path for people who read JSON: `tender.items[0].id`."""
    partes = (f"[{parte}]" if isinstance(parte, int) else f".{parte}" for parte in ruta)
    return "".join(partes).removeprefix(".")
