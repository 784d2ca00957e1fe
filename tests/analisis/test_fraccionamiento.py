"""S01, S02 and S03: direct awards that add up to more than the limit of one (309,000 pesos, or 1,145,000)."""

from decimal import Decimal
from typing import Any

# Unit: amounts by day (or by day and article), and what S01 and S02 say of them.
CASOS: dict[str, tuple[list[tuple[Any, ...]], str, str]] = {
    "suma": ([("2026-03-02", 200_000), ("2026-03-10", 200_000)], "bandera", "bandera"),
    "dia-30": ([("2026-03-02", 200_000), ("2026-03-31", 200_000)], "bandera", "bandera"),
    "dia-31": ([("2026-03-02", 200_000), ("2026-04-01", 200_000)], "sin_bandera", "bandera"),
    "justo": ([("2026-03-02", 150_000), ("2026-03-03", 159_000)], "sin_bandera", "sin_bandera"),
    "un-centavo": ([("2026-03-02", 150_000), ("2026-03-03", 159_000.01)], "bandera", "bandera"),
    "sola": ([("2026-03-02", 309_000)], "sin_bandera", "sin_bandera"),
    "sin-monto": ([("2026-03-02", 150_000), ("2026-03-03", None)], "datos_insuficientes", "datos_insuficientes"),
    "sobra-sin-monto": (
        [("2026-03-02", 200_000), ("2026-03-03", 200_000), ("2026-08-03", None)],
        "bandera",
        "bandera",
    ),
    "sin-articulo": (
        [("2026-03-02", 200_000, None), ("2026-03-03", 200_000, None)],
        "datos_insuficientes",
        "datos_insuficientes",
    ),
    "sin-articulo-y-poco": ([("2026-03-02", 100_000, None), ("2026-03-03", 100_000)], "sin_bandera", "sin_bandera"),
    # An exception does not count, nor what goes over the limit by itself, which is another flag.
    "excepcion": ([("2026-03-02", 200_000), ("2026-03-03", 200_000, "54-XIV")], "sin_bandera", "sin_bandera"),
    "ella-sola": ([("2026-03-02", 200_000), ("2026-03-03", 309_000.01)], "sin_bandera", "sin_bandera"),
}


def presupuestos(*unidades: str) -> list[dict[str, Any]]:
    return [{"unidad_id": u, "anio": 2026, "ley": "LAASSP", "monto": Decimal(10_000_000)} for u in unidades]


def compras(compra: Any) -> list[dict[str, Any]]:
    return [
        compra(dia, monto, unidad=unidad, fundamento=articulo[0] if articulo else "55")
        for unidad, (operaciones, *_resto) in CASOS.items()
        for dia, monto, *articulo in operaciones
    ]


def test_a_sum_over_the_limit_within_thirty_days_is_a_flag(por_sujeto: Any, compra: Any, topes: Any) -> None:
    referencias = {"limites": topes, "presupuestos": presupuestos(*CASOS)}
    esperado = {unidad: caso[1] for unidad, caso in CASOS.items()}
    assert por_sujeto("S01", *compras(compra), referencias=referencias) == esperado


def test_a_sum_over_the_limit_in_the_year_is_a_flag(por_sujeto: Any, compra: Any, topes: Any) -> None:
    referencias = {"limites": topes, "presupuestos": presupuestos(*CASOS)}
    esperado = {unidad: caso[2] for unidad, caso in CASOS.items()}
    assert por_sujeto("S02", *compras(compra), referencias=referencias) == esperado


def test_without_a_budget_only_what_holds_for_any_bracket_is_said(por_sujeto: Any, compra: Any, topes: Any) -> None:
    montos = {
        "menos-que-el-menor": (154_500, 154_500, "sin_bandera"),
        "entre-los-dos": (154_500, 154_500.01, "datos_insuficientes"),
        "justo-el-mayor": (572_500, 572_500, "datos_insuficientes"),
        "mas-que-el-mayor": (572_500, 572_500.01, "bandera"),
    }
    todas = [compra(monto=m, unidad=u) for u, (uno, otro, _d) in montos.items() for m in (uno, otro)]
    esperado = {unidad: caso[2] for unidad, caso in montos.items()}
    assert por_sujeto("S01", *todas, referencias={"limites": topes}) == esperado
    assert set(por_sujeto("S01", *todas).values()) == {"datos_insuficientes"}


def test_only_the_same_goods_of_one_year_and_unit_are_added(evaluar: Any, compra: Any, topes: Any) -> None:
    distintas = [
        compra("2026-12-31", 200_000),
        compra("2026-12-30", 200_000, clase="21201001"),
        compra("2027-01-02", 200_000),
        compra("2026-12-31", 200_000, unidad="UC-2"),
        compra("2026-12-31", 200_000, moneda="USD", clase="21301001"),
    ]
    hallazgos = evaluar("S01", *distintas, referencias={"limites": topes})
    assert [(h.sujeto, h.resultado.value) for h in hallazgos if h.resultado == "bandera"] == []
    assert len(hallazgos) == 5


def test_the_evidence_can_be_checked_by_hand(evaluar: Any, compra: Any, topes: Any) -> None:
    usadas = [compra("2026-03-02", 200_000), compra("2026-03-10", 180_000.50)]
    otra = compra("2026-09-01", 10)
    referencias = {"limites": topes, "presupuestos": presupuestos("UC-1")}
    (hallazgo,) = evaluar("S01", *usadas, otra, referencias=referencias)
    assert hallazgo.sujeto == "UC-1 | 2110 | 2026"
    assert hallazgo.publicador == "sefin"
    assert hallazgo.procesos == tuple(c["ocid"] for c in usadas)
    assert hallazgo.evidencia["suma"] == Decimal("380000.50")
    assert hallazgo.evidencia["tope"] == Decimal(309_000)
    assert hallazgo.evidencia["operaciones"] == 2
    assert [str(hallazgo.evidencia[d]) for d in ("desde", "hasta")] == ["2026-03-02", "2026-03-10"]


def test_over_the_limit_of_an_invitation_it_weighs_more(evaluar: Any, compra: Any, topes: Any) -> None:
    referencias = {"limites": topes, "presupuestos": presupuestos("UC-1")}
    meses = [compra(f"2026-{mes:02}-05", 227_200) for mes in range(1, 11)]
    assert [h.severidad.name for h in evaluar("S02", *meses, referencias=referencias)] == ["MEDIA"]
    meses.append(compra("2026-11-05", 0.01))
    assert [h.severidad.name for h in evaluar("S02", *meses, referencias=referencias)] == ["ALTA"]


def test_a_law_of_a_state_has_other_limits(evaluar: Any, compra: Any, topes: Any) -> None:
    dos = [compra(monto=1_000_000), compra(monto=1_000_000)]
    marcos = {c["ocid"]: "estatal" for c in dos}
    assert evaluar("S01", *dos, marcos=marcos, referencias={"limites": topes}) == []


def test_two_awards_to_one_supplier_in_a_week_over_the_limit(por_sujeto: Any, compra: Any, topes: Any) -> None:
    # March 2, 2026 is a Monday.
    casos = {
        "lunes-y-domingo": ([("2026-03-02", 200_000), ("2026-03-08", 200_000)], "bandera"),
        "domingo-y-lunes": ([("2026-03-08", 200_000), ("2026-03-09", 200_000)], "sin_bandera"),
        "justo": ([("2026-03-02", 309_000), ("2026-03-03", 0)], "sin_bandera"),
        "sin-monto": ([("2026-03-02", 200_000), ("2026-03-03", None)], "datos_insuficientes"),
    }
    todas = [compra(dia, monto, unidad=u) for u, (operaciones, _d) in casos.items() for dia, monto in operaciones]
    referencias = {"limites": topes, "presupuestos": presupuestos(*casos)}
    assert por_sujeto("S03", *todas, referencias=referencias) == {u: d for u, (_o, d) in casos.items()}


def test_a_week_is_added_by_supplier(evaluar: Any, compra: Any, topes: Any) -> None:
    de_dos = [compra(monto=1_000_000), compra(monto=1_000_000, proveedor="BBB010101BB1")]
    hallazgos = evaluar("S03", *de_dos, referencias={"limites": topes})
    assert [h.resultado.value for h in hallazgos] == ["sin_bandera"] * 2
