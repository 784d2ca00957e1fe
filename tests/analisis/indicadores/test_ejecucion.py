"""Contracts under way: what changes in them, what arrives on time, what is paid on time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.indicadores.comun import LICITACION, OBRA, Proceso, cifra, con

CONVENIO = [{"id": "M1", "date": "2026-05-01T18:00:00Z"}]


def modificado(monto: int | None, base: Proceso = LICITACION, moneda: str = "MXN") -> Proceso:
    valor = None if monto is None else {"amount": monto, "currency": moneda}
    return con(base, {"contracts.0.amendments": CONVENIO, "contracts.0.value": valor})


@pytest.mark.parametrize(("indicador", "base"), [("A18", LICITACION), ("B13", OBRA)])
def test_a18_b13_count_the_contracts_that_were_amended(indicador: str, base: Proceso) -> None:
    cancelado = con(modificado(1160, base), {"contracts.0.status": "cancelled"})
    figura = cifra(indicador, (3, base), (2, modificado(1160, base)), (4, cancelado), medida="contratos")
    assert (figura.valor, figura.n, figura.excluidos) == (Decimal(40), 5, {})


@pytest.mark.parametrize(("indicador", "base"), [("A18", LICITACION), ("B13", OBRA)])
def test_a18_b13_tell_how_much_the_amended_ones_grew_since_the_award(indicador: str, base: Proceso) -> None:
    fuera = [(1, modificado(None, base)), (1, modificado(2000, base, "USD")), (9, base)]
    figura = cifra(indicador, (4, modificado(1160, base)), (1, modificado(1740, base)), *fuera, medida="aumento")
    assert (figura.valor, figura.n) == (Decimal(10), 5)
    assert figura.excluidos == {"sin_monto": 1, "otra_moneda": 1}


def hito(programada: str | None, cumplida: str | None = None, estado: str | None = None) -> Proceso:
    datos: dict[str, Any] = {"id": "H1", "title": "Entrega", "type": "delivery"}
    datos |= {"dueDate": f"{programada}T18:00:00Z"} if programada else {}
    datos |= {"dateMet": f"{cumplida}T18:00:00Z"} if cumplida else {}
    datos |= {"status": estado} if estado else {}
    return con(LICITACION, {"contracts.0.implementation": {"milestones": [datos]}})


def test_a19_counts_what_was_due_and_met_on_its_date_or_before() -> None:
    a_tiempo = [(1, hito("2026-05-10", "2026-05-10")), (1, hito("2026-05-10", "2026-05-01"))]
    tarde = [(1, hito("2026-05-10", "2026-05-11")), (2, hito("2026-05-10", estado="notMet"))]
    mudos = [(1, hito("2026-05-10")), (1, hito("2026-05-10", estado="met")), (1, hito(None, "2026-05-10"))]
    figura = cifra("A19", *a_tiempo, *tarde, *mudos, (3, hito("2027-01-10", estado="scheduled")))
    assert (figura.valor, figura.n) == (Decimal(40), 5)
    assert figura.excluidos == {"sin_estado": 1, "sin_fecha_cumplida": 1, "sin_fecha": 1}


@pytest.mark.parametrize(("hoy", "n"), [(date(2026, 5, 9), 0), (date(2026, 5, 10), 5)])
def test_a19_waits_for_the_day_a_milestone_is_due(hoy: date, n: int) -> None:
    vencido = hito("2026-05-01", "2026-05-01")
    figura = cifra("A19", (5, hito("2026-05-10", estado="scheduled")), (1, vencido), hoy=hoy)
    assert figura.n == n + 1


def test_a19_counts_once_a_milestone_planned_in_the_contract_and_told_in_its_implementation() -> None:
    planeado = {"id": "H1", "dueDate": "2026-05-10T18:00:00Z", "status": "scheduled"}
    figura = cifra("A19", (5, con(hito("2026-05-10", "2026-05-09", "met"), {"contracts.0.milestones": [planeado]})))
    assert (figura.valor, figura.n) == (Decimal(100), 5)


def acabada(termino: str | None, pactada: str | None, fin: str | None = None, **cambios: Any) -> Proceso:
    dicho = {"endDate": f"{termino}T18:00:00Z"} if termino else {}
    datos: dict[str, Any] = {"contracts.0.status": "terminated", "contracts.0.implementation": dicho}
    if pactada:
        datos["awards.0.contractPeriod"] = {"endDate": f"{pactada}T18:00:00Z"}
    if fin:
        datos["contracts.0.period"] = {"endDate": f"{fin}T18:00:00Z"}
    return con(OBRA, datos | cambios)


def test_b15_compares_the_end_with_the_date_first_agreed() -> None:
    ampliada = {"contracts.0.amendments": CONVENIO}
    mundo = [
        (1, acabada("2026-09-30", "2026-09-30")),
        (1, acabada("2026-10-01", "2026-09-30")),
        (1, acabada("2026-10-01", "2026-09-30", "2026-12-31", **ampliada)),
        (2, acabada("2026-09-30", None, "2026-09-30")),
        (1, acabada("2026-09-30", None, "2026-12-31", **ampliada)),
        (1, acabada(None, "2026-09-30")),
        (4, OBRA),
    ]
    figura = cifra("B15", *mundo)
    assert (figura.valor, figura.n) == (Decimal(60), 5)
    assert figura.excluidos == {"sin_fecha_original": 1, "sin_terminacion": 1}


def con_avance(hechos: int, pagado: int | None = None, moneda: str = "MXN") -> Proceso:
    """A work with four milestones, due every other month of 2026 since March, so many of them met."""
    hitos: list[dict[str, Any]] = [{"id": str(n), "dueDate": f"2026-{3 + 2 * n:02}-15T18:00:00Z"} for n in range(4)]
    for n in range(hechos):
        hitos[n]["dateMet"] = "2026-03-10T18:00:00Z"
    ejecucion: dict[str, Any] = {"milestones": hitos}
    if pagado is not None:
        ejecucion["transactions"] = [{"id": "P1", "value": {"amount": pagado, "currency": moneda}}]
    return con(OBRA, {"contracts.0.implementation": ejecucion})


def test_b09_is_what_was_done_less_what_was_due_on_the_day_of_the_analysis() -> None:
    mundo = [(4, con_avance(2)), (1, con_avance(0)), (1, OBRA), (1, LICITACION)]
    figura = cifra("B09", *mundo, hoy=date(2026, 5, 15))
    assert (figura.valor, figura.n, figura.excluidos) == (Decimal(-10), 5, {"sin_avance": 1})
    assert cifra("B09", *mundo, hoy=date(2026, 5, 14)).valor == Decimal(15)


def test_b10_is_what_was_paid_less_what_was_done() -> None:
    fuera = [(1, con_avance(1)), (1, con_avance(1, 500, "USD")), (1, OBRA)]
    figura = cifra("B10", (4, con_avance(1, 290)), (1, con_avance(1, 870)), *fuera)
    assert (figura.valor, figura.n) == (Decimal(10), 5)
    assert figura.excluidos == {"sin_monto": 1, "otra_moneda": 1, "sin_avance": 1}
