"""The codes that compare each with all the others."""

import pytest

from tests.analisis.cardinal.conftest import Correr
from tests.analisis.cardinal.hechas import Json, adjudicacion, competido, oferta, proceso


def test_r024_flags_a_distance_under_the_lower_fence(correr: Correr) -> None:
    entregas = [competido(f"o{siguiente}", 100, siguiente) for siguiente in (101, 140, 141, 142, 143, 144)]
    assert correr(entregas, "[R024]", meta=True) == {
        "OCID": {"o101": {"R024": 0.01}},
        "Tenderer": {"G-o101": {"R024": 0.0}, "S-o101": {"R024": 0.0}},
        "Meta": {"R024": {"q1": 0.3675, "q3": 0.4308, "lower_fence": 0.2725}},
    }


def test_r024_is_silent_when_a_quarter_of_the_processes_have_no_distance(correr: Correr) -> None:
    entregas = [competido(f"o{n}", 100, siguiente) for n, siguiente in enumerate((100, 100, 100, 140, 150))]
    assert correr(entregas, "[R024]") == {}
    con_umbral = correr(entregas, "[R024]\nthreshold = 0.05", meta=True)
    assert con_umbral["OCID"] == {"o0": {"R024": 0.0}, "o1": {"R024": 0.0}, "o2": {"R024": 0.0}}
    assert con_umbral["Meta"] == {"R024": {"lower_fence": 0.05}}


def test_r058_flags_a_distance_over_the_upper_fence(correr: Correr) -> None:
    entregas = [competido(f"o{siguiente}", 100, siguiente) for siguiente in (140, 141, 142, 143, 144, 300)]
    assert correr(entregas, "[R058]", meta=True, mapas=True) | {"Maps": None} == {
        "OCID": {"o300": {"R058": 2.0}},
        "Tenderer": {"G-o300": {"R058": 0.0}},
        "Meta": {"R058": {"q1": 0.4092, "q3": 0.57, "upper_fence": 0.8112}},
        "Maps": None,
    }


def test_both_distances_share_their_processes_and_show_each_its_tenderers(correr: Correr) -> None:
    mapas = correr([competido("o", 100, 110)], "[R024]\nthreshold = 0.2\n[R058]\nthreshold = 0.05", mapas=True)
    assert mapas["OCID"] == {"o": {"R024": 0.1, "R058": 0.1}}
    assert mapas["Maps"]["ocid_tenderer_r024"] == {"o": ["G-o", "S-o"]}
    assert mapas["Maps"]["ocid_tenderer_r058"] == {"o": ["G-o"]}


def test_the_distance_is_from_the_lowest_bid_of_the_winner_to_the_lowest_of_the_others(correr: Correr) -> None:
    ofertas = [oferta("A", 120), oferta("A", 100), oferta("B", 150), oferta("C", 125), oferta("D", 99, "disqualified")]
    entrega = proceso("o", ofertas, [adjudicacion("A"), adjudicacion("X", "cancelled")])
    assert correr([entrega], "[R024]\nthreshold = 1") == {
        "OCID": {"o": {"R024": 0.25}},
        "Tenderer": {"A": {"R024": 0.0}, "C": {"R024": 0.0}},
    }


_CONSORCIO = {**oferta("B", 110), "tenderers": [{"id": "B"}, {"id": "C"}]}
_CON_SOCIO_SIN_ID = {**oferta("B", 110), "tenderers": [{"id": "B"}, {"name": "sin id"}]}


@pytest.mark.parametrize(
    ("ofertas", "adjudicaciones"),
    [
        ([oferta("A", 100), oferta("B", 90)], [adjudicacion("A")]),
        ([oferta("A", 100), oferta("B", 110)], [adjudicacion("A"), adjudicacion("B")]),
        ([oferta("A", 100), oferta("B", 110)], [adjudicacion("A"), adjudicacion("B", "pending")]),
        ([oferta("A", 100), oferta("B", 110)], [{"status": "active", "suppliers": [{"id": "A"}, {"id": "Z"}]}]),
        ([oferta("A", 100), _CONSORCIO], [adjudicacion("A")]),
        ([oferta("A", 100), _CON_SOCIO_SIN_ID], [adjudicacion("A")]),
        ([oferta("A", 100)], [adjudicacion("A")]),
    ],
    ids=["another bid less", "two awards", "one pending", "two suppliers", "consortium", "half a consortium", "alone"],
)
def test_processes_without_one_winner_and_one_next_have_no_distance(
    correr: Correr, ofertas: list[Json], adjudicaciones: list[Json]
) -> None:
    assert correr([proceso("o", ofertas, adjudicaciones)], "[R058]\nthreshold = 0.001") == {}


def test_a_winning_bid_of_zero_makes_a_distance_that_json_has_no_number_for(correr: Correr) -> None:
    assert correr([competido("o", 0, 5)], "[R058]\nthreshold = 1")["OCID"] == {"o": {"R058": None}}
    assert correr([competido("o", 0, 0)], "[R058]\nthreshold = 1") == {}


def contra_l() -> list[Json]:
    """Four firms win four of five and L, who is in everything, one of seventeen."""
    entregas = [proceso("l", [oferta("L")], [adjudicacion("L")])]
    for firma in "ABCD":
        entregas += [proceso(f"{firma}{n}", [oferta(firma), oferta("L")], [adjudicacion(firma)]) for n in range(4)]
        entregas += [proceso(f"{firma}z", [oferta(firma), oferta(f"Z{firma}")], [adjudicacion(f"Z{firma}")])]
    return entregas


def test_r025_flags_who_takes_part_most_and_hardly_wins(correr: Correr) -> None:
    assert correr(contra_l(), "[R025]", meta=True) == {
        "Tenderer": {"L": {"R025": 1 / 17}},
        "Meta": {"R025": {"q1": 0.8, "q3": 1.0, "upper_fence": 5.0, "lower_fence": 0.5}},
    }


def test_r025_takes_its_percentile_and_threshold_from_the_settings(correr: Correr) -> None:
    assert correr(contra_l(), "[R025]\nthreshold = 0.8", meta=True) == {
        "Tenderer": {"L": {"R025": 1 / 17}} | {firma: {"R025": 0.8} for firma in "ABCD"},
        "Meta": {"R025": {"upper_fence": 5.0, "lower_fence": 0.8}},
    }
    assert list(correr(contra_l(), "[R025]\nthreshold = 0.8\npercentile = 100")["Tenderer"]) == ["L"]


def test_r025_counts_a_tenderer_once_a_process(correr: Correr) -> None:
    ofertas = [oferta("A"), oferta("A"), oferta("B"), oferta("B"), oferta("B")]
    resultado = correr([proceso("o", ofertas, [adjudicacion("A")])], "[R025]\nthreshold = 1", meta=True)
    assert resultado["Tenderer"] == {"A": {"R025": 1.0}, "B": {"R025": 0.0}}
    assert resultado["Meta"]["R025"]["upper_fence"] == 1.0


def con_desechadas(ocid: str, comprador: str, desechadas: int, de: int) -> Json:
    ofertas = [oferta(f"{ocid}-{n}", estado="disqualified" if n < desechadas else "valid") for n in range(de)]
    return {**proceso(ocid, ofertas), "buyer": {"id": comprador}}


def test_r038_flags_a_buyer_over_the_upper_fence(correr: Correr) -> None:
    entregas = [con_desechadas(f"o{n}", f"C{n}", 1, 10) for n in range(4)] + [con_desechadas("o4", "C4", 9, 10)]
    resultado = correr(entregas, "[R038]", meta=True, mapas=True)
    assert resultado["Buyer"] == {"C4": {"R038": 0.9}}
    # Each tenderer bid once, under the minimum, and nobody is a procuring entity.
    assert resultado["Meta"] == {"R038": {"Buyer_q1": 0.1, "Buyer_q3": 0.3667, "Buyer_upper_fence": 0.7667}}
    assert resultado["Maps"]["ocid_buyer_r038"] == {f"o{n}": f"C{n}" for n in range(5)}
    assert resultado["Maps"]["ocid_tenderer"]["o0"] == [f"o0-{n}" for n in range(10)]


def test_r038_flags_procuring_entities_and_tenderers_too(correr: Correr) -> None:
    ofertas = [oferta("A", estado="disqualified"), oferta("A", estado="pending"), oferta("B", estado="disqualified")]
    entrega = proceso("o", ofertas, procuringEntity={"id": "E"})
    resultado = correr([entrega], "[R038]\nthreshold = 0.5", meta=True, mapas=True)
    assert resultado["ProcuringEntity"] == {"E": {"R038": 2 / 3}}
    assert resultado["Tenderer"] == {"A": {"R038": 0.5}}
    assert resultado["Meta"]["R038"] == {"ProcuringEntity_upper_fence": 0.5, "Tenderer_upper_fence": 0.5}
    assert resultado["Maps"]["ocid_procuringentity_r038"] == {"o": "E"}


def test_r038_compares_its_minimums_with_submitted_bids(correr: Correr) -> None:
    entregas = [con_desechadas("o", "C", 1, 1), con_desechadas("p", "D", 2, 2)]
    assert correr(entregas, "[R038]\nthreshold = 0.5") == {"Buyer": {"D": {"R038": 1.0}}}
    assert list(correr(entregas, "[R038]\nthreshold = 0.5\nminimum_contracting_processes = 1")["Buyer"]) == ["C", "D"]
    minimo = correr(entregas, "[R038]\nthreshold = 0.5\nminimum_submitted_bids = 1")
    assert list(minimo["Tenderer"]) == ["o-0", "p-0", "p-1"]


def con_clases(ocid: str, proveedor: str, *clases: object) -> Json:
    articulos = [{"classification": {"id": clase}} for clase in clases]
    return proceso(ocid, (), [adjudicacion(proveedor, items=articulos)])


def test_r048_flags_who_wins_items_of_too_many_classes(correr: Correr) -> None:
    entregas = [con_clases(f"o{n}", f"P{n}", "1010", "1020") for n in range(4)]
    entregas.append(con_clases("o4", "P4", "1010", "2010", "3010", "4010", "4020", 5010))
    assert correr(entregas, "[R048]\nminimum_contracting_processes = 1", meta=True) == {
        "Tenderer": {"P4": {"R048": 4.0}},
        "Meta": {"R048": {"q1": 1.0, "q3": 2.0, "upper_fence": 3.5}},
    }


def test_r048_takes_its_digits_and_minimum_from_the_settings(correr: Correr) -> None:
    entregas = [con_clases(f"o{n}", "P", "1010", "1020") for n in range(20)]
    assert correr(entregas, "[R048]\nthreshold = 1") == {"Tenderer": {"P": {"R048": 1.0}}}
    assert correr(entregas, "[R048]\nthreshold = 1\ndigits = 3") == {"Tenderer": {"P": {"R048": 2.0}}}
    assert correr(entregas[1:], "[R048]\nthreshold = 1") == {}


def test_r048_without_suppliers_to_compare_says_so(correr: Correr) -> None:
    assert correr([con_clases("o", "P", "1010")], "[R048]", meta=True) == {
        "Meta": {"R048": {"q1": None, "q3": None, "upper_fence": None}}
    }


def test_r048_counts_a_process_once_a_supplier_and_skips_shared_awards(correr: Correr) -> None:
    doble = proceso("o", (), [*con_clases("o", "P", "10")["awards"], *con_clases("o", "P", "20")["awards"]])
    compartida = {
        "status": "active",
        "suppliers": [{"id": "P"}, {"id": "Q"}],
        "items": [{"classification": {"id": "3"}}],
    }
    minimo = "[R048]\nthreshold = 1\nminimum_contracting_processes = "
    assert correr([doble, proceso("p", (), [compartida])], f"{minimo}1") == {"Tenderer": {"P": {"R048": 2.0}}}
    assert correr([doble, proceso("p", (), [compartida])], f"{minimo}2") == {}
