"""The standard as flat tables: one vectorized pass over compiled releases, for bulk files and for analysis alike.

Nothing is invented or mended: what a release does not say, or says in a way that has no such type, is null. DuckDB
splits each release once into its objects and the texts of its lists, and each table is a query that unfolds the lists
it is made of (`desplegado`): no loop of ours sees a value.
"""

import os
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

from sitio.ocds import desplegado
from sitio.ocds.columnas import COLUMNAS, ESQUEMAS

# DuckDB advises against reading rows as `leer` does: it is right when they are many more than here.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)

Tablas = dict[str, pa.Table]
# Releases handed to DuckDB at once: few, so that their memory is used again and again.
_LOTE = 2048
# Releases in memory at once, and how many are worth a thread of their own, which plans every query again.
_TANDA = 32_768
_POR_HILO = 2048


def aplanar(compiladas: Iterable[bytes]) -> dict[str, pa.Table]:
    """Flatten compiled releases, each one a JSON object in UTF-8, into the tables of `columnas.COLUMNAS`.

    Same types and columns even when empty. Money is decimal128(20, 2), rounded half up to cents; moments are
    timestamp[us, UTC]; ids are text. Never raises for what a release holds: a member of a list is a row if it is an
    object that says something its table tells of. Raises duckdb.Error or pyarrow.ArrowInvalid for what is not JSON.
    """
    lineas, piezas = iter(compiladas), []
    with ThreadPoolExecutor(os.cpu_count()) as hilos:
        while tanda := list(islice(lineas, _TANDA)):
            piezas += _en_hilos(tanda, hilos)
    return {
        nombre: pa.concat_tables([pieza[nombre] for pieza in piezas] or [esquema.empty_table()])
        for nombre, esquema in ESQUEMAS.items()
    }


def _en_hilos(lineas: list[bytes], hilos: ThreadPoolExecutor) -> list[Tablas]:
    """Flatten many releases in as many pieces as there are processors, and few in one whose queries run at once."""
    cuantas = min(os.cpu_count() or 1, len(lineas) // _POR_HILO)
    if cuantas < 2:
        return [_aplanar(lineas, hilos.map)]
    largo = -(-len(lineas) // cuantas)
    return list(hilos.map(lambda n: _aplanar(lineas[n : n + largo], map), range(0, len(lineas), largo)))


def _aplanar(lineas: list[bytes], repartir: Callable[..., Iterable[Any]]) -> Tablas:
    # Flattening needs no extension; nothing may be fetched from a network behind our back.
    configuracion: dict[str, Any] = {"autoinstall_known_extensions": "false", "threads": "1"}
    with duckdb.connect(":memory:", config=configuracion) as conexion:
        conexion.execute(desplegado.PREPARAR)
        for desde in range(0, len(lineas), _LOTE):
            lote = pa.array(lineas[desde : desde + _LOTE], pa.binary()).cast(pa.string())
            conexion.register("lote", pa.table({"linea": lote}))
            conexion.execute(desplegado.LEER)
        for nivel in desplegado.DESPLEGAR:
            list(repartir(lambda orden: conexion.cursor().execute(orden).fetchall(), nivel))
        consultas = desplegado.consultas(_presentes(conexion))
        tablas = repartir(lambda nombre: _tabla(conexion.cursor(), nombre, consultas.get(nombre)), COLUMNAS)
        return dict(zip(COLUMNAS, tablas, strict=True))


def _tabla(conexion: duckdb.DuckDBPyConnection, nombre: str, consulta: str | None) -> pa.Table:
    esquema = ESQUEMAS[nombre]
    return leer(conexion, consulta).cast(esquema) if consulta else esquema.empty_table()


def leer(conexion: duckdb.DuckDBPyConnection, consulta: str) -> pa.Table:
    """Return what a query says, planned once: `conexion.sql` does so twice, to spare a copy of the rows."""
    tabla: pa.Table = conexion.execute(consulta).to_arrow_table()
    return tabla


def _presentes(conexion: duckdb.DuckDBPyConnection) -> set[str]:
    """The lists that some release has: planning a query over the others costs more than running it."""
    presentes: set[str] = set()
    for listas, consulta in desplegado.CUENTAS:
        [fila] = conexion.execute(consulta).fetchall()
        presentes |= {lista for lista, cuenta in zip(listas, fila, strict=True) if cuenta}
    return presentes
