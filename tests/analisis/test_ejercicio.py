"""S10, S12 and S16B: the cap of the year, the rush of December, and the first figures."""

from datetime import date
from decimal import Decimal
from typing import Any

CORTE = [{"dia": date(2027, 1, 1)}]


def presupuesto(**mas: Any) -> dict[str, Any]:
    return {"anio": 2026, "ley": "LAASSP", "monto": Decimal(1_000)} | mas


def test_what_is_awarded_for_its_amount_against_the_budget(por_sujeto: Any, compra: Any) -> None:
    casos: dict[str, tuple[list[tuple[float | None, str | None]], str]] = {
        "rebasa": ([(200, "55"), (100.01, "55")], "bandera"),
        "avisa": ([(240.01, "55-I")], "bandera"),
        "justo-el-aviso": ([(240, "55")], "sin_bandera"),
        "excepcion": ([(240, "55"), (999, "54-I")], "sin_bandera"),
        "sin-articulo": ([(200, "55"), (100, None)], "datos_insuficientes"),
        "sin-monto": ([(200, "55"), (None, "55")], "datos_insuficientes"),
        "rebasa-aun-sin-monto": ([(301, "55"), (None, "55")], "bandera"),
    }
    todas = [compra(monto=m, unidad=u, fundamento=f) for u, (ops, _d) in casos.items() for m, f in ops]
    referencias = {"presupuestos": [presupuesto(unidad_id=u) for u in casos]}
    assert por_sujeto("S10", *todas, referencias=referencias) == {u: d for u, (_ops, d) in casos.items()}
    assert set(por_sujeto("S10", *todas).values()) == {"datos_insuficientes"}


def test_over_the_cap_is_high_and_near_it_medium(evaluar: Any, compra: Any) -> None:
    referencias = {"presupuestos": [presupuesto(unidad_id="UC-1")]}
    (cerca,) = evaluar("S10", compra(monto=300), referencias=referencias)
    (sobre,) = evaluar("S10", compra(monto=300.01), referencias=referencias)
    assert (cerca.severidad.name, sobre.severidad.name) == ("MEDIA", "ALTA")
    assert (cerca.valor, cerca.evidencia["tope"], cerca.evidencia["presupuesto"]) == (30, 30, 1000)


def test_a_budget_of_the_buyer_is_spent_by_all_its_units(evaluar: Any, compra: Any) -> None:
    dos = [compra(monto=200, unidad=u) for u in ("UC-1", "UC-2")]
    for proceso in dos:
        proceso["buyer"] = {"id": "SEFIN", "name": "Secretaría"}
    (hallazgo,) = evaluar("S10", *dos, referencias={"presupuestos": [presupuesto(comprador_id="SEFIN")]})
    assert (hallazgo.sujeto, hallazgo.valor) == ("SEFIN | LAASSP | 2026", 40)


def test_works_have_a_cap_of_their_own_that_was_another_before(evaluar: Any, compra: Any) -> None:
    def obra(dia: str, fundamento: str) -> list[str]:
        proceso = compra(dia, 200.01, fundamento=fundamento)
        proceso["tender"]["mainProcurementCategory"] = "works"
        anio = int(dia[:4])
        filas = [presupuesto(unidad_id="UC-1", ley="LOPSRM", anio=anio)]
        return [h.resultado.value for h in evaluar("S10", proceso, referencias={"presupuestos": filas})]

    assert obra("2026-05-02", "43") == ["bandera"]
    assert obra("2025-04-16", "43") == ["no_aplica"]


def test_the_last_weeks_of_the_year_against_all_of_it(por_sujeto: Any, compra: Any) -> None:
    # 47 of 365 days: an even year spends 12.88 % in them, and 1.5 times that is 19.315 %.
    casos: dict[str, tuple[str, float | None, float, str]] = {
        "mucho": ("2026-11-15", 1932, 8068, "bandera"),
        "casi": ("2026-11-15", 1931, 8069, "sin_bandera"),
        "un-dia-antes": ("2026-11-14", 5000, 5000, "sin_bandera"),
        "ultimo-dia": ("2026-12-31", 5000, 5000, "bandera"),
        "sin-monto": ("2026-12-31", None, 5000, "datos_insuficientes"),
    }
    todas = [
        compra(dia, monto, unidad=u)
        for u, (fin, del_cierre, resto, _d) in casos.items()
        for dia, monto in ((fin, del_cierre), *[("2026-03-02", resto / 4)] * 4)
    ]
    esperado = {u: caso[3] for u, caso in casos.items()}
    assert por_sujeto("S12", *todas, referencias={"corte": CORTE}) == esperado
    sin_terminar = por_sujeto("S12", *todas, referencias={"corte": [{"dia": date(2026, 12, 31)}]})
    assert set(sin_terminar.values()) == {"datos_insuficientes"}
    assert set(por_sujeto("S12", *todas).values()) == {"datos_insuficientes"}
    assert set(por_sujeto("S12", *todas[:4], referencias={"corte": CORTE}).values()) == {"datos_insuficientes"}


def test_twice_the_pace_of_the_year_is_high(evaluar: Any, compra: Any) -> None:
    todas = [compra("2026-12-01", 5000), *(compra("2026-03-02", 1250) for _vez in range(4))]
    (hallazgo,) = evaluar("S12", *todas, referencias={"corte": CORTE})
    # Half of the money in 47 days: 0.5 ÷ (47 ÷ 365).
    assert (hallazgo.valor, hallazgo.severidad.name) == (Decimal("3.883"), "ALTA")
    assert hallazgo.procesos == (todas[0]["ocid"],)


BENFORD = {1: 90, 2: 53, 3: 37, 4: 29, 5: 24, 6: 20, 7: 17, 8: 16, 9: 14}


def con_cifras(compra: Any, unidad: str, veces: dict[int, int]) -> list[dict[str, Any]]:
    return [compra(monto=cifra * 1000 + 7, unidad=unidad) for cifra, cuantas in veces.items() for _v in range(cuantas)]


def test_first_figures_that_do_not_follow_benford(evaluar: Any, compra: Any) -> None:
    todas = [
        *con_cifras(compra, "natural", BENFORD),
        *con_cifras(compra, "pocos", BENFORD | {9: 13}),
        *con_cifras(compra, "pareja", dict.fromkeys(range(1, 10), 34)),
    ]
    hallazgos = {h.sujeto: h for h in evaluar("S16B", *todas)}
    assert {s: h.resultado.value for s, h in hallazgos.items()} == {
        "natural": "sin_bandera",
        "pocos": "datos_insuficientes",
        "pareja": "bandera",
    }
    assert hallazgos["natural"].evidencia["cifra_1"] == 90
    # One ninth of each against Benford's law: the mean of the nine differences.
    assert hallazgos["pareja"].valor == Decimal("0.059717")
