"""P08, P29, P40 and P42: how a procedure is made known."""

from typing import Any

import pytest

from tests.analisis.armado import INHABILES, con, dia, documentos, valor


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({"tender.documents": documentos("tenderNotice")}, "sin_bandera"),
        ({"tender.documents": documentos("biddingDocuments")}, "bandera"),
        ({"tender.documents": documentos("tenderNotice"), "tender.tenderPeriod.startDate": None}, "bandera"),
        ({}, "datos_insuficientes"),
        ({"tender.documents": documentos("clarifications"), "tender.procurementMethod": "selective"}, "bandera"),
        ({"tender.documents": documentos("clarifications"), "tender.procurementMethod": "direct"}, "no_aplica"),
        ({"tender.documents": documentos("clarifications"), "tender.status": "planned"}, "no_aplica"),
        ({"tender.documents": documentos("clarifications"), "tender.procurementMethod": None}, "datos_insuficientes"),
    ],
)
def test_a_tender_publishes_its_call(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P08", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize(
    ("publicacion", "fallo", "esperado"),
    [
        ("2026-03-12", "2026-03-17", "bandera"),  # Thursday to Tuesday, with Monday 16 not worked: 2 days
        ("2026-03-12", "2026-03-18", "sin_bandera"),  # 3
        ("2026-03-20", "2026-03-24", "bandera"),  # over a weekend: 2
        ("2026-03-20", "2026-03-19", "bandera"),  # before the call
        (None, "2026-03-24", "datos_insuficientes"),
        ("2024-03-04", "2024-03-05", "datos_insuficientes"),  # a year without calendar
    ],
)
def test_an_award_takes_some_working_days(
    resultado: Any, licitacion: Any, publicacion: str | None, fallo: str, esperado: str
) -> None:
    fechas = {"tender.tenderPeriod.startDate": publicacion and dia(publicacion), "awards.0.date": dia(fallo)}
    assert resultado("P29", con(licitacion, fechas), referencias=INHABILES) == esperado


def test_a_quick_direct_award_is_outside_and_without_calendar_nothing_is_said(resultado: Any, licitacion: Any) -> None:
    rapida = con(licitacion, {"awards.0.date": dia("2026-03-03")})
    assert resultado("P29", rapida) == "datos_insuficientes"
    directa = con(rapida, {"tender.procurementMethod": "direct"})
    assert resultado("P29", directa, referencias=INHABILES) == "no_aplica"
    ajena = {"marcos": {"ocds-213czf-1": "estatal"}}
    assert resultado("P29", rapida, referencias=INHABILES, **ajena) == "datos_insuficientes"


def cuota(monto: float | None, *tipos: str) -> dict[str, Any]:
    return {
        "tender.participationFees": [
            {"id": "1", "type": list(tipos)} | ({"value": valor(monto)} if monto is not None else {})
        ]
    }


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (cuota(0.01, "document"), "bandera"),
        (cuota(0, "document"), "sin_bandera"),
        (cuota(500, "deposit"), "datos_insuficientes"),  # a deposit is no fee
        (cuota(None, "document"), "datos_insuficientes"),
        ({}, "datos_insuficientes"),
        (cuota(500, "submission") | {"tender.status": "withdrawn"}, "no_aplica"),
    ],
)
def test_taking_part_is_free(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P40", con(licitacion, cambios)) == esperado


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({"awards.0.documents": documentos("complaints")}, "bandera"),
        ({"awards.0.documents": documentos("awardNotice")}, "sin_bandera"),
        ({}, "datos_insuficientes"),
    ],
)
def test_a_complaint_is_told(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P42", con(licitacion, cambios)) == esperado
