"""DuckDB with the tables that the rules read, in memory or in the store, and the queries that Ibis writes for it.

ibis 12 opens DuckDB 2 but cannot create or read its tables by itself; so Ibis compiles, and DuckDB is asked directly.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import duckdb
import ibis.expr.types as ir
import pyarrow as pa

from sitio.analisis.ajustes import Valores
from sitio.analisis.almacen import Almacen
from sitio.analisis.almacen.carpeta import esquemas_en_disco
from sitio.analisis.compartidas import COMPARTIDAS
from sitio.analisis.motor.consultas import compilar
from sitio.analisis.referencias import completar
from sitio.analisis.tablas import Contexto, preparar, vacias
from sitio.ocds.tablas import leer

Fila = dict[str, Any]

# Rules need no extension; nothing may be fetched from a network behind our back.
CONFIGURACION: dict[str, Any] = {"autoinstall_known_extensions": "false"}


class Base:
    """A DuckDB that has the tables of the rules, and makes those that they share when one of them first asks."""

    def __init__(self, conexion: duckdb.DuckDBPyConnection) -> None:
        self.conexion = conexion
        self._hechas: set[str] = set()

    def consulta(self, expresion: Callable[..., ir.Table], valores: Valores | None = None) -> str:
        """Return the query of a rule, ready to run here."""
        compilada = compilar(expresion, valores)
        for nombre in compilada.compartidas:
            if nombre not in self._hechas:
                self._hacer(nombre, compilar(COMPARTIDAS[nombre]).sql)
                self._hechas.add(nombre)
        return compilada.sql

    def leer(self, sql: str) -> list[Fila]:
        """Return the rows of a query."""
        return list(leer(self.conexion, sql).to_pylist())

    def filas(self, sql: str, llave: tuple[str, ...]) -> list[Fila]:
        """Return one row per `llave`, in a fixed order: dirty data repeats ids, engines promise no order."""
        return list(unicas(self.leer(sql), llave))

    def _hacer(self, compartida: str, sql: str) -> None:
        self.conexion.execute(f'CREATE TABLE "{compartida}" AS {sql}')


class Mesa(Base):
    """A base in memory that is filled again and again: over a few processes, planning a query is most of its time."""

    def __init__(self) -> None:
        super().__init__(duckdb.connect(":memory:", config={**CONFIGURACION, "threads": "1"}))
        self._preparadas: dict[str, str] = {}
        self._creadas: set[str] = set()
        self._llenas: set[str] = set()
        for nombre, entrada in (vacias() | completar({})).items():
            self._tomar(f'CREATE TABLE "{nombre}" AS FROM entrada', entrada)

    def llenar(self, tablas: Mapping[str, pa.Table]) -> None:
        """Put the rows of these tables in those of the base, which has none."""
        for nombre, tabla in tablas.items():
            if tabla.num_rows:
                self._llenas.add(nombre)
                self._tomar(f'INSERT INTO "{nombre}" FROM entrada', tabla)

    def vaciar(self) -> None:
        """Forget every row."""
        for nombre in self._llenas | self._hechas:
            self.conexion.execute(f'TRUNCATE "{nombre}"')
        self._llenas.clear()
        self._hechas.clear()

    def leer(self, sql: str) -> list[Fila]:
        """Return the rows of a query, which is planned only the first time."""
        return super().leer(self._preparada(sql))

    def _hacer(self, compartida: str, sql: str) -> None:
        if compartida in self._creadas:
            self.conexion.execute(self._preparada(f'INSERT INTO "{compartida}" {sql}'))
        else:
            super()._hacer(compartida, sql)
            self._creadas.add(compartida)

    def _tomar(self, orden: str, entrada: pa.Table) -> None:
        """Run an order that reads `entrada`: DuckDB finds it by its name, without a view that changes the catalog."""
        self.conexion.execute(orden)

    def _preparada(self, sql: str) -> str:
        if sql not in self._preparadas:
            nombre = f"p{len(self._preparadas)}"
            self.conexion.execute(f"PREPARE {nombre} AS {sql}")
            self._preparadas[sql] = f"EXECUTE {nombre}"
        return self._preparadas[sql]


_TURNO = Lock()


@cache
def _mesa(proceso: int) -> Mesa:
    """Return the base of this process: the one of its parent is of no use after a fork."""
    return Mesa()


@contextmanager
def en_memoria(
    tablas: Mapping[str, pa.Table], contexto: Contexto | None, referencias: Mapping[str, pa.Table] | None
) -> Iterator[Base]:
    """Lend a base in memory with the tables under the names that the expressions use: one at a time in each process."""
    with _TURNO:
        mesa = _mesa(os.getpid())
        try:
            mesa.llenar(preparar(tablas, contexto) | completar(referencias or {}))
            yield mesa
        finally:
            mesa.vaciar()


@dataclass(frozen=True)
class Recursos:
    """What one general run may take: memory as DuckDB writes it, threads (None: all), where what does not fit goes."""

    memoria: str = "2GB"
    hilos: int | None = None
    temporales: Path | None = None


@contextmanager
def sobre_almacen(
    almacen: Almacen, referencias: Mapping[str, pa.Table] | None = None, recursos: Recursos | None = None
) -> Iterator[Base]:
    """Open a DuckDB whose tables are the files of the store as they are now, and the reference tables given."""
    recursos = recursos or Recursos()
    with TemporaryDirectory(prefix="analisis-", dir=recursos.temporales) as temporal:
        configuracion = {**CONFIGURACION, "memory_limit": recursos.memoria, "temp_directory": temporal}
        # Rows are asked for in the order that is needed; keeping the one of the files as well would cost memory.
        configuracion["preserve_insertion_order"] = "false"
        if recursos.hilos:
            configuracion["threads"] = str(recursos.hilos)
        # Shared tables go to a file, in less room than in memory, where it is not all needed at once.
        with duckdb.connect(str(Path(temporal) / "analisis.duckdb"), config=configuracion) as conexion:
            for nombre, archivos in almacen.archivos().items():
                if archivos:
                    conexion.execute(_vista(nombre, archivos))
                else:
                    conexion.register(nombre, esquemas_en_disco()[nombre].empty_table())
            for nombre, tabla in completar(referencias or {}).items():
                conexion.register(nombre, tabla)
            yield Base(conexion)


def _vista(nombre: str, archivos: Iterable[Path]) -> str:
    """Return the statement that gives the files of a table its name."""
    rutas = ", ".join("'" + str(ruta).replace("'", "''") + "'" for ruta in archivos)
    return f"CREATE VIEW {nombre} AS SELECT * FROM read_parquet([{rutas}])"  # noqa: S608 - both are ours, quoted


def unicas(repetidas: Iterable[Fila], llave: tuple[str, ...]) -> Iterator[Fila]:
    """Yield the row that stands for each `llave`, by order of it: one that raises the flag, if any does."""
    grupos: dict[tuple[str, ...], list[Fila]] = {}
    for fila in repetidas:
        grupos.setdefault(tuple(fila[c] or "" for c in llave), []).append(fila)
    for clave in sorted(grupos):
        iguales = grupos[clave]
        # Writing a row down to compare it costs more than all the rest, and hardly any is repeated.
        yield iguales[0] if len(iguales) == 1 else min(iguales, key=lambda fila: (_rango(fila), str(fila)))


def _rango(fila: Fila) -> str:
    """What a repeated subject is said to be: the first by the alphabet, and `bandera` is (so does SQL's min)."""
    return str(fila.get("resultado") or "")
