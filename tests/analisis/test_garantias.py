"""E08 and E09: advances and guarantees."""

from typing import Any

import pytest

from tests.analisis.armado import HOY, con, dia, documentos, valor

OBRA = {"tender.mainProcurementCategory": "works"}
VIEJA = {"tender.tenderPeriod.startDate": dia("2024-03-04")}
DIRECTA = {"tender.procurementMethod": "direct"}


def contrato(*garantias: dict[str, Any], **mas: Any) -> dict[str, Any]:
    lista = [{"id": str(n)} | garantia for n, garantia in enumerate(garantias)]
    cuerpo = {"id": "C1", "awardID": "A1", "status": "active", "value": valor(1000), "guarantees": lista}
    return {"contracts": [cuerpo | mas]}


def anticipo(monto: float | None, moneda: str = "MXN") -> dict[str, Any]:
    return {"obligations": "prepaid"} | ({} if monto is None else {"value": valor(monto, moneda=moneda)})


CUMPLIMIENTO = {"obligations": "fulfillment", "value": valor(100)}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(anticipo(500)), "sin_bandera"),
        (contrato(anticipo(500.01)), "bandera"),
        (contrato(anticipo(250), anticipo(250.01)), "bandera"),
        (contrato(anticipo(300)) | OBRA, "sin_bandera"),
        (contrato(anticipo(300.01)) | OBRA, "bandera"),
        (contrato(CUMPLIMIENTO), "sin_bandera"),  # its guarantees are published, and none is of an advance
        (contrato(), "datos_insuficientes"),
        (contrato(anticipo(None)), "datos_insuficientes"),
        (contrato(anticipo(900, "USD")), "datos_insuficientes"),
        (contrato(anticipo(900), value=None), "datos_insuficientes"),
        (contrato(anticipo(900)) | OBRA | VIEJA, "no_aplica"),
        (contrato(anticipo(900)) | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
    ],
)
def test_an_advance_is_up_to_half(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E08", con(licitacion, cambios)) == esperado


def firmado(texto: str | None, *garantias: dict[str, Any], **mas: Any) -> dict[str, Any]:
    return contrato(*garantias, **({"dateSigned": dia(texto)} if texto else {}), **mas)


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (firmado("2026-05-21"), "bandera"),  # 11 days before 1 June
        (firmado("2026-05-22"), "no_aplica"),  # 10: the term still runs
        (firmado("2026-05-21", CUMPLIMIENTO), "sin_bandera"),
        (firmado("2026-05-21", anticipo(1)), "bandera"),
        (firmado("2026-05-21", documents=documentos("contractGuarantees")), "sin_bandera"),
        (firmado(None), "datos_insuficientes"),
        (firmado("2026-05-31") | OBRA | {"awards.0.date": dia("2026-05-16")}, "bandera"),  # 16 days from the award
        (firmado("2026-05-31") | OBRA | {"awards.0.date": dia("2026-05-17")}, "no_aplica"),
        (firmado("2026-05-01") | DIRECTA | {"tender.legalBasis": {"id": "55"}}, "no_aplica"),
        (firmado("2026-05-01") | DIRECTA | {"tender.legalBasis": {"id": "54-XIV"}}, "no_aplica"),
        (firmado("2026-05-01") | DIRECTA | {"tender.legalBasis": {"id": "54-I"}}, "bandera"),
        (firmado("2026-05-01") | DIRECTA, "datos_insuficientes"),
        (firmado("2026-05-01") | DIRECTA | VIEJA, "no_aplica"),
        (firmado("2026-05-01") | VIEJA, "bandera"),
        (firmado("2026-05-01") | OBRA | VIEJA, "no_aplica"),
    ],
)
def test_fulfilment_is_guaranteed_in_time(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E09", con(licitacion, cambios), referencias=HOY) == esperado


def test_without_the_day_of_the_analysis_no_term_is_over(resultado: Any, licitacion: Any) -> None:
    assert resultado("E09", con(licitacion, firmado("2026-05-01"))) == "datos_insuficientes"
