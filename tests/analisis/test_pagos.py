"""E10, E11 and E12: what is paid, and when."""

from typing import Any

import pytest

from tests.analisis.armado import INHABILES, con, dia, valor

OBRA = {"tender.mainProcurementCategory": "works"}
VIEJA = {"tender.tenderPeriod.startDate": dia("2025-04-16")}


def contrato(*pagos: dict[str, Any], hitos: Any = (), **mas: Any) -> dict[str, Any]:
    ejecucion = {"transactions": [{"id": f"P{n}"} | p for n, p in enumerate(pagos, 1)], "milestones": list(hitos)}
    cuerpo = {"id": "C1", "awardID": "A1", "status": "active", "value": valor(1000), "implementation": ejecucion}
    return {"contracts": [cuerpo | mas]}


def pago(monto: float | None = 1, fecha: str | None = None, moneda: str = "MXN") -> dict[str, Any]:
    cuerpo: dict[str, Any] = {} if monto is None else {"value": valor(monto, moneda=moneda)}
    return cuerpo | ({"date": dia(fecha)} if fecha else {})


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(pago(600), pago(400)), "sin_bandera"),
        (contrato(pago(600), pago(400.01)), "bandera"),
        (contrato(pago(600), pago(None)), "datos_insuficientes"),
        (contrato(pago(2000, moneda="USD")), "datos_insuficientes"),
        (contrato(), "datos_insuficientes"),
        (contrato(pago(2000), value=None), "datos_insuficientes"),
        (contrato(pago(2000), status="terminated"), "bandera"),
    ],
)
def test_no_more_is_paid_than_contracted(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E10", con(licitacion, cambios)) == esperado


def facturado(factura: str | None, pagado: str | None) -> dict[str, Any]:
    hito = {"id": "factura-P1", "type": "payment"} | ({"dateMet": dia(factura)} if factura else {})
    return contrato(pago(1, pagado) | {"relatedImplementationMilestone": {"id": "factura-P1"}}, hitos=[hito])


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (facturado("2026-06-01", "2026-06-24"), "sin_bandera"),  # 17 working days after Monday 1 June
        (facturado("2026-06-01", "2026-06-25"), "bandera"),
        (facturado("2026-06-02", "2026-06-22") | VIEJA, "sin_bandera"),  # 20 natural
        (facturado("2026-06-02", "2026-06-23") | VIEJA, "bandera"),
        (facturado("2026-06-01", "2026-06-22") | VIEJA, "sin_bandera"),  # the 20th day is Sunday 21
        (facturado("2026-06-02", "2026-06-23") | OBRA, "bandera"),
        (facturado("2026-06-02", "2026-06-23") | OBRA | VIEJA, "no_aplica"),
        (facturado(None, "2026-06-24"), "datos_insuficientes"),
        (facturado("2026-06-01", None), "datos_insuficientes"),
        (facturado("2028-06-01", "2028-06-24"), "datos_insuficientes"),  # a year without calendar
        (facturado("2026-06-01", "2026-06-25") | {"tender.mainProcurementCategory": None}, "datos_insuficientes"),
    ],
)
def test_invoices_are_paid_in_the_term_of_their_law(
    resultado: Any, licitacion: Any, cambios: Any, esperado: str
) -> None:
    assert resultado("E11", con(licitacion, cambios), referencias=INHABILES) == esperado


def test_each_payment_is_told_apart(evaluar: Any, licitacion: Any) -> None:
    cambios = facturado("2026-06-01", "2026-06-25")
    cambios["contracts"][0]["implementation"]["transactions"].append({"id": "P2", "date": dia("2026-06-02")})
    hallazgos = evaluar("E11", con(licitacion, cambios), referencias=INHABILES)
    assert [(h.sujeto, h.resultado, h.valor) for h in hallazgos] == [
        ("C1/P1", "bandera", 18),
        ("C1/P2", "datos_insuficientes", None),
    ]


def entrega(cumplida: str | None) -> dict[str, Any]:
    return {"id": "E", "type": "delivery"} | ({"dateMet": dia(cumplida)} if cumplida else {})


ANTICIPO = {"guarantees": [{"id": "G", "obligations": "prepaid", "value": valor(1)}]}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (contrato(pago(1, "2026-05-01"), hitos=[entrega("2026-05-02")]), "bandera"),
        (contrato(pago(1, "2026-05-02"), hitos=[entrega("2026-05-02")]), "sin_bandera"),
        (contrato(pago(1, "2026-05-02"), hitos=[entrega(None)]), "bandera"),
        (contrato(pago(1, "2026-05-02"), milestones=[entrega("2026-05-01")]), "sin_bandera"),
        (contrato(pago(1, "2026-05-02")), "datos_insuficientes"),
        (contrato(hitos=[entrega("2026-05-02")]), "datos_insuficientes"),
        (
            contrato(pago(1, "2026-04-01"), pago(1, "2026-05-03"), hitos=[entrega("2026-05-02")], **ANTICIPO),
            "sin_bandera",  # the first payment is the advance
        ),
        (contrato(pago(1, "2026-04-01"), pago(1, "2026-05-01"), hitos=[entrega("2026-05-02")], **ANTICIPO), "bandera"),
    ],
)
def test_what_is_paid_was_delivered(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("E12", con(licitacion, cambios)) == esperado
