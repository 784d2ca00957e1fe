"""P16, P17, P37, P38 and P39: what is ready before a purchase begins."""

from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.armado import con, dia, documentos, valor

PLANEADA = {"planning": {"rationale": "Se necesitan sillas"}}
UMAS = {"umas": [{"anio": 2025, "diaria": Decimal("113.14")}, {"anio": 2026, "diaria": Decimal("117.31")}]}
OBRA = {"tender.mainProcurementCategory": "works"}
OTRA_LEY = {"marcos": {"ocds-213czf-1": "estatal"}}
COTIZADA = {"planning.requestsForQuotes": [{"id": "S1", "quotes": [{"id": "C1", "issuingSupplier": {"id": "X-1"}}]}]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (PLANEADA, "bandera"),
        (PLANEADA | {"planning.documents": documentos("marketStudies")}, "sin_bandera"),
        (COTIZADA, "sin_bandera"),
        ({}, "datos_insuficientes"),
        (PLANEADA | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
        (PLANEADA | OBRA, "no_aplica"),
        (PLANEADA | {"tender.status": "cancelled"}, "no_aplica"),
    ],
)
def test_the_market_is_looked_at(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P17", con(licitacion, cambios)) == esperado


def relacion(**mas: Any) -> dict[str, Any]:
    return {"relatedProcesses": [{"id": "plan-anual", "relationship": ["planning"]} | mas]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (PLANEADA, "bandera"),
        (PLANEADA | relacion(identifier="L-12"), "sin_bandera"),
        (PLANEADA | relacion(), "bandera"),  # without the line it says nothing
        (PLANEADA | relacion(identifier="ocds-1", relationship=["prior"]), "bandera"),
        ({"planning.budget.projectID": "P-1"}, "sin_bandera"),
        ({}, "datos_insuficientes"),
        (PLANEADA | {"tender.status": "withdrawn"}, "no_aplica"),
    ],
)
def test_a_purchase_is_of_the_annual_programme(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P38", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (PLANEADA, "bandera"),
        ({"planning.budget.amount": valor(0)}, "bandera"),
        ({"planning.budget.amount": valor(0.01)}, "sin_bandera"),
        ({}, "datos_insuficientes"),
        (PLANEADA | OBRA, "no_aplica"),
        (PLANEADA | {"tender.status": "planned"}, "no_aplica"),
        (PLANEADA | {"tender.tenderPeriod.startDate": None, "awards": None}, "no_aplica"),
    ],
)
def test_there_is_money_before_the_call(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P39", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize("bandera", ["P17", "P38", "P39"])
def test_federal_planning_is_not_for_other_laws(resultado: Any, licitacion: Any, bandera: str) -> None:
    assert resultado(bandera, con(licitacion, PLANEADA), **OTRA_LEY) == "no_aplica"


def solicitud(*invitados: str) -> dict[str, Any]:
    return {"planning.requestsForQuotes": [{"id": "S1", "invitedSuppliers": [{"id": i, "name": i} for i in invitados]}]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (solicitud("X-1", "X-2"), "bandera"),
        (solicitud("X-1", "X-2", "X-2"), "bandera"),  # the same one twice is one
        (solicitud("X-1", "X-2", "X-3"), "sin_bandera"),
        (PLANEADA, "bandera"),
        ({}, "datos_insuficientes"),
        (PLANEADA | {"awards.0.value": valor(1, 35_192.99)}, "no_aplica"),  # a cent under 300 UMA
        (
            PLANEADA | {"tender.tenderPeriod.startDate": dia("2026-01-31"), "awards.0.value": valor(1, 33_942)},
            "bandera",
        ),
        (PLANEADA | {"awards.0.value": valor(1, 33_942)}, "no_aplica"),  # 300 UMA of January, not of March
        (PLANEADA | {"awards.0.value": None}, "datos_insuficientes"),
        (PLANEADA | {"tender.legalBasis": None}, "datos_insuficientes"),
        (PLANEADA | {"tender.legalBasis": {"id": "54-I"}}, "no_aplica"),
        (PLANEADA | {"tender.procurementMethod": "open"}, "no_aplica"),
        (
            PLANEADA | {"tender.tenderPeriod.startDate": dia("2024-03-02"), "tender.legalBasis": {"id": "42"}},
            "no_aplica",
        ),
    ],
)
def test_three_are_asked_for_their_price(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    directa = {
        "tender.procurementMethod": "direct",
        "tender.legalBasis": {"id": "55"},
        "awards.0.value": valor(1, 35_193),  # 300 UMA exactly
    }
    assert resultado("P16", con(licitacion, directa | cambios), referencias=UMAS) == esperado


def test_without_the_uma_of_the_year_nothing_is_said(resultado: Any, licitacion: Any) -> None:
    directa = {"tender.procurementMethod": "direct", "tender.legalBasis": {"id": "55"}, "awards.0.value": valor(9_999)}
    assert resultado("P16", con(licitacion, directa | PLANEADA)) == "datos_insuficientes"


SIN_TESTIGO = {"contracts": [{"id": "C1", "awardID": "A1"}]}
CON_TESTIGO = {"contracts": [{"id": "C1", "awardID": "A1", "surveillanceMechanisms": ["socialWitness"]}]}


@pytest.mark.parametrize(
    ("neto", "cambios", "esperado"),
    [
        (586_550_000.01, SIN_TESTIGO, "bandera"),  # 5,000,000 UMA and a cent
        (586_550_000, SIN_TESTIGO, "sin_bandera"),
        (586_550_000.01, CON_TESTIGO, "sin_bandera"),
        (586_550_000.01, {}, "datos_insuficientes"),  # the contract is where it is told
        (586_550_000.01, SIN_TESTIGO | OBRA, "sin_bandera"),
        (2_698_130_000.01, SIN_TESTIGO | OBRA, "bandera"),  # 23,000,000
        (586_550_000.01, SIN_TESTIGO | {"tender.procurementMethod": "direct"}, "no_aplica"),
        (586_550_000.01, SIN_TESTIGO | {"tender.tenderPeriod.startDate": dia("2024-03-02")}, "no_aplica"),
        (586_550_000.01, SIN_TESTIGO | {"tender.value": None}, "datos_insuficientes"),
        (1, SIN_TESTIGO | {"tender.value": None, "planning.budget.amount": valor(700_000_000)}, "bandera"),
    ],
)
def test_a_large_tender_has_a_social_witness(
    resultado: Any, licitacion: Any, neto: float, cambios: Any, esperado: str
) -> None:
    grande = con(licitacion, {"tender.value": valor(9, neto)} | cambios)
    assert resultado("P37", grande, referencias=UMAS) == esperado
