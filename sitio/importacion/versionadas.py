"""The releases of a process out of its versioned release, where each value says which release brought it.

Source: OCDS 1.1 merging, versioned releases. What did not change in a release is not told there, so a release comes
back with what it changed, and with the few fields that the standard requires of every object.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sitio.ocds import fusion
from sitio.ocds.canonico import NoCanonizable, canonizar

Objeto = dict[str, Any]
_DE_CADA_ENTREGA = frozenset({"id", "date", "tag"})
_NECESARIOS = ("id", "awardID", "initiationType")


class NoReconstruible(ValueError):
    """The versioned release does not follow the standard, or tells another story than the compiled one."""


def reconstruir(versionada: Objeto, compilada: Objeto | None = None) -> list[Objeto]:
    """The releases that `versionada` merges, oldest first; merged again, they give it back.

    Raises NoReconstruible when an id has two dates, two ids have one, a member of a list has no id, or what they
    compile into is not what `compilada` says.
    """
    entregas = _vacias(versionada)
    try:
        _repartir({c: v for c, v in versionada.items() if c != "ocid"}, entregas.__getitem__, next(iter(entregas)))
        resultado = _con_lo_necesario(list(entregas.values()))
        if compilada is not None and _contenido(resultado) != _contenido(compilada):
            raise NoReconstruible
    except (fusion.FusionImposible, NoCanonizable, AttributeError, KeyError, TypeError) as error:
        raise NoReconstruible from error
    return list(entregas.values())


def _vacias(versionada: Objeto) -> dict[str, Objeto]:
    """Each release with its id, date and tag alone, in order of date."""
    datos: dict[str, Objeto] = {}
    for version in _versiones(versionada):
        clave, fecha, etiquetas = version.get("releaseID"), version.get("releaseDate"), version.get("releaseTag")
        if not isinstance(clave, str) or not isinstance(fecha, str) or not isinstance(etiquetas, list):
            raise NoReconstruible
        nueva = {"ocid": versionada.get("ocid"), "id": clave, "date": fecha, "tag": etiquetas}
        if datos.setdefault(clave, nueva) != nueva:
            raise NoReconstruible
    if not datos or len({entrega["date"] for entrega in datos.values()}) < len(datos):
        raise NoReconstruible
    return dict(sorted(datos.items(), key=lambda par: str(par[1]["date"])))


def _versiones(dato: Any) -> Iterator[Objeto]:
    if isinstance(dato, dict):
        for valor in dato.values():
            yield from _versiones(valor)
    elif _es_historia(dato):
        yield from dato
    elif isinstance(dato, list):
        for miembro in dato:
            yield from _versiones(miembro)


def _es_historia(dato: Any) -> bool:
    """Whether this is not a list of the process, but the versions of one value."""
    return isinstance(dato, list) and any(isinstance(miembro, dict) and "releaseID" in miembro for miembro in dato)


def _repartir(nodo: Objeto, lugar_en: Callable[[str], Objeto], primera: str) -> None:
    """Put each value of a versioned object in the release that brought it; `lugar_en` gives the object there."""
    for campo, valor in nodo.items():
        if _es_historia(valor):
            for version in valor:
                lugar_en(version["releaseID"])[campo] = version["value"]
        elif isinstance(valor, dict):
            _repartir(valor, partial(_objeto, lugar_en, campo), primera)
        elif isinstance(valor, list):
            for miembro in valor:
                lugar = partial(_miembro, lugar_en, campo, miembro["id"])
                _repartir({c: v for c, v in miembro.items() if c != "id"}, lugar, primera)
                if not any(True for _version in _versiones(miembro)):
                    lugar(primera)
        else:
            raise NoReconstruible


def _objeto(lugar_en: Callable[[str], Objeto], campo: str, clave: str) -> Objeto:
    objeto: Objeto = lugar_en(clave).setdefault(campo, {})
    return objeto


def _miembro(lugar_en: Callable[[str], Objeto], campo: str, miembro: Any, clave: str) -> Objeto:
    """The member with that id; members come in order, so it is the last one or a new one."""
    lista: list[Objeto] = lugar_en(clave).setdefault(campo, [])
    if not lista or lista[-1]["id"] != miembro:
        lista.append({"id": miembro})
    return lista[-1]


def _con_lo_necesario(entregas: list[Objeto]) -> Objeto:
    """Repeat in each release what the standard requires and an earlier one said; returns what they compile into."""
    compilada: Objeto | None = None
    for entrega in entregas:
        _arrastrar(entrega, {c: v for c, v in (compilada or {}).items() if c not in _DE_CADA_ENTREGA})
        compilada = fusion.agregar(compilada, entrega)
    return compilada or {}


def _arrastrar(dato: Any, vigente: Any) -> None:
    if isinstance(dato, dict) and isinstance(vigente, dict):
        for campo in _NECESARIOS:
            if campo in vigente and campo not in dato:
                dato[campo] = vigente[campo]
        for campo, valor in dato.items():
            _arrastrar(valor, vigente.get(campo))
    elif isinstance(dato, list) and isinstance(vigente, list):
        por_id = {miembro["id"]: miembro for miembro in vigente if isinstance(miembro, dict) and "id" in miembro}
        for miembro in dato:
            if isinstance(miembro, dict):
                _arrastrar(miembro, por_id.get(miembro.get("id")))


def _contenido(compilada: Objeto) -> bytes:
    return canonizar({campo: valor for campo, valor in compilada.items() if campo not in _DE_CADA_ENTREGA})
