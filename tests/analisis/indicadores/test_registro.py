"""What every indicator owes to whoever reads it, and what every figure promises."""

import inspect
import re
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from sitio.analisis.indicadores import INDICADORES
from sitio.analisis.indicadores.registro import EXCLUSIONES, MINIMO, Ley, registrar_indicador
from sitio.analisis.motor import indicadores as motor
from sitio.ocds import tablas
from tests.analisis.indicadores.comun import LICITACION, OBRA, SIN_CATEGORIA, cifra, cifras, con
from tests.casas import RAIZ

INDICADOR = pytest.mark.parametrize("indicador", INDICADORES.values(), ids=list(INDICADORES))


def test_the_forty_indicators_of_this_version() -> None:
    compras = [f"A{n:02}" for n in range(1, 22)]
    obras = [f"B{n:02}" for n in range(1, 20)]
    assert sorted(INDICADORES) == compras + obras
    assert {i.id[0]: i.ley for i in INDICADORES.values()} == {"A": Ley.LAASSP, "B": Ley.LOPSRM}


@INDICADOR
def test_an_indicator_explains_itself(indicador: Any) -> None:
    assert re.fullmatch(r"\d+\.\d+", indicador.version)
    assert indicador.campos or indicador.advertencias
    for texto in (indicador.titulo, indicador.fuente, indicador.que_dice):
        assert texto.strip()
    assert len({medida.clave for medida in indicador.medidas}) == len(indicador.medidas)
    for medida in indicador.medidas:
        assert medida.formula
        assert bool(medida.titulo) is bool(medida.clave)


@INDICADOR
def test_an_indicator_says_in_the_code_what_it_observes(indicador: Any) -> None:
    for medida in indicador.medidas:
        funcion = medida.expresion.func if isinstance(medida.expresion, partial) else medida.expresion
        assert indicador.id in (inspect.getdoc(funcion) or "").split(":")[0]


@INDICADOR
def test_an_indicator_never_accuses(indicador: Any) -> None:
    textos = " ".join([indicador.titulo, indicador.que_dice, *indicador.advertencias]).lower()
    for palabra in ("corrup", "fraude", "delito", "culpab", "ilegal", "irregular", "simul"):
        assert palabra not in textos


def test_an_id_is_registered_once() -> None:
    with pytest.raises(ValueError, match="A01 ya está"):
        registrar_indicador(replace(INDICADORES["A01"], version="9.9"))


def test_nothing_published_gives_no_figure() -> None:
    assert motor.medir(tablas.aplanar([])) == []


def test_a_figure_is_told_from_five_cases_on() -> None:
    assert (cifra("A04", (MINIMO - 1, LICITACION)).valor, MINIMO) == (None, 5)
    assert cifra("A04", (MINIMO, LICITACION)).valor == 100


def test_a_bare_process_is_left_out_with_its_reason_and_never_counts() -> None:
    desnudos = motor.medir(tablas.aplanar([b'{"ocid":"ocds-213czf-1"}']))
    assert {c.indicador for c in desnudos} == {"A07", "A14", "A17", "B01", "B04"}
    assert {(c.n, c.valor, tuple(c.excluidos)) for c in desnudos} == {(0, None, ("sin_categoria",))}


@pytest.mark.parametrize(("indicador", "otro"), [("A14", OBRA), ("B01", LICITACION)])
def test_what_is_of_the_other_law_is_not_even_left_out(indicador: str, otro: dict[str, Any]) -> None:
    assert cifras(indicador, (3, otro)) == []
    assert cifra(indicador, (3, otro), (1, SIN_CATEGORIA)).excluidos == {"sin_categoria": 1}


def test_every_reason_to_be_left_out_is_told_in_words() -> None:
    rotos = [
        (1, SIN_CATEGORIA),
        (1, con(LICITACION, {"awards.0": {"id": "A1"}, "contracts.0": {"id": "C1"}, "tender.tenderers": None})),
        (1, con(OBRA, {"awards.0": {"id": "A1"}, "contracts.0": {"id": "C1"}, "tender.tenderers": None})),
    ]
    for indicador in INDICADORES:
        for una in cifras(indicador, *rotos):
            assert una.excluidos.keys() <= EXCLUSIONES.keys()


@INDICADOR
def test_the_manual_gives_the_formula_and_the_source_of_every_indicator(indicador: Any) -> None:
    manual = (RAIZ / "docs" / "manual" / "indicadores.md").read_text(encoding="utf-8")
    formulas = "<br>".join(medida.formula for medida in indicador.medidas)
    assert f"| {indicador.id} | {indicador.titulo} | {formulas} | {indicador.fuente} |" in manual.splitlines()
