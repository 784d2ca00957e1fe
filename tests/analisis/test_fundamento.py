"""P09 and P10: the reasons to buy without a public tender."""

from typing import Any

import pytest

from tests.analisis.armado import con, dia, documentos

VIEJA = {"tender.tenderPeriod.startDate": dia("2024-03-04")}
OBRA = {"tender.mainProcurementCategory": "works"}
OBRA_VIEJA = VIEJA | OBRA
DIRECTA = {"tender.procurementMethod": "direct"}


def base(fundamento: str) -> dict[str, Any]:
    return {"tender.legalBasis": {"id": fundamento}}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (base("54-XIV"), "sin_bandera"),
        (base("55"), "sin_bandera"),
        (base("53"), "sin_bandera"),
        (base("42-I"), "bandera"),  # of the law of 2000
        (base("56"), "bandera"),  # how an invitation is made, not why
        (base("42") | VIEJA, "sin_bandera"),
        (base("54") | VIEJA, "bandera"),
        (base("42-IX") | OBRA, "sin_bandera"),
        (base("43") | OBRA, "sin_bandera"),
        (base("55") | OBRA, "bandera"),
        (base("55") | OBRA_VIEJA, "no_aplica"),
        ({}, "bandera"),
        ({"tender.procurementMethodRationale": "Marca determinada"}, "datos_insuficientes"),
        (base("55") | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
        (base("1") | {"tender.procurementMethod": "open"}, "no_aplica"),
        (base("1") | {"tender.procurementMethod": "selective"}, "bandera"),
        (base("1") | {"tender.procurementMethod": "limited"}, "datos_insuficientes"),
        (base("1") | {"tender.status": "cancelled"}, "no_aplica"),
    ],
)
def test_not_tendering_names_an_article_that_allows_it(
    resultado: Any, licitacion: Any, cambios: Any, esperado: str
) -> None:
    assert resultado("P09", con(licitacion, DIRECTA | cambios)) == esperado


def test_under_another_law_its_articles_are_not_judged(resultado: Any, licitacion: Any) -> None:
    assert resultado("P09", con(licitacion, DIRECTA), marcos={"ocds-213czf-1": "estatal"}) == "no_aplica"


CON_OTRO = {"tender.documents": documentos("technicalSpecifications")}
JUSTIFICADA = {"planning.documents": documentos("needsAssessment")}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (base("54-IX") | CON_OTRO, "bandera"),
        (base("54-IX") | JUSTIFICADA, "sin_bandera"),
        (base("54-IX"), "datos_insuficientes"),
        (base("55") | CON_OTRO, "no_aplica"),
        (base("41-III") | CON_OTRO | VIEJA, "bandera"),
        (base("42") | CON_OTRO | VIEJA, "no_aplica"),
        (base("42-II") | CON_OTRO | OBRA, "bandera"),
        (base("42-II") | CON_OTRO | OBRA_VIEJA, "no_aplica"),
        (CON_OTRO, "datos_insuficientes"),
        (base("54-IX") | CON_OTRO | {"tender.procurementMethod": "selective"}, "bandera"),
        (base("54-IX") | CON_OTRO | {"tender.procurementMethod": "open"}, "no_aplica"),
    ],
)
def test_an_exception_publishes_its_reasons(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P10", con(licitacion, DIRECTA | cambios)) == esperado
