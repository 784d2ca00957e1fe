"""The execution of works under the LOPSRM, told by the milestones of its contract."""

from datetime import date
from typing import Any

import pytest

from tests.analisis.test_plazos_contrato import bajo, con_contrato


@pytest.mark.parametrize(
    ("plazo", "hitos", "vence"),
    [
        ("O10", {"estimacion-1-corte": "2026-01-31"}, date(2026, 3, 2)),  # 28 February is a Saturday
        ("O11", {"estimacion-1-corte": "2026-05-29"}, date(2026, 6, 4)),
        ("O12", {"estimacion-1-presentacion": "2026-06-03"}, date(2026, 6, 18)),
        ("O15", {"convenio-dictamen": "2026-05-01"}, date(2026, 6, 15)),
        ("O18", {"verificacion": "2026-06-01"}, date(2026, 6, 16)),
        ("O19", {"recepcion": "2026-06-01"}, date(2026, 7, 31)),
        ("O20", {"recepcion": "2026-06-01"}, date(2027, 6, 1)),
    ],
)
def test_each_act_of_works_starts_the_next_term(
    computar: Any, licitacion: Any, plazo: str, hitos: dict[str, str], vence: date
) -> None:
    bajo(licitacion, "obra")
    con_contrato(licitacion, hitos=hitos)
    (calculado,) = computar(plazo, licitacion)
    assert (calculado.sujeto, calculado.vence, calculado.cumplido_en) == ("C1/h1", vence, None)
    bajo(licitacion, "2025")
    assert computar(plazo, licitacion) == []


@pytest.mark.parametrize(
    ("plazo", "hitos"),
    [
        ("O10", {"estimacion-1-corte": "2026-05-01", "estimacion-2-corte": "2026-06-01"}),
        ("O10", {"estimacion-1-corte": "2026-05-01", "terminacion": "2026-06-01"}),
        ("O11", {"estimacion-1-corte": "2026-05-26", "estimacion-1-presentacion": "2026-06-01"}),
        ("O12", {"estimacion-1-presentacion": "2026-05-15", "estimacion-1-autorizacion": "2026-06-01"}),
        ("O18", {"verificacion": "2026-05-20", "recepcion": "2026-06-01"}),
        ("O19", {"recepcion": "2026-05-01", "finiquito": "2026-06-01"}),
        ("O20", {"recepcion": "2026-05-01", "vicios-ocultos": "2026-06-01"}),
    ],
)
def test_the_act_that_follows_meets_it(computar: Any, licitacion: Any, plazo: str, hitos: dict[str, str]) -> None:
    bajo(licitacion, "obra")
    con_contrato(licitacion, hitos=hitos)
    cumplidos = {p.sujeto: p.cumplido_en for p in computar(plazo, licitacion)}
    assert cumplidos["C1/h1"] == date(2026, 6, 1)


def test_an_estimate_is_not_met_by_the_acts_of_another(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    con_contrato(licitacion, hitos={"estimacion-1-corte": "2026-05-01", "estimacion-2-presentacion": "2026-05-05"})
    (plazo,) = computar("O11", licitacion)
    assert plazo.cumplido_en is None


def test_the_agreement_signed_after_the_finding_meets_it(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    convenios = [{"id": "M1", "date": "2026-04-30T06:00:00Z"}, {"id": "M2", "date": "2026-06-15T06:00:00Z"}]
    con_contrato(licitacion, hitos={"convenio-dictamen": "2026-05-01"}, amendments=convenios)
    (plazo,) = computar("O15", licitacion)
    assert plazo.vence == plazo.cumplido_en == date(2026, 6, 15)


def test_a_milestone_that_is_only_planned_starts_nothing(computar: Any, licitacion: Any) -> None:
    bajo(licitacion, "obra")
    con_contrato(licitacion, hitos={"recepcion": "2026-06-01"})
    hito = licitacion["contracts"][0]["implementation"]["milestones"][0]
    hito["dueDate"] = hito.pop("dateMet")
    assert computar("O19", licitacion) == []
