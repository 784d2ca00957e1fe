"""What no change that does not matter may change, over processes drawn at random."""

import random

import pytest

from tests.analisis.cardinal.conftest import Correr
from tests.analisis.cardinal.hechas import Json, adjudicacion, oferta, proceso

TODOS = "currency = MXN\n" + "".join(
    f"[{codigo}]\n" for codigo in ("R003", "R018", "R024", "R025", "R028", "R030", "R035", "R036", "R038", "R058")
) + "[R048]\nminimum_contracting_processes = 3\n"  # fmt: skip
FIRMAS = [f"F{n}" for n in range(12)]


def al_azar(azar: random.Random, ocid: str, por: int) -> Json:
    quienes = azar.sample(FIRMAS, azar.randint(1, 4))
    estados = ["valid", "valid", "valid", "disqualified"]
    fecha = f"2026-03-{azar.randint(10, 20)}T00:00:00Z"
    ofertas = [oferta(quien, azar.randint(50, 99) * por, azar.choice(estados), date=fecha) for quien in quienes]
    articulos = [{"classification": {"id": str(azar.randint(1000, 9999))}}]
    return {
        **proceso(
            ocid,
            ofertas,
            [adjudicacion(azar.choice(quienes), items=articulos)],
            numberOfTenderers=len(quienes),
            procurementMethod="open",
            tenderPeriod={"startDate": "2026-03-01T00:00:00Z", "endDate": f"2026-03-{azar.randint(12, 18)}T00:00:00Z"},
            procuringEntity={"id": azar.choice("XYZ")},
        ),
        "buyer": {"id": azar.choice("PQRST")},
    }


def muchos(semilla: int, por: int = 1) -> list[Json]:
    azar = random.Random(semilla)
    return [al_azar(azar, f"o{n}", por) for n in range(150)]


@pytest.mark.parametrize("semilla", range(4))
def test_the_order_of_the_lines_changes_nothing(correr: Correr, semilla: int) -> None:
    entregas = muchos(semilla)
    directo = correr(entregas, TODOS, meta=True, mapas=True)
    random.Random(semilla).shuffle(entregas)
    assert correr(entregas, TODOS, meta=True, mapas=True) == directo
    # Nearly every code has something to say of them.
    assert len({codigo for grupo in ("OCID", "Tenderer") for c in directo[grupo].values() for codigo in c}) >= 6


@pytest.mark.parametrize("semilla", range(4))
def test_a_member_that_no_code_reads_changes_nothing(correr: Correr, semilla: int) -> None:
    directo = correr(muchos(semilla), TODOS, meta=True, mapas=True)
    entregas = [{**entrega, "planning": {"budget": [1]}, "tag": "ñ", "contracts": None} for entrega in muchos(semilla)]
    for entrega in entregas:
        entrega["tender"]["title"] = ["sin", "título"]
        for dada in entrega["bids"]["details"]:
            dada["documents"] = {"id": 3}
    assert correr(entregas, TODOS, meta=True, mapas=True) == directo


@pytest.mark.parametrize("semilla", range(4))
def test_ten_times_every_amount_leaves_the_distances_as_they_were(correr: Correr, semilla: int) -> None:
    ajustes = "currency = MXN\n[R024]\nthreshold = 0.3\n[R058]"
    directo = correr(muchos(semilla), ajustes, meta=True)
    assert correr(muchos(semilla, por=10), ajustes, meta=True) == directo
    assert directo["OCID"]
