"""P12, P13, P14 and S14: the amounts up to which a purchase may go without a tender, by the budget of the buyer."""

from decimal import Decimal
from typing import Any

import pytest

from tests.analisis.armado import con, dia, valor

# Two rows of the table of 2026: the lowest bracket and the highest.
TABLA = [
    {
        "anio": 2026,
        "ley": ley,
        "objeto": objeto,
        "presupuesto_hasta": hasta,
        "directa": directa,
        "invitacion": invitacion,
    }
    for ley, objeto, hasta, directa, invitacion in (
        ("LAASSP", "adquisiciones", Decimal(15_000_000), Decimal(309_000), Decimal(2_272_000)),
        ("LAASSP", "adquisiciones", Decimal(30_000_000), Decimal(343_000), Decimal(2_649_000)),
        ("LAASSP", "adquisiciones", None, Decimal(1_145_000), Decimal(16_086_000)),
        ("LOPSRM", "obra", Decimal(15_000_000), Decimal(499_000), Decimal(3_776_000)),
        ("LOPSRM", "obra", None, Decimal(3_893_000), Decimal(28_913_000)),
    )
]


def presupuesto(monto: int, unidad: str | None = "UC-1") -> dict[str, Any]:
    return {"comprador_id": "C-1", "unidad_id": unidad, "anio": 2026, "ley": "LAASSP", "monto": Decimal(monto)}


def referencias(*presupuestos: dict[str, Any], tabla: Any = TABLA) -> dict[str, Any]:
    return {"limites": tabla, "presupuestos": list(presupuestos)}


@pytest.fixture
def compra(licitacion: Any) -> Any:
    cambios = {
        "buyer": {"id": "C-1", "name": "Secretaría"},
        "tender.procuringEntity": {"id": "UC-1", "name": "Unidad"},
        "tender.procurementMethod": "direct",
        "tender.legalBasis": {"id": "55"},
    }
    return con(licitacion, cambios)


@pytest.mark.parametrize(("bandera", "metodo", "limite"), [("P12", "direct", 343_000), ("P13", "selective", 2_649_000)])
@pytest.mark.parametrize(("centavos", "esperado"), [("0", "sin_bandera"), ("0.01", "bandera")])
def test_over_the_limit_by_a_cent(
    resultado: Any, compra: Any, bandera: str, metodo: str, limite: int, centavos: str, esperado: str
) -> None:
    neto = float(limite + Decimal(centavos))
    cara = con(compra, {"tender.procurementMethod": metodo, "awards.0.value": valor(9_999_999, neto)})
    assert resultado(bandera, cara, referencias=referencias(presupuesto(15_000_001))) == esperado


def test_without_a_net_amount_the_iva_is_taken_off(evaluar: Any, compra: Any) -> None:
    cara = con(compra, {"awards.0.value": valor(397_880.02)})  # 343,000.02 without IVA
    (hallazgo,) = evaluar("P12", cara, referencias=referencias(presupuesto(30_000_000)))
    assert (hallazgo.resultado, hallazgo.valor) == ("bandera", Decimal("343000.02"))
    assert hallazgo.evidencia["base"] == "calculado: monto con IVA entre 1.16"
    assert hallazgo.evidencia["limite"] == Decimal("343000.00")
    assert hallazgo.evidencia["falta"] is None


@pytest.mark.parametrize(
    ("neto", "esperado"),
    [
        (309_000, "sin_bandera"),  # nobody's limit is lower
        (309_000.01, "datos_insuficientes"),
        (1_145_000, "datos_insuficientes"),
        (1_145_000.01, "bandera"),  # nobody's limit is higher
    ],
)
def test_with_the_budget_unknown_only_what_holds_for_anybody_is_said(
    resultado: Any, evaluar: Any, compra: Any, neto: float, esperado: str
) -> None:
    cara = con(compra, {"awards.0.value": valor(9_999_999, neto)})
    assert resultado("P12", cara, referencias=referencias()) == esperado
    (hallazgo,) = evaluar("P12", cara, referencias=referencias())
    assert hallazgo.evidencia["falta"] == "presupuesto anual autorizado de la unidad o del comprador"


def test_the_unit_has_its_own_bracket_and_else_that_of_the_buyer(resultado: Any, compra: Any) -> None:
    cara = con(compra, {"awards.0.value": valor(9_999_999, 320_000)})
    de_todos = presupuesto(30_000_000, unidad=None)
    assert resultado("P12", cara, referencias=referencias(de_todos)) == "sin_bandera"
    assert resultado("P12", cara, referencias=referencias(de_todos, presupuesto(15_000_000))) == "bandera"
    assert resultado("P12", cara, referencias=referencias(presupuesto(15_000_000, "UC-2"))) == "datos_insuficientes"


def test_a_year_with_only_its_highest_bracket_proves_only_what_is_over_it(resultado: Any, compra: Any) -> None:
    solo_el_ultimo = [fila for fila in TABLA if fila["presupuesto_hasta"] is None]
    for neto, esperado in ((1, "datos_insuficientes"), (1_145_000.01, "bandera")):
        compilada = con(compra, {"awards.0.value": valor(9_999_999, neto)})
        dadas = referencias(presupuesto(10_000_000), tabla=solo_el_ultimo)
        assert resultado("P12", compilada, referencias=dadas) == esperado


def test_a_year_without_a_table_says_so(evaluar: Any, compra: Any) -> None:
    (hallazgo,) = evaluar("P12", con(compra, {"awards.0.value": valor(1)}), referencias=referencias(tabla=[]))
    assert (hallazgo.resultado, hallazgo.evidencia["falta"]) == ("datos_insuficientes", "montos máximos del año")


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({"tender.legalBasis": {"id": "54-XIV"}}, "no_aplica"),  # an exception has no limit
        ({"tender.legalBasis": None}, "datos_insuficientes"),
        ({"tender.procurementMethod": "open"}, "no_aplica"),
        ({"tender.status": "cancelled"}, "no_aplica"),
        ({"awards.0.value": valor(9_999_999, moneda="USD")}, "datos_insuficientes"),
        ({"awards.0.value": None}, "datos_insuficientes"),
        ({"tender.mainProcurementCategory": "works", "tender.legalBasis": {"id": "43"}}, "bandera"),
        (
            {"tender.tenderPeriod.startDate": "2025-04-16T16:00:00Z", "tender.legalBasis": {"id": "42"}},
            "datos_insuficientes",
        ),
    ],
)
def test_what_the_limit_is_not_for(resultado: Any, compra: Any, cambios: Any, esperado: str) -> None:
    cara = con(con(compra, {"awards.0.value": valor(9_999_999)}), cambios)
    assert resultado("P12", cara, referencias=referencias()) == esperado


def test_without_a_basis_what_is_under_the_limit_is_clean(resultado: Any, compra: Any) -> None:
    barata = con(compra, {"tender.legalBasis": None, "awards.0.value": valor(1000)})
    assert resultado("P12", barata, referencias=referencias()) == "sin_bandera"


@pytest.mark.parametrize(
    ("neto", "esperado"),
    [
        (308_699.99, "sin_bandera"),
        (308_700, "bandera"),  # 90 % of 343,000
        (342_999.99, "bandera"),
        (343_000, "sin_bandera"),  # at the limit it is not under it
    ],
)
def test_just_under_the_limit(resultado: Any, compra: Any, neto: float, esperado: str) -> None:
    compilada = con(compra, {"awards.0.value": valor(9_999_999, neto)})
    assert resultado("P14", compilada, referencias=referencias(presupuesto(20_000_000))) == esperado


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({}, "datos_insuficientes"),
        ({"awards.0.value": valor(1, 278_099)}, "sin_bandera"),  # far under the lowest limit
        ({"awards.0.value": valor(1, 1_145_000)}, "sin_bandera"),
        ({"tender.legalBasis": {"id": "54-II"}}, "no_aplica"),
        ({"tender.procurementMethod": "open"}, "no_aplica"),
        ({"awards.0.value": None}, "datos_insuficientes"),
    ],
)
def test_just_under_needs_to_know_which_limit(resultado: Any, compra: Any, cambios: Any, esperado: str) -> None:
    compilada = con(con(compra, {"awards.0.value": valor(1, 320_000)}), cambios)
    assert resultado("P14", compilada, referencias=referencias()) == esperado


@pytest.mark.parametrize(
    ("adjudicado", "contratado", "esperado"),
    [
        (300_000, 343_000, "sin_bandera"),
        (300_000, 343_000.01, "bandera"),
        (343_000, 343_000.01, "bandera"),
        (343_000.01, 400_000, "sin_bandera"),  # over it from the start: that is P12
        (None, 400_000, "datos_insuficientes"),
        (300_000, None, "datos_insuficientes"),
    ],
)
def test_a_contract_that_grew_over_the_limit(
    resultado: Any, compra: Any, adjudicado: float | None, contratado: float | None, esperado: str
) -> None:
    contrato = {"id": "C1", "awardID": "A1", "status": "active", "dateSigned": dia("2026-04-10")}
    cambios = {
        "awards.0.value": adjudicado and valor(9_999_999, adjudicado),
        "contracts": [contrato | ({"value": valor(9_999_999, contratado)} if contratado else {})],
    }
    compilada = con(compra, cambios)
    assert resultado("S14", compilada, referencias=referencias(presupuesto(20_000_000))) == esperado
    invitacion = con(compilada, {"tender.procurementMethod": "selective"})
    assert resultado("S14", invitacion, referencias=referencias(presupuesto(20_000_000))) == "no_aplica"
