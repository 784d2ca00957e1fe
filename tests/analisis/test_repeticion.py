"""S04 to S08: purchases that repeat."""

from decimal import Decimal
from typing import Any


def test_three_contracts_with_one_supplier_on_one_day(por_sujeto: Any, compra: Any) -> None:
    casos = {
        "tres": (["2026-03-02"] * 3, "bandera"),
        "dos": (["2026-03-02"] * 2, "sin_bandera"),
        "otro-dia": (["2026-03-02", "2026-03-02", "2026-03-03"], "sin_bandera"),
    }
    todas = [compra(dia, unidad=u, metodo="open") for u, (dias, _d) in casos.items() for dia in dias]
    de_otros = [compra(unidad="varios", proveedor=f"AAA01010{n}AA1") for n in range(3)]
    assert por_sujeto("S04", *todas) == {u: d for u, (_dias, d) in casos.items()}
    assert set(por_sujeto("S04", de_otros[0]).values()) == {"sin_bandera"}


def test_an_award_shared_by_several_suppliers_is_of_none(evaluar: Any, compra: Any) -> None:
    compartida = compra()
    compartida["awards"][0]["suppliers"].append({"id": "P-2", "name": "Otra"})
    assert evaluar("S04", compartida) == []


def test_a_contract_that_was_not_made_does_not_count_and_an_award_without_one_does(evaluar: Any, compra: Any) -> None:
    cancelado, sin_contrato, terminado = compra(status="cancelled"), compra(), compra(status="terminated")
    del sin_contrato["contracts"]
    (hallazgo,) = evaluar("S04", cancelado, sin_contrato, terminado)
    assert hallazgo.valor == 2
    assert hallazgo.procesos == (sin_contrato["ocid"], terminado["ocid"])


def test_three_direct_awards_within_thirty_days(por_sujeto: Any, compra: Any) -> None:
    casos = {
        "dia-30": (["2026-03-02", "2026-03-10", "2026-03-31"], "bandera"),
        "dia-31": (["2026-03-02", "2026-03-10", "2026-04-01"], "sin_bandera"),
        "dos": (["2026-03-02", "2026-03-10"], "sin_bandera"),
    }
    todas = [compra(dia, unidad=u) for u, (dias, _d) in casos.items() for dia in dias]
    assert por_sujeto("S05", *todas) == {u: d for u, (_dias, d) in casos.items()}


def test_what_is_tendered_is_no_direct_award(evaluar: Any, compra: Any) -> None:
    assert evaluar("S05", *(compra(metodo="open") for _vez in range(3))) == []


def test_alike_purchases_shared_out_among_three_in_three_days(por_sujeto: Any, compra: Any) -> None:
    dias = ("2026-03-02", "2026-03-03", "2026-03-04")
    casos: dict[str, tuple[tuple[str, ...], tuple[float | None, ...], str, str]] = {
        "reparto": (dias, (100, 200, 300), "ABC", "bandera"),
        "cuatro-veces": (dias, (100, 200, 300.01), "ABC", "sin_bandera"),
        "dos-proveedores": (dias, (100, 200, 300), "ABA", "sin_bandera"),
        "cuarto-dia": ((*dias[:2], "2026-03-05"), (100, 200, 300), "ABC", "sin_bandera"),
        "sin-monto": (dias, (100, 200, None), "ABC", "datos_insuficientes"),
        "dos": (dias[:2], (100, 200), "AB", "sin_bandera"),
    }
    todas = [
        compra(dia, monto, unidad=u, proveedor=quien * 3 + "010101AA1")
        for u, (fechas, montos, quienes, _d) in casos.items()
        for dia, monto, quien in zip(fechas, montos, quienes, strict=True)
    ]
    assert por_sujeto("S06", *todas) == {u: caso[3] for u, caso in casos.items()}


def test_titles_that_share_most_of_their_words(por_sujeto: Any, compra: Any) -> None:
    base = "Servicio limpieza oficinas norte turno matutino edificio"
    casos = {
        # Eight words against seven of them: 87 %.
        "casi-iguales": ([base, f"{base} central", f"¡{base.upper()}!"], "bandera"),
        # Seven of ten words in common are 70 %; of eleven, 64 %.
        "setenta": ([base, f"{base} agosto plata zurdo", f"{base} grande ancho fuerte"], "bandera"),
        "sesenta": ([base, f"{base} agosto plata zurdo", f"{base} grande ancho fuerte nuevo"], "sin_bandera"),
        "con-acento": (["Café molido", "CAFE MOLIDO", "café  de molido"], "bandera"),
        "distintos": (["Papel bond carta", "Toner negro", "Sillas secretariales"], "sin_bandera"),
        "dos": ([base, base], "sin_bandera"),
        "falta-un-titulo": ([base, base, None], "datos_insuficientes"),
    }
    todas = [compra(titulo=titulo, unidad=u) for u, (titulos, _d) in casos.items() for titulo in titulos]
    assert por_sujeto("S07", *todas) == {u: d for u, (_titulos, d) in casos.items()}


def test_the_titles_alike_are_those_of_one_unit(evaluar: Any, compra: Any) -> None:
    iguales = [compra(titulo="Papel bond carta", unidad=u) for u in ("UC-1", "UC-1", "UC-2")]
    assert [h.resultado.value for h in evaluar("S07", *iguales)] == ["sin_bandera"] * 2
    (hallazgo,) = evaluar("S07", *iguales[:2], compra(titulo="Papel carta bond"))
    assert hallazgo.valor == 3
    assert len(hallazgo.procesos) == 3


def test_a_service_bought_at_even_intervals(por_sujeto: Any, compra: Any) -> None:
    parejas = ["2026-01-05", "2026-02-05", "2026-03-05"]
    casos: dict[str, tuple[list[str], list[float | None], str]] = {
        "mensual": (parejas, [100, 80, 120], "bandera"),
        "monto-lejano": (parejas, [100, 79.99, 120], "sin_bandera"),
        # Gaps of 31 and 100 days: their standard deviation is 74 % of the mean.
        "a-saltos": (["2026-01-05", "2026-02-05", "2026-05-16"], [100, 100, 100], "sin_bandera"),
        "dos": (parejas[:2], [100, 100], "sin_bandera"),
        "sin-monto": (parejas, [100, None, 100], "datos_insuficientes"),
        "el-mismo-dia": (["2026-01-05"] * 3, [100, 100, 100], "sin_bandera"),
    }
    todas = [
        compra(dia, monto, unidad=u)
        for u, (dias, montos, _d) in casos.items()
        for dia, monto in zip(dias, montos, strict=True)
    ]
    assert por_sujeto("S08", *todas) == {u: caso[2] for u, caso in casos.items()}


def test_the_amounts_in_the_evidence_are_without_iva(evaluar: Any, compra: Any) -> None:
    bruta = compra(value={"amount": 116, "currency": "MXN"})
    neta = compra(value={"amount": 999, "netAmount": 50.5, "currency": "MXN"})
    ajena = compra(value={"amount": 116, "currency": "USD"})
    (hallazgo,) = evaluar("S04", bruta, neta, ajena)
    assert hallazgo.evidencia["suma"] == Decimal("150.50")
