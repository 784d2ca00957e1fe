"""E01, E02, E17 and E24: how the award becomes a contract."""

from typing import Any

import pytest

from tests.analisis.armado import HOY, INHABILES, con, dia, valor


def contrato(firma: str | None = None, **mas: Any) -> dict[str, Any]:
    cuerpo = {"id": "C1", "awardID": "A1", "status": "active"} | ({"dateSigned": dia(firma)} if firma else {})
    return {"contracts": [cuerpo | mas]}


VIEJA = {"tender.tenderPeriod.startDate": dia("2025-04-16")}
OBRA = {"tender.mainProcurementCategory": "works"}


@pytest.mark.parametrize(
    ("firma", "cambios", "esperado"),
    [
        ("2026-04-22", {}, "sin_bandera"),  # the 15th working day after Wednesday 1 April
        ("2026-04-23", {}, "bandera"),
        ("2026-05-08", {"awards.0.date": dia("2026-04-16")}, "sin_bandera"),  # 1 May does not count
        ("2026-05-11", {"awards.0.date": dia("2026-04-16")}, "bandera"),
        ("2026-04-16", OBRA, "sin_bandera"),  # 15 natural days
        ("2026-04-17", OBRA, "bandera"),
        ("2026-04-16", VIEJA, "sin_bandera"),
        ("2026-04-17", VIEJA, "bandera"),
        ("2026-04-20", VIEJA | {"awards.0.date": dia("2026-04-03")}, "sin_bandera"),  # the 18th is Saturday: to Monday
        ("2026-04-21", VIEJA | {"awards.0.date": dia("2026-04-03")}, "bandera"),
        ("2026-05-04", VIEJA | {"awards.0.date": dia("2026-04-16")}, "sin_bandera"),  # 1 May is Friday: to Monday 4
        ("2026-05-05", VIEJA | {"awards.0.date": dia("2026-04-16")}, "bandera"),
        ("2026-04-23", {"tender.procurementMethod": "direct"}, "bandera"),
        ("2026-04-23", VIEJA | {"tender.procurementMethod": "direct"}, "no_aplica"),
        ("2026-04-23", VIEJA | OBRA, "no_aplica"),
        (None, {}, "datos_insuficientes"),
        ("2026-04-23", {"awards.0.date": None}, "datos_insuficientes"),
        ("2027-04-23", {}, "datos_insuficientes"),  # a year without calendar
    ],
)
def test_the_contract_is_signed_in_the_term_of_its_law(
    resultado: Any, licitacion: Any, firma: str | None, cambios: Any, esperado: str
) -> None:
    assert resultado("E01", con(licitacion, contrato(firma) | cambios), referencias=INHABILES) == esperado


def test_a_contract_that_names_no_award_runs_from_the_first(evaluar: Any, licitacion: Any) -> None:
    suelto = con(licitacion, contrato("2026-04-23", awardID=None))
    (hallazgo,) = evaluar("E01", suelto, referencias=INHABILES)
    assert (hallazgo.sujeto, hallazgo.resultado, hallazgo.valor) == ("C1", "bandera", 16)
    assert hallazgo.evidencia["unidad"] == "días hábiles"
    de_otra = con(licitacion, contrato("2026-04-23", awardID="A9"))
    assert [h.resultado for h in evaluar("E01", de_otra, referencias=INHABILES)] == ["datos_insuficientes"]


@pytest.mark.parametrize(
    ("adjudicado", "contratado", "esperado"),
    [
        (valor(1, 100), valor(1, 101), "sin_bandera"),  # exactly 1 %
        (valor(1, 100), valor(1, 101.01), "bandera"),
        (valor(1, 100), valor(1, 98.99), "bandera"),
        (valor(1, 100), valor(116), "sin_bandera"),
        (valor(1, 100), None, "datos_insuficientes"),
        (None, valor(1, 100), "datos_insuficientes"),
        (valor(1, 0), valor(1, 100), "datos_insuficientes"),
        (valor(1, 100), valor(1, 100, "USD"), "datos_insuficientes"),
    ],
)
def test_what_is_contracted_is_what_was_awarded(
    resultado: Any, licitacion: Any, adjudicado: Any, contratado: Any, esperado: str
) -> None:
    cambios = {"awards.0.value": adjudicado} | contrato(**({"value": contratado} if contratado else {}))
    assert resultado("E02", con(licitacion, cambios)) == esperado


def test_contracts_of_one_award_are_added_and_amended_ones_left_out(resultado: Any, licitacion: Any) -> None:
    partes = [{"id": f"C{n}", "awardID": "A1", "status": "active", "value": valor(1, 50)} for n in (1, 2)]
    repartido = con(licitacion, {"awards.0.value": valor(1, 100), "contracts": partes})
    assert resultado("E02", repartido) == "sin_bandera"
    partes[1]["value"] = valor(1, 90)
    assert resultado("E02", con(repartido, {"contracts": partes})) == "bandera"
    partes[1]["amendments"] = [{"id": "1"}]
    assert resultado("E02", con(repartido, {"contracts": partes})) == "no_aplica"


@pytest.mark.parametrize(
    ("inicio", "fin", "esperado"),
    [
        ("2023-01-01", "2025-09-27", "sin_bandera"),  # 1,000 days
        ("2023-01-01", "2025-09-28", "bandera"),
        ("2026-01-02", "2026-01-01", "bandera"),
        ("2026-01-01", "2026-01-01", "sin_bandera"),
        ("2026-01-01", None, "datos_insuficientes"),
    ],
)
def test_a_contract_lasts_what_is_usual(
    resultado: Any, licitacion: Any, inicio: str, fin: str | None, esperado: str
) -> None:
    periodo = {"startDate": dia(inicio)} | ({"endDate": dia(fin)} if fin else {})
    assert resultado("E24", con(licitacion, contrato(period=periodo))) == esperado


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({"awards.0.date": dia("2026-05-01")}, "bandera"),  # 31 days before 1 June
        ({"awards.0.date": dia("2026-05-02")}, "sin_bandera"),  # 30
        (contrato(), "sin_bandera"),
        (contrato(awardID=None), "sin_bandera"),
        (contrato(awardID="A9"), "bandera"),
        ({"awards.0.date": None}, "datos_insuficientes"),
        ({"tender.status": "cancelled"}, "no_aplica"),
    ],
)
def test_an_award_has_its_contract_published(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E17", con(licitacion, cambios), referencias=HOY) == esperado


def test_without_the_day_of_the_analysis_nothing_is_late(resultado: Any, licitacion: Any) -> None:
    assert resultado("E17", licitacion) == "datos_insuficientes"
