"""Payments: whether they come within the legal term since what they pay for was accepted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.indicadores.comun import LICITACION, OBRA, Proceso, cifra, con

# Monday 4 May 2026: the seventeenth working day after it, with no holiday between, is Wednesday 27.
FACTURA = "2026-05-04"
CALENDARIO = {"inhabiles": [{"calendario": "federal", "dia": date(2026, n, 1)} for n in (1, 12)]}
FERIADO = {"inhabiles": [*CALENDARIO["inhabiles"], {"calendario": "federal", "dia": date(2026, 5, 5)}]}
ANTES = {"tender.tenderPeriod": {"startDate": "2025-04-16T16:00:00Z", "endDate": "2025-05-06T16:00:00Z"}}


def pago(dia: str, base: Proceso = LICITACION, factura: str | None = FACTURA) -> Proceso:
    hito: dict[str, Any] = {"id": "H1"} | ({"dateMet": f"{factura}T18:00:00Z"} if factura else {})
    transaccion = {"id": "P1", "date": f"{dia}T18:00:00Z", "relatedImplementationMilestone": {"id": "H1"}}
    return con(base, {"contracts.0.implementation": {"milestones": [hito], "transactions": [transaccion]}})


@pytest.mark.parametrize(("dia", "valor"), [("2026-05-27", 100), ("2026-05-28", 0)])
def test_a20_gives_seventeen_working_days_under_the_law_of_2025(dia: str, valor: int) -> None:
    figura = cifra("A20", (5, pago(dia)), medida="oportunos", referencias=CALENDARIO)
    assert (figura.valor, figura.n) == (Decimal(valor), 5)


def test_a20_does_not_count_a_holiday() -> None:
    assert cifra("A20", (5, pago("2026-05-28")), medida="oportunos", referencias=FERIADO).valor == Decimal(100)


@pytest.mark.parametrize(("dia", "valor"), [("2026-05-25", 100), ("2026-05-26", 0)])
def test_a20_gives_twenty_natural_days_under_the_law_of_2000(dia: str, valor: int) -> None:
    # The twentieth day is Sunday 24: the term runs to Monday (LFPA art. 29).
    figura = cifra("A20", (5, pago(dia, con(LICITACION, ANTES))), medida="oportunos", referencias=CALENDARIO)
    assert (figura.valor, figura.n) == (Decimal(valor), 5)


def test_a20_without_a_calendar_or_the_date_of_acceptance_says_so() -> None:
    mundo = [(2, pago("2026-05-20")), (1, pago("2026-05-20", factura=None))]
    figura = cifra("A20", *mundo, medida="oportunos")
    assert (figura.valor, figura.n) == (None, 0)
    assert figura.excluidos == {"sin_calendario": 2, "sin_factura": 1}


def test_a20_tells_the_median_natural_days() -> None:
    mundo = [(3, pago("2026-05-14")), (2, pago("2026-05-30")), (1, pago("2026-05-03"))]
    figura = cifra("A20", *mundo, medida="dias")
    assert (figura.valor, figura.n, figura.excluidos) == (Decimal(10), 5, {"fechas_invertidas": 1})


@pytest.mark.parametrize(("dia", "valor"), [("2026-05-25", 100), ("2026-05-26", 0)])
def test_b12_gives_twenty_natural_days_to_pay_a_work(dia: str, valor: int) -> None:
    figura = cifra("B12", (5, pago(dia, OBRA)), (2, pago(dia)), referencias=CALENDARIO)
    assert (figura.valor, figura.n) == (Decimal(valor), 5)
