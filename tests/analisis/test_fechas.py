"""E28, S15 and S16: dates and amounts that look odd by themselves."""

from typing import Any

import pytest

from tests.analisis.armado import INHABILES, con, dia, valor


def contrato(**mas: Any) -> dict[str, Any]:
    return {"contracts": [{"id": "C1", "awardID": "A1", "status": "active"} | mas]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({}, "sin_bandera"),
        ({"awards.0.date": dia("2026-03-20")}, "sin_bandera"),  # the day of the opening
        ({"awards.0.date": dia("2026-03-19")}, "bandera"),
        ({"tender.clarificationMeetings": [{"id": "1", "date": dia("2026-03-01")}]}, "bandera"),
        (contrato(dateSigned=dia("2026-03-31")), "bandera"),
        (contrato(dateSigned=dia("2026-04-01")), "sin_bandera"),
        (contrato(dateSigned=dia("2026-04-02"), period={"endDate": dia("2026-04-01")}), "bandera"),
        (contrato(status="cancelled", period={"endDate": dia("2026-01-01")}), "sin_bandera"),
        ({"tender.tenderPeriod": None}, "datos_insuficientes"),  # one date follows nothing
        ({"awards.0.date": dia("2026-03-19"), "tender.status": "cancelled"}, "no_aplica"),
    ],
)
def test_dates_follow_the_stages(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E28", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize(
    ("fecha", "esperado"),
    [
        ("2026-03-13", "sin_bandera"),  # Friday
        ("2026-03-14", "bandera"),  # Saturday
        ("2026-03-15", "bandera"),
        ("2026-03-16", "bandera"),  # a holiday on Monday
        ("2026-03-17", "sin_bandera"),
        ("2030-03-16", "bandera"),  # a Saturday of a year without calendar is one all the same
        ("2030-03-18", "datos_insuficientes"),
        (None, "datos_insuficientes"),
    ],
)
def test_acts_are_of_working_days(evaluar: Any, licitacion: Any, fecha: str | None, esperado: str) -> None:
    cambios = {"awards.0.date": fecha and dia(fecha)} | contrato(**({"dateSigned": dia(fecha)} if fecha else {}))
    hallazgos = evaluar("S15", con(licitacion, cambios), referencias=INHABILES)
    assert [(h.sujeto, h.resultado) for h in hallazgos] == [("adjudicacion/A1", esperado), ("contrato/C1", esperado)]


@pytest.mark.parametrize(("fecha", "esperado"), [("2026-03-14", "bandera"), ("2026-03-16", "datos_insuficientes")])
def test_under_another_law_only_weekends_are_known(evaluar: Any, licitacion: Any, fecha: str, esperado: str) -> None:
    ajena = con(licitacion, {"awards.0.date": dia(fecha)})
    hallazgos = evaluar("S15", ajena, referencias=INHABILES, marcos={"ocds-213czf-1": "estatal"})
    assert [h.resultado for h in hallazgos] == [esperado]


@pytest.mark.parametrize(
    ("monto", "esperado"),
    [
        (valor(100_000), "bandera"),
        (valor(1_200_000, 1), "bandera"),
        (valor(100_000.01), "sin_bandera"),
        (valor(150_000), "sin_bandera"),
        ({"netAmount": 300_000, "currency": "MXN"}, "bandera"),
        (valor(0), "datos_insuficientes"),
        (valor(100_000, moneda="USD"), "datos_insuficientes"),
        (None, "datos_insuficientes"),
    ],
)
def test_a_round_amount_is_told(resultado: Any, licitacion: Any, monto: Any, esperado: str) -> None:
    assert resultado("S16", con(licitacion, contrato(**({"value": monto} if monto else {})))) == esperado
