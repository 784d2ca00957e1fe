"""A suspension stops the clock: the days in between do not count, and while it lasts nothing is overdue."""

from datetime import date
from typing import Any

import pytest

from tests.analisis.test_plazos_contrato import bajo, con_contrato


def suspender(compilada: dict[str, Any], *marcas: tuple[str, str]) -> dict[str, Any]:
    """Give the tender these marks of suspension and resumption, by code and day."""
    compilada["awards"] = []
    compilada["tender"]["milestones"] = [
        {"id": str(n), "code": codigo, "dateMet": f"{dia}T12:00:00Z"} for n, (codigo, dia) in enumerate(marcas)
    ]
    return compilada


def test_the_days_of_a_suspension_do_not_count(computar: Any, licitacion: Any) -> None:
    """Twenty natural days from 20 March 2026 end on 9 April; ten days stopped, on Sunday 19, so Monday 20."""
    suspender(licitacion, ("suspension", "2026-03-25"), ("reanudacion", "2026-04-04"))
    (plazo,) = computar("D12", licitacion)
    assert (plazo.vence, plazo.suspendido_desde) == (date(2026, 4, 20), None)
    assert plazo.evidencia["suspensiones"] == ["2026-03-25/2026-04-04"]


def test_working_days_skip_a_suspension_too(computar: Any, licitacion: Any) -> None:
    """Five working days from Friday 10 April 2026, stopped from Monday 13 to Wednesday 15: Tuesday 21."""
    hitos = {"suspension": "2026-04-13", "reanudacion": "2026-04-15"}
    con_contrato(licitacion, dateSigned="2026-04-10T06:00:00Z", hitos=hitos)
    (plazo,) = computar("D20", licitacion)
    assert plazo.vence == date(2026, 4, 21)


def test_while_it_lasts_the_deadline_waits(computar: Any, licitacion: Any) -> None:
    suspender(licitacion, ("suspension", "2026-04-09"))
    (plazo,) = computar("D12", licitacion)
    assert (plazo.vence, plazo.suspendido_desde) == (date(2026, 4, 9), date(2026, 4, 9))
    assert plazo.evidencia["suspensiones"] == ["2026-04-09/.."]


def test_what_had_run_out_before_stays_overdue(computar: Any, licitacion: Any) -> None:
    suspender(licitacion, ("suspension", "2026-04-10"))
    (plazo,) = computar("D12", licitacion)
    assert (plazo.vence, plazo.suspendido_desde) == (date(2026, 4, 9), None)


@pytest.mark.parametrize(
    ("marcas", "intervalos"),
    [
        ([("reanudacion", "2026-03-25")], None),
        (
            [("suspension", "2026-03-25"), ("suspension", "2026-03-27"), ("reanudacion", "2026-03-30")],
            ["2026-03-25/2026-03-30"],
        ),
        (
            [("suspension", "2026-03-28"), ("reanudacion", "2026-03-26"), ("suspension", "2026-03-25")],
            ["2026-03-25/2026-03-26", "2026-03-28/.."],
        ),
        ([("suspension", "2026-03-25"), ("reanudacion", "2026-03-25")], ["2026-03-25/2026-03-25"]),
    ],
)
def test_marks_out_of_order_or_repeated_are_read_by_their_dates(
    computar: Any, licitacion: Any, marcas: Any, intervalos: Any
) -> None:
    (plazo,) = computar("D12", suspender(licitacion, *marcas))
    assert plazo.evidencia.get("suspensiones") == intervalos


def test_a_minimum_counted_back_is_not_moved(computar: Any, licitacion: Any) -> None:
    (plazo,) = computar("D03", suspender(licitacion, ("suspension", "2026-03-05"), ("reanudacion", "2026-03-10")))
    assert plazo.vence == date(2026, 3, 5)


def test_the_suspension_of_a_contract_is_not_of_the_tender_nor_of_another(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    con_contrato(licitacion, hitos={"recepcion": "2026-06-01", "suspension": "2026-06-10"})
    otro = {"id": "R2", "code": "recepcion", "dateMet": "2026-06-01T12:00:00Z"}
    licitacion["contracts"].append({"id": "C2", "awardID": "A1", "status": "active", "milestones": [otro]})
    del_primero, del_segundo = computar("O19", licitacion)
    assert (del_primero.suspendido_desde, del_segundo.suspendido_desde) == (date(2026, 6, 10), None)
    (fallo,) = computar("D12", licitacion)
    assert "suspensiones" not in fallo.evidencia


def test_what_was_met_is_not_suspended(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    hitos = {"recepcion": "2026-06-01", "finiquito": "2026-06-05", "suspension": "2026-06-10"}
    (plazo,) = computar("O19", con_contrato(licitacion, hitos=hitos))
    assert (plazo.cumplido_en, plazo.suspendido_desde) == (date(2026, 6, 5), None)


def test_months_grow_by_the_days_stopped(computar: Any, licitacion: Any) -> None:
    """Twelve months from 1 June 2026 with thirty days stopped: Thursday 1 July 2027."""
    bajo(licitacion, "obra")
    hitos = {"recepcion": "2026-06-01", "suspension": "2026-07-01", "reanudacion": "2026-07-31"}
    (plazo,) = computar("O20", con_contrato(licitacion, hitos=hitos))
    assert plazo.vence == date(2027, 7, 1)
