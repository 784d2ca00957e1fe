"""Planning: what was in the annual programme, and with what the market was known."""

from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.indicadores.comun import EN_DOLARES, LICITACION, OBRA, SIN_CATEGORIA, SIN_MONTO, cifra, con

LINEA = {"relatedProcesses": [{"id": "1", "relationship": ["planning"], "identifier": "L-7"}]}
PROGRAMADA = con(LICITACION, LINEA)
SIN_PLANEACION = con(LICITACION, {"planning": None})
SIN_ADJUDICAR = {"awards": None, "contracts": None}


def test_a01_counts_awards_whose_process_names_a_line_of_the_programme() -> None:
    otra_relacion = con(
        LICITACION, {"relatedProcesses": [{**LINEA["relatedProcesses"][0], "relationship": ["parent"]}]}
    )
    medida = cifra("A01", (3, PROGRAMADA), (1, LICITACION), (1, otra_relacion), (2, SIN_PLANEACION), (1, SIN_CATEGORIA))
    assert (medida.valor, medida.n) == (Decimal(60), 5)
    assert medida.excluidos == {"sin_planeacion": 2, "sin_categoria": 1}
    assert medida.total == 8


def test_a02_adds_pesos_without_iva_and_no_other_currency() -> None:
    grande = con(LICITACION, {"awards.0.value": {"amount": 9999, "netAmount": 6000, "currency": "MXN"}})
    medida = cifra("A02", (4, PROGRAMADA), (1, grande), (1, SIN_MONTO), (1, EN_DOLARES))
    assert (medida.valor, medida.numerador, medida.denominador) == (Decimal(60), Decimal(6000), Decimal(10000))
    assert medida.excluidos == {"sin_monto": 1, "otra_moneda": 1}


def cotizado(cuantas: int, estudios: int = 0) -> dict[str, Any]:
    quotes = [{"id": str(n), "value": {"amount": 100, "currency": "MXN"}} for n in range(cuantas)]
    documentos = [{"id": str(n), "documentType": "marketStudies"} for n in range(estudios)]
    solicitudes = [{"id": "S1", "quotes": quotes}]
    return con(LICITACION, {"planning.requestsForQuotes": solicitudes, "planning.documents": documentos})


@pytest.mark.parametrize(
    ("cotizaciones", "estudios", "presente"),
    [(3, 0, True), (2, 0, False), (1, 1, True), (0, 2, True), (0, 1, False), (0, 0, False)],
)
def test_a07_asks_for_three_quotes_or_two_sources(cotizaciones: int, estudios: int, presente: bool) -> None:
    medida = cifra("A07", (5, cotizado(cotizaciones, estudios)), (1, SIN_PLANEACION))
    assert (medida.valor, medida.n) == (Decimal(100 if presente else 0), 5)
    assert medida.excluidos == {"sin_planeacion": 1}


def test_b01_counts_the_lines_of_works_that_reached_an_award() -> None:
    con_linea = con(OBRA, LINEA)
    medida = cifra("B01", (4, con_linea), (1, con(con_linea, SIN_ADJUDICAR)), (1, OBRA), (3, PROGRAMADA))
    assert (medida.valor, medida.n) == (Decimal(80), 5)
    assert medida.excluidos == {"sin_linea": 1}


def test_b04_says_that_no_release_tells_it() -> None:
    medida = cifra("B04", (6, OBRA), (1, LICITACION), (1, SIN_CATEGORIA))
    assert (medida.valor, medida.n) == (None, 0)
    assert medida.excluidos == {"no_se_publica": 6, "sin_categoria": 1}
