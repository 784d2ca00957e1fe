"""The files of the profile as they are written in `esquema/`: the core, its code lists, and one file an extension."""

import json
from functools import cache
from importlib import resources
from typing import Any

Nodo = dict[str, Any]

_CARPETA = resources.files("sitio.ocds").joinpath("esquema")


@cache
def extensiones() -> dict[str, Nodo]:
    """The extensions of our profile by key, in alphabetical order. Shared: do not change them.

    Each has `titulo`, the pinned `url` of its extension.json, and as needed `esquema` (a JSON Merge Patch, RFC 7396,
    over the core), `listas` (its code lists; with `+`, codes it adds to one of the core), `requiere` (extensions whose
    definitions it uses) and `nota` (what of it we do not take, and why).
    """
    archivos = _CARPETA.joinpath("extensiones").iterdir()
    leidas = {archivo.name.removesuffix(".json"): _leer(archivo) for archivo in archivos}
    return {clave: leidas[clave] for clave in sorted(leidas)}


def nucleo() -> Nodo:
    """A fresh copy of the core's schema, closed code lists still to be put in."""
    return _leer(_CARPETA.joinpath("entrega.json"))


def listas() -> dict[str, Nodo]:
    """A fresh copy of the core's code lists."""
    return _leer(_CARPETA.joinpath("listas.json"))


def _leer(archivo: Any) -> Nodo:
    leido: Nodo = json.loads(archivo.read_text(encoding="utf-8"))
    return leido
