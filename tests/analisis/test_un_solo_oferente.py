"""P20: exactly one took part."""

from typing import Any

import pytest


def con_licitantes(compilada: dict[str, Any], cuantos: int | None, numero: int | None = None) -> dict[str, Any]:
    tender = compilada["tender"]
    del tender["tenderers"], tender["numberOfTenderers"]
    if cuantos is not None:
        tender["tenderers"] = [{"id": f"X-{n}", "name": f"Empresa {n}"} for n in range(1, cuantos + 1)]
    if numero is not None:
        tender["numberOfTenderers"] = numero
    return compilada


@pytest.mark.parametrize(
    ("cuantos", "numero", "esperado"),
    [
        (1, None, "bandera"),
        (1, 1, "bandera"),
        (None, 1, "bandera"),
        (2, None, "sin_bandera"),
        (None, 2, "sin_bandera"),
        (1, 3, "sin_bandera"),  # the list is short of what the number says
        (3, 1, "sin_bandera"),  # and the other way round
        (None, 0, "sin_bandera"),  # deserted is something else
        (None, None, "datos_insuficientes"),
    ],
)
@pytest.mark.parametrize("metodo", ["open", "selective"])
def test_one_tenderer_is_a_flag_and_missing_data_is_never_clean(
    resultado: Any, licitacion: Any, metodo: str, cuantos: int | None, numero: int | None, esperado: str
) -> None:
    licitacion["tender"]["procurementMethod"] = metodo
    assert resultado("P20", con_licitantes(licitacion, cuantos, numero)) == esperado


def test_the_same_firm_twice_is_one(evaluar: Any, licitacion: Any) -> None:
    con_licitantes(licitacion, 1)["tender"]["tenderers"] *= 2
    (hallazgo,) = evaluar("P20", licitacion)
    assert (hallazgo.resultado, hallazgo.valor) == ("bandera", 1)
    assert hallazgo.evidencia["oferentes"] == 1
    assert hallazgo.evidencia["metodo"] == "open"


def test_a_winner_outside_the_list_took_part_too(resultado: Any, licitacion: Any) -> None:
    con_licitantes(licitacion, 1)["awards"][0]["suppliers"] = [{"id": "X-9"}]
    assert resultado("P20", licitacion) == "sin_bandera"


def test_an_award_alone_does_not_tell_who_took_part(resultado: Any, licitacion: Any) -> None:
    """The supplier surely did; nobody says whether others did."""
    assert resultado("P20", con_licitantes(licitacion, None)) == "datos_insuficientes"


@pytest.mark.parametrize(
    ("metodo", "esperado"), [("direct", "no_aplica"), ("limited", "datos_insuficientes"), (None, "datos_insuficientes")]
)
def test_direct_awards_are_outside_and_unknown_methods_insufficient(
    resultado: Any, licitacion: Any, metodo: str | None, esperado: str
) -> None:
    con_licitantes(licitacion, 1)
    if metodo is None:
        del licitacion["tender"]["procurementMethod"]
    else:
        licitacion["tender"]["procurementMethod"] = metodo
    assert resultado("P20", licitacion) == esperado


@pytest.mark.parametrize("estado", ["cancelled", "withdrawn", "planned", "planning"])
def test_stopped_or_planned_procedures_are_outside(resultado: Any, licitacion: Any, estado: str) -> None:
    con_licitantes(licitacion, 1)["tender"]["status"] = estado
    assert resultado("P20", licitacion) == "no_aplica"


def test_nothing_is_said_before_the_reception_ends(resultado: Any, licitacion: Any) -> None:
    con_licitantes(licitacion, 1)["tender"]["status"] = "active"
    del licitacion["awards"]
    licitacion["date"] = "2026-03-20T15:59:59Z"
    assert resultado("P20", licitacion) == "no_aplica"
    licitacion["date"] = "2026-03-20T16:00:01Z"
    assert resultado("P20", licitacion) == "bandera"


def test_a_cancelled_award_does_not_end_the_reception(resultado: Any, licitacion: Any) -> None:
    con_licitantes(licitacion, 1)["tender"]["status"] = "active"
    licitacion["date"] = "2026-03-19T00:00:00Z"
    licitacion["awards"][0]["status"] = "cancelled"
    assert resultado("P20", licitacion) == "no_aplica"


def test_each_process_answers_for_itself(evaluar: Any, licitacion: Any) -> None:
    otra = {**licitacion, "ocid": "ocds-213czf-2", "tender": {**licitacion["tender"], "procurementMethod": "direct"}}
    hallazgos = evaluar("P20", licitacion, otra)
    assert [(h.ocid, h.sujeto, h.resultado) for h in hallazgos] == [
        ("ocds-213czf-1", "ocds-213czf-1", "sin_bandera"),
        ("ocds-213czf-2", "ocds-213czf-2", "no_aplica"),
    ]
