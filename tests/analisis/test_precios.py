"""P30 and P31: the awarded amount beside the budget, the market and the other proposals."""

from typing import Any

import pytest

from tests.analisis.armado import con, dia, oferta, valor

VIEJA = {"tender.tenderPeriod.startDate": dia("2024-03-04")}


def montos(adjudicado: float, presupuesto: float | None = None) -> dict[str, Any]:
    return {
        "awards.0.value": valor(adjudicado),
        "planning.budget.amount": presupuesto and valor(presupuesto),
    }


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (montos(11_484, 11_600), "bandera"),  # 9,900 and 10,000 without IVA: exactly 1 % under
        (montos(11_483.99, 11_600), "sin_bandera"),
        (montos(11_600.02, 11_600), "bandera"),  # over it
        (montos(11_484) | {"tender.value": valor(1, 10_000)}, "bandera"),
        (montos(11_484), "datos_insuficientes"),
        (montos(11_484, 11_600) | {"awards.0.value": valor(11_484, moneda="USD")}, "datos_insuficientes"),
        (montos(11_484, 11_600) | {"planning.budget.amount.currency": "USD"}, "datos_insuficientes"),
        (montos(11_484, 11_600) | {"tender.status": "cancelled"}, "no_aplica"),
        (montos(11_484, 11_600) | {"awards.0.status": "cancelled"}, "no_aplica"),
    ],
)
def test_the_awards_are_close_to_the_budget(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P30", con(licitacion, cambios)) == esperado


def test_all_the_awards_are_compared_with_one_budget(resultado: Any, licitacion: Any) -> None:
    otra = {"id": "A2", "status": "active", "value": valor(5_742)}
    mitades = con(licitacion, montos(5_742, 11_600))
    assert resultado("P30", mitades) == "sin_bandera"
    mitades["awards"].append(otra)
    assert resultado("P30", mitades) == "bandera"


def cotizaciones(*netos: float) -> dict[str, Any]:
    return {
        "planning.requestsForQuotes": [
            {"id": "S", "quotes": [{"id": str(n), "value": valor(1, neto)} for n, neto in enumerate(netos)]}
        ]
    }


def precio(neto: float) -> dict[str, Any]:
    return {"awards.0.value": valor(1, neto)}


def ofertas(*netos: float, **mas: Any) -> dict[str, Any]:
    return {"bids": {"details": [oferta(n, None, value=valor(1, neto), **mas) for n, neto in enumerate(netos, 1)]}}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (precio(110) | cotizaciones(90, 100, 500), "sin_bandera"),  # 1.10 times the median
        (precio(110.01) | cotizaciones(90, 100, 500), "bandera"),
        (precio(100) | ofertas(90, 90, 93), "bandera"),  # median 90: over 99
        (precio(99) | ofertas(90, 90, 90), "sin_bandera"),
        (precio(99.01) | ofertas(90, 90, 90), "bandera"),
        (precio(99.01) | ofertas(90, 90, 90, relatedLots=["L1"]), "datos_insuficientes"),
        (precio(100.01) | {"planning.budget.amount": valor(116)} | cotizaciones(100), "bandera"),
        (precio(100) | {"planning.budget.amount": valor(116)} | cotizaciones(100), "sin_bandera"),
        (precio(100.01) | {"planning.budget.amount": valor(116)}, "bandera"),  # over it, whatever the market
        (precio(100) | {"planning.budget.amount": valor(116)}, "datos_insuficientes"),
        (precio(100.01) | {"planning.budget.amount": valor(116)} | cotizaciones(100) | VIEJA, "sin_bandera"),
        (precio(200) | cotizaciones(100) | {"tender.mainProcurementCategory": "works"}, "no_aplica"),
        (precio(200) | cotizaciones(100) | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
    ],
)
def test_a_price_the_law_calls_not_acceptable(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P31", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize(("neto", "esperado"), [(105.60, "sin_bandera"), (105.61, "bandera")])
def test_the_law_of_2000_takes_the_average_of_the_proposals(
    resultado: Any, licitacion: Any, neto: float, esperado: str
) -> None:
    """90, 90 and 108: the average is 96, and 10 % more is 105.60; the median, 90, would already say 99."""
    assert resultado("P31", con(licitacion, precio(neto) | ofertas(90, 90, 108) | VIEJA)) == esperado
