"""Every rule says the same on PostgreSQL as on DuckDB: same rows, same values."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pyarrow as pa
import pytest

from sitio.analisis.motor.conexion import Base, Mesa
from sitio.analisis.motor.otros import POSTGRESQL, compartidas_de, sentencia
from sitio.analisis.registro import BANDERAS, PLAZOS
from tests.analisis.motores.comun import iguales


def _tipo(tipo: pa.DataType) -> str:
    if pa.types.is_list(tipo):
        return _tipo(tipo.value_type) + "[]"
    if pa.types.is_decimal(tipo):
        return f"numeric({tipo.precision}, {tipo.scale})"
    if pa.types.is_timestamp(tipo):
        return "timestamptz"
    return {"string": "text", "int64": "bigint", "double": "float8", "date32[day]": "date"}[str(tipo)]


def _cargar(cursor: psycopg.Cursor[Any], nombre: str, tabla: pa.Table) -> None:
    columnas = ", ".join(f'"{campo.name}" {_tipo(campo.type)}' for campo in tabla.schema)
    cursor.execute(f'CREATE TEMP TABLE "{nombre}" ({columnas})'.encode())
    with cursor.copy(f'COPY "{nombre}" FROM STDIN'.encode()) as copia:
        for fila in tabla.to_pylist():
            copia.write_row(tuple(fila.values()))


@pytest.fixture(scope="module")
def postgresql(tablas_de_prueba: dict[str, pa.Table]) -> Iterator[psycopg.Connection[Any]]:
    """A session of the local server with the tables as temporary ones: nothing of it stays."""
    try:
        conexion = psycopg.connect("dbname=postgres", connect_timeout=2, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no hay un PostgreSQL local al que entrar: {error}".splitlines()[0])
    with conexion, conexion.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        for nombre, tabla in tablas_de_prueba.items():
            _cargar(cursor, nombre, tabla)
        cursor.execute("ANALYZE")
        yield conexion


@pytest.fixture(scope="module")
def en_duckdb(tablas_de_prueba: dict[str, pa.Table]) -> Base:
    mesa = Mesa()
    mesa.llenar(tablas_de_prueba)
    return mesa


@pytest.mark.parametrize("clave", [*BANDERAS, *PLAZOS])
def test_a_rule_says_the_same_on_both(clave: str, postgresql: psycopg.Connection[Any], en_duckdb: Base) -> None:
    regla = BANDERAS.get(clave)
    valores = tuple(regla.valores().items()) if regla else None
    esperadas = en_duckdb.leer(en_duckdb.consulta((regla or PLAZOS[clave]).expresion, valores))
    with postgresql.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        for nombre, orden in compartidas_de(clave, POSTGRESQL).items():
            cursor.execute(f'CREATE TEMP TABLE IF NOT EXISTS "{nombre}" AS {orden}'.encode())
        suyas = cursor.execute(sentencia(clave, POSTGRESQL).encode()).fetchall()

    assert iguales(suyas) == iguales(esperadas)
