"""C01 to C05: how much goes to the same hands."""

from collections.abc import Sequence
from typing import Any

A, B = "AAA010101AA1", "BBB010101BB1"


def de(compra: Any, unidad: str, montos: Sequence[tuple[str | None, float | None]], **mas: Any) -> list[dict[str, Any]]:
    return [compra(monto=monto, unidad=unidad, proveedor=quien, **mas) for quien, monto in montos]


def de_uno(evaluar: Any, bandera: str, proveedor: str, *compiladas: Any) -> dict[str, str]:
    """The outcome of one supplier in each unit."""
    hallazgos = evaluar(bandera, *compiladas)
    return {h.sujeto.split(" | ")[0]: h.resultado.value for h in hallazgos if proveedor in h.sujeto}


def otros(*montos: float | None) -> list[tuple[str, float | None]]:
    return [(f"OTR01010{n}AA1", monto) for n, monto in enumerate(montos)]


def test_half_of_the_amount_of_a_unit(evaluar: Any, compra: Any) -> None:
    casos: dict[str, tuple[list[tuple[str | None, float | None]], str]] = {
        "mitad": ([(A, 50), *otros(20, 10, 10, 10)], "bandera"),
        "menos": ([(A, 49.99), *otros(20, 10, 10, 10.01)], "sin_bandera"),
        "cuatro": ([(A, 90), *otros(1, 1, 1)], "datos_insuficientes"),
        "sin-monto": ([(A, 90), *otros(1, 1, 1, None)], "datos_insuficientes"),
        "de-varios": ([(A, 40), *otros(1, 1, 1), (None, 57)], "sin_bandera"),
    }
    todas = [c for unidad, (montos, _d) in casos.items() for c in de(compra, unidad, montos)]
    assert de_uno(evaluar, "C01", A, *todas) == {u: d for u, (_m, d) in casos.items()}


def test_the_share_is_told_with_its_numbers(evaluar: Any, compra: Any) -> None:
    hallazgos = evaluar("C01", *de(compra, "UC-1", [(A, 30), (A, 30), *otros(20, 10, 10)]))
    (suyo,) = [h for h in hallazgos if A in h.sujeto]
    assert (suyo.sujeto, suyo.valor) == (f"UC-1 | {A} | 2026", 60)
    assert (suyo.evidencia["operaciones"], suyo.evidencia["operaciones_del_proveedor"]) == (5, 2)
    assert (suyo.evidencia["monto"], suyo.evidencia["total"]) == (60, 100)
    assert suyo.evidencia["proveedor"] == f"Empresa {A}"
    assert len(suyo.procesos) == 2


def test_half_of_the_contracts_of_a_unit(evaluar: Any, compra: Any) -> None:
    casos = {
        "mitad": ([(A, None)] * 3 + otros(1, 1, 1), "bandera"),
        "menos": ([(A, 999)] * 2 + otros(1, 1, 1), "sin_bandera"),
        "cuatro": ([(A, 1)] * 4, "datos_insuficientes"),
    }
    todas = [c for unidad, (montos, _d) in casos.items() for c in de(compra, unidad, montos)]
    assert de_uno(evaluar, "C02", A, *todas) == {u: d for u, (_m, d) in casos.items()}


def test_a_third_of_what_was_not_tendered(evaluar: Any, compra: Any) -> None:
    todas = [
        *de(compra, "tercio", [(A, 333), *otros(200, 200, 200, 67)]),
        *de(compra, "menos", [(A, 332.9), *otros(200, 200, 200, 67.1)], metodo="selective"),
        *de(compra, "cuatro", [(A, 333), *otros(200, 200, 267)]),
        *de(compra, "licitado", [(A, 333)], metodo="open"),
    ]
    assert de_uno(evaluar, "C03", A, *todas) == {
        "tercio": "bandera",
        "menos": "sin_bandera",
        "cuatro": "datos_insuficientes",
    }


def test_the_same_firm_is_known_by_its_rfc_whatever_its_id(evaluar: Any, compra: Any) -> None:
    todas = de(compra, "UC-1", [(A, 10)] * 3 + otros(1, 1))
    for n, proceso in enumerate(todas[:3]):
        for lista in (proceso["parties"], proceso["awards"][0]["suppliers"]):
            lista[0]["id"] = f"local-{n}"
    assert de_uno(evaluar, "C02", A, *todas) == {"UC-1": "bandera"}


def test_one_who_repeats_in_a_class_of_goods(evaluar: Any, compra: Any) -> None:
    casos = {
        "cuatro": ([(A, 1)] * 4 + otros(*[1] * 10), "bandera"),
        "tres": ([(A, 1)] * 3 + otros(1, 1), "sin_bandera"),
        # Six of forty are 15 per cent: not more.
        "justo": ([(A, 1)] * 6 + [(B, 1)] * 34, "sin_bandera"),
        "uno-mas": ([(A, 1)] * 6 + [(B, 1)] * 33, "bandera"),
        "pocas": ([(A, 1)] * 4, "datos_insuficientes"),
    }
    todas = [c for unidad, (montos, _d) in casos.items() for c in de(compra, unidad, montos)]
    assert de_uno(evaluar, "C05", A, *todas) == {u: d for u, (_m, d) in casos.items()}
    sin_clase = de(compra, "UC-1", [(A, 1)] * 5, clase=None)
    assert evaluar("C05", *sin_clase) == []


def test_few_suppliers_share_what_a_unit_buys(evaluar: Any, compra: Any) -> None:
    casos: dict[str, tuple[list[tuple[str | None, float | None]], str, str]] = {
        "cinco": (list(otros(1, 1, 1, 1, 1)), "bandera", "BAJA"),
        "siete": (list(otros(*[1] * 7)), "sin_bandera", "BAJA"),
        # Two halves of 25 % each (1,250) and five tenths (500): 1,750. With 50 % (2,500) and five of 10 %: 3,000.
        "medio": ([(A, 50), *otros(10, 10, 10, 10, 10)], "bandera", "MEDIA"),
        "justo-alto": ([(A, 1), (A, 1), *otros(2, 2, 2)], "bandera", "BAJA"),
        "falta": ([(A, 50), *otros(10, 10, 10, None)], "datos_insuficientes", "MEDIA"),
        "de-varios": ([(A, 50), *otros(10, 10, 10), (None, 10)], "datos_insuficientes", "MEDIA"),
        "cuatro": (list(otros(1, 1, 1, 1)), "datos_insuficientes", "BAJA"),
    }
    todas = [c for unidad, (montos, *_d) in casos.items() for c in de(compra, unidad, montos)]
    hallazgos = {h.sujeto.removesuffix(" | 2026"): h for h in evaluar("C04", *todas)}
    assert {u: h.resultado.value for u, h in hallazgos.items()} == {u: caso[1] for u, caso in casos.items()}
    banderas = {u: h.severidad.name for u, h in hallazgos.items() if h.resultado == "bandera"}
    assert banderas == {u: caso[2] for u, caso in casos.items() if caso[1] == "bandera"}
    assert hallazgos["medio"].valor == 3000
    assert hallazgos["justo-alto"].valor == 2500
    assert hallazgos["medio"].evidencia["parte_del_mayor"] == 50


def test_few_suppliers_share_a_market_of_all_the_units(evaluar: Any, compra: Any) -> None:
    repartidas = [compra(unidad=f"UC-{n}", proveedor=f"OTR01010{n}AA1", clase="21101001") for n in range(7)]
    de_dos = [compra(unidad=f"UC-{n}", proveedor=(A, B)[n % 2], clase="33101001") for n in range(6)]
    pocas = [compra(unidad=f"UC-{n}", clase="44101001") for n in range(4)]
    hallazgos = {h.sujeto: h for h in evaluar("C04M", *repartidas, *de_dos, *pocas)}
    assert {s: (h.resultado.value, h.valor) for s, h in hallazgos.items()} == {
        "21 | 2026": ("sin_bandera", hallazgos["21 | 2026"].valor),
        "33 | 2026": ("bandera", 5000),
        "44 | 2026": ("datos_insuficientes", 10000),
    }
    assert float(hallazgos["21 | 2026"].valor) == 1428.57
