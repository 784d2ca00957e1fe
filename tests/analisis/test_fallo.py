"""P27 and P28: days taken to decide."""

from typing import Any

import pytest


def fallar(compilada: dict[str, Any], fallo: str | None, **adjudicacion: Any) -> dict[str, Any]:
    """Set the award date (local midnight, as captured) and other fields of the award."""
    compilada["awards"][0] |= {"date": f"{fallo}T06:00:00Z" if fallo else None, **adjudicacion}
    return compilada


# The opening of the fixture is Friday 20 March 2026; twenty natural days later is Thursday 9 April.
@pytest.mark.parametrize(
    ("fallo", "esperado"), [("2026-03-19", "bandera"), ("2026-03-20", "bandera"), ("2026-03-21", "sin_bandera")]
)
def test_an_award_on_the_very_day_of_the_opening_is_a_flag(
    resultado: Any, licitacion: Any, fallo: str, esperado: str
) -> None:
    assert resultado("P27", fallar(licitacion, fallo)) == esperado


@pytest.mark.parametrize(("fallo", "esperado"), [("2026-04-09", "sin_bandera"), ("2026-04-10", "bandera")])
@pytest.mark.parametrize("metodo", ["open", "selective"])
def test_an_award_after_twenty_natural_days_is_a_flag(
    resultado: Any, licitacion: Any, metodo: str, fallo: str, esperado: str
) -> None:
    licitacion["tender"]["procurementMethod"] = metodo
    assert resultado("P28", fallar(licitacion, fallo)) == esperado


@pytest.mark.parametrize(
    ("apertura", "fallo", "esperado"),
    [
        ("2026-03-15", "2026-04-06", "sin_bandera"),  # the 20th day is Saturday 4 April: it runs to Monday 6
        ("2026-03-15", "2026-04-07", "bandera"),
        ("2026-03-16", "2026-04-06", "sin_bandera"),  # Sunday 5: it runs to Monday 6
        ("2026-03-16", "2026-04-07", "bandera"),
    ],
)
def test_a_twentieth_day_on_a_weekend_runs_to_monday(
    resultado: Any, licitacion: Any, apertura: str, fallo: str, esperado: str
) -> None:
    licitacion["tender"]["tenderPeriod"]["endDate"] = f"{apertura}T16:00:00Z"
    assert resultado("P28", fallar(licitacion, fallo)) == esperado


@pytest.mark.parametrize("bandera", ["P27", "P28"])
def test_without_both_dates_the_data_is_insufficient(resultado: Any, licitacion: Any, bandera: str) -> None:
    assert resultado(bandera, fallar(licitacion, None)) == "datos_insuficientes"
    fallar(licitacion, "2026-04-01")
    del licitacion["tender"]["tenderPeriod"]
    assert resultado(bandera, licitacion) == "datos_insuficientes"


@pytest.mark.parametrize(
    ("bandera", "tender"),
    [
        ("P27", {"procurementMethod": "direct"}),
        ("P27", {"procurementMethod": "selective"}),
        ("P27", {"status": "cancelled"}),
        ("P28", {"procurementMethod": "direct"}),
        ("P28", {"status": "withdrawn"}),
    ],
)
def test_what_the_rules_leave_outside(resultado: Any, licitacion: Any, bandera: str, tender: Any) -> None:
    licitacion["tender"] |= tender
    assert resultado(bandera, fallar(licitacion, "2026-09-01")) == "no_aplica"


def test_only_the_late_award_needs_the_federal_law(resultado: Any, licitacion: Any) -> None:
    marcos = {"ocds-213czf-1": "estatal"}
    assert resultado("P27", fallar(licitacion, "2026-03-20"), marcos=marcos) == "bandera"
    assert resultado("P28", fallar(licitacion, "2026-09-01"), marcos=marcos) == "no_aplica"


def test_each_award_in_force_is_a_subject(evaluar: Any, licitacion: Any) -> None:
    licitacion["awards"] = [
        {"id": "A1", "status": "active", "date": "2026-04-01T06:00:00Z"},
        {"id": "A2", "date": "2026-05-01T06:00:00Z"},
        {"id": "A3", "status": "cancelled", "date": "2026-05-01T06:00:00Z"},
        {"id": "A4", "status": "unsuccessful", "date": "2026-05-01T06:00:00Z"},
    ]
    hallazgos = evaluar("P28", licitacion)
    assert [(h.sujeto, h.resultado, h.valor) for h in hallazgos] == [("A1", "sin_bandera", 12), ("A2", "bandera", 42)]
