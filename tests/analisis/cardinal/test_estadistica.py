"""Quartiles and fences to the last bit: a value on the fence is flagged."""

import math

import pytest

from sitio.analisis.cardinal.estadistica import cerca_alta, cerca_baja, cociente, cuantil, cuartiles, redondear


@pytest.mark.parametrize(
    ("datos", "q1", "q3"),
    [
        ([5.0], 5.0, 5.0),
        ([1.0, 2.0], 1.0, 2.0),
        ([1.0, 2.0, 3.0], 1.1666666666666667, 2.8333333333333335),
        # Type 8 of R, quantile(1:10, c(.25, .75), type = 8).
        ([float(n) for n in range(10, 0, -1)], 2.9166666666666665, 8.083333333333334),
        ([1.0, math.nan, 2.0], 1.0, 2.0),
    ],
)
def test_quartiles_are_median_unbiased(datos: list[float], q1: float, q3: float) -> None:
    assert cuartiles(datos) == pytest.approx((q1, q3), abs=1e-12)


def test_a_quantile_of_nothing_or_beyond_the_hundredth_is_no_number() -> None:
    assert math.isnan(cuantil([], 0.5))
    assert math.isnan(cuantil([1.0], 1.01))
    assert (cuantil([1.0, 2.0], 0), cuantil([1.0, 2.0], 1)) == (1.0, 2.0)


def test_fences_are_rounded_once() -> None:
    assert (cerca_baja(0.5, 0.75), cerca_alta(0.5, 0.75)) == (0.125, 1.125)
    # Rounding the product first would give 0.7 and 0.30000000000000004.
    assert cerca_alta(0.1, 0.3) == 0.6
    assert cerca_alta(1.0, math.inf) == math.inf


@pytest.mark.parametrize(
    ("dividendo", "divisor", "sale"), [(1.0, 4.0, 0.25), (1.0, 0.0, math.inf), (1.0, -0.0, -math.inf)]
)
def test_a_division_by_zero_is_infinite(dividendo: float, divisor: float, sale: float) -> None:
    assert cociente(dividendo, divisor) == sale
    assert math.isnan(cociente(0.0, divisor)) is (divisor == 0)


@pytest.mark.parametrize(
    ("valor", "sale"), [(0.00005, 0.0001), (-0.00005, -0.0001), (0.00004999, 0.0), (2 / 3, 0.6667), (1e300, 1e300)]
)
def test_meta_has_four_decimals_with_halves_away_from_zero(valor: float, sale: float) -> None:
    assert redondear(valor) == pytest.approx(sale, rel=1e-15)
