"""X03, X04, X05, X06 and X08: who meets whom, who wins, and in which order their prices come."""

from typing import Any


def veces(concurso: Any, cuantas: int, ofertas: Any, gana: str | None = None, **mas: Any) -> list[dict[str, Any]]:
    return [
        concurso(dict.fromkeys(ofertas, 100) if isinstance(ofertas, str) else ofertas, gana, **mas)
        for _vez in range(cuantas)
    ]


def desenlaces(hallazgos: Any) -> dict[str, str]:
    return {h.sujeto: h.resultado.value for h in hallazgos}


def test_one_who_bids_again_and_again_and_never_wins(evaluar: Any, concurso: Any) -> None:
    todas = [
        *veces(concurso, 9, "AB"),
        *veces(concurso, 1, "ABC"),
        *veces(concurso, 9, "DE"),
        *veces(concurso, 1, "DE", "E"),
    ]
    hallazgos = evaluar("X03", *todas)
    assert desenlaces(hallazgos) == {
        "A": "sin_bandera",
        "B": "bandera",
        "C": "datos_insuficientes",
        "D": "sin_bandera",
        "E": "sin_bandera",  # one of ten is more than 5 %
    }
    (suyo,) = [h for h in hallazgos if h.sujeto == "B"]
    assert (suyo.valor, suyo.evidencia["participaciones"], suyo.evidencia["ganados"]) == (0, 10, 0)
    assert suyo.evidencia["nombre"] == "Empresa B"


def test_one_of_twenty_is_still_almost_never(evaluar: Any, concurso: Any) -> None:
    todas = [*veces(concurso, 19, "AB"), *veces(concurso, 1, "AB", "B")]
    assert desenlaces(evaluar("X03", *todas))["B"] == "bandera"


def test_a_process_without_a_winner_does_not_count(evaluar: Any, concurso: Any) -> None:
    sin_fallo = veces(concurso, 1, "AB")[0]
    sin_fallo["awards"][0]["status"] = "unsuccessful"
    assert evaluar("X03", sin_fallo) == []
    assert evaluar("X04", *[sin_fallo] * 4) == []


def test_two_meet_and_the_same_one_wins(evaluar: Any, concurso: Any) -> None:
    todas = [
        *veces(concurso, 4, "AB"),
        *veces(concurso, 9, "CD"),
        *veces(concurso, 1, "CD", "D"),
        *veces(concurso, 8, "EF"),
        *veces(concurso, 1, "EF", "F"),
        *veces(concurso, 3, "GH"),
    ]
    assert desenlaces(evaluar("X04", *todas)) == {
        "A | B": "bandera",
        "C | D": "bandera",  # nine of ten
        "E | F": "sin_bandera",  # eight of nine
    }


def test_where_everybody_meets_everybody_nobody_is_a_pair(evaluar: Any, concurso: Any) -> None:
    treinta = {f"Q{n:02}": 100 + n for n in range(30)}
    assert len(evaluar("X04", *veces(concurso, 4, treinta))) == 435
    assert evaluar("X04", *veces(concurso, 4, treinta | {"Q99": 1})) == []


def test_two_bid_in_almost_the_same_processes(evaluar: Any, concurso: Any) -> None:
    todas = [
        *veces(concurso, 8, "AB"),
        *veces(concurso, 2, "A"),
        *veces(concurso, 5, "CD"),
        *veces(concurso, 5, "C"),
        *veces(concurso, 5, "EF"),
        *veces(concurso, 6, "E"),
        *veces(concurso, 4, "GH"),
    ]
    hallazgos = {h.sujeto: h for h in evaluar("X06", *todas)}
    assert desenlaces(hallazgos.values()) == {"A | B": "bandera", "C | D": "bandera", "E | F": "sin_bandera"}
    assert [hallazgos[par].severidad.name for par in ("A | B", "C | D")] == ["ALTA", "MEDIA"]
    assert hallazgos["A | B"].valor == 80
    assert {n: hallazgos["A | B"].evidencia[n] for n in ("compartidos", "de_uno", "de_otro")} == {
        "compartidos": 8,
        "de_uno": 10,
        "de_otro": 8,
    }


def turnos(concurso: Any, ganadores: str, quienes: str = "ABC", **mas: Any) -> list[dict[str, Any]]:
    return [concurso(dict.fromkeys(quienes, 100), ganador, **mas) for ganador in ganadores]


def test_a_closed_group_takes_turns(por_sujeto: Any, concurso: Any) -> None:
    todas = [
        *turnos(concurso, "ABCAB", unidad="turnos"),
        *turnos(concurso, "ABCA", unidad="cuatro"),
        # Three of five, when an even share is 1.67 and one and a half times that 2.5.
        *turnos(concurso, "AAABC", unidad="desigual"),
        *turnos(concurso, "ABABA", "AB", unidad="de-dos"),
        *turnos(concurso, "ABCDEFG", "ABCDEFG", unidad="de-siete"),
    ]
    assert por_sujeto("X05", *todas) == {
        "turnos": "bandera",
        "cuatro": "sin_bandera",
        "desigual": "sin_bandera",
    }


def test_with_one_more_it_is_another_group(evaluar: Any, concurso: Any) -> None:
    todas = [*turnos(concurso, "ABCA"), *turnos(concurso, "B", "ABCD")]
    assert desenlaces(evaluar("X05", *todas)) == {
        "UC-1 | 21 | A + B + C": "sin_bandera",
        "UC-1 | 21 | A + B + C + D": "sin_bandera",
    }


def test_the_group_is_of_one_unit_and_class_and_is_named(evaluar: Any, concurso: Any) -> None:
    juntos = turnos(concurso, "ABCAB")
    (hallazgo,) = evaluar("X05", *juntos)
    assert hallazgo.sujeto == "UC-1 | 21 | A + B + C"
    assert hallazgo.evidencia["nombres"] == "Empresa A + Empresa B + Empresa C"
    assert (hallazgo.evidencia["ganan"], hallazgo.evidencia["mayor"]) == (3, 2)
    assert len(hallazgo.procesos) == 5
    repartidos = [*turnos(concurso, "ABC"), *turnos(concurso, "AB", clase="33101001")]
    assert {h.resultado.value for h in evaluar("X05", *repartidos)} == {"sin_bandera"}
    assert evaluar("X05", *turnos(concurso, "ABCAB", clase=None)) == []


def test_the_prices_come_in_the_same_order(evaluar: Any, concurso: Any) -> None:
    tres = [concurso({"A": 10 * n, "B": 11 * n, "C": 12 * n}) for n in (1, 2, 3)]
    distinto = concurso({"B": 10, "A": 11, "C": 12})
    (suya, otra) = sorted(evaluar("X08", *tres, distinto), key=lambda h: h.sujeto)
    assert (suya.sujeto, suya.resultado.value, suya.valor) == ("1 A < 2 B < 3 C", "bandera", 3)
    assert suya.procesos == tuple(c["ocid"] for c in tres)
    assert (otra.sujeto, otra.resultado.value) == ("1 B < 2 A < 3 C", "sin_bandera")
    assert [h.resultado.value for h in evaluar("X08", *tres[:2])] == ["sin_bandera"]


def test_an_order_with_ties_or_missing_amounts_is_no_order(evaluar: Any, concurso: Any) -> None:
    dudosas = [
        concurso({"A": 10, "B": 10, "C": 12}),
        concurso({"A": 10, "B": None, "C": 12}),
        concurso({"A": 10, "B": 11}),
    ]
    conjunta = concurso({"A": 10, "B": 11, "C": 12})
    conjunta["bids"]["details"][0]["tenderers"].append({"id": "P-D", "name": "Empresa D"})
    retirada = concurso({"A": 10, "B": 11, "C": 12})
    retirada["bids"]["details"][2]["status"] = "withdrawn"
    assert evaluar("X08", *dudosas, conjunta, retirada) == []
