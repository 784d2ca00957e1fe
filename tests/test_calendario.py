"""Counting legal days."""

from datetime import date

import pytest

from sitio import calendario

NAVIDAD = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("base", "dias", "esperado"),
    [
        (date(2026, 4, 1), 1, date(2026, 4, 2)),
        (date(2026, 4, 3), 1, date(2026, 4, 6)),  # Friday: the next working day is Monday
        (date(2026, 4, 4), 1, date(2026, 4, 6)),  # from a Saturday, too
        (date(2026, 4, 1), 15, date(2026, 4, 22)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
        (date(2026, 4, 6), -1, date(2026, 4, 3)),
    ],
)
def test_working_days_count_from_the_day_after(base: date, dias: int, esperado: date) -> None:
    assert calendario.sumar_habiles(base, dias, ()) == esperado


def test_a_holiday_does_not_count() -> None:
    assert calendario.sumar_habiles(date(2026, 12, 24), 1, ()) == NAVIDAD
    assert calendario.sumar_habiles(date(2026, 12, 24), 1, {NAVIDAD}) == date(2026, 12, 28)


def test_a_run_of_holidays_is_skipped_whole() -> None:
    vacaciones = {date(2026, 12, d) for d in range(21, 32)} | {date(2027, 1, 1)}
    assert calendario.sumar_habiles(date(2026, 12, 18), 2, vacaciones) == date(2027, 1, 5)


def test_natural_days_cross_everything() -> None:
    assert calendario.sumar_naturales(date(2028, 2, 28), 2) == date(2028, 3, 1)
    assert calendario.sumar_naturales(date(2026, 3, 20), -6) == date(2026, 3, 14)


def test_the_next_working_day_of_a_working_day_is_itself() -> None:
    assert calendario.siguiente_habil(date(2026, 12, 24), {NAVIDAD}) == date(2026, 12, 24)
    assert calendario.siguiente_habil(NAVIDAD, {NAVIDAD}) == date(2026, 12, 28)
