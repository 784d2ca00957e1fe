"""DuckDB with the tables that the rules read, in memory or in the store, and the queries that Ibis writes for it.

ibis 12 opens DuckDB 2 but cannot create or read its tables by itself; so Ibis compiles, and DuckDB is asked directly.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from sitio.analisis.ajustes import Valores
from sitio.analisis.almacen import Almacen
from sitio.analisis.almacen.carpeta import esquemas_en_disco
from sitio.analisis.referencias import completar
from sitio.analisis.tablas import Contexto, esquemas, preparar

Fila = dict[str, Any]

# Rules need no extension; nothing may be fetched from a network behind our back.
CONFIGURACION: dict[str, Any] = {"autoinstall_known_extensions": "false"}


@contextmanager
def en_memoria(
    tablas: Mapping[str, pa.Table], contexto: Contexto | None, referencias: Mapping[str, pa.Table] | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that holds the tables under the names that the expressions use."""
    with duckdb.connect(":memory:", config=CONFIGURACION) as conexion:
        for nombre, tabla in (preparar(tablas, contexto) | completar(referencias or {})).items():
            conexion.register(nombre, tabla)
        yield conexion


@dataclass(frozen=True)
class Recursos:
    """What one general run may take: memory as DuckDB writes it, threads (None: all), where what does not fit goes."""

    memoria: str = "2GB"
    hilos: int | None = None
    temporales: Path | None = None


@contextmanager
def sobre_almacen(
    almacen: Almacen, referencias: Mapping[str, pa.Table] | None = None, recursos: Recursos | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB whose tables are the files of the store as they are now, and the reference tables given."""
    recursos = recursos or Recursos()
    with TemporaryDirectory(prefix="analisis-", dir=recursos.temporales) as temporal:
        configuracion = {**CONFIGURACION, "memory_limit": recursos.memoria, "temp_directory": temporal}
        # Rows are asked for in the order that is needed; keeping the one of the files as well would cost memory.
        configuracion["preserve_insertion_order"] = "false"
        if recursos.hilos:
            configuracion["threads"] = str(recursos.hilos)
        with duckdb.connect(":memory:", config=configuracion) as conexion:
            for nombre, archivos in almacen.archivos().items():
                if archivos:
                    conexion.execute(_vista(nombre, archivos))
                else:
                    conexion.register(nombre, esquemas_en_disco()[nombre].empty_table())
            for nombre, tabla in completar(referencias or {}).items():
                conexion.register(nombre, tabla)
            yield conexion


def _vista(nombre: str, archivos: Iterable[Path]) -> str:
    """Return the statement that gives the files of a table its name."""
    rutas = ", ".join("'" + str(ruta).replace("'", "''") + "'" for ruta in archivos)
    return f"CREATE VIEW {nombre} AS SELECT * FROM read_parquet([{rutas}])"  # noqa: S608 - both are ours, quoted


@cache
def consulta(expresion: Callable[..., ir.Table], valores: Valores | None = None) -> str:
    """Return the DuckDB query of a rule, compiled once: that takes longer than running it over a few processes."""
    tabla = expresion(esquemas()) if valores is None else expresion(esquemas(), dict(valores))
    return str(ibis.to_sql(tabla, dialect="duckdb"))


def filas(conexion: duckdb.DuckDBPyConnection, consulta: str, llave: tuple[str, ...]) -> list[Fila]:
    """Return one row per `llave`, in a fixed order: dirty data repeats ids, engines promise no order."""
    return list(unicas(conexion.sql(consulta).to_arrow_table().to_pylist(), llave))


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
