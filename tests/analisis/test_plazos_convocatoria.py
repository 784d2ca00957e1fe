"""The minimum periods between the call and the opening, and what is asked of the acts in between."""

from datetime import date
from typing import Any

import pytest

NACIONAL, INTERNACIONAL = "Licitación pública nacional", "Licitación pública internacional abierta"
TRATADOS = "Licitación pública internacional bajo la cobertura de tratados"
JUSTIFICACION = {"id": "J", "documentType": "needsAssessment", "datePublished": "2026-03-02T18:00:00Z"}


def convocar(compilada: dict[str, Any], publicada: str, apertura: str, **tender: Any) -> dict[str, Any]:
    periodo = {"startDate": f"{publicada}T16:00:00Z", "endDate": f"{apertura}T16:00:00Z"}
    compilada["tender"] |= {"tenderPeriod": periodo, **tender}
    return compilada


@pytest.mark.parametrize(
    ("plazo", "detalle", "categoria", "anio", "vence", "articulo"),
    [
        ("D03", NACIONAL, "goods", 2024, "05-05", "32"),
        ("D03", NACIONAL, "goods", 2026, "05-05", "42"),
        ("D03", "Licitación pública", "services", 2026, "05-05", "42"),
        ("D03", NACIONAL, "works", 2026, "05-10", "33"),
        ("D04", INTERNACIONAL, "goods", 2024, "04-30", "32"),
        ("D04", INTERNACIONAL, "services", 2026, "04-30", "42"),
        ("D04", TRATADOS, "goods", 2026, "04-30", "42"),
        ("D04", INTERNACIONAL, "works", 2026, "04-30", "33"),
        ("D06", TRATADOS, "works", 2026, "04-10", "33"),
    ],
)
def test_the_call_is_public_for_the_minimum_of_its_law_and_scope(
    computar: Any, licitacion: Any, plazo: str, detalle: str, categoria: str, anio: int, vence: str, articulo: str
) -> None:
    """An opening on 20 May: 15, 20, 10 and 40 natural days before."""
    datos = {"procurementMethodDetails": detalle, "mainProcurementCategory": categoria}
    convocar(licitacion, f"{anio}-04-01", f"{anio}-05-20", **datos)
    (calculado,) = computar(plazo, licitacion)
    assert calculado.vence == date.fromisoformat(f"{anio}-{vence}")
    assert f"Artículo {articulo} " in calculado.fundamento


@pytest.mark.parametrize(("publicada", "con_retraso"), [("2026-05-05", False), ("2026-05-06", True)])
def test_the_last_lawful_day_is_in_time_and_the_next_is_not(
    computar: Any, licitacion: Any, publicada: str, con_retraso: bool
) -> None:
    (plazo,) = computar("D03", convocar(licitacion, publicada, "2026-05-20"))
    assert plazo.cumplido_en == date.fromisoformat(publicada)
    assert (plazo.cumplido_en > plazo.vence) is con_retraso


def test_a_minimum_is_never_shortened_by_a_day_off(computar: Any, licitacion: Any) -> None:
    """5 May 2026 does not count under the LFPA: the last lawful day to publish does not move towards the opening."""
    (plazo,) = computar("D03", convocar(licitacion, "2026-04-30", "2026-05-20"), inhabiles={date(2026, 5, 5)})
    assert plazo.vence == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("plazo", "tender"),
    [
        ("D03", {"procurementMethodDetails": INTERNACIONAL}),
        ("D03", {"procurementMethod": "selective"}),
        ("D03", {"status": "cancelled"}),
        ("D03", {"status": "planned"}),
        ("D03", {"tenderPeriod": {"startDate": "2026-04-01T16:00:00Z"}}),
        ("D04", {"procurementMethodDetails": NACIONAL}),
        ("D04", {"procurementMethodDetails": TRATADOS, "mainProcurementCategory": "works"}),
        ("D06", {"procurementMethodDetails": TRATADOS}),
        ("D15", {"procurementMethod": "open"}),
        ("D15", {"procurementMethod": "selective", "mainProcurementCategory": "works"}),
    ],
)
def test_what_gives_no_minimum(computar: Any, licitacion: Any, plazo: str, tender: Any) -> None:
    convocar(licitacion, "2026-04-01", "2026-05-20")
    licitacion["tender"] |= tender
    assert computar(plazo, licitacion) == []


@pytest.mark.parametrize(("anio", "articulo"), [(2024, "Artículo 43 "), (2026, "Artículo 56, fracción IV, ")])
def test_the_last_invitation_is_five_natural_days_before(
    computar: Any, licitacion: Any, anio: int, articulo: str
) -> None:
    convocar(licitacion, f"{anio}-05-15", f"{anio}-05-20", procurementMethod="selective")
    (plazo,) = computar("D15", licitacion)
    assert plazo.vence == plazo.cumplido_en == date(anio, 5, 15)
    assert articulo in plazo.fundamento


# D05: the reduced period ---------------------------------------------------------------------------------------------


def test_a_reduced_period_asks_for_its_justification(computar: Any, licitacion: Any) -> None:
    convocar(licitacion, "2026-03-02", "2026-03-12")
    (sin_ella,) = computar("D05", licitacion)
    (ordinario,) = computar("D03", licitacion)
    assert (sin_ella.vence, sin_ella.cumplido_en) == (date(2026, 3, 2), None)
    assert ordinario.cumplido_en > ordinario.vence == date(2026, 2, 25)
    licitacion["tender"]["documents"] = [JUSTIFICACION]
    (con_ella,) = computar("D05", licitacion)
    assert con_ella.cumplido_en == con_ella.vence == date(2026, 3, 2)
    assert computar("D03", licitacion) == []


def test_no_justification_makes_nine_days_enough(computar: Any, licitacion: Any) -> None:
    convocar(licitacion, "2026-03-03", "2026-03-12", documents=[JUSTIFICACION])
    (ordinario,) = computar("D03", licitacion)
    (reducido,) = computar("D05", licitacion)
    assert (ordinario.vence, reducido.vence) == (date(2026, 2, 25), date(2026, 3, 2))
    assert reducido.cumplido_en == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("apertura", "tender"),
    [
        ("2026-03-17", {}),
        ("2026-03-14", {"mainProcurementCategory": "works"}),
        ("2026-03-22", {"procurementMethodDetails": INTERNACIONAL}),
    ],
)
def test_a_whole_period_is_not_reduced(computar: Any, licitacion: Any, apertura: str, tender: Any) -> None:
    assert computar("D05", convocar(licitacion, "2026-03-02", apertura, **tender)) == []


# D08, D09, D11, D40: the acts in between -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anio", "categoria", "articulo"), [(2024, "goods", "33"), (2026, "goods", "43"), (2026, "works", "34")]
)
def test_each_amendment_comes_seven_days_before_the_opening(
    computar: Any, licitacion: Any, anio: int, categoria: str, articulo: str
) -> None:
    cambios = [{"id": f"M{dia}", "date": f"{anio}-05-{dia}T12:00:00Z"} for dia in (13, 14)]
    convocar(licitacion, f"{anio}-04-01", f"{anio}-05-20", amendments=cambios, mainProcurementCategory=categoria)
    justo, tarde = computar("D08", licitacion)
    assert (justo.sujeto, justo.vence, justo.cumplido_en) == ("M13", date(anio, 5, 13), date(anio, 5, 13))
    assert (tarde.sujeto, tarde.cumplido_en) == ("M14", date(anio, 5, 14))
    assert f"Artículo {articulo} " in tarde.fundamento


def test_questions_come_the_day_before_the_first_meeting(computar: Any, licitacion: Any) -> None:
    licitacion["tender"] |= {
        "clarificationMeetings": [
            {"id": "2", "date": "2026-03-12T16:00:00Z"},
            {"id": "1", "date": "2026-03-10T16:00:00Z"},
        ],
        "enquiries": [{"id": "P1", "date": "2026-03-09T16:00:00Z"}, {"id": "P2", "date": "2026-03-10T15:00:00Z"}],
    }
    a_tiempo, tarde = computar("D09", licitacion)
    assert (a_tiempo.vence, a_tiempo.cumplido_en) == (date(2026, 3, 9), date(2026, 3, 9))
    assert (tarde.sujeto, tarde.cumplido_en) == ("P2", date(2026, 3, 10))
    del licitacion["tender"]["clarificationMeetings"]
    assert computar("D09", licitacion) == []


def test_the_minutes_are_published_the_day_of_the_meeting(computar: Any, licitacion: Any) -> None:
    licitacion["tender"] |= {
        "clarificationMeetings": [
            {"id": "1", "date": "2026-03-07T16:00:00Z"},
            {"id": "2", "date": "2026-03-10T16:00:00Z"},
        ],
        "documents": [{"id": "A", "documentType": "clarifications", "datePublished": "2026-03-07T22:00:00Z"}],
    }
    primera, segunda = computar("D11", licitacion)
    assert (primera.vence, primera.cumplido_en) == (date(2026, 3, 7), date(2026, 3, 7))  # a Saturday stays
    assert (segunda.vence, segunda.cumplido_en) == (date(2026, 3, 10), None)
    licitacion["tender"]["documents"].append(
        {"id": "B", "documentType": "clarifications", "datePublished": "2026-03-11T22:00:00Z"}
    )
    _primera, segunda = computar("D11", licitacion)
    assert segunda.cumplido_en == date(2026, 3, 11)


def test_the_testimony_is_published_ten_days_after(computar: Any, licitacion: Any) -> None:
    hitos = [{"id": "1", "code": "testigo-social", "dateMet": "2026-04-02T06:00:00Z"}]
    licitacion["tender"]["milestones"] = hitos
    (plazo,) = computar("D40", licitacion)
    assert (plazo.base, plazo.vence, plazo.cumplido_en) == (date(2026, 4, 2), date(2026, 4, 13), None)  # 12: Sunday
    hitos.append({"id": "2", "code": "testimonio", "dateMet": "2026-04-13T06:00:00Z"})
    (plazo,) = computar("D40", licitacion)
    assert plazo.cumplido_en == date(2026, 4, 13)


# D13, D16: the award and the quotes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("categoria", "articulo"), [("goods", "49"), ("works", "39")])
def test_the_award_is_published_the_same_day(computar: Any, licitacion: Any, categoria: str, articulo: str) -> None:
    licitacion["tender"]["mainProcurementCategory"] = categoria
    (sin_documento,) = computar("D13", licitacion)
    assert (sin_documento.vence, sin_documento.cumplido_en) == (date(2026, 4, 1), None)
    assert f"Artículo {articulo} " in sin_documento.fundamento
    licitacion["awards"][0]["documents"] = [
        {"id": "F", "documentType": "awardNotice", "datePublished": "2026-04-02T06:00:00Z"}
    ]
    (tarde,) = computar("D13", licitacion)
    assert tarde.cumplido_en == date(2026, 4, 2)


def cotizar(compilada: dict[str, Any], fecha: str, hasta: str) -> dict[str, Any]:
    compilada["tender"]["procurementMethod"] = "direct"
    cotizacion = {"id": "C1", "date": f"{fecha}T06:00:00Z", "period": {"endDate": f"{hasta}T12:00:00Z"}}
    compilada["planning"] = {"requestsForQuotes": [{"id": "S1", "quotes": [cotizacion]}]}
    return compilada


@pytest.mark.parametrize(
    ("fecha", "hasta", "alcanza"),
    [("2026-03-02", "2026-03-30", True), ("2026-03-03", "2026-03-30", False), ("2026-03-02", "2026-03-29", False)],
)
def test_a_quote_is_held_for_twenty_working_days(
    computar: Any, licitacion: Any, fecha: str, hasta: str, alcanza: bool
) -> None:
    """From Monday 2 March 2026, the twentieth working day is Monday 30; a weekend at the end adds none."""
    (plazo,) = computar("D16", cotizar(licitacion, fecha, hasta))
    assert (plazo.cumplido_en <= plazo.vence) is alcanza


def test_a_day_off_in_between_asks_for_one_more(computar: Any, licitacion: Any) -> None:
    (plazo,) = computar("D16", cotizar(licitacion, "2026-03-02", "2026-03-30"), inhabiles={date(2026, 3, 16)})
    assert plazo.cumplido_en > plazo.vence == date(2026, 2, 27)


def test_quotes_without_dates_or_of_a_tender_ask_for_nothing(computar: Any, licitacion: Any) -> None:
    cotizar(licitacion, "2026-03-02", "2026-03-30")
    licitacion["tender"]["procurementMethod"] = "open"
    assert computar("D16", licitacion) == []
    licitacion["tender"]["procurementMethod"] = "direct"
    del licitacion["planning"]["requestsForQuotes"][0]["quotes"][0]["period"]
    assert computar("D16", licitacion) == []
