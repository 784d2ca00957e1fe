"""The flat tables of a part as files: CSV in a zip, a workbook, and Parquet."""

import csv
import io
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from sitio.ocds import columnas
from sitio.ocds.columnas import COLUMNAS, Columna
from sitio.publicacion.masivos import diccionario
from sitio.publicacion.masivos.contenedor import Zip, adelantar, en_trozos

# Tables compress well already at the lowest level, and this is most of the time that a CSV takes.
_NIVEL_CSV = 1
_INSTANTE = "%Y-%m-%dT%H:%M:%S"


def escribir_csv(tablas: Mapping[str, pa.Table], leame: list[str], ruta: Path) -> None:
    """Write every table as CSV (RFC 4180, UTF-8) in a zip, with the data dictionary and what to know before use."""
    with TemporaryDirectory() as carpeta, Zip(ruta, _NIVEL_CSV) as destino:
        destino.agregar(diccionario.ARCHIVO, ["\n".join([*leame, ""]).encode()])
        destino.agregar("diccionario.csv", [_diccionario()])
        for archivo in copiar_en_csv(tablas, Path(carpeta)):
            with archivo.open("rb") as abierto:
                destino.agregar(archivo.name, en_trozos(abierto))
            archivo.unlink()


def copiar_en_csv(tablas: Mapping[str, pa.Table], carpeta: Path) -> Iterator[Path]:
    """Write each table as a CSV file of `carpeta`; yield them in order, each as soon as it is there."""
    with conectar() as conexion, ThreadPoolExecutor(os.cpu_count()) as hilos:
        yield from adelantar(hilos, lambda una: _copiar(conexion.cursor(), *una, carpeta), tablas.items())


def escribir_parquet(tabla: pa.Table, ruta: Path) -> None:
    """Write a table with exactly its types, for analysis and for anyone who recomputes it."""
    pq.write_table(tabla, ruta, compression="zstd", version="2.6", write_statistics=True)


def conectar() -> duckdb.DuckDBPyConnection:
    """Open an engine to write the tables with: it never goes to a network, and its clock is UTC."""
    conexion = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    # Global, or the cursors made from it would take the zone of the machine.
    conexion.execute("SET GLOBAL TimeZone = 'UTC'")
    return conexion


def _copiar(conexion: duckdb.DuckDBPyConnection, nombre: str, tabla: pa.Table, carpeta: Path) -> Path:
    archivo = carpeta / f"{nombre}.csv"
    if not tabla.num_rows:
        archivo.write_text(",".join(tabla.column_names) + "\n", encoding="utf-8")
        return archivo
    conexion.register("tabla", tabla)
    campos = ", ".join(f'{como_texto(columna)} AS "{columna.nombre}"' for columna in COLUMNAS[nombre])
    orden = f"COPY (SELECT {campos} FROM tabla) TO '{archivo}' (FORMAT csv, HEADER)"  # noqa: S608 - our own names
    conexion.execute(orden).fetchall()
    return archivo


def como_texto(columna: Columna) -> str:
    """The SQL that writes a column as text: moments as RFC 3339 with `Z`, lists with `;` between their members."""
    nombre = f'"{columna.nombre}"'
    if columna.tipo == columnas.TEXTOS:
        return f"array_to_string({nombre}, ';')"
    if columna.tipo == columnas.MOMENTO:
        con_fraccion = f"strftime({nombre}, '{_INSTANTE}.%fZ')"
        return f"if(microsecond({nombre}) % 1000000 = 0, strftime({nombre}, '{_INSTANTE}Z'), {con_fraccion})"
    return nombre


def _diccionario() -> bytes:
    texto = io.StringIO(newline="")
    hoja = csv.writer(texto)
    hoja.writerow(diccionario.ENCABEZADO)
    hoja.writerows(diccionario.renglones())
    return texto.getvalue().encode()
