"""The result of a run as the JSON object that Cardinal prints, written in parts."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sitio.analisis.cardinal.calculo import Calculo
from sitio.analisis.cardinal.codigos import Grupo
from sitio.analisis.cardinal.estadistica import redondear

_escribir = msgspec.json.Encoder().encode
Miembro = tuple[str, Iterable[bytes]]


def partes(calculo: Calculo, *, con_meta: bool = True, con_mapas: bool = False) -> Iterator[bytes]:
    """Yield the JSON: group → id → code → number, then Meta (quartiles and fences, four decimals) and Maps if asked.

    Ids are in order, so that the same data give the same bytes. A number that JSON has no word for is null.
    """
    miembros: list[Miembro] = [(grupo, _grupo(calculo, grupo)) for grupo in Grupo if _flagrados(calculo, grupo)]
    if con_meta:
        meta = {c.CLAVE: {clave: redondear(v) for clave, v in c.meta.items()} for c in calculo.codigos if c.meta}
        miembros.append(("Meta", [_escribir(meta)]))
    if con_mapas:
        miembros.append(("Maps", _objeto((nombre, [_mapa(mapa)]) for nombre, mapa in calculo.mapas().items())))
    yield from _objeto(miembros)


def _flagrados(calculo: Calculo, grupo: Grupo) -> set[str]:
    return {quien for codigo in calculo.codigos for quien in codigo.marcas.get(grupo, ())}


def _grupo(calculo: Calculo, grupo: Grupo) -> Iterator[bytes]:
    marcas = [(codigo.CLAVE, codigo.marcas[grupo]) for codigo in calculo.codigos if grupo in codigo.marcas]
    return _objeto(
        (quien, [_escribir({clave: valores[quien] for clave, valores in marcas if quien in valores})])
        for quien in sorted(_flagrados(calculo, grupo))
    )


def _mapa(mapa: Any) -> bytes:
    return _escribir({ocid: quien if isinstance(quien, str) else sorted(quien) for ocid, quien in sorted(mapa.items())})


def _objeto(miembros: Iterable[Miembro]) -> Iterator[bytes]:
    """Yield a JSON object member by member."""
    separador = b"{"
    for nombre, valor in miembros:
        yield separador + _escribir(nombre) + b":"
        yield from valor
        separador = b","
    yield b"{}" if separador == b"{" else b"}"
