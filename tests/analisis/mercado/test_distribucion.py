"""Quartiles and fences by hand: type 8 of Hyndman and Fan."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sitio.analisis.mercado import Lejania, a_pesos_de, agrupar, cuantil, lejania, resumir

INPC = {(2024, 1): Decimal("120.0000"), (2026, 1): Decimal("150.0000")}


def pesos(*montos: str | int) -> list[Decimal]:
    return [Decimal(monto) for monto in montos]


def test_the_quartiles_of_five_prices_are_those_of_type_eight() -> None:
    """n = 5: h = 16/3·p + 1/3, so q1 stands at 5/3 (1 2/3 of 10..50), the median at 3 and q3 at 13/3."""
    d = resumir(pesos(50, 10, 40, 20, 30))
    assert d is not None
    assert (d.q1, d.mediana, d.q3) == (Decimal("16.666667"), Decimal("30.000000"), Decimal("43.333333"))
    assert (d.cuantos, d.minimo, d.maximo, d.media) == (5, Decimal(10), Decimal(50), Decimal("30.000000"))


def test_the_fences_stand_one_and_a_half_and_three_ranges_out() -> None:
    """n = 8: q1 at 29/12, q3 at 79/12; of 1..8, 2.416667 and 6.583333, range 4.166666."""
    d = resumir(pesos(*range(1, 9)))
    assert d is not None
    assert (d.q1, d.q3) == (Decimal("2.416667"), Decimal("6.583333"))
    assert d.interior == (Decimal("-3.833332"), Decimal("12.833332"))
    assert d.exterior == (Decimal("-10.083331"), Decimal("19.083331"))


@pytest.mark.parametrize(
    ("precio", "donde"),
    [
        ("12.833332", Lejania.DENTRO),
        ("12.833333", Lejania.ALTO),
        ("19.083331", Lejania.ALTO),
        ("19.083332", Lejania.MUY_ALTO),
        ("-3.833332", Lejania.DENTRO),
        ("-3.833333", Lejania.BAJO),
        ("-10.083332", Lejania.MUY_BAJO),
    ],
)
def test_a_price_on_the_fence_is_inside_and_a_millionth_beyond_is_not(precio: str, donde: Lejania) -> None:
    assert lejania(Decimal(precio), resumir(pesos(*range(1, 9)))) == donde


def test_with_four_prices_there_is_only_the_list() -> None:
    assert resumir(pesos(1, 2, 3, 4)) is None
    assert lejania(Decimal(4), None) == Lejania.DENTRO


def test_equal_prices_have_no_range_and_whoever_differs_is_far() -> None:
    d = resumir(pesos(7, 7, 7, 7, 7, 7))
    assert d is not None
    assert (d.q1, d.q3, d.interior) == (Decimal(7), Decimal(7), (Decimal(7), Decimal(7)))
    assert lejania(Decimal("7.01"), d) == Lejania.MUY_ALTO


def test_the_ends_of_a_short_list_are_its_quantiles() -> None:
    assert cuantil(pesos(3), Fraction(1, 4)) == 3
    assert cuantil(pesos(3, 9), Fraction(9, 10)) == 9
    assert cuantil(pesos(3, 9), Fraction(1, 10)) == 3


def test_groups_have_a_median_only_from_five_prices_on() -> None:
    filas = [("2025", p) for p in pesos(1, 2, 3, 4, 5)] + [("2026", Decimal(9)), ("", Decimal(8))]
    grupos = agrupar(filas, lambda clave: clave)
    assert [(g.clave, g.cuantos, g.mediana) for g in grupos] == [("2025", 5, Decimal(3)), ("2026", 1, None)]


def test_pesos_of_another_month_follow_the_index_of_both() -> None:
    assert a_pesos_de(Decimal(80), date(2024, 1, 31), (2026, 1), INPC) == Decimal("100.000000")


@pytest.mark.parametrize(
    ("fecha", "mes"), [(None, (2026, 1)), (date(2024, 2, 1), (2026, 1)), (date(2024, 1, 1), (2026, 2))]
)
def test_without_the_date_or_either_index_no_inflation_is_guessed(fecha: date | None, mes: tuple[int, int]) -> None:
    assert a_pesos_de(Decimal(80), fecha, mes, INPC) is None
