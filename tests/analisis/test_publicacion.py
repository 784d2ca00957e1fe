"""E18, E19, E20 and E21: what is missing from what is published."""

from typing import Any

import pytest

from tests.analisis.armado import HOY, con, dia, documentos, valor

SIN_FALLO = {"awards": None, "tender.status": "active"}


@pytest.mark.parametrize(
    ("apertura", "cambios", "esperado"),
    [
        ("2026-05-12", {}, "sin_bandera"),  # 20 days before 1 June
        ("2026-05-11", {}, "bandera"),
        ("2026-05-11", {"awards": [{"id": "A1"}]}, "sin_bandera"),
        ("2026-05-11", {"tender.status": "unsuccessful"}, "no_aplica"),
        ("2026-05-11", {"tender.status": "cancelled"}, "no_aplica"),
        ("2026-05-11", {"tender.procurementMethod": "direct"}, "no_aplica"),
        ("2026-05-11", {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
        (None, {}, "datos_insuficientes"),
    ],
)
def test_a_decision_is_published_in_its_term(
    resultado: Any, licitacion: Any, apertura: str | None, cambios: Any, esperado: str
) -> None:
    fechas = {"tender.tenderPeriod.endDate": apertura and dia(apertura)}
    assert resultado("E18", con(licitacion, SIN_FALLO | fechas | cambios), referencias=HOY) == esperado


@pytest.mark.parametrize(("apertura", "severidad"), [("2026-04-22", 3), ("2026-04-21", 4)])
def test_past_the_deferral_it_weighs_more(evaluar: Any, licitacion: Any, apertura: str, severidad: int) -> None:
    tarde = con(licitacion, SIN_FALLO | {"tender.tenderPeriod.endDate": dia(apertura)})
    (hallazgo,) = evaluar("E18", tarde, referencias=HOY)
    assert (hallazgo.resultado, hallazgo.severidad) == ("bandera", severidad)


def test_without_the_day_of_the_analysis_no_decision_is_late(resultado: Any, licitacion: Any) -> None:
    assert resultado("E18", con(licitacion, SIN_FALLO)) == "datos_insuficientes"


COMPLETO = {
    "tender.documents": documentos("tenderNotice", "clarifications"),
    "awards.0.documents": documentos("awardNotice"),
    "contracts": [{"id": "C1", "awardID": "A1", "documents": documentos("contractSigned")}],
}


@pytest.mark.parametrize(
    ("cambios", "faltan"),
    [
        ({}, 0),
        ({"tender.documents": documentos("tenderNotice")}, 1),
        ({"tender.documents": documentos("tenderNotice"), "tender.procurementMethod": "selective"}, 0),
        ({"tender.documents": [], "awards.0.documents": []}, 3),
        ({"contracts": [{"id": "C1", "awardID": "A1"}]}, 1),
        ({"contracts": None}, 0),  # there is no contract yet
        ({"contracts.0.status": "terminated"}, 1),
        ({"contracts.0.status": "terminated", "planning.documents": documentos("completionCertificate")}, 0),
        ({"tender.procurementMethod": "direct"}, 1),
        ({"tender.procurementMethod": "direct", "planning.documents": documentos("marketStudies")}, 0),
    ],
)
def test_the_file_has_the_documents_of_the_stages_published(
    evaluar: Any, licitacion: Any, cambios: Any, faltan: int
) -> None:
    (hallazgo,) = evaluar("E19", con(licitacion, COMPLETO | cambios))
    assert (hallazgo.valor, hallazgo.resultado) == (faltan, "bandera" if faltan else "sin_bandera")
    assert sum(valor is True for valor in hallazgo.evidencia.values()) == faltan


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({}, "datos_insuficientes"),  # no document at all
        (COMPLETO | {"tender.procurementMethod": "limited"}, "datos_insuficientes"),
        (COMPLETO | {"tender.status": "cancelled"}, "no_aplica"),
        (COMPLETO | {"tender.status": "planned"}, "no_aplica"),
    ],
)
def test_files_that_the_rule_cannot_judge(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E19", con(licitacion, cambios)) == esperado


# Eleven of the tender and three of the award.
LLENO = {
    "buyer": {"id": "C-1"},
    "tender.procuringEntity": {"id": "UC-1"},
    "tender.title": "Sillas",
    "tender.description": "Sillas",
    "tender.awardCriteria": "priceOnly",
    "tender.value": valor(1),
    "awards.0.value": valor(1),
}


@pytest.mark.parametrize(
    ("vaciar", "por_ciento", "esperado"),
    [
        ((), "100", "sin_bandera"),
        (("tender.title", "tender.description"), "85.71", "sin_bandera"),
        (("tender.title", "tender.description", "tender.value"), "78.57", "bandera"),
    ],
)
def test_most_basic_fields_are_filled(
    evaluar: Any, licitacion: Any, vaciar: tuple[str, ...], por_ciento: str, esperado: str
) -> None:
    (hallazgo,) = evaluar("E20", con(licitacion, LLENO | dict.fromkeys(vaciar)))
    assert (float(hallazgo.valor), hallazgo.resultado) == (float(por_ciento), esperado)
    assert hallazgo.evidencia["pedidos"] == 14


def test_at_exactly_four_fifths_there_is_no_flag_and_a_contract_asks_for_more(evaluar: Any, licitacion: Any) -> None:
    """Of 18 fields with a contract, and of 10 with neither award nor contract in a direct award."""
    directa = con(licitacion, LLENO | {"awards": None, "tender.procurementMethod": "direct"})
    (hallazgo,) = evaluar("E20", con(directa, {"tender.title": None, "tender.description": None}))
    assert (hallazgo.resultado, hallazgo.valor, hallazgo.evidencia["pedidos"]) == ("sin_bandera", 80, 10)
    (hallazgo,) = evaluar("E20", con(licitacion, LLENO | {"contracts": [{"id": "C1"}]}))
    assert (hallazgo.resultado, hallazgo.evidencia["llenos"], hallazgo.evidencia["pedidos"]) == ("bandera", 14, 18)


@pytest.mark.parametrize("cambios", [{"tender.status": "cancelled"}, {"tender": None}])
def test_emptiness_is_told_of_published_tenders(resultado: Any, licitacion: Any, cambios: Any) -> None:
    assert resultado("E20", con(licitacion, cambios)) == "no_aplica"


LARGO = "Sillas ergonómicas para oficina"


@pytest.mark.parametrize(
    ("titulo", "descripcion", "esperado"),
    [
        ("a" * 10, "b" * 30, "sin_bandera"),
        ("a" * 9, "b" * 30, "bandera"),
        ("a" * 10, "b" * 29, "bandera"),
        ("  " + "a" * 9 + "  ", "b" * 30, "bandera"),  # the spaces around do not count
        (None, LARGO, "datos_insuficientes"),
        (LARGO, None, "datos_insuficientes"),
        ("Sillas", None, "bandera"),
    ],
)
def test_the_title_says_what_is_bought(
    resultado: Any, licitacion: Any, titulo: str | None, descripcion: str | None, esperado: str
) -> None:
    cambios = {"tender.title": titulo, "tender.description": descripcion}
    assert resultado("E21", con(licitacion, cambios)) == esperado
    assert resultado("E21", con(licitacion, cambios | {"tender.status": "withdrawn"})) == "no_aplica"
