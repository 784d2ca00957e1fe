"""P02, P05, P06, P07 and P43: time and answers for who prepares a proposal."""

from typing import Any

import pytest

from tests.analisis.armado import con, dia, documentos

OTRA_LEY = {"marcos": {"ocds-213czf-1": "estatal"}}
OBRA_VIEJA = {"tender.mainProcurementCategory": "works", "tender.tenderPeriod.startDate": "2025-04-16T16:00:00Z"}


def apertura(texto: str) -> dict[str, str]:
    return {"tender.tenderPeriod.endDate": f"{texto}T16:00:00Z"}


JUSTIFICADO = {"planning.documents": documentos("needsAssessment")}
SIN_JUSTIFICAR = {"tender.documents": documentos("tenderNotice")}
INTERNACIONAL = {"tender.procurementMethodDetails": "Licitación pública internacional abierta"}
SIN_AMBITO = {"tender.procurementMethodDetails": "Licitación pública"}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (apertura("2026-03-16") | SIN_JUSTIFICAR, "bandera"),  # 14 days
        (apertura("2026-03-12") | SIN_JUSTIFICAR, "bandera"),  # 10, the least with reasons
        (apertura("2026-03-11") | SIN_JUSTIFICAR, "no_aplica"),  # 9: not even with them
        (apertura("2026-03-17") | SIN_JUSTIFICAR, "sin_bandera"),  # 15
        (apertura("2026-03-16") | JUSTIFICADO, "sin_bandera"),
        (apertura("2026-03-16"), "datos_insuficientes"),  # it publishes no document at all
        (apertura("2026-03-21") | SIN_JUSTIFICAR | INTERNACIONAL, "bandera"),  # 19
        (apertura("2026-03-22") | SIN_JUSTIFICAR | INTERNACIONAL, "sin_bandera"),  # 20
        (apertura("2026-03-17") | SIN_JUSTIFICAR | SIN_AMBITO, "datos_insuficientes"),
        (apertura("2026-03-22") | SIN_JUSTIFICAR | SIN_AMBITO, "sin_bandera"),
        (apertura("2026-03-16") | SIN_JUSTIFICAR | {"tender.mainProcurementCategory": "works"}, "no_aplica"),
        (apertura("2026-03-16") | SIN_JUSTIFICAR | {"tender.procurementMethod": "selective"}, "no_aplica"),
        (SIN_JUSTIFICAR | {"tender.tenderPeriod.endDate": None}, "datos_insuficientes"),
    ],
)
def test_a_reduced_period_needs_its_reasons(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P02", con(licitacion, cambios)) == esperado


def cambio(*fechas: str | None) -> dict[str, Any]:
    return {"tender.amendments": [{"id": str(n)} | ({"date": dia(f)} if f else {}) for n, f in enumerate(fechas)]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (cambio("2026-03-14"), "bandera"),  # 6 days before the 20th
        (cambio("2026-03-13"), "sin_bandera"),  # 7
        (cambio("2026-03-05", "2026-03-20"), "bandera"),  # the last one counts
        (cambio("2026-03-05", "2026-03-21"), "sin_bandera"),  # after the opening: the record, not the call
        ({}, "sin_bandera"),
        (cambio(None), "datos_insuficientes"),
        (cambio("2026-03-14") | {"tender.tenderPeriod.endDate": None}, "datos_insuficientes"),
        (cambio("2026-03-14") | {"tender.procurementMethod": "direct"}, "no_aplica"),
        (cambio("2026-03-14") | {"tender.status": "cancelled"}, "no_aplica"),
        (cambio("2026-03-14") | OBRA_VIEJA, "no_aplica"),
        (cambio("2026-03-14") | {"tender.mainProcurementCategory": "works"}, "bandera"),
    ],
)
def test_the_call_is_not_changed_in_the_last_days(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P05", con(licitacion, cambios)) == esperado


JUNTA = {"tender.clarificationMeetings": [{"id": "1", "date": dia("2026-03-10")}]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (SIN_JUSTIFICAR, "bandera"),
        (JUNTA, "sin_bandera"),
        ({"tender.enquiryPeriod.endDate": dia("2026-03-10")}, "sin_bandera"),
        ({"tender.documents": documentos("clarifications")}, "sin_bandera"),
        ({}, "datos_insuficientes"),
        (SIN_JUSTIFICAR | {"tender.procurementMethod": "selective"}, "no_aplica"),
        (SIN_JUSTIFICAR | OBRA_VIEJA, "no_aplica"),
        (
            SIN_JUSTIFICAR | {"awards": None, "tender.status": "active", "date": "2026-03-20T15:59:59Z"},
            "no_aplica",  # the opening is yet to come
        ),
    ],
)
def test_a_tender_has_a_clarification_meeting(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P06", con(licitacion, cambios)) == esperado


def juntas(*fechas: str) -> dict[str, Any]:
    return {"tender.clarificationMeetings": [{"id": str(n), "date": dia(f)} for n, f in enumerate(fechas)]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (juntas("2026-03-15"), "bandera"),  # 5 days
        (juntas("2026-03-14"), "sin_bandera"),  # 6
        (juntas("2026-03-06", "2026-03-15"), "bandera"),
        ({"tender.enquiryPeriod.endDate": dia("2026-03-15")}, "bandera"),
        (juntas("2026-03-10") | {"tender.enquiryPeriod.endDate": dia("2026-03-19")}, "sin_bandera"),
        ({}, "datos_insuficientes"),
        (juntas("2026-03-15") | {"tender.tenderPeriod.endDate": None}, "datos_insuficientes"),
        (juntas("2026-03-15") | {"tender.procurementMethod": "direct"}, "no_aplica"),
        (juntas("2026-03-15") | OBRA_VIEJA, "no_aplica"),
    ],
)
def test_the_last_meeting_is_days_before_the_opening(
    resultado: Any, licitacion: Any, cambios: Any, esperado: str
) -> None:
    assert resultado("P07", con(licitacion, cambios)) == esperado


def pregunta(respuesta: str | None, respondida: str | None) -> dict[str, Any]:
    cuerpo = {"id": "Q1", "answer": respuesta, "dateAnswered": respondida}
    return {"tender.enquiries": [{clave: dato for clave, dato in cuerpo.items() if dato}]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (pregunta(None, None), "bandera"),
        (pregunta("Sí", "2026-03-20T16:00:01Z"), "bandera"),  # a second late
        (pregunta("Sí", "2026-03-20T16:00:00Z"), "sin_bandera"),
        (pregunta("Sí", None), "datos_insuficientes"),
        ({}, "datos_insuficientes"),
        (pregunta(None, None) | {"tender.tenderPeriod.endDate": None}, "datos_insuficientes"),
        (pregunta(None, None) | {"tender.procurementMethod": "direct"}, "no_aplica"),
        (pregunta(None, None) | {"date": "2026-03-20T16:00:00Z"}, "no_aplica"),  # not yet opened
    ],
)
def test_questions_are_answered_by_the_opening(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P43", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize("bandera", ["P02", "P05", "P06", "P07"])
def test_federal_terms_are_not_for_other_laws(resultado: Any, licitacion: Any, bandera: str) -> None:
    cambios = apertura("2026-03-16") | SIN_JUSTIFICAR | cambio("2026-03-14") | juntas("2026-03-15")
    assert resultado(bandera, con(licitacion, cambios), **OTRA_LEY) == "no_aplica"
