"""C06 to C11 and S13: what a supplier sells, since when, how it grows and how it delivers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

A, B = "AAA010101AA1", "BBB010101BB1"
CORTE = [{"dia": date(2027, 1, 1)}]


def test_more_than_four_direct_awards_within_a_year(por_sujeto: Any, compra: Any) -> None:
    un_anio = ["2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01"]
    casos = {
        "cinco": ([*un_anio, "2026-08-31"], "bandera"),
        "un-dia-despues": ([*un_anio, "2026-09-01"], "sin_bandera"),
        "cuatro": (un_anio, "sin_bandera"),
    }
    todas = [compra(dia, unidad=u) for u, (dias, _d) in casos.items() for dia in dias]
    assert por_sujeto("C06", *todas) == {u: d for u, (_dias, d) in casos.items()}


def test_one_firm_sells_goods_of_four_classes(por_sujeto: Any, compra: Any) -> None:
    casos: dict[str, tuple[list[str | None], str]] = {
        "cuatro": (["21101001", "22101001", "33101001", "51101001"], "bandera"),
        "tres": (["21101001", "21201001", "33101001", "51101001"], "sin_bandera"),
        "falta-una": (["21101001", "22101001", "33101001", None], "datos_insuficientes"),
    }
    todas = []
    for unidad, (clases, _d) in casos.items():
        for clase in clases:
            proceso = compra(unidad=unidad)
            if clase:
                proceso["awards"][0]["items"] = [{"id": "1", "classification": {"id": clase}}]
            todas.append(proceso)
    assert por_sujeto("C07", *todas) == {u: d for u, (_clases, d) in casos.items()}


def test_a_small_purchase_and_soon_a_far_larger_one(por_sujeto: Any, compra: Any, topes: Any) -> None:
    casos: dict[str, tuple[list[tuple[str, float | None]], str]] = {
        "cinco-veces": ([("2025-05-02", 100), ("2026-05-02", 500)], "bandera"),
        "un-dia-despues": ([("2025-05-02", 100), ("2026-05-03", 500)], "sin_bandera"),
        "menos": ([("2025-05-02", 100), ("2026-05-02", 499.99)], "sin_bandera"),
        "no-era-pequena": ([("2025-05-02", 1_145_000.01), ("2026-05-02", 9_000_000)], "sin_bandera"),
        "quien-sabe": ([("2025-05-02", 400_000), ("2026-05-02", 9_000_000)], "datos_insuficientes"),
        "sin-monto": ([("2025-05-02", None), ("2026-05-02", 500)], "datos_insuficientes"),
        "sola": ([("2025-05-02", None)], "sin_bandera"),
    }
    todas = [compra(dia, monto, unidad=u) for u, (ops, _d) in casos.items() for dia, monto in ops]
    obtenido = por_sujeto("S13", *todas, referencias={"limites": topes})
    assert obtenido == {u: d for u, (_ops, d) in casos.items()}


def test_a_first_contract_over_the_limit_of_an_invitation(por_sujeto: Any, compra: Any, topes: Any) -> None:
    anterior = compra("2025-05-02", 1, proveedor=B)
    casos = {
        "NUE010101AA1": (("2026-05-02", 16_086_000.01), "bandera"),
        "JUS010101AA1": (("2026-05-02", 2_272_000), "sin_bandera"),
        "ENT010101AA1": (("2026-05-02", 2_272_000.01), "datos_insuficientes"),
        "PRO010101AA1": (("2026-05-01", 16_086_000.01), "datos_insuficientes"),  # a day short of a year of data
        "SIN010101AA1": (("2026-05-02", None), "datos_insuficientes"),
    }
    todas = [compra(dia, monto, proveedor=rfc) for rfc, ((dia, monto), _d) in casos.items()]
    con_pasado = compra("2026-06-02", 99_000_000, proveedor=B)
    obtenido = por_sujeto("C08", anterior, con_pasado, *todas, referencias={"limites": topes})
    assert obtenido == {B: "sin_bandera"} | {rfc: d for rfc, (_op, d) in casos.items()}


def test_without_an_rfc_nobody_can_say_it_has_no_past(evaluar: Any, compra: Any, topes: Any) -> None:
    anterior, sin_rfc = compra("2025-01-02", 1, proveedor=B), compra("2026-05-02", 99_000_000)
    sin_rfc["parties"] = []
    hallazgos = {h.sujeto: h.resultado.value for h in evaluar("C08", anterior, sin_rfc, referencias={"limites": topes})}
    assert hallazgos == {B: "sin_bandera", f"P-{A}": "datos_insuficientes"}


def test_the_first_operation_is_among_the_largest(evaluar: Any, compra: Any) -> None:
    """Ten amounts, from 1 to 10: the percentile 90 is 9.1."""
    pasado = [compra("2024-05-02", 1, proveedor=B)]
    usuales = [compra("2026-03-02", n, proveedor=B) for n in range(1, 10)]

    def de_a(*compiladas: Any) -> list[str]:
        return [h.resultado.value for h in evaluar("C09", *compiladas) if h.sujeto == A]

    assert de_a(*pasado, *usuales, compra("2026-05-02", 10)) == ["bandera"]
    assert de_a(*pasado, *usuales, compra("2026-05-02", 0.5)) == ["sin_bandera"]
    assert de_a(*pasado, *usuales, compra("2026-05-02", None)) == ["datos_insuficientes"]
    assert de_a(*pasado, *usuales[1:], compra("2026-05-02", 10)) == ["datos_insuficientes"]
    assert de_a(*usuales, compra("2026-05-02", 10)) == ["datos_insuficientes"]
    (hallazgo,) = [h for h in evaluar("C09", *pasado, *usuales, compra("2026-05-02", 10)) if h.sujeto == A]
    assert hallazgo.evidencia["percentil"] == 9.1
    assert hallazgo.evidencia["operaciones"] == 10


def hito(vence: str, cumplido: str | None = None, estado: str | None = None) -> dict[str, Any]:
    datos = {"id": "H1", "dueDate": vence, "dateMet": cumplido, "status": estado}
    return {nombre: dato for nombre, dato in datos.items() if dato}


def test_a_supplier_that_misses_its_dates(por_sujeto: Any, compra: Any) -> None:
    bien = hito("2026-05-02T18:00:00Z", "2026-05-02T18:00:00Z")
    tarde = hito("2026-05-02T18:00:00Z", "2026-05-03T18:00:00Z")
    incumplido = hito("2026-05-02T18:00:00Z", estado="notMet")
    viejo = hito("2024-12-31T18:00:00Z", estado="notMet")  # 731 days before
    callado = hito("2026-05-02T18:00:00Z")
    casos = {
        "MAL010101AA1": ([tarde, incumplido, tarde, bien, bien, bien], "bandera"),
        "MEN010101AA1": ([tarde, incumplido, tarde, bien, bien, bien, bien], "sin_bandera"),
        "DOS010101AA1": ([tarde, incumplido, bien], "sin_bandera"),
        "VIE010101AA1": ([tarde, tarde, viejo], "datos_insuficientes"),
        "CAL010101AA1": ([tarde, tarde, callado], "datos_insuficientes"),
    }
    todas = [compra(proveedor=rfc, milestones=[h]) for rfc, (hitos, _d) in casos.items() for h in hitos]
    esperado = {rfc: d for rfc, (_hitos, d) in casos.items()}
    assert por_sujeto("C10", *todas, referencias={"corte": CORTE}) == esperado
    assert set(por_sujeto("C10", *todas).values()) == {"datos_insuficientes"}


def test_what_is_under_contract_against_what_was_finished(por_sujeto: Any, compra: Any) -> None:
    def periodo(inicio: str, fin: str) -> dict[str, str]:
        return {"startDate": f"{inicio}T18:00:00Z", "endDate": f"{fin}T18:00:00Z"}

    vigente, pasado = periodo("2026-06-01", "2027-01-01"), periodo("2026-01-01", "2026-12-31")
    casos: dict[str, tuple[list[tuple[float | None, dict[str, str] | None]], str]] = {
        "MAS010101AA1": ([(60, vigente), (40.01, vigente), (10, pasado)], "bandera"),
        "JUS010101AA1": ([(60, vigente), (40, vigente), (10, pasado)], "sin_bandera"),
        "NUN010101AA1": ([(60, vigente)], "datos_insuficientes"),
        "SIN010101AA1": ([(60, vigente), (None, vigente), (10, pasado)], "datos_insuficientes"),
        "PER010101AA1": ([(60, vigente), (1, None), (10, pasado)], "datos_insuficientes"),
        "FIN010101AA1": ([(10, pasado)], "no_aplica"),
    }
    todas = [
        compra(monto=monto, proveedor=rfc, **({"period": p} if p else {}))
        for rfc, (contratos, _d) in casos.items()
        for monto, p in contratos
    ]
    esperado = {rfc: d for rfc, (_contratos, d) in casos.items()}
    assert por_sujeto("C11", *todas, referencias={"corte": CORTE}) == esperado


def test_a_terminated_contract_is_finished_whatever_its_period(evaluar: Any, compra: Any) -> None:
    vigencia = {"startDate": "2026-06-01T18:00:00Z", "endDate": "2028-01-01T18:00:00Z"}
    cerrado = compra(monto=10, status="terminated", period=vigencia)
    abierto = compra(monto=100.01, period=vigencia)
    (hallazgo,) = evaluar("C11", cerrado, abierto, referencias={"corte": CORTE})
    assert hallazgo.resultado.value == "bandera"
    assert hallazgo.evidencia["mayor_terminado"] == Decimal(10)
    assert hallazgo.procesos == (abierto["ocid"],)


def test_a_year_of_days_is_what_the_window_holds(evaluar: Any, compra: Any) -> None:
    dias = [date(2026, 1, 1) + timedelta(days=n) for n in (0, 364, 365)]
    (hallazgo,) = evaluar("C06", *(compra(str(dia)) for dia in dias))
    assert (hallazgo.valor, hallazgo.evidencia["desde"], hallazgo.evidencia["hasta"]) == (2, dias[0], dias[1])
