"""The market: how concentrated purchases are."""

from decimal import Decimal

import pytest

from tests.analisis.indicadores.comun import EN_DOLARES, LICITACION, OBRA, SIN_CATEGORIA, SIN_MONTO, Proceso, cifra, con


def para(proveedor: str, neto: int, base: Proceso = LICITACION) -> Proceso:
    valor = {"amount": 1, "netAmount": neto, "currency": "MXN"}
    return con(base, {"awards.0.value": valor, "awards.0.suppliers": [{"id": proveedor, "name": proveedor}]})


CONJUNTA = con(LICITACION, {"awards.0.suppliers": [{"id": "X-1"}, {"id": "X-2"}]})
SIN_PROVEEDOR = con(LICITACION, {"awards.0.suppliers": None})


def test_a11_adds_the_ten_suppliers_with_most_out_of_all() -> None:
    once = [(1, para(f"P-{n}", 100)) for n in range(10)]
    medida = cifra("A11", *once, (1, para("P-10", 50)), (1, para("P-11", 50)), medida="diez_mayores")
    assert (medida.numerador, medida.denominador, medida.n) == (Decimal(1000), Decimal(1100), 12)
    assert medida.valor == Decimal("90.909091")


def test_a11_tells_the_sum_of_the_squares_of_the_shares() -> None:
    medida = cifra("A11", (4, para("P-1", 125)), (1, para("P-2", 500)), medida="herfindahl")
    assert (medida.valor, medida.n) == (Decimal(5000), 5)


def test_a11_of_one_supplier_alone_is_the_most_there_can_be() -> None:
    assert cifra("A11", (5, para("P-1", 10)), medida="herfindahl").valor == Decimal(10_000)
    assert cifra("A11", (5, para("P-1", 10)), medida="diez_mayores").valor == Decimal(100)


def test_a11_leaves_out_what_belongs_to_several_or_to_nobody() -> None:
    fuera = [(1, CONJUNTA), (1, SIN_PROVEEDOR), (1, SIN_MONTO), (1, EN_DOLARES), (1, SIN_CATEGORIA)]
    medida = cifra("A11", (5, para("P-1", 10)), *fuera, medida="diez_mayores")
    assert (medida.n, medida.valor) == (5, Decimal(100))
    assert medida.excluidos == {
        "conjunta": 1, "sin_proveedor": 1, "sin_monto": 1, "otra_moneda": 1, "sin_categoria": 1,
    }  # fmt: skip


def test_a11_knows_a_firm_by_its_rfc_whatever_its_id() -> None:
    def como(ident: str) -> Proceso:
        parte = {"id": ident, "name": "E", "identifier": {"scheme": "MX-RFC", "id": "aaa-010101-aa1"}}
        return con(para(ident, 100), {"parties": [parte]})

    assert cifra("A11", *((1, como(f"P-{n}")) for n in range(5)), medida="herfindahl").valor == Decimal(10_000)


@pytest.mark.parametrize(("medida", "valor"), [("diez_mayores", 100), ("herfindahl", 6800)])
def test_b18_says_the_same_of_works(medida: str, valor: int) -> None:
    mundo = [(4, para("P-1", 200, OBRA)), (1, para("P-2", 200, OBRA)), (7, para("P-3", 999))]
    assert cifra("B18", *mundo, medida=medida).valor == Decimal(valor)


def test_a12_says_that_no_release_tells_it() -> None:
    medida = cifra("A12", (6, LICITACION), (1, OBRA))
    assert (medida.valor, medida.n, medida.excluidos) == (None, 0, {"no_se_publica": 6})


def test_an_impossible_amount_does_not_drown_the_others() -> None:
    absurda = con(LICITACION, {"awards.0.value": {"amount": 9_000_000_000_000_000, "currency": "MXN"}})
    medida = cifra("A11", (5, para("P-1", 10)), (1, absurda), medida="diez_mayores")
    assert (medida.denominador, medida.excluidos) == (Decimal(50), {"desmesurado": 1})
