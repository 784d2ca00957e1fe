"""X01 and X02: prices of different tenderers that look too much alike."""

from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.armado import con, oferta, valor


def ofertas(*todas: dict[str, Any]) -> dict[str, Any]:
    return {"bids": {"details": list(todas)}}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (ofertas(oferta(1, 100), oferta(2, 100, "disqualified")), "bandera"),
        (ofertas(oferta(1, 100), oferta(2, 100.01)), "sin_bandera"),
        (ofertas(oferta(1, 100), oferta(2, 100, "withdrawn"), oferta(3, 90)), "sin_bandera"),
        (ofertas(oferta(1, 100), oferta(2, 100, "valid", "X-1"), oferta(3, 90)), "sin_bandera"),  # of one tenderer
        (ofertas(oferta(1, 100, relatedLots=["a"]), oferta(2, 100, relatedLots=["b"])), "datos_insuficientes"),
        (ofertas(oferta(1, 100)), "datos_insuficientes"),
        ({}, "datos_insuficientes"),
        (ofertas(oferta(1, 100), oferta(2, None)), "datos_insuficientes"),
        (ofertas(oferta(1, 100), oferta(2, None, value=valor(100, moneda="USD"))), "datos_insuficientes"),
        (ofertas(oferta(1, 100), oferta(2, 100)) | {"tender.procurementMethod": "direct"}, "no_aplica"),
        (ofertas(oferta(1, 100), oferta(2, 100)) | {"tender.status": "cancelled"}, "no_aplica"),
    ],
)
def test_two_ask_for_the_same_price(evaluar: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert {h.resultado for h in evaluar("X01", con(licitacion, cambios))} == {esperado}


def test_the_same_price_is_looked_for_in_each_lot(evaluar: Any, licitacion: Any) -> None:
    en_lotes = [oferta(n, 100 if n < 3 else n, relatedLots=["a" if n < 3 else "b"]) for n in (1, 2, 3, 4)]
    hallazgos = evaluar("X01", con(licitacion, ofertas(*en_lotes)))
    assert [(h.sujeto, h.resultado, h.evidencia["monto"]) for h in hallazgos] == [
        ("lote/a", "bandera", Decimal("100.00")),
        ("lote/b", "sin_bandera", None),
    ]


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (ofertas(oferta(1, 1234.5), oferta(2, 1296.22)), "sin_bandera"),  # 4.9996 %
        (ofertas(oferta(1, 1234), oferta(2, 1295.7)), "bandera"),  # 5 % exactly
        (ofertas(oferta(1, 1003), oferta(2, 1020), oferta(3, 1037)), "bandera"),  # always 17 pesos
        (ofertas(oferta(1, 1003), oferta(2, 1020), oferta(3, 1037.01)), "sin_bandera"),
        (ofertas(oferta(1, 1003), oferta(2, 1003), oferta(3, 1020)), "sin_bandera"),  # equal ones are X01
        (ofertas(oferta(1, 1234)), "datos_insuficientes"),
        ({}, "datos_insuficientes"),
        (ofertas(oferta(1, 1234), oferta(2, None)), "datos_insuficientes"),
        (ofertas(oferta(1, 1234), oferta(2, 1295.7)) | {"tender.procurementMethod": "direct"}, "no_aplica"),
    ],
)
def test_prices_at_a_fixed_distance(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("X02", con(licitacion, cambios)) == esperado
