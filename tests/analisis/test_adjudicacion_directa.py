"""P11, P15, S09 and S11: how much, how often and on what grounds a unit awards directly."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any


def test_three_urgent_awards_or_over_a_tenth_of_the_amount(por_sujeto: Any, compra: Any) -> None:
    casos: dict[str, tuple[list[tuple[float | None, str | None]], str]] = {
        "tres": ([(1, "54-II"), (1, "54-V"), (1, "54-II"), (999, "55")], "bandera"),
        "dos": ([(1, "54-II"), (1, "54-V"), (999, "55")], "sin_bandera"),
        "un-decimo": ([(10, "54-V"), (90, "55")], "sin_bandera"),
        "mas-de-un-decimo": ([(10.01, "54-V"), (90, "55")], "bandera"),
        "otra-fraccion": ([(90, "54-IV"), (10, "55")], "sin_bandera"),
        "sin-articulo": ([(1, "54-V"), (1, "54-V"), (1, None)], "bandera"),
        "podrian-ser-tres": ([(1, "54-V"), (1, None), (1, None), (999, "55")], "datos_insuficientes"),
        "falta-un-monto": ([(1, "54-V"), (None, "55")], "datos_insuficientes"),
        "sin-urgencias": ([(None, "55"), (1, "55")], "sin_bandera"),
    }
    todas = [compra(monto=m, unidad=u, fundamento=f) for u, (ops, _d) in casos.items() for m, f in ops]
    assert por_sujeto("P11", *todas) == {u: d for u, (_ops, d) in casos.items()}


def test_urgency_is_only_known_under_the_law_of_2025(evaluar: Any, compra: Any) -> None:
    assert evaluar("P11", *(compra("2025-04-16", fundamento="54-V") for _vez in range(3))) == []
    (hallazgo,) = evaluar("P11", *(compra("2025-04-17", fundamento="54-V") for _vez in range(3)))
    assert hallazgo.resultado.value == "bandera"
    assert hallazgo.evidencia["urgentes"] == 3
    assert hallazgo.evidencia["parte"] == 100


def test_awards_that_bunch_under_the_limit(por_sujeto: Any, compra: Any, topes: Any) -> None:
    # The limit is 309,000: the bands begin at 278,100 and 247,200.
    casos = {
        "amontonadas": (16, 278_100, 4, "bandera"),
        "pocas": (15, 278_100, 4, "datos_insuficientes"),
        "parejas": (10, 278_100, 10, "sin_bandera"),
        # Fourteen of twenty-one are twice the others, and chance alone gives as many nine times in a hundred.
        "por-azar": (14, 308_999.99, 7, "sin_bandera"),
        # The limit itself is no longer under it, and a cent less than 90 % is in the lower band.
        "en-el-tope": (16, 309_000, 20, "sin_bandera"),
        "un-centavo-menos": (16, 278_099.99, 4, "sin_bandera"),
    }
    todas = [
        compra(monto=monto, unidad=u)
        for u, (arriba, alto, abajo, _d) in casos.items()
        for monto in [alto] * arriba + [247_200] * abajo
    ]
    presupuestos = [{"unidad_id": u, "anio": 2026, "ley": "LAASSP", "monto": Decimal(1)} for u in casos]
    obtenido = por_sujeto("P15", *todas, referencias={"limites": topes, "presupuestos": presupuestos})
    assert obtenido == {u: caso[3] for u, caso in casos.items()}
    assert por_sujeto("P15", *todas, referencias={"limites": topes}) == {}


def semanas(*cuantas: int) -> list[str]:
    lunes = date(2026, 1, 5)
    return [str(lunes + timedelta(weeks=n)) for n, veces in enumerate(cuantas) for _vez in range(veces)]


def test_a_week_far_over_the_others(por_sujeto: Any, compra: Any) -> None:
    casos = {
        "pico": (semanas(1, 1, 1, 1, 10, 1, 1, 1, 1), "bandera"),
        "nueve": (semanas(1, 1, 1, 1, 9, 1, 1, 1, 1), "sin_bandera"),
        "pocas-semanas": (semanas(1, 1, 10, 1, 1, 1, 1), "datos_insuficientes"),
        "siempre-diez": (semanas(*[10] * 8), "sin_bandera"),
        # Empty weeks count: one alone in twelve stands 3.3 deviations over the mean.
        "vacias": (semanas(10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), "bandera"),
    }
    todas = [compra(dia, unidad=u) for u, (dias, _d) in casos.items() for dia in dias]
    assert por_sujeto("S09", *todas) == {u: d for u, (_dias, d) in casos.items()}


def test_the_peak_is_told_with_its_numbers(evaluar: Any, compra: Any) -> None:
    (hallazgo,) = evaluar("S09", *(compra(dia) for dia in semanas(1, 1, 1, 1, 10, 1, 1, 1, 1)))
    evidencia = hallazgo.evidencia
    assert (evidencia["semana"], evidencia["semanas"], evidencia["media"]) == (date(2026, 2, 2), 9, 2.0)
    # Mean of the squares 12, less 4: deviation √8, and (10 − 2) ÷ √8 = 2.8284.
    assert (evidencia["desviacion"], evidencia["z"]) == (2.828427, 2.8284)
    assert len(hallazgo.procesos) == 10


def test_nine_tenths_without_a_tender(por_sujeto: Any, compra: Any) -> None:
    casos: dict[str, tuple[list[tuple[str | None, float | None]], str]] = {
        "por-numero": ([*[("direct", 1.0)] * 9, ("open", 999)], "bandera"),
        "menos": ([*[("direct", 1.0)] * 8, ("open", 1), ("open", 999)], "sin_bandera"),
        "por-monto": ([*[("open", 1.0)] * 4, ("selective", 36)], "bandera"),
        "por-monto-no": ([*[("open", 1.0)] * 4, ("selective", 35.99)], "sin_bandera"),
        "sin-monto": ([*[("open", None)] * 4, ("selective", 36)], "sin_bandera"),
        "cuatro": ([("direct", 1)] * 4, "datos_insuficientes"),
        "sin-metodo": ([("open", 1), *[("direct", 1.0)] * 3, (None, 1)], "datos_insuficientes"),
    }
    todas = [compra(monto=m, unidad=u, metodo=metodo) for u, (ops, _d) in casos.items() for metodo, m in ops]
    assert por_sujeto("S11", *todas) == {u: d for u, (_ops, d) in casos.items()}


def test_more_direct_awards_than_the_other_units_weighs_less(evaluar: Any, compra: Any) -> None:
    """Eight units with one of ten without a tender, and one with five: far, but not nine tenths."""
    usuales = [compra(unidad=f"UC-{n}", metodo="direct" if k == 0 else "open") for n in range(8) for k in range(10)]
    lejana = [compra(unidad="UC-X", metodo="direct" if k < 5 else "open", monto=1) for k in range(10)]
    hallazgos = {h.sujeto: h for h in evaluar("S11", *usuales, *lejana)}
    assert [s for s, h in hallazgos.items() if h.resultado == "bandera"] == ["UC-X | 2026"]
    assert hallazgos["UC-X | 2026"].severidad.name == "MEDIA"
    assert (hallazgos["UC-X | 2026"].evidencia["n_pares"], hallazgos["UC-X | 2026"].valor) == (9, 50)
