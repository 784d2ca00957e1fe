"""What every flag that looks at many processes owes to the run that evaluates them all."""

import re
from typing import Any

import ibis
import pytest

from sitio.analisis import BANDERAS, motor
from sitio.analisis.compartidas import COMPARTIDAS
from sitio.analisis.motor.consultas import compilar
from sitio.analisis.registro import Alcance
from sitio.analisis.tablas import esquemas
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

GENERALES = {clave: b for clave, b in BANDERAS.items() if not b.de_un_proceso}
CONSIGO_MISMA = re.compile(r'("t\d+"\."\w+") (?:=|IS NOT DISTINCT FROM|<|<>) \1(?!\w)')
GENERAL = pytest.mark.parametrize("bandera", GENERALES.values(), ids=list(GENERALES))


@GENERAL
def test_it_gives_the_columns_it_promises(bandera: Any) -> None:
    columnas = set(bandera.expresion(esquemas(), bandera.valores()).columns)
    propias = {"ocid"} if bandera.alcance is Alcance.PROCESO else {"publicador", "procesos"}
    propias |= {"sujeto", "resultado", "valor"}
    assert propias <= columnas
    assert columnas - propias - {"severidad"} == set(bandera.evidencias)


@GENERAL
def test_it_is_of_a_general_run_alone(bandera: Any) -> None:
    assert bandera.general
    assert bandera.alcance in (Alcance.PROCESO, Alcance.COMPRADOR) or bandera.nombra_personas


@GENERAL
def test_any_engine_can_run_it(bandera: Any) -> None:
    assert ibis.to_sql(bandera.expresion(esquemas(), bandera.valores()), dialect="postgres")


@GENERAL
def test_no_column_is_joined_to_itself(bandera: Any) -> None:
    """As ibis does, without a word, when a join repeats a computed key: every row would then meet every other."""
    assert not CONSIGO_MISMA.search(compilar(bandera.expresion, tuple(bandera.valores().items())).sql)


@pytest.mark.parametrize("compartida", COMPARTIDAS.values(), ids=list(COMPARTIDAS))
def test_no_column_of_a_shared_table_is_joined_to_itself(compartida: Any) -> None:
    assert not CONSIGO_MISMA.search(compilar(compartida).sql)


def test_over_nothing_they_find_nothing() -> None:
    assert motor.evaluar(tablas.aplanar([]), GENERALES.values()) == []


def test_the_order_of_the_processes_changes_nothing(compra: Any, concurso: Any) -> None:
    procesos = [*(compra(f"2026-03-{dia:02}", 1000 * dia) for dia in range(1, 9)), concurso({"A": 1, "B": 2})]
    de_ida = motor.evaluar(tablas.aplanar(map(canonizar, procesos)), GENERALES.values())
    de_vuelta = motor.evaluar(tablas.aplanar(map(canonizar, reversed(procesos))), GENERALES.values())
    assert de_ida == de_vuelta
    assert {h.bandera_id for h in de_ida} >= {"C01", "C06", "P34", "S01", "S05", "X14"}
