"""P22, P23, P25 and P26: how proposals were evaluated, by lot and in the right unit of time."""

from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.armado import con, oferta, valor

PRECIO = {"tender.awardCriteria": "priceOnly"}


def ofertas(*todas: dict[str, Any]) -> dict[str, Any]:
    return {"bids": {"details": list(todas)}}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (ofertas(oferta(1, 9), oferta(2, 8, "disqualified")), "bandera"),
        (ofertas(oferta(1, 9), oferta(2, 8, "disqualified"), oferta(3, 7)), "sin_bandera"),
        (ofertas(oferta(1, 9)), "sin_bandera"),  # nobody was disqualified
        (ofertas(oferta(1, 9), oferta(2, 8, "disqualified", "X-1")), "sin_bandera"),  # another of the winner
        (ofertas(oferta(2, 9), oferta(3, 8, "disqualified")), "sin_bandera"),  # the valid one did not win
        (ofertas(oferta(1, 9), oferta(2, 8, "pending")), "datos_insuficientes"),
        ({}, "datos_insuficientes"),
        (ofertas(oferta(1, 9), oferta(2, 8, "disqualified")) | {"awards": None}, "no_aplica"),
        (ofertas(oferta(1, 9), oferta(2, 8, "disqualified")) | {"tender.procurementMethod": "direct"}, "no_aplica"),
    ],
)
def test_all_but_the_winner_were_disqualified(resultado: Any, licitacion: Any, cambios: Any, esperado: str) -> None:
    assert resultado("P22", con(licitacion, cambios)) == esperado


def test_each_lot_answers_for_itself(evaluar: Any, licitacion: Any) -> None:
    en_lotes = ofertas(
        oferta(1, 9, relatedLots=["L1"]),
        oferta(2, 8, "disqualified", relatedLots=["L1"]),
        oferta(3, 7, relatedLots=["L2"]),
        oferta(4, 6, relatedLots=["L2"]),
    )
    hallazgos = evaluar("P22", con(licitacion, en_lotes | {"awards.0.relatedLots": ["L1"]}))
    assert [(h.sujeto, h.resultado) for h in hallazgos] == [("lote/L1", "bandera"), ("lote/L2", "sin_bandera")]


BARATA_FUERA = ofertas(oferta(1, 100), oferta(2, 99.99, "disqualified"), oferta(3, 120))


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (BARATA_FUERA, "bandera"),
        (ofertas(oferta(1, 100), oferta(2, 100, "disqualified")), "sin_bandera"),  # a tie
        (ofertas(oferta(1, 100), oferta(2, 100.01, "disqualified")), "sin_bandera"),
        (ofertas(oferta(1, 100)), "sin_bandera"),
        (BARATA_FUERA | {"tender.awardCriteria": "lowestCost"}, "bandera"),
        (BARATA_FUERA | {"tender.awardCriteria": "ratedCriteria"}, "no_aplica"),
        (BARATA_FUERA | {"tender.awardCriteria": None}, "datos_insuficientes"),
        (ofertas(oferta(1, 100), oferta(2, None, "disqualified")), "datos_insuficientes"),
        (ofertas(oferta(1, 100), oferta(2, None, "disqualified", value=valor(9, moneda="USD"))), "datos_insuficientes"),
        (
            ofertas(oferta(1, 100, relatedLots=["a", "b"]), oferta(2, 9, "disqualified", relatedLots=["a", "b"])),
            "datos_insuficientes",
        ),
        (ofertas(oferta(1, 100), oferta(2, 9, "pending")), "datos_insuficientes"),
        (BARATA_FUERA | {"awards": None}, "no_aplica"),
    ],
)
def test_the_lowest_was_disqualified_where_price_decides(
    resultado: Any, licitacion: Any, cambios: Any, esperado: str
) -> None:
    assert resultado("P23", con(licitacion, PRECIO | cambios)) == esperado


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        (ofertas(oferta(1, 100), oferta(2, 99.98)), "bandera"),
        (ofertas(oferta(1, 100), oferta(2, 100)), "sin_bandera"),
        (ofertas(oferta(1, 100), oferta(2, 99, "disqualified")), "sin_bandera"),
        (ofertas(oferta(1, 100), oferta(2, 99)) | {"tender.awardCriteria": "bestProposal"}, "no_aplica"),
        (ofertas(oferta(2, 100), oferta(3, 99)), "datos_insuficientes"),  # the winner's bid is not told
        (ofertas(oferta(1, 100, relatedLots=["L1"]), oferta(2, 99, relatedLots=["L1"])), "datos_insuficientes"),
        ({}, "datos_insuficientes"),
    ],
)
def test_the_lowest_valid_wins_where_price_decides(
    resultado: Any, licitacion: Any, cambios: Any, esperado: str
) -> None:
    assert resultado("P26", con(licitacion, PRECIO | cambios)) == esperado


def test_the_evidence_has_the_prices_without_iva(evaluar: Any, licitacion: Any) -> None:
    (hallazgo,) = evaluar("P26", con(licitacion, PRECIO | ofertas(oferta(1, 116), oferta(2, 58))))
    assert hallazgo.valor == Decimal("50.00")
    assert (hallazgo.evidencia["ganadora"], hallazgo.evidencia["menor_valida"]) == (Decimal("100.00"), Decimal("50.00"))


@pytest.mark.parametrize(
    ("fecha", "cambios", "esperado"),
    [
        ("2026-03-20T16:00:00Z", {}, "sin_bandera"),
        ("2026-03-20T16:00:01Z", {}, "bandera"),
        ("2026-03-20T10:00:00-06:00", {}, "sin_bandera"),  # the same instant, though its text is another
        ("2026-03-20T10:00:01-06:00", {}, "bandera"),
        (None, {}, "datos_insuficientes"),
        ("2026-03-20T17:00:00Z", {"tender.tenderPeriod.endDate": None}, "datos_insuficientes"),
        ("2026-03-20T17:00:00Z", {"awards.0.suppliers": [{"id": "X-2"}]}, "datos_insuficientes"),
        ("2026-03-20T17:00:00Z", {"tender.procurementMethod": "direct"}, "no_aplica"),
        ("2026-03-20T17:00:00Z", {"awards": None}, "no_aplica"),
    ],
)
def test_a_proposal_that_came_late_does_not_win(
    resultado: Any, licitacion: Any, fecha: str | None, cambios: Any, esperado: str
) -> None:
    ganadora = oferta(1, 100, **({"date": fecha} if fecha else {}))
    assert resultado("P25", con(licitacion, ofertas(ganadora) | cambios)) == esperado
