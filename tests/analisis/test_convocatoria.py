"""P01 and P03: days given to prepare a proposal."""

from typing import Any

import pytest


def abrir(compilada: dict[str, Any], publicacion: str, apertura: str, **tender: Any) -> dict[str, Any]:
    """Set the dates (local, ten in the morning) and other fields of the tender."""
    compilada["tender"] |= {
        "tenderPeriod": {"startDate": f"{publicacion}T16:00:00Z", "endDate": f"{apertura}T16:00:00Z"},
        **tender,
    }
    return compilada


@pytest.mark.parametrize(
    ("detalle", "apertura", "esperado"),
    [
        ("Licitación pública nacional", "2026-03-16", "bandera"),  # 14 days
        ("Licitación pública nacional", "2026-03-17", "sin_bandera"),  # 15
        ("Licitación Pública Internacional Abierta", "2026-03-21", "bandera"),  # 19
        ("Licitación Pública Internacional Abierta", "2026-03-22", "sin_bandera"),  # 20
        ("Licitación pública internacional bajo la cobertura de tratados", "2026-03-21", "bandera"),
        ("Licitación pública", "2026-03-16", "bandera"),  # under the least minimum, whatever its scope
        ("Licitación pública", "2026-03-17", "datos_insuficientes"),
        ("Licitación pública", "2026-03-21", "datos_insuficientes"),
        ("Licitación pública", "2026-03-22", "sin_bandera"),  # over every minimum
        (None, "2026-03-17", "datos_insuficientes"),
    ],
)
@pytest.mark.parametrize("anio", [2024, 2026])
def test_the_minimum_of_the_procurement_law_by_scope(
    resultado: Any, licitacion: Any, detalle: str | None, apertura: str, esperado: str, anio: int
) -> None:
    abrir(licitacion, f"{anio}-03-02", apertura.replace("2026", str(anio)), procurementMethodDetails=detalle)
    assert resultado("P01", licitacion) == esperado


@pytest.mark.parametrize(
    ("detalle", "apertura", "esperado"),
    [
        ("Licitación pública nacional", "2026-03-11", "bandera"),  # 9 days
        ("Licitación pública nacional", "2026-03-12", "sin_bandera"),  # 10
        ("Licitación pública internacional", "2026-03-21", "bandera"),
        ("Licitación pública internacional", "2026-03-22", "sin_bandera"),
        ("Licitación pública bajo tratados", "2026-04-10", "bandera"),  # 39
        ("Licitación pública bajo tratados", "2026-04-11", "sin_bandera"),  # 40
    ],
)
def test_works_have_their_own_minimum(
    resultado: Any, licitacion: Any, detalle: str, apertura: str, esperado: str
) -> None:
    abrir(licitacion, "2026-03-02", apertura, procurementMethodDetails=detalle, mainProcurementCategory="works")
    assert resultado("P01", licitacion) == esperado


def test_works_before_the_reform_are_not_judged(resultado: Any, licitacion: Any) -> None:
    abrir(licitacion, "2025-04-16", "2025-04-18", mainProcurementCategory="works")
    assert resultado("P01", licitacion) == "no_aplica"


@pytest.mark.parametrize(("publicacion", "regimen"), [("2025-04-16", "LAASSP-2000"), ("2025-04-17", "LAASSP-2025")])
def test_the_law_is_that_of_the_day_it_began(evaluar: Any, licitacion: Any, publicacion: str, regimen: str) -> None:
    (hallazgo,) = evaluar("P01", abrir(licitacion, publicacion, "2025-05-30"))
    assert hallazgo.evidencia["regimen"] == regimen


def test_days_are_those_of_the_calendar_in_mexico(evaluar: Any, licitacion: Any) -> None:
    """23:00 of 1 March and 01:00 of 17 March in Mexico City, though UTC says the 2nd and the 17th."""
    licitacion["tender"]["tenderPeriod"] = {"startDate": "2026-03-02T05:00:00Z", "endDate": "2026-03-17T07:00:00Z"}
    (hallazgo,) = evaluar("P01", licitacion)
    assert (hallazgo.resultado, hallazgo.valor) == ("sin_bandera", 16)


@pytest.mark.parametrize("falta", ["startDate", "endDate"])
def test_without_a_date_the_data_is_insufficient(resultado: Any, licitacion: Any, falta: str) -> None:
    del licitacion["tender"]["tenderPeriod"][falta]
    assert resultado("P01", licitacion) == "datos_insuficientes"


def test_without_a_category_the_law_is_unknown(resultado: Any, licitacion: Any) -> None:
    del licitacion["tender"]["mainProcurementCategory"]
    assert resultado("P01", abrir(licitacion, "2026-03-02", "2026-03-05")) == "datos_insuficientes"


@pytest.mark.parametrize(
    "cambio", [{"procurementMethod": "direct"}, {"procurementMethod": "selective"}, {"status": "cancelled"}]
)
def test_other_methods_and_cancelled_tenders_are_outside(resultado: Any, licitacion: Any, cambio: Any) -> None:
    assert resultado("P01", abrir(licitacion, "2026-03-02", "2026-03-05", **cambio)) == "no_aplica"


def test_a_buyer_under_another_law_is_outside(resultado: Any, licitacion: Any) -> None:
    abrir(licitacion, "2026-03-02", "2026-03-05")
    assert resultado("P01", licitacion, marcos={"ocds-213czf-1": "estatal"}) == "no_aplica"


@pytest.mark.parametrize(("apertura", "esperado"), [("2026-03-06", "bandera"), ("2026-03-07", "sin_bandera")])
@pytest.mark.parametrize("anio", [2024, 2026])
def test_an_invitation_gives_five_natural_days(
    resultado: Any, licitacion: Any, apertura: str, esperado: str, anio: int
) -> None:
    abrir(licitacion, f"{anio}-03-02", apertura.replace("2026", str(anio)), procurementMethod="selective")
    assert resultado("P03", licitacion) == esperado


@pytest.mark.parametrize(
    ("cambio", "esperado"),
    [
        ({"procurementMethod": "open"}, "no_aplica"),
        ({"procurementMethod": "direct"}, "no_aplica"),
        ({"procurementMethod": "limited"}, "datos_insuficientes"),
        ({"mainProcurementCategory": "works"}, "no_aplica"),
        ({"mainProcurementCategory": None}, "datos_insuficientes"),
        ({"status": "withdrawn"}, "no_aplica"),
        ({"tenderPeriod": {"startDate": "2026-03-02T16:00:00Z"}}, "datos_insuficientes"),
        ({"tenderPeriod": {"endDate": "2026-03-02T16:00:00Z"}}, "datos_insuficientes"),
    ],
)
def test_invitations_that_the_rule_cannot_judge(resultado: Any, licitacion: Any, cambio: Any, esperado: str) -> None:
    abrir(licitacion, "2026-03-02", "2026-03-04", procurementMethod="selective")
    licitacion["tender"] |= cambio
    assert resultado("P03", licitacion) == esperado
