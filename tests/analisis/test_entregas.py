"""E13, E14, E15 and E16: what is delivered, by when and by whom."""

from typing import Any

import pytest

from tests.analisis.armado import HOY, con, dia

OBRA = {"tender.mainProcurementCategory": "works"}


def contrato(**mas: Any) -> dict[str, Any]:
    return {"contracts": [{"id": "C1", "awardID": "A1", "status": "active"} | mas]}


def entrega(pactada: str | None, cumplida: str | None = None, **mas: Any) -> dict[str, Any]:
    fechas = {"dueDate": pactada and dia(pactada), "dateMet": cumplida and dia(cumplida)}
    return {"milestones": [{"id": "E1", "type": "delivery"} | {k: v for k, v in fechas.items() if v} | mas]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(**entrega("2026-05-31")), "bandera"),
        (contrato(**entrega("2026-06-01")), "sin_bandera"),  # today is still in time
        (contrato(**entrega("2026-05-01", "2026-05-01")), "sin_bandera"),
        (contrato(**entrega("2026-05-01", "2026-05-02")), "bandera"),
        (contrato(**entrega("2026-05-01", status="met")), "sin_bandera"),
        (contrato(implementation=entrega("2026-05-01", status="notMet")), "bandera"),
        (contrato(**entrega(None)), "datos_insuficientes"),
        (contrato(**entrega("2026-05-01"), status="cancelled"), "no_aplica"),
    ],
)
def test_a_delivery_comes_by_its_date(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E13", con(licitacion, cambios), referencias=HOY) == esperado


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(period={"endDate": dia("2026-05-31")}), "bandera"),
        (contrato(period={"endDate": dia("2026-06-01")}), "sin_bandera"),
        (contrato(period={"endDate": dia("2026-05-01")}, status="terminated"), "sin_bandera"),
        (contrato(period={"endDate": dia("2026-05-01")}, implementation={"status": "concluded"}), "sin_bandera"),
        (contrato(period={"endDate": dia("2026-05-01")}, status=None), "datos_insuficientes"),
        (contrato(), "datos_insuficientes"),
    ],
)
def test_a_contract_is_closed_when_it_ends(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E14", con(licitacion, cambios), referencias=HOY) == esperado


@pytest.mark.parametrize("bandera", ["E13", "E14"])
def test_without_the_day_of_the_analysis_nothing_is_overdue(resultado: Any, licitacion: Any, bandera: str) -> None:
    vencido = contrato(period={"endDate": dia("2026-05-01")}, **entrega("2026-05-01"))
    assert resultado(bandera, con(licitacion, vencido)) == "datos_insuficientes"


def obra(inicio: str | None, termino: str | None, **mas: Any) -> dict[str, Any]:
    cuerpo: dict[str, Any] = {"period": {"startDate": dia(inicio)}} if inicio else {}
    ejecucion = {"endDate": dia(termino)} if termino else {}
    return OBRA | contrato(**cuerpo, implementation=ejecucion | mas)


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (obra("2026-01-01", "2026-03-01"), "bandera"),  # 59 days
        (obra("2026-01-01", "2026-03-02"), "sin_bandera"),  # 60
        (obra("2026-01-01", None, status="ongoing"), "no_aplica"),
        (obra("2026-01-01", None), "datos_insuficientes"),
        (obra(None, "2026-03-01"), "datos_insuficientes"),
        (obra("2026-01-01", "2026-03-01") | {"tender.mainProcurementCategory": "goods"}, "no_aplica"),
        (obra("2026-01-01", "2026-03-01") | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
    ],
)
def test_works_take_their_time(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E15", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize(
    ("parte", "esperado"),
    [(0.5, "sin_bandera"), (0.5001, "bandera"), (0, "sin_bandera"), (None, "datos_insuficientes")],
)
def test_the_winner_does_most_of_the_work(resultado: Any, licitacion: Any, parte: float | None, esperado: str) -> None:
    cambios = {} if parte is None else {"awards.0.subcontracting.maximumPercentage": parte}
    assert resultado("E16", con(licitacion, cambios)) == esperado
