"""E03 and E04: what was changed after signing."""

from typing import Any

import pytest

from tests.analisis.armado import con, dia, valor

OBRA = {"tender.mainProcurementCategory": "works"}


def contrato(neto: float | None, convenios: int) -> dict[str, Any]:
    cuerpo = {"id": "C1", "awardID": "A1", "amendments": [{"id": str(n)} for n in range(convenios)]}
    return {"contracts": [cuerpo | ({} if neto is None else {"value": valor(1, neto)})]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(120, 1), "sin_bandera"),  # exactly 20 %
        (contrato(120.01, 1), "bandera"),
        (contrato(120.01, 0), "sin_bandera"),  # never amended: E02 speaks
        (contrato(80, 2), "sin_bandera"),
        (contrato(None, 1), "datos_insuficientes"),
        (contrato(None, 0), "sin_bandera"),
        (contrato(130, 1) | {"awards.0.value": None}, "datos_insuficientes"),
        (contrato(130, 1) | {"awards.0.value": valor(1, 100, "USD")}, "datos_insuficientes"),
        (contrato(130, 1) | OBRA, "no_aplica"),
        (contrato(130, 1) | {"tender.tenderPeriod.startDate": dia("2024-03-04")}, "bandera"),
        (contrato(130, 1) | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
    ],
)
def test_agreements_raise_a_contract_up_to_a_fifth(
    resultado: Any, licitacion: Any, cambios: Any, esperado: str
) -> None:
    assert resultado("E03", con(licitacion, {"awards.0.value": valor(1, 100)} | cambios)) == esperado


def test_of_an_award_with_two_contracts_the_original_of_each_is_not_known(evaluar: Any, licitacion: Any) -> None:
    dos = con(licitacion, contrato(130, 1) | {"awards.0.value": valor(1, 200)})
    dos["contracts"].append({"id": "C2", "awardID": "A1", "value": valor(1, 100)})
    assert [h.resultado for h in evaluar("E03", dos)] == ["datos_insuficientes", "sin_bandera"]


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(1, 3), "bandera"),
        (contrato(1, 2), "sin_bandera"),
        (contrato(1, 0), "sin_bandera"),
    ],
)
def test_many_agreements_are_told(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E04", con(licitacion, cambios)) == esperado


def test_an_agreement_of_nobody_knows_which_contract_is_not_counted_out(evaluar: Any, licitacion: Any) -> None:
    cambios = contrato(1, 3)
    cambios["contracts"].append({"awardID": "A1", "amendments": [{"id": "9"}]})
    assert [h.resultado for h in evaluar("E04", con(licitacion, cambios))] == ["datos_insuficientes"]
