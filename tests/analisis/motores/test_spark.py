"""The rules run on Spark over the very Parquet files of the store, with the same result as on DuckDB."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitio.analisis import motor
from sitio.analisis.almacen import Almacen, Lote, escribir
from sitio.analisis.almacen.carpeta import esquemas_en_disco
from sitio.analisis.motor.otros import SPARK, compartidas_de, sentencia
from sitio.analisis.registro import BANDERAS
from sitio.ocds.canonico import canonizar
from tests.analisis.motores.comun import a_mano, iguales

pytestmark = [
    pytest.mark.lenta,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark necesita Java"),
    # Its libraries warn about each other's versions, and leave sockets for the garbage collector.
    pytest.mark.filterwarnings("ignore"),
]
# One that counts days, one that counts who took part: joins, unions, distinct counts, dates and regimes.
CLAVES = ("P01", "P20", "P27")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session of two local threads, and Ibis connected to it."""
    pyspark_sql = pytest.importorskip("pyspark.sql", reason="falta el extra «spark»")
    ibis_pyspark = pytest.importorskip("ibis").pyspark
    with pytest.MonkeyPatch.context() as entorno:
        entorno.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        entorno.setenv("PYSPARK_PYTHON", sys.executable)
        opciones = {
            "spark.ui.enabled": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark")),
        }
        sesion = pyspark_sql.SparkSession.builder.master("local[2]").config(map=opciones).getOrCreate()
        ibis_pyspark.connect(sesion)
        yield sesion
        sesion.stop()


@pytest.fixture(scope="module")
def almacen(tmp_path_factory: pytest.TempPathFactory) -> Almacen:
    base: dict[str, Any] = {"date": "2026-12-01T12:00:00Z", "tender": {"id": "LA-1", "status": "complete"}}
    compiladas = {c["ocid"]: canonizar(c) for c in a_mano(base)}
    uno = Almacen(Path(tmp_path_factory.mktemp("almacen")))
    escribir(uno, "sefin", 2026, "a", [Lote(compiladas, dict.fromkeys(compiladas, 1), dict.fromkeys(compiladas, "0"))])
    return uno


def test_the_rules_say_the_same_on_spark_over_the_same_files(spark: Any, almacen: Almacen) -> None:
    for nombre, archivos in almacen.archivos().items():
        if archivos:
            tabla = spark.read.parquet(*map(str, archivos))
        else:
            tabla = spark.createDataFrame(esquemas_en_disco()[nombre].empty_table())
        tabla.createOrReplaceTempView(nombre)
    with motor.sobre_almacen(almacen) as base:
        for clave in CLAVES:
            regla = BANDERAS[clave]
            esperadas = iguales(base.leer(base.consulta(regla.expresion, tuple(regla.valores().items()))))
            for nombre, orden in compartidas_de(clave, SPARK).items():
                spark.sql(orden).createOrReplaceTempView(nombre)
            suyas = iguales(fila.asDict() for fila in spark.sql(sentencia(clave, SPARK)).collect())
            assert esperadas
            assert suyas == esperadas, clave
