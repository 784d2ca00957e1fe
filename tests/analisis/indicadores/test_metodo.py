"""The method: how much is bought by public tender, and how much outside it."""

from decimal import Decimal

import pytest

from sitio.analisis.indicadores.registro import Ambito
from tests.analisis.indicadores.comun import (
    DIRECTA,
    EN_DOLARES,
    LICITACION,
    OBRA,
    SIN_CATEGORIA,
    SIN_MONTO,
    cifra,
    cifras,
    con,
)

CARA = con(DIRECTA, {"awards.0.value": {"amount": 1, "netAmount": 5000, "currency": "MXN"}})
AMBIGUA = con(LICITACION, {"tender.procurementMethod": "limited"})
SIN_METODO = con(LICITACION, {"tender.procurementMethod": None})
OBRA_DIRECTA = con(OBRA, {"tender.procurementMethod": "direct"})


def con_fundamento(fraccion: str) -> dict[str, object]:
    return con(DIRECTA, {"tender.legalBasis": {"id": fraccion}})


def presupuesto(monto: int, ley: str = "LAASSP", anio: int = 2026, unidad: str | None = None) -> dict[str, object]:
    return {"comprador_id": "MX-1", "unidad_id": unidad, "anio": anio, "ley": ley, "monto": Decimal(monto)}


def test_a03_is_the_share_of_the_amount_awarded_by_public_tender() -> None:
    fuera = [(1, SIN_MONTO), (1, EN_DOLARES), (1, AMBIGUA), (1, SIN_METODO), (2, OBRA), (1, SIN_CATEGORIA)]
    medida = cifra("A03", (5, LICITACION), (1, CARA), *fuera)
    assert (medida.valor, medida.n) == (Decimal(50), 6)
    assert (medida.numerador, medida.denominador) == (Decimal(5000), Decimal(10000))
    assert medida.excluidos == {"sin_monto": 1, "otra_moneda": 1, "metodo_no_dicho": 2, "sin_categoria": 1}


def test_a04_counts_processes_with_an_award_in_force() -> None:
    sin_fallo = con(LICITACION, {"awards": None})
    cancelada = con(LICITACION, {"awards.0.status": "cancelled"})
    medida = cifra("A04", (1, LICITACION), (4, DIRECTA), (3, sin_fallo), (3, cancelada), (1, AMBIGUA))
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal(20), 5, {"metodo_no_dicho": 1})


def test_b02_says_it_of_works_by_amount_and_by_number() -> None:
    cara = con(OBRA_DIRECTA, {"awards.0.value": {"amount": 1, "netAmount": 6000, "currency": "MXN"}})
    mundo = [(4, OBRA), (1, cara), (2, LICITACION)]
    assert cifra("B02", *mundo, medida="monto").valor == Decimal(40)
    assert cifra("B02", *mundo, medida="numero").valor == Decimal(80)


@pytest.mark.parametrize(("fundamento", "ejercido"), [("55-I", 5000), ("55", 5000), ("54-III", 0), ("42", 0)])
def test_a05_adds_only_what_was_awarded_for_its_amount(fundamento: str, ejercido: int) -> None:
    referencias = {"presupuestos": [presupuesto(100_000), presupuesto(1, anio=2025), presupuesto(1, ley="LOPSRM")]}
    medida = cifra("A05", (5, con_fundamento(fundamento)), (9, LICITACION), ambito=Ambito.ANIO, referencias=referencias)
    assert (medida.anio, medida.n) == (2026, 5)
    assert (medida.numerador, medida.denominador) == (Decimal(ejercido), Decimal(30_000))
    assert medida.valor == (Decimal(ejercido) / 300).quantize(Decimal("0.000001"))


def test_a05_without_a_budget_or_an_article_says_so() -> None:
    mundo = [(5, con_fundamento("55-I")), (1, DIRECTA), (1, con(con_fundamento("55"), {"tender.tenderPeriod": None}))]
    medida = cifra("A05", *mundo, ambito=Ambito.ANIO)
    assert (medida.valor, medida.n) == (None, 0)
    assert medida.excluidos == {"sin_presupuesto": 5, "sin_fundamento": 1, "otra_ley": 1}


def test_a05_is_told_only_by_year_because_so_is_the_budget() -> None:
    assert {c.ambito for c in cifras("A05", (5, con_fundamento("55")))} == {Ambito.ANIO}


def test_a05_does_not_take_the_budget_of_one_unit_for_that_of_the_institution() -> None:
    referencias = {"presupuestos": [presupuesto(100_000, unidad="UC-1")]}
    medida = cifra("A05", (5, con_fundamento("55")), ambito=Ambito.ANIO, referencias=referencias)
    assert medida.excluidos == {"sin_presupuesto": 5}


def test_a06_is_the_share_bought_by_exception() -> None:
    medida = cifra("A06", (2, LICITACION), (2, con_fundamento("54-XIV")), (1, con_fundamento("55")), (1, DIRECTA))
    assert (medida.valor, medida.n, medida.excluidos) == (Decimal(40), 5, {"sin_fundamento": 1})


def test_a06_reads_the_article_of_the_law_the_process_was_born_under() -> None:
    antes = {"tender.tenderPeriod": {"startDate": "2025-04-16T16:00:00Z", "endDate": "2025-05-06T16:00:00Z"}}
    medida = cifra("A06", (3, con(con_fundamento("41-III"), antes)), (2, con(con_fundamento("54-III"), antes)))
    assert medida.valor == Decimal(60)


def test_b03_takes_a_fifth_of_the_budget_of_works() -> None:
    por_monto = con(OBRA_DIRECTA, {"tender.legalBasis": {"id": "43"}})
    referencias = {"presupuestos": [presupuesto(100_000, ley="LOPSRM")]}
    medida = cifra("B03", (5, por_monto), (2, OBRA), ambito=Ambito.ANIO, referencias=referencias)
    assert (medida.valor, medida.denominador) == (Decimal(25), Decimal(20_000))
