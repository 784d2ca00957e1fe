"""What a merge will meet in a release, told by one quick walk: ids that would spoil it, members without one, gaps.

The walk follows ocdsmerge's own notion of what is merged (its rules, as a tree of field names): what is replaced whole
is not looked into.
"""

from decimal import Decimal
from typing import Any

SIN_ID = 1
"""A member of a list of objects carries no `id`: merged again, it would be there twice."""
HUECOS = 2
"""A null, an empty object or an empty list: the merge leaves them out."""
IDS_DUDOSOS = 4
"""An id twice in a list, or one that is neither text nor integer: `fusion.ids_malos` says which."""
RAROS = 8
"""Values that no JSON reader gives: tuples, text of a class of its own…"""
CUALQUIERA = SIN_ID | HUECOS | IDS_DUDOSOS | RAROS
"""Of rare values, nothing is taken for granted."""

Arbol = dict[str, Any]
"""Merge rules by field name: a rule, or the tree under that field."""

_NADA: Arbol = {}
_HOJAS = frozenset({str, int, Decimal, float, bool})
_SOLO_OBJETOS = {dict}


def plantar(reglas: dict[tuple[str, ...], str]) -> Arbol:
    """Turn rules by path into a tree."""
    raiz: Arbol = {}
    for (*padres, campo), regla in reglas.items():
        nodo = raiz
        for padre in padres:
            nodo = nodo.setdefault(padre, {})
        nodo[campo] = regla
    return raiz


def rasgos(dato: dict[str, Any], arbol: Arbol) -> int:
    """Return the traits (SIN_ID, HUECOS, IDS_DUDOSOS, RAROS, added up) of an object and what it holds. 0: none."""
    hallados = 0
    for clave, valor in dato.items():
        tipo = type(valor)
        if tipo is str:
            continue
        if tipo is dict:
            rama = arbol.get(clave, _NADA)
            if type(rama) is dict:
                hallados |= rasgos(valor, rama) if valor else HUECOS
        elif tipo is list:
            rama = arbol.get(clave, _NADA)
            if type(rama) is dict:
                hallados |= _de_lista(valor, rama)
        elif valor is None:
            hallados |= HUECOS
        elif tipo not in _HOJAS:
            return CUALQUIERA
    return hallados


def _de_lista(lista: list[Any], arbol: Arbol) -> int:
    tipos = {*map(type, lista)}
    if tipos != _SOLO_OBJETOS:
        # A list with anything else than objects is a value like any other.
        return HUECOS if not lista else 0 if tipos <= _DE_JSON else CUALQUIERA
    hallados = 0
    vistos = set()
    for miembro in lista:
        clave = miembro.get("id")
        if type(clave) is int:
            clave = str(clave)
        if type(clave) is str:
            if clave in vistos:
                hallados |= IDS_DUDOSOS
            vistos.add(clave)
        else:
            hallados |= IDS_DUDOSOS if "id" in miembro else SIN_ID
        hallados |= rasgos(miembro, arbol) if miembro else HUECOS
    return hallados


_DE_JSON = _HOJAS | {dict, list, type(None)}
