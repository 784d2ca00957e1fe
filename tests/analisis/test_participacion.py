"""P04, P21 and X14: who comes to a tender, against those like it and the usual tenderers."""

from typing import Any


def con_ventana(compra: Any, dias: int, **mas: Any) -> dict[str, Any]:
    proceso: dict[str, Any] = compra("2026-03-02", metodo="open", **mas)
    proceso["tender"]["tenderPeriod"]["endDate"] = f"2026-03-{2 + dias:02}T18:00:00Z"
    return proceso


def test_far_fewer_days_than_the_processes_like_it(evaluar: Any, compra: Any) -> None:
    """Twenty-seven of 20 days, two of 15 and one of 14: the percentile 5 (position 29 × 0.05) is 15."""
    parecidos = [con_ventana(compra, dias) for dias in [20] * 27 + [15]]
    corta, casi = con_ventana(compra, 14), con_ventana(compra, 15)
    directa, cancelada, sin_clase = compra(), con_ventana(compra, 1), con_ventana(compra, 1, clase=None)
    cancelada["tender"]["status"] = "cancelled"
    de_otra = con_ventana(compra, 1, clase="33101001")
    sin_fecha = compra(metodo="open")
    todas = [*parecidos, corta, casi, directa, cancelada, sin_clase, de_otra, sin_fecha]
    hallazgos = {h.ocid: h for h in evaluar("P04", *todas)}
    desenlaces = {
        nombre: hallazgos[proceso["ocid"]].resultado.value
        for nombre, proceso in {
            "corta": corta,
            "casi": casi,
            "directa": directa,
            "cancelada": cancelada,
            "sin_clase": sin_clase,
            "de_otra": de_otra,
            "sin_fecha": sin_fecha,
        }.items()
    }
    assert desenlaces == {
        "corta": "bandera",
        "casi": "sin_bandera",
        "directa": "no_aplica",
        "cancelada": "no_aplica",
        "sin_clase": "datos_insuficientes",
        "de_otra": "datos_insuficientes",
        "sin_fecha": "datos_insuficientes",
    }
    evidencia = hallazgos[corta["ocid"]].evidencia
    assert (evidencia["n_pares"], evidencia["percentil"], evidencia["mediana"]) == (30, 15, 20)
    assert hallazgos[parecidos[0]["ocid"]].resultado.value == "sin_bandera"
    veintinueve = {h.resultado.value for h in evaluar("P04", *todas[1:30])}
    assert veintinueve == {"datos_insuficientes"}


def con_licitantes(compra: Any, cuantos: int, unidad: str, **mas: Any) -> dict[str, Any]:
    proceso: dict[str, Any] = compra(metodo="open", unidad=unidad, **mas)
    proceso["tender"]["numberOfTenderers"] = cuantos
    return proceso


def test_few_come_to_the_tenders_of_a_unit(por_sujeto: Any, compra: Any) -> None:
    casos = {
        "uno-y-medio": ([1, 1, 1, 2, 2, 2], "bandera"),
        "dos": ([1, 1, 2, 2, 2], "sin_bandera"),
        "cuatro-procesos": ([1, 1, 1, 1], "datos_insuficientes"),
        "desiertas": ([0, 0, 2, 2, 2, 2, 2], "sin_bandera"),
    }
    todas = [con_licitantes(compra, n, u) for u, (cuantos, _d) in casos.items() for n in cuantos]
    assert por_sujeto("P21", *todas) == {u: d for u, (_n, d) in casos.items()}


def test_fewer_than_in_the_other_units_is_a_flag_too(evaluar: Any, compra: Any) -> None:
    usuales = [con_licitantes(compra, 6, f"UC-{n}") for n in range(7) for _vez in range(5)]
    pocas = [con_licitantes(compra, 3, "UC-X") for _vez in range(5)]
    hallazgos = {h.sujeto: h for h in evaluar("P21", *usuales, *pocas)}
    assert [s for s, h in hallazgos.items() if h.resultado == "bandera"] == ["UC-X | 21 | 2026"]
    evidencia = hallazgos["UC-X | 21 | 2026"].evidencia
    assert (evidencia["n_pares"], evidencia["licitantes"], evidencia["cerca_inferior"]) == (8, 3, 6)
    assert {h.resultado.value for h in evaluar("P21", *usuales[5:], *pocas)} == {"sin_bandera"}


def test_one_who_almost_always_comes_did_not(evaluar: Any, concurso: Any) -> None:
    """A and B in four of five: 80 %. The fifth is alone with C."""
    juntas = [concurso({"A": 1, "B": 2}) for _vez in range(4)]
    sin_ellas = concurso({"C": 1})
    hallazgos = {h.ocid: h for h in evaluar("X14", *juntas, sin_ellas)}
    assert {h.resultado.value for o, h in hallazgos.items() if o != sin_ellas["ocid"]} == {"sin_bandera"}
    suya = hallazgos[sin_ellas["ocid"]]
    assert suya.resultado.value == "bandera"
    assert (suya.valor, suya.evidencia["ausente"], suya.evidencia["sus_procesos"]) == (2, "Empresa A", 4)
    assert (suya.evidencia["numero"], suya.evidencia["licitantes"]) == (5, 1)


def test_without_enough_processes_or_bids_nobody_is_usual(evaluar: Any, concurso: Any, compra: Any) -> None:
    tres_de_cinco = [concurso({"A": 1}) for _vez in range(3)] + [concurso({"B": 1}) for _vez in range(2)]
    assert {h.resultado.value for h in evaluar("X14", *tres_de_cinco)} == {"sin_bandera"}
    cuatro = [*(concurso({"A": 1}) for _vez in range(3)), concurso({"B": 1})]
    assert {h.resultado.value for h in evaluar("X14", *cuatro)} == {"datos_insuficientes"}
    sin_clase = [concurso({"A": 1}, clase=None) for _vez in range(5)]
    assert {h.resultado.value for h in evaluar("X14", *sin_clase)} == {"datos_insuficientes"}
    assert [h.resultado.value for h in evaluar("X14", compra())] == ["no_aplica"]
