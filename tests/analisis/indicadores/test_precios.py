"""Price: what was awarded against what was expected, and the final cost against what was awarded."""

from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.indicadores.comun import EN_DOLARES, LICITACION, OBRA, SIN_MONTO, Proceso, cifra, con


def con_presupuesto(monto: int, base: Proceso = LICITACION, moneda: str = "MXN") -> Proceso:
    return con(base, {"planning.budget": {"amount": {"amount": monto, "currency": moneda}}})


@pytest.mark.parametrize(("indicador", "medida", "base"), [("A16", "presupuesto", LICITACION), ("B08", "", OBRA)])
def test_a16_b08_weigh_every_process_by_its_budget(indicador: str, medida: str, base: Proceso) -> None:
    gastada = con_presupuesto(1000, base)
    fuera = [(1, base), (1, con_presupuesto(0, base)), (1, con_presupuesto(9999, base, "USD"))]
    figura = cifra(indicador, (4, con_presupuesto(1450, base)), (1, gastada), *fuera, medida=medida)
    # 4 × (1,450 − 1,160) and one that cost 160 more: 1,000 of 6,800.
    assert (figura.numerador, figura.denominador, figura.n) == (Decimal(1000), Decimal(6800), 5)
    assert figura.valor == Decimal("14.705882")
    assert figura.excluidos == {"sin_presupuesto": 2, "otra_moneda": 1}


def test_a16_adds_every_award_of_a_process_and_leaves_it_out_if_one_is_not_told() -> None:
    otra = {"id": "A2", "status": "active", "value": {"amount": 290, "currency": "MXN"}}
    dos = con(con_presupuesto(2900), {"awards": [*LICITACION["awards"], otra]})
    coja = con(dos, {"awards.1.value": None})
    figura = cifra("A16", (5, dos), (1, coja), (1, EN_DOLARES), (1, SIN_MONTO), medida="presupuesto")
    assert (figura.valor, figura.n) == (Decimal(50), 5)
    assert figura.excluidos == {"sin_monto": 2, "otra_moneda": 1}


def cotizado(*netos: int) -> Proceso:
    quotes = [
        {"id": str(n), "value": {"amount": 1, "netAmount": neto, "currency": "MXN"}} for n, neto in enumerate(netos)
    ]
    return con(LICITACION, {"planning.requestsForQuotes": [{"id": "S", "quotes": quotes}]})


def test_a16_compares_with_the_median_of_three_quotes_or_more_without_iva() -> None:
    figura = cifra("A16", (5, cotizado(900, 1250, 4000)), (2, cotizado(1000, 2000)), medida="mercado")
    assert (figura.valor, figura.n, figura.excluidos) == (Decimal(20), 5, {"sin_cotizaciones": 2})


def terminada(final: int | None, **cambios: Any) -> Proceso:
    valor = {} if final is None else {"finalValue": {"amount": final, "currency": "MXN"}}
    return con(OBRA, {"contracts.0.status": "terminated", "contracts.0.implementation": valor} | cambios)


def test_b14_weighs_every_ended_work_by_what_was_awarded() -> None:
    hermano = {"id": "C2", "awardID": "A1", "status": "active", "value": {"amount": 1, "currency": "MXN"}}
    con_dos = con(terminada(1160), {"contracts": [*terminada(1160)["contracts"], hermano]})
    mundo = [(4, terminada(1160)), (1, terminada(1740)), (1, terminada(None)), (1, con_dos), (3, OBRA)]
    figura = cifra("B14", *mundo)
    assert (figura.valor, figura.n) == (Decimal(10), 5)
    assert figura.excluidos == {"sin_monto": 1, "sin_contrato_unico": 1}
