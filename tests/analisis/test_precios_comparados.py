"""P34, P35 and P36: prices against those of the same market, and calls that are made again."""

from decimal import Decimal
from typing import Any


def test_the_bids_of_a_process_differ_far_more_than_in_those_like_it(evaluar: Any, concurso: Any) -> None:
    """Nineteen with 10 % from the lowest bid to the highest, and one with more."""
    usuales = [concurso({"A": 100, "B": 110}) for _vez in range(19)]
    lejana, justa = concurso({"A": 100, "B": 110.01}), concurso({"A": 200, "B": 220})
    sin_monto, una = concurso({"A": 100, "B": None}), concurso({"A": 100})
    desechada = concurso({"A": 100, "B": 110, "C": 900}, desechadas="C")
    otra_clase = concurso({"A": 100, "B": 900}, clase="33101001")
    hallazgos = {h.ocid: h for h in evaluar("P34", *usuales, lejana, justa, sin_monto, una, desechada, otra_clase)}
    casos = {
        "bandera": [lejana],
        "sin_bandera": [justa, desechada],
        "datos_insuficientes": [sin_monto, una, otra_clase],
    }
    for desenlace, procesos in casos.items():
        assert [hallazgos[p["ocid"]].resultado.value for p in procesos] == [desenlace] * len(procesos)
    assert hallazgos[lejana["ocid"]].valor == Decimal("10.01")
    assert hallazgos[lejana["ocid"]].evidencia["cerca_superior"] == 10
    assert hallazgos[lejana["ocid"]].evidencia["n_pares"] == 22
    assert {h.resultado.value for h in evaluar("P34", *usuales)} == {"datos_insuficientes"}


def con_precios(compra: Any, *precios: float | None, **mas: Any) -> dict[str, Any]:
    proceso: dict[str, Any] = compra(**mas)
    proceso["awards"][0]["items"] = [
        {
            "id": str(n),
            "description": "Silla",
            "classification": {"id": "21101001"},
            "unit": {"name": "Pieza", "value": {"netAmount": precio, "amount": precio, "currency": "MXN"}},
        }
        for n, precio in enumerate(precios)
    ]
    return proceso


def test_a_unit_price_far_over_the_others_of_the_year(evaluar: Any, compra: Any) -> None:
    """Quartiles 20 and 60 of the nine: the fence is 60 + 1.5 × 40 = 120, and the far one 180."""
    usuales = con_precios(compra, 10, 20, 20, 30, 40, 60, 60)

    def el_de(precio: float | None, **mas: Any) -> tuple[str, str]:
        suyo = con_precios(compra, precio, 60, **mas)
        (hallazgo,) = [h for h in evaluar("P35", usuales, suyo) if h.ocid == suyo["ocid"] and h.sujeto == "A1 | 0"]
        return hallazgo.resultado.value, hallazgo.severidad.name

    assert el_de(120) == ("sin_bandera", "MEDIA")
    assert el_de(120.01) == ("bandera", "MEDIA")
    assert el_de(180) == ("bandera", "MEDIA")
    assert el_de(180.01) == ("bandera", "ALTA")
    assert el_de(None)[0] == "datos_insuficientes"
    assert el_de(500, dia="2025-12-31")[0] == "datos_insuficientes"


def test_prices_are_compared_in_one_unit_and_currency(evaluar: Any, compra: Any) -> None:
    usuales = con_precios(compra, *range(10, 18))
    caja, dolares = con_precios(compra, 999), con_precios(compra, 999)
    caja["awards"][0]["items"][0]["unit"]["name"] = "Caja"
    dolares["awards"][0]["items"][0]["unit"]["value"]["currency"] = "USD"
    hallazgos = [h for h in evaluar("P35", usuales, caja, dolares) if h.ocid != usuales["ocid"]]
    assert {h.resultado.value for h in hallazgos} == {"datos_insuficientes"}
    del caja["awards"][0]["items"][0]["unit"]["value"]["netAmount"]
    (bruta,) = evaluar("P35", caja)
    assert bruta.valor == Decimal("861.206897")


def convocatoria(compra: Any, dia: str, monto: float | None, estado: str = "active", **mas: Any) -> dict[str, Any]:
    proceso: dict[str, Any] = compra(dia, metodo="open", **mas)
    proceso["tender"]["status"] = estado
    if monto is not None:
        proceso["tender"]["value"] = {"amount": monto, "netAmount": monto, "currency": "MXN"}
    return proceso


def test_a_cancelled_call_made_again_within_ninety_days(evaluar: Any, compra: Any) -> None:
    casos: dict[str, tuple[float | None, str, float | None, str]] = {
        "repetida": (100, "2026-05-31", 110, "bandera"),
        "dia-91": (100, "2026-06-01", 100, "sin_bandera"),
        "otro-monto": (100, "2026-05-31", 110.01, "sin_bandera"),
        "menos": (100, "2026-05-31", 89.99, "sin_bandera"),
        "antes": (100, "2026-03-01", 100, "sin_bandera"),
        "sin-estimado": (None, "2026-05-31", 100, "datos_insuficientes"),
    }
    canceladas = {u: convocatoria(compra, "2026-03-02", caso[0], "cancelled", unidad=u) for u, caso in casos.items()}
    nuevas = [convocatoria(compra, dia, monto, unidad=u) for u, (_m, dia, monto, _d) in casos.items()]
    hallazgos = {h.ocid: h for h in evaluar("P36", *canceladas.values(), *nuevas)}
    assert {u: hallazgos[c["ocid"]].resultado.value for u, c in canceladas.items()} == {
        u: caso[3] for u, caso in casos.items()
    }
    assert {hallazgos[n["ocid"]].resultado.value for n in nuevas} == {"no_aplica"}
    repetida = hallazgos[canceladas["repetida"]["ocid"]]
    assert (repetida.valor, repetida.evidencia["nuevo"]) == (90, nuevas[0]["ocid"])
    assert repetida.evidencia["estimado_nuevo"] == Decimal(110)


def test_it_is_not_made_again_by_another_unit_or_for_another_thing(evaluar: Any, compra: Any) -> None:
    desierta = convocatoria(compra, "2026-03-02", 100, "unsuccessful")
    otras = [
        convocatoria(compra, "2026-04-02", 100, unidad="UC-2"),
        convocatoria(compra, "2026-04-02", 100, clase="21201001"),
    ]
    (hallazgo,) = [h for h in evaluar("P36", desierta, *otras) if h.ocid == desierta["ocid"]]
    assert hallazgo.resultado.value == "sin_bandera"
    sin_clase = convocatoria(compra, "2026-03-02", 100, "unsuccessful", clase=None)
    assert [h.resultado.value for h in evaluar("P36", sin_clase)] == ["datos_insuficientes"]
