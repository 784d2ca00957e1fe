"""Rows of one process gathered from anywhere in its files, on disk: files of any size in little memory."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Fila:
    """A row as it came: the table it belongs to, its file, its line, and its cells by column."""

    tabla: str
    archivo: str
    renglon: int
    celdas: dict[str, str]


class Agrupador:
    """Takes rows in any order and gives them back by key; keys come in order of first appearance, rows in theirs.

    It lives in a temporary SQLite database, which SQLite itself keeps out of memory and deletes at the end.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE fila (orden INTEGER PRIMARY KEY, clave TEXT, fila TEXT)")
        self._base.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _tipo: type[BaseException] | None, _error: BaseException | None, _traza: TracebackType | None
    ) -> None:
        self._base.close()

    def guardar(self, clave: str, fila: Fila) -> None:
        """Keep a row under its key."""
        datos = json.dumps([fila.tabla, fila.archivo, fila.renglon, fila.celdas])
        self._base.execute("INSERT INTO fila (clave, fila) VALUES (?, ?)", (clave, datos))

    def grupos(self) -> Iterator[tuple[str, list[Fila]]]:
        """Every key with its rows."""
        self._base.execute("CREATE INDEX IF NOT EXISTS fila_clave ON fila (clave, orden)")
        consulta = (
            "SELECT f.clave, f.fila FROM (SELECT clave, MIN(orden) AS primera FROM fila GROUP BY clave) g "
            "JOIN fila f ON f.clave = g.clave ORDER BY g.primera, f.orden"
        )
        with closing(self._base.execute(consulta)) as filas:
            for clave, grupo in groupby(filas, key=lambda fila: fila[0]):
                yield clave, [Fila(*json.loads(datos)) for _clave, datos in grupo]
