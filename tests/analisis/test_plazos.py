"""Legal deadlines: from which date, how many days, what meets them, and when there is none."""

from datetime import date
from typing import Any

import pytest

ESTATAL = {"ocds-213czf-1": "estatal"}


def con_contrato(compilada: dict[str, Any], **campos: Any) -> dict[str, Any]:
    compilada["contracts"] = [{"id": "C1", "awardID": "A1", "status": "active", **campos}]
    return compilada


# D10: the last clarification meeting -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anio", "categoria", "articulo"),
    [(2024, "goods", "33 Bis"), (2026, "services", "44"), (2026, "works", "35")],
)
def test_the_last_meeting_is_six_natural_days_before_the_opening(
    computar: Any, licitacion: Any, anio: int, categoria: str, articulo: str
) -> None:
    licitacion["tender"] |= {
        "mainProcurementCategory": categoria,
        "tenderPeriod": {"startDate": f"{anio}-03-02T16:00:00Z", "endDate": f"{anio}-03-20T16:00:00Z"},
    }
    (plazo,) = computar("D10", licitacion)
    assert (plazo.base, plazo.vence) == (date(anio, 3, 20), date(anio, 3, 14))
    assert articulo in plazo.fundamento
    assert plazo.cumplido_en is None


def test_a_limit_counted_back_is_never_moved_towards_the_event(computar: Any, licitacion: Any) -> None:
    """14 March 2026 is a Saturday: moving it to Monday would leave bidders fewer days."""
    (plazo,) = computar("D10", licitacion, inhabiles={date(2026, 3, 14)})
    assert plazo.vence == date(2026, 3, 14)


def test_the_last_meeting_is_met_by_its_date_or_its_minutes(computar: Any, licitacion: Any) -> None:
    licitacion["tender"]["documents"] = [
        {"id": "1", "documentType": "clarifications", "datePublished": "2026-03-13T06:00:00Z"},
        {"id": "2", "documentType": "biddingDocuments", "datePublished": "2026-03-02T06:00:00Z"},
    ]
    (plazo,) = computar("D10", licitacion)
    assert plazo.cumplido_en == date(2026, 3, 13)
    licitacion["tender"]["enquiryPeriod"] = {"endDate": "2026-03-12T18:00:00Z"}
    (plazo,) = computar("D10", licitacion)
    assert plazo.cumplido_en == date(2026, 3, 12)


def test_a_meeting_that_is_only_planned_meets_nothing(computar: Any, licitacion: Any) -> None:
    licitacion["tender"]["enquiryPeriod"] = {"endDate": "2026-03-12T18:00:00Z"}
    (antes,) = computar("D10", licitacion, hoy=date(2026, 3, 11))
    (mismo_dia,) = computar("D10", licitacion, hoy=date(2026, 3, 12))
    assert (antes.cumplido_en, mismo_dia.cumplido_en) == (None, date(2026, 3, 12))


# D12: the award ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("metodo", ["open", "selective"])
def test_the_award_is_due_twenty_natural_days_after_the_opening(computar: Any, licitacion: Any, metodo: str) -> None:
    licitacion["tender"]["procurementMethod"] = metodo
    (plazo,) = computar("D12", licitacion)
    assert (plazo.base, plazo.vence) == (date(2026, 3, 20), date(2026, 4, 9))
    assert plazo.cumplido_en == date(2026, 4, 1)
    assert plazo.evidencia["regimen"] == "LAASSP-2025"


def test_a_last_day_that_is_not_a_working_day_runs_to_the_next(computar: Any, licitacion: Any) -> None:
    licitacion["tender"]["tenderPeriod"]["endDate"] = "2026-03-15T16:00:00Z"
    (sabado,) = computar("D12", licitacion)
    (puente,) = computar("D12", licitacion, inhabiles={date(2026, 4, 6)})
    assert (sabado.vence, puente.vence) == (date(2026, 4, 6), date(2026, 4, 7))


@pytest.mark.parametrize(
    "tender",
    [
        {"procurementMethod": "direct"},
        {"procurementMethod": "limited"},
        {"status": "cancelled"},
        {"status": "planned"},
        {"tenderPeriod": {"startDate": "2026-03-02T16:00:00Z"}},
        {"mainProcurementCategory": None},
    ],
)
def test_what_gives_no_deadline(computar: Any, licitacion: Any, tender: Any) -> None:
    licitacion["tender"] |= tender
    assert computar("D12", licitacion) == []
    assert computar("D10", licitacion) == []


def test_the_federal_terms_do_not_bind_other_buyers(computar: Any, licitacion: Any) -> None:
    assert computar("D12", licitacion, marcos=ESTATAL) == []


def test_without_a_start_only_the_old_law_can_be_proved(computar: Any, licitacion: Any) -> None:
    periodo = licitacion["tender"]["tenderPeriod"] = {"endDate": "2025-04-16T16:00:00Z"}
    licitacion["awards"] = []
    (plazo,) = computar("D12", licitacion)
    assert "2000" in plazo.fundamento
    periodo["endDate"] = "2025-04-17T16:00:00Z"
    assert computar("D12", licitacion) == []


def test_a_deserted_tender_waits_for_no_award(computar: Any, licitacion: Any) -> None:
    licitacion["tender"]["status"] = "unsuccessful"
    (plazo,) = computar("D12", licitacion)
    assert plazo.cumplido_en == date(2026, 4, 1)
    licitacion["awards"] = []
    assert computar("D12", licitacion) == []


# D18, D17: the signature -------------------------------------------------------------------------------------------


def test_under_the_new_law_the_signature_counts_working_days(computar: Any, licitacion: Any) -> None:
    """From Wednesday 1 April 2026 they end on the 22nd; with Thursday and Friday of Easter off, on the 24th."""
    (sin_puente,) = computar("D18", licitacion)
    (con_puente,) = computar("D18", licitacion, inhabiles={date(2026, 4, 2), date(2026, 4, 3)})
    assert (sin_puente.vence, con_puente.vence) == (date(2026, 4, 22), date(2026, 4, 24))
    assert (sin_puente.sujeto, sin_puente.evidencia["unidad"]) == ("A1", "días hábiles")


def test_a_year_without_calendar_is_told(computar: Any, licitacion: Any) -> None:
    (sin_calendario,) = computar("D18", licitacion, inhabiles={date(2025, 12, 25)})
    (con_calendario,) = computar("D18", licitacion, inhabiles={date(2026, 12, 25)})
    assert sin_calendario.evidencia["calendario_incompleto"] == 2026
    assert "calendario_incompleto" not in con_calendario.evidencia


@pytest.mark.parametrize(("anio", "categoria", "articulo"), [(2024, "goods", "46"), (2026, "works", "47")])
def test_the_other_laws_count_fifteen_natural_days(
    computar: Any, licitacion: Any, anio: int, categoria: str, articulo: str
) -> None:
    licitacion["tender"] |= {
        "mainProcurementCategory": categoria,
        "tenderPeriod": {"startDate": f"{anio}-03-02T16:00:00Z", "endDate": f"{anio}-03-20T16:00:00Z"},
    }
    licitacion["awards"][0]["date"] = f"{anio}-04-01T06:00:00Z"
    (plazo,) = computar("D18", licitacion)
    assert plazo.vence == date(anio, 4, 16)
    assert articulo in plazo.fundamento


def test_the_first_signature_under_the_award_meets_it(computar: Any, licitacion: Any) -> None:
    licitacion["contracts"] = [
        {"id": "C1", "awardID": "A1", "dateSigned": "2026-04-20T06:00:00Z"},
        {"id": "C2", "awardID": "A1", "dateSigned": "2026-04-10T06:00:00Z"},
        {"id": "C3", "awardID": "A9", "dateSigned": "2026-04-02T06:00:00Z"},
        {"id": "C4", "awardID": "A1"},
    ]
    (plazo,) = computar("D18", licitacion)
    assert plazo.cumplido_en == date(2026, 4, 10)


@pytest.mark.parametrize("adjudicacion", [{"status": "cancelled"}, {"status": "pending"}, {"date": None}])
def test_an_award_without_force_or_date_asks_for_no_signature(
    computar: Any, licitacion: Any, adjudicacion: Any
) -> None:
    licitacion["awards"][0] |= adjudicacion
    assert computar("D18", licitacion) == []


def test_direct_awards_have_a_term_under_the_new_law_only(computar: Any, licitacion: Any) -> None:
    licitacion["tender"]["procurementMethod"] = "direct"
    (plazo,) = computar("D17", licitacion)
    assert plazo.vence == date(2026, 4, 22)
    assert "57" in plazo.fundamento
    assert computar("D18", licitacion) == []
    licitacion["tender"]["tenderPeriod"]["startDate"] = "2025-04-16T16:00:00Z"
    assert computar("D17", licitacion) == []


# D19: the guarantee ------------------------------------------------------------------------------------------------


def test_the_guarantee_is_due_ten_natural_days_after_the_signature(computar: Any, licitacion: Any) -> None:
    con_contrato(licitacion, dateSigned="2026-04-10T06:00:00Z")
    (plazo,) = computar("D19", licitacion)
    assert (plazo.base, plazo.vence, plazo.cumplido_en) == (date(2026, 4, 10), date(2026, 4, 20), None)
    licitacion["contracts"][0]["documents"] = [
        {"id": "1", "documentType": "contractSigned", "datePublished": "2026-04-11T06:00:00Z"},
        {"id": "2", "documentType": "contractGuarantees", "datePublished": "2026-04-17T06:00:00Z"},
        {"id": "3", "documentType": "contractGuarantees"},
    ]
    (plazo,) = computar("D19", licitacion)
    assert plazo.cumplido_en == date(2026, 4, 17)


def test_no_guarantee_is_asked_without_signature_nor_outside_public_tenders(computar: Any, licitacion: Any) -> None:
    assert computar("D19", con_contrato(licitacion)) == []
    con_contrato(licitacion, dateSigned="2026-04-10T06:00:00Z")
    licitacion["tender"]["procurementMethod"] = "selective"
    assert computar("D19", licitacion) == []


# D27, D29: what the contract agreed --------------------------------------------------------------------------------


def test_the_end_of_the_contract_is_a_deadline_under_any_law(computar: Any, licitacion: Any) -> None:
    con_contrato(licitacion, period={"endDate": "2026-12-13T05:59:59Z"})
    (plazo,) = computar("D27", licitacion, marcos=ESTATAL)
    assert (plazo.base, plazo.vence) == (date(2026, 12, 12), date(2026, 12, 12))  # a Saturday stays


def test_a_closing_document_meets_it_and_a_bare_termination_ends_it(computar: Any, licitacion: Any) -> None:
    con_contrato(licitacion, status="terminated", period={"endDate": "2026-12-13T05:59:59Z"})
    assert computar("D27", licitacion) == []
    licitacion["contracts"][0]["implementation"] = {
        "documents": [{"id": "1", "documentType": "settlement", "datePublished": "2026-12-01T06:00:00Z"}]
    }
    (plazo,) = computar("D27", licitacion)
    assert plazo.cumplido_en == date(2026, 12, 1)


@pytest.mark.parametrize("estado", ["cancelled", "pending"])
def test_a_contract_without_force_has_no_end_to_watch(computar: Any, licitacion: Any, estado: str) -> None:
    assert computar("D27", con_contrato(licitacion, status=estado, period={"endDate": "2026-12-13T05:59:59Z"})) == []


def test_each_agreed_milestone_is_a_deadline(computar: Any, licitacion: Any) -> None:
    con_contrato(
        licitacion,
        milestones=[{"id": "H1", "title": "Anticipo", "dueDate": "2026-05-02T05:59:59Z"}],
        implementation={
            "milestones": [
                {"id": "H2", "dueDate": "2026-06-02T05:59:59Z", "dateMet": "2026-06-05T06:00:00Z", "status": "met"},
                {"id": "H3", "title": "Sin fecha"},
            ]
        },
    )
    plazos = computar("D29", licitacion, marcos=ESTATAL)
    assert [(p.sujeto, p.vence, p.cumplido_en) for p in plazos] == [
        ("C1/H1", date(2026, 5, 1), None),
        ("C1/H2", date(2026, 6, 1), date(2026, 6, 5)),
    ]


def test_milestones_of_a_cancelled_contract_or_of_planning_are_not(computar: Any, licitacion: Any) -> None:
    licitacion["planning"] = {"milestones": [{"id": "H0", "dueDate": "2026-05-02T05:59:59Z"}]}
    con_contrato(licitacion, status="cancelled", milestones=[{"id": "H1", "dueDate": "2026-05-02T05:59:59Z"}])
    assert computar("D29", licitacion) == []
