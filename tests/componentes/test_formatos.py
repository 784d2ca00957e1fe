"""Money, numbers and dates as Mexicans read them; what is missing is said to be missing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from sitio.componentes import formatos


@pytest.mark.parametrize(
    ("monto", "moneda", "esperado"),
    [
        (Decimal("1234567.89"), "MXN", "$1,234,567.89 MXN"),
        (0, "MXN", "$0.00 MXN"),
        ("168000.0", "MXN", "$168,000.00 MXN"),
        (4031.2320000000004, "MXN", "$4,031.232 MXN"),
        (Decimal("0.0125"), "MXN", "$0.0125 MXN"),
        (Decimal("-50"), "MXN", "−$50.00 MXN"),
        (Decimal("1E+6"), "USD", "$1,000,000.00 USD"),
        (1500, "EUR", "1,500.00 EUR"),
        (1500, "", "1,500.00 (moneda no publicada)"),
        (1500, None, "1,500.00 (moneda no publicada)"),
        (None, "MXN", "No publicado"),
        ("", "MXN", "No publicado"),
        ("NaN", "MXN", "No publicado"),
        ("Infinity", "MXN", "No publicado"),
        (True, "MXN", "No publicado"),
        ("1e400", "MXN", "No publicado"),
        ("9" * 20, "MXN", "$99,999,999,999,999,999,999.00 MXN"),
        ("9" * 21, "MXN", "No publicado"),
        ({"amount": 1}, "MXN", "No publicado"),
    ],
)
def test_dinero_exacto(monto: object, moneda: str | None, esperado: str):
    assert formatos.dinero(monto, moneda) == esperado


@pytest.mark.parametrize(
    ("monto", "moneda", "esperado"),
    [
        (Decimal("39915555.10"), "MXN", "$39.9 millones"),
        (Decimal("999999.99"), "MXN", "$999,999"),
        (Decimal(1_000_000), "MXN", "$1 millón"),
        (Decimal(1_049_999), "MXN", "$1 millón"),
        (Decimal(2_000_000), "MXN", "$2 millones"),
        (Decimal("1234567890123"), "MXN", "$1,234,567.9 millones"),
        (Decimal("0.35"), "MXN", "$0.35"),
        (0, "MXN", "$0.00"),
        (39_900_000, "USD", "$39.9 millones USD"),
        (39_900_000, "EUR", "39.9 millones EUR"),
        (None, "MXN", "No publicado"),
    ],
)
def test_dinero_corto(monto: object, moneda: str, esperado: str):
    assert formatos.dinero_corto(monto, moneda) == esperado


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        (date(2026, 11, 21), "21 nov 2026"),
        (datetime(2026, 11, 21, 3, 0, tzinfo=UTC), "20 nov 2026"),
        ("2026-11-21T06:00:00Z", "21 nov 2026"),
        ("2026-11-21T00:00:00Z", "21 nov 2026"),
        ("2026-11-21T00:00:00.000Z", "21 nov 2026"),
        ("2026-11-21", "21 nov 2026"),
        ("2026-11-21T00:00:00-06:00", "21 nov 2026"),
        ("ayer", "No publicado"),
        ("2026-13-45", "No publicado"),
        (None, "No publicado"),
        (20261121, "No publicado"),
    ],
)
def test_fecha_es_el_dia_en_la_ciudad_de_mexico(valor: object, esperado: str):
    assert formatos.fecha(valor) == esperado


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        ("2026-11-21T16:00:00Z", "21 nov 2026, 10:00 h (Ciudad de México)"),
        ("2026-11-22T00:00:00Z", "21 nov 2026, 18:00 h (Ciudad de México)"),
        ("2026-11-21", "21 nov 2026"),
        ("2026-11-21T10:00:00", "21 nov 2026"),
        ("nunca", "No publicado"),
    ],
)
def test_fecha_hora_no_inventa_la_hora(valor: str, esperado: str):
    assert formatos.fecha_hora(valor) == esperado


@pytest.mark.parametrize(
    ("dia", "esperado"),
    [
        (date(2026, 11, 24), "faltan 3 días"),
        (date(2026, 11, 22), "falta 1 día"),
        (date(2026, 11, 21), "vence hoy"),
        (date(2026, 11, 20), "venció hace 1 día"),
        (date(2023, 1, 1), "venció hace 1,420 días"),
        (None, "No publicado"),
    ],
)
def test_vencimiento(dia: date | None, esperado: str):
    assert formatos.vencimiento(dia, date(2026, 11, 21)) == esperado


@pytest.mark.parametrize(
    ("dia", "esperado"),
    [
        (date(2026, 11, 21), "hoy"),
        (date(2026, 11, 20), "ayer"),
        (date(2026, 11, 9), "hace 12 días"),
        (date(2026, 11, 23), "faltan 2 días"),
        (None, "No publicado"),
    ],
)
def test_antiguedad(dia: date | None, esperado: str):
    assert formatos.antiguedad(dia, date(2026, 11, 21)) == esperado


@pytest.mark.parametrize(
    ("valor", "esperado"), [(240.0, "240"), (Decimal("1234.50"), "1,234.5"), (0, "0"), ("", "No publicado")]
)
def test_numero(valor: object, esperado: str):
    assert formatos.numero(valor) == esperado


@pytest.mark.parametrize(
    ("valor", "esperado"), [(0, "0"), ("", "No publicado"), (None, "No publicado"), (False, "False")]
)
def test_publicado_distingue_el_cero_de_lo_que_falta(valor: object, esperado: str):
    assert Template("{% load formatos %}{{ v|publicado }}").render(Context({"v": valor})) == esperado
