"""Guarantees, deliveries, payments and rescission: from which day each term runs, and what meets it."""

from datetime import date
from typing import Any

import pytest


def con_contrato(compilada: dict[str, Any], **campos: Any) -> dict[str, Any]:
    """Give the release one contract; `hitos` are its milestones by code and day, in order."""
    codigos = campos.pop("hitos", {})
    ejecucion = campos.pop("implementation", {})
    hitos = [
        {"id": f"h{n}", "code": codigo, "dateMet": f"{dia}T12:00:00Z", "title": codigo}
        for n, (codigo, dia) in enumerate(codigos.items(), start=1)
    ]
    ejecucion["milestones"] = [*ejecucion.get("milestones", []), *hitos]
    compilada["contracts"] = [{"id": "C1", "awardID": "A1", "status": "active", "implementation": ejecucion, **campos}]
    return compilada


def bajo(compilada: dict[str, Any], ley: str) -> None:
    """Make the process one of goods under the law of 2000 or of 2025, or one of works."""
    anio = 2024 if ley == "2000" else 2026
    compilada["tender"] |= {
        "mainProcurementCategory": "works" if ley == "obra" else "goods",
        "tenderPeriod": {"startDate": f"{anio}-03-02T16:00:00Z", "endDate": f"{anio}-03-20T16:00:00Z"},
    }


# Guarantees: D19, D28, O07 -------------------------------------------------------------------------------------------


def test_a_guarantee_that_was_given_meets_it_as_its_document_does(computar: Any, licitacion: Any) -> None:
    garantias = [
        {"id": "1", "obligations": "prepaid", "date": "2026-04-11T06:00:00Z"},
        {"id": "2", "obligations": "fulfillment", "date": "2026-04-20T06:00:00Z"},
    ]
    con_contrato(licitacion, dateSigned="2026-04-10T06:00:00Z", guarantees=garantias)
    (plazo,) = computar("D19", licitacion)
    assert plazo.vence == plazo.cumplido_en == date(2026, 4, 20)


def test_the_guarantee_of_works_runs_from_the_award(computar: Any, licitacion: Any) -> None:
    """Fifteen natural days from 1 April 2026."""
    bajo(licitacion, "obra")
    (pendiente,) = computar("O07", licitacion)
    assert (pendiente.base, pendiente.vence, pendiente.cumplido_en) == (date(2026, 4, 1), date(2026, 4, 16), None)
    garantias = [{"id": "1", "obligations": "fulfillment", "date": "2026-04-17T06:00:00Z"}]
    (tarde,) = computar("O07", con_contrato(licitacion, guarantees=garantias))
    assert tarde.cumplido_en == date(2026, 4, 17)
    bajo(licitacion, "2025")
    assert computar("O07", licitacion) == []


def test_a_guarantee_is_renewed_before_it_expires(computar: Any, licitacion: Any) -> None:
    vieja = {"id": "1", "obligations": "fulfillment", "period": {"endDate": "2026-09-01T05:59:59Z"}}
    con_contrato(licitacion, guarantees=[vieja])
    (sola,) = computar("D28", licitacion)
    assert (sola.vence, sola.cumplido_en) == (date(2026, 8, 31), None)
    otra = {"id": "2", "date": "2026-08-20T06:00:00Z", "period": {"endDate": "2027-09-01T05:59:59Z"}}
    licitacion["contracts"][0]["guarantees"].append({**otra, "obligations": "prepaid"})
    assert computar("D28", licitacion)[0].cumplido_en is None
    licitacion["contracts"][0]["guarantees"].append({**otra, "id": "3", "obligations": "fulfillment"})
    assert computar("D28", licitacion)[0].cumplido_en == date(2026, 8, 20)


def test_a_closed_contract_needs_no_new_guarantee(computar: Any, licitacion: Any) -> None:
    cierre = [{"id": "1", "documentType": "completionCertificate", "datePublished": "2026-08-01T06:00:00Z"}]
    garantia = {"id": "1", "obligations": "fulfillment", "period": {"endDate": "2026-09-01T05:59:59Z"}}
    con_contrato(licitacion, guarantees=[garantia], implementation={"documents": cierre})
    assert computar("D28", licitacion)[0].cumplido_en == date(2026, 8, 1)
    licitacion["contracts"][0]["status"] = "terminated"
    assert computar("D28", licitacion) == []


# Money: D20, D22, D24, O09 -------------------------------------------------------------------------------------------


def test_the_budget_is_committed_five_working_days_after_the_signature(computar: Any, licitacion: Any) -> None:
    """From Friday 10 April 2026: Friday 17, or Monday 20 with one day off."""
    con_contrato(licitacion, dateSigned="2026-04-10T06:00:00Z", hitos={"compromiso-presupuestal": "2026-04-20"})
    (plazo,) = computar("D20", licitacion)
    (con_puente,) = computar("D20", licitacion, inhabiles={date(2026, 4, 15)})
    assert (plazo.vence, plazo.cumplido_en) == (date(2026, 4, 17), date(2026, 4, 20))
    assert con_puente.vence == con_puente.cumplido_en
    bajo(licitacion, "2000")
    assert computar("D20", licitacion) == []


def facturar(compilada: dict[str, Any], pago: str | None = None, **hito: Any) -> dict[str, Any]:
    factura = {"id": "factura-t1", "type": "payment", "dateMet": "2026-05-04T06:00:00Z", **hito}
    transaccion = {"id": "t1", "date": f"{pago}T06:00:00Z", "relatedImplementationMilestone": {"id": factura["id"]}}
    return con_contrato(
        compilada, implementation={"milestones": [factura], "transactions": [transaccion] if pago else []}
    )


@pytest.mark.parametrize(
    ("ley", "vence", "articulo"),
    [("2000", date(2026, 5, 25), "51"), ("2025", date(2026, 5, 27), "73"), ("obra", date(2026, 5, 25), "54")],
)
def test_an_invoice_is_paid_in_the_term_of_its_law(
    computar: Any, licitacion: Any, ley: str, vence: date, articulo: str
) -> None:
    """From 4 May 2026: 20 natural days end on Sunday 24, so Monday 25; 17 working days, on Wednesday 27."""
    bajo(licitacion, ley)
    (plazo,) = computar("D22", facturar(licitacion))
    assert (plazo.sujeto, plazo.vence, plazo.cumplido_en) == ("C1/factura-t1", vence, None)
    assert f"Artículo {articulo} " in plazo.fundamento


def test_its_own_payment_meets_an_invoice_and_no_other(computar: Any, licitacion: Any) -> None:
    facturar(licitacion, pago="2026-05-28")
    (pagada,) = computar("D22", licitacion)
    assert pagada.cumplido_en == date(2026, 5, 28)
    licitacion["contracts"][0]["implementation"]["transactions"][0]["relatedImplementationMilestone"]["id"] = "otra"
    (sin_pagar,) = computar("D22", licitacion)
    assert sin_pagar.cumplido_en is None


@pytest.mark.parametrize("hito", [{"id": "h9"}, {"dateMet": None}, {"type": "delivery"}])
def test_what_is_not_an_accepted_invoice_has_no_term(computar: Any, licitacion: Any, hito: Any) -> None:
    assert computar("D22", facturar(licitacion, **hito)) == []


def test_an_invoice_not_paid_yet_is_told_by_its_code(computar: Any, licitacion: Any) -> None:
    (plazo,) = computar("D22", facturar(licitacion, id="h9", code="factura"))
    assert (plazo.sujeto, plazo.cumplido_en) == ("C1/h9", None)


@pytest.mark.parametrize(("ley", "vence"), [("2025", date(2026, 6, 1)), ("obra", date(2026, 5, 11))])
def test_what_was_paid_in_excess_comes_back(computar: Any, licitacion: Any, ley: str, vence: date) -> None:
    """From 1 May 2026: thirty natural days end on Sunday 31, ten on Monday 11."""
    bajo(licitacion, ley)
    con_contrato(licitacion, hitos={"pago-en-exceso": "2026-05-01", "reintegro": "2026-05-12"})
    (plazo,) = computar("D24", licitacion)
    assert (plazo.vence, plazo.cumplido_en) == (vence, date(2026, 5, 12))


def test_the_advance_is_paid_before_works_begin(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    anticipo = [{"id": "1", "obligations": "prepaid"}]
    con_contrato(licitacion, guarantees=anticipo, period={"startDate": "2026-05-04T06:00:00Z"})
    (pendiente,) = computar("O09", licitacion)
    assert (pendiente.vence, pendiente.cumplido_en) == (date(2026, 5, 3), None)
    licitacion["contracts"][0]["implementation"]["transactions"] = [{"id": "t1", "date": "2026-05-03T12:00:00Z"}]
    (pagado,) = computar("O09", licitacion)
    assert pagado.cumplido_en == date(2026, 5, 3)
    licitacion["contracts"][0]["guarantees"] = []
    assert computar("O09", licitacion) == []


# Deliveries: D21 -----------------------------------------------------------------------------------------------------


def test_what_is_delivered_is_accepted_in_ten_working_days(computar: Any, licitacion: Any) -> None:
    """From Thursday 30 April 2026, with 1 and 5 May off: Monday 18 May. What was accepted before is of another one."""
    entrega = {"id": "e1", "type": "delivery", "dateMet": "2026-04-30T12:00:00Z"}
    ejecucion = {"milestones": [entrega, {"id": "e0", "type": "delivery", "dueDate": "2026-09-01T05:59:59Z"}]}
    con_contrato(licitacion, implementation=ejecucion, hitos={"aceptacion": "2026-04-29"})
    inhabiles = {date(2026, 5, 1), date(2026, 5, 5)}
    (plazo,) = computar("D21", licitacion, inhabiles=inhabiles)
    assert (plazo.sujeto, plazo.vence, plazo.cumplido_en) == ("C1/e1", date(2026, 5, 18), None)
    licitacion["contracts"][0]["implementation"]["milestones"].append(
        {"id": "a1", "type": "approval", "dateMet": "2026-05-18T12:00:00Z"}
    )
    (plazo,) = computar("D21", licitacion, inhabiles=inhabiles)
    assert plazo.cumplido_en == plazo.vence


# Rescission: D25, D25R, O17 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ley", "defensa", "resolucion", "articulo"),
    [
        ("2000", date(2026, 6, 8), date(2026, 6, 29), "54"),
        ("2025", date(2026, 6, 8), date(2026, 6, 22), "77"),
        ("obra", date(2026, 6, 22), date(2026, 7, 6), "61"),
    ],
)
def test_the_rescission_waits_for_the_defence_and_is_then_decided(
    computar: Any, licitacion: Any, ley: str, defensa: date, resolucion: date, articulo: str
) -> None:
    """From Monday 1 June 2026: 5 and 15 working days more, 5 and 10, 15 and 10."""
    bajo(licitacion, ley)
    con_contrato(licitacion, hitos={"rescision-inicio": "2026-06-01"})
    (contestar,) = computar("D25", licitacion)
    (resolver,) = computar("D25R", licitacion)
    assert (contestar.vence, resolver.vence) == (defensa, resolucion)
    assert f"Artículo {articulo} " in resolver.fundamento


def test_the_answer_meets_the_defence_and_the_decision_both(computar: Any, licitacion: Any) -> None:
    hitos = {"rescision-inicio": "2026-06-01", "rescision-defensa": "2026-06-05"}
    con_contrato(licitacion, hitos=hitos)
    assert computar("D25", licitacion)[0].cumplido_en == date(2026, 6, 5)
    assert computar("D25R", licitacion)[0].cumplido_en is None
    con_contrato(licitacion, hitos={"rescision-inicio": "2026-06-01", "rescision-resolucion": "2026-06-10"})
    assert computar("D25", licitacion)[0].cumplido_en == date(2026, 6, 10)
    assert computar("D25R", licitacion)[0].cumplido_en == date(2026, 6, 10)


def test_works_are_settled_thirty_days_after_the_rescission(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    con_contrato(licitacion, hitos={"rescision-resolucion": "2026-06-10", "finiquito": "2026-07-10"})
    (plazo,) = computar("O17", licitacion)
    assert plazo.vence == plazo.cumplido_en == date(2026, 7, 10)
    bajo(licitacion, "2025")
    assert computar("O17", licitacion) == []
