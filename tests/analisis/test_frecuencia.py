"""P24, P24B, P41 and X13: what a unit, or a tenderer, does far more often than the others."""

from typing import Any


def unidades(concurso: Any, propuestas: Any, cuantas: int = 8) -> list[dict[str, Any]]:
    """Make the same tenders in units UC-0, UC-1…"""
    return [concurso(propuestas, unidad=f"UC-{n}") for n in range(cuantas)]


SEIS = dict.fromkeys("ABCDEF", 100)


def test_a_unit_that_disqualifies_far_more_bids(evaluar: Any, concurso: Any) -> None:
    usuales = [concurso(SEIS, unidad=f"UC-{n}", desechadas="F") for n in range(8)]
    lejana = concurso(SEIS, unidad="UC-X", desechadas="EF")
    pocas = concurso(dict.fromkeys("ABCD", 100), unidad="UC-Y", desechadas="BCD")
    sin_estado = concurso(SEIS, unidad="UC-Z", desechadas="BCDEF")
    del sin_estado["bids"]["details"][0]["status"]
    hallazgos = {h.sujeto.split(" | ")[0]: h for h in evaluar("P24", *usuales, lejana, pocas, sin_estado)}
    desenlaces = {u: h.resultado.value for u, h in hallazgos.items()}
    assert desenlaces == {f"UC-{n}": "sin_bandera" for n in range(8)} | {
        "UC-X": "bandera",
        "UC-Y": "datos_insuficientes",
        "UC-Z": "datos_insuficientes",
    }
    suya = hallazgos["UC-X"]
    assert (float(suya.valor), suya.evidencia["casos"], suya.evidencia["numero"]) == (33.3333, 2, 6)
    assert (suya.evidencia["n_pares"], suya.evidencia["cerca_superior"]) == (9, 16.6667)
    assert suya.procesos == (lejana["ocid"],)


def test_with_few_units_there_is_nobody_to_compare_with(evaluar: Any, concurso: Any) -> None:
    siete = [concurso(SEIS, unidad=f"UC-{n}", desechadas="F" * (n > 0)) for n in range(7)]
    assert {h.resultado.value for h in evaluar("P24", *siete)} == {"datos_insuficientes"}


def test_withdrawn_bids_were_not_submitted(evaluar: Any, concurso: Any) -> None:
    proceso = concurso(SEIS)
    for propuesta in proceso["bids"]["details"][:2]:
        propuesta["status"] = "withdrawn"
    (hallazgo,) = evaluar("P24", proceso)
    assert hallazgo.evidencia["numero"] == 4


def test_a_tenderer_whose_bids_are_always_disqualified(evaluar: Any, concurso: Any) -> None:
    quienes = dict.fromkeys("ABCDEFGHI", 100)
    cinco = [concurso(quienes, desechadas="I") for _vez in range(5)]
    corta = concurso({"A": 1, "Z": 2}, desechadas="Z")
    desenlaces = {h.sujeto: h.resultado.value for h in evaluar("P24B", *cinco, corta)}
    assert desenlaces == dict.fromkeys("ABCDEFGH", "sin_bandera") | {"I": "bandera", "Z": "datos_insuficientes"}
    assert {h.resultado.value for h in evaluar("P24B", *cinco[:4])} == {"datos_insuficientes"}


def test_a_unit_that_decides_by_points_far_more_often(evaluar: Any, compra: Any) -> None:
    def licitaciones(unidad: str, *criterios: str | None) -> list[dict[str, Any]]:
        procesos = [compra(metodo="open", unidad=unidad) for _criterio in criterios]
        for proceso, criterio in zip(procesos, criterios, strict=True):
            proceso["tender"] |= {"awardCriteria": criterio} if criterio else {}
        return procesos

    usuales = [p for n in range(8) for p in licitaciones(f"UC-{n}", *["priceOnly"] * 4, "ratedCriteria")]
    lejana = licitaciones("UC-X", *["priceOnly"] * 3, "ratedCriteria", "bestValueToGovernment")
    falta = licitaciones("UC-Y", *["ratedCriteria"] * 5, None)
    cuatro = licitaciones("UC-Z", *["ratedCriteria"] * 4)
    hallazgos = {h.sujeto: h.resultado.value for h in evaluar("P41", *usuales, *lejana, *falta, *cuatro)}
    assert hallazgos == {f"UC-{n} | 2026": "sin_bandera" for n in range(8)} | {
        "UC-X | 2026": "bandera",
        "UC-Y | 2026": "datos_insuficientes",
        "UC-Z | 2026": "datos_insuficientes",
    }


def test_a_unit_where_joint_bids_abound(evaluar: Any, concurso: Any) -> None:
    usuales, lejana = unidades(concurso, SEIS), concurso(SEIS, unidad="UC-X")
    lejana["bids"]["details"][0]["tenderers"].append({"id": "P-B", "name": "Empresa B"})
    pocas = concurso({"A": 1, "B": 2}, unidad="UC-Y")
    hallazgos = {h.sujeto: h for h in evaluar("X13", *usuales, lejana, pocas)}
    assert {s: h.resultado.value for s, h in hallazgos.items()} == {
        f"UC-{n} | 2026": "sin_bandera" for n in range(8)
    } | {
        "UC-X | 2026": "bandera",
        "UC-Y | 2026": "datos_insuficientes",
    }
    assert (hallazgos["UC-X | 2026"].evidencia["casos"], hallazgos["UC-X | 2026"].evidencia["numero"]) == (1, 6)
