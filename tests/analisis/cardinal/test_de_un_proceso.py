"""The codes that one process is enough for."""

import pytest

from tests.analisis.cardinal.conftest import Correr
from tests.analisis.cardinal.hechas import Json, adjudicacion, competido, oferta, proceso


def con_plazo(inicio: object, fin: object, **tender: object) -> list[Json]:
    return [proceso("o", tenderPeriod={"startDate": inicio, "endDate": fin}, **tender)]


@pytest.mark.parametrize(
    ("inicio", "fin", "marcado"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-16T09:59:59Z", True),
        ("2026-03-01T10:00:00Z", "2026-03-16T10:00:00Z", False),
        # Fifteen days by the calendar and not by the clock: the offsets differ by one hour.
        ("2026-03-01T10:00:00-06:00", "2026-03-16T10:00:00-05:00", True),
        ("2026-03-01T10:00:00.000000001Z", "2026-03-16T10:00:00Z", True),
        ("2026-03-16T10:00:00Z", "2026-03-01T10:00:00Z", True),
        ("2026-03-01 10:00:00z", "2026-03-02t10:00:00+00:00", True),
        ("2026-03-01", "2026-03-02", False),
        ("2026-03-01T10:00:00", "2026-03-02T10:00:00", False),
        ("2026-02-30T10:00:00Z", "2026-03-02T10:00:00Z", False),
        ("2026-03-01T24:00:00Z", "2026-03-02T10:00:00Z", False),
        (None, "2026-03-02T10:00:00Z", False),
    ],
)
def test_r003_counts_whole_days_between_instants(correr: Correr, inicio: object, fin: object, marcado: bool) -> None:
    assert correr(con_plazo(inicio, fin), "[R003]") == ({"OCID": {"o": {"R003": 1.0}}} if marcado else {})


def test_r003_cuts_a_part_of_a_day_towards_zero(correr: Correr) -> None:
    medio_dia_antes = con_plazo("2026-03-01T12:00:00Z", "2026-03-01T00:00:00Z")
    assert correr(medio_dia_antes, "[R003]\nthreshold = 0") == {}
    assert correr(medio_dia_antes, "[R003]\nthreshold = 1") == {"OCID": {"o": {"R003": 1.0}}}


def test_r003_has_a_threshold_for_each_detail_of_the_method_and_looks_at_the_methods_asked_for(correr: Correr) -> None:
    veinte = ("2026-03-01T00:00:00Z", "2026-03-21T00:00:00Z")
    ajustes = "[R003]\nprocurement_methods = open|selective\n[R003.procurement_method_details]\nInternacional = 40"
    internacional = con_plazo(*veinte, procurementMethod="open", procurementMethodDetails="Internacional")
    assert correr(internacional, ajustes) == {"OCID": {"o": {"R003": 1.0}}}
    nacional = con_plazo(*veinte, procurementMethod="open", procurementMethodDetails="Nacional")
    assert correr(nacional, ajustes) == {}
    directa = con_plazo(*veinte, procurementMethod="direct", procurementMethodDetails="Internacional")
    assert correr(directa, ajustes) == {}
    sin_metodo = con_plazo(*veinte, procurementMethodDetails="Internacional")
    assert correr(sin_metodo, ajustes) == {}


@pytest.mark.parametrize(
    ("numero", "metodo", "marcado"),
    [
        (1, "open", True),
        (1, "selective", True),
        (1, "direct", False),
        (1, None, False),
        (2, "open", False),
        (0, "open", False),
        (1.0, "open", False),
        ("1", "open", False),
        (True, "open", False),
    ],
)
def test_r018_takes_only_the_integer_one(correr: Correr, numero: object, metodo: str | None, marcado: bool) -> None:
    entrega = proceso("o", [oferta("A", 1), oferta("B", 2)], numberOfTenderers=numero, procurementMethod=metodo)
    assert correr([entrega], "[R018]") == ({"OCID": {"o": {"R018": 1.0}}} if marcado else {})


def test_r018_looks_at_the_methods_asked_for(correr: Correr) -> None:
    directa = proceso("o", numberOfTenderers=1, procurementMethod="direct")
    assert correr([directa], "[R018]\nprocurement_methods = direct") == {"OCID": {"o": {"R018": 1.0}}}
    # Empty asks for all, and then the method may be missing.
    assert correr([proceso("o", numberOfTenderers=1)], "[R018]\nprocurement_methods =") == {
        "OCID": {"o": {"R018": 1.0}}
    }


def test_r028_flags_those_who_bid_the_same(correr: Correr) -> None:
    ofertas = [oferta("A", 10), oferta("B", 10.0, "disqualified"), oferta("C", 11)]
    assert correr([proceso("o", ofertas)], "[R028]", mapas=True) == {
        "OCID": {"o": {"R028": 1.0}},
        "Tenderer": {"A": {"R028": 1.0}, "B": {"R028": 1.0}},
        "Maps": {
            "ocid_buyer_r038": {},
            "ocid_procuringentity_r038": {},
            "ocid_tenderer": {},
            "ocid_tenderer_r024": {},
            "ocid_tenderer_r028": {"o": ["A", "B"]},
            "ocid_tenderer_r030": {},
            "ocid_tenderer_r035": {},
            "ocid_tenderer_r058": {},
        },
    }


@pytest.mark.parametrize(
    "ofertas",
    [
        [oferta("A", 10), oferta("A", 10)],
        [oferta("A", 10), {**oferta("B", 10), "value": {"amount": 10, "currency": "USD"}}],
        [oferta("A", 10), oferta("B", 10, "withdrawn")],
        [oferta("A", 10), oferta("B", 10, "invited")],
        [oferta("A", 10), {**oferta("B", 10), "value": {"amount": "10", "currency": "MXN"}}],
        [oferta("A", 10), {**oferta("B", 10), "tenderers": []}],
        [oferta("A"), oferta("B")],
    ],
    ids=["same tenderer", "other currency", "withdrawn", "invited", "amount as text", "nobody", "no price"],
)
def test_r028_compares_submitted_prices_of_different_tenderers(correr: Correr, ofertas: list[Json]) -> None:
    assert correr([proceso("o", ofertas)], "[R028]") == {}


def test_r028_sets_a_consortium_apart_from_its_members(correr: Correr) -> None:
    consorcio = {**oferta("A", 10), "tenderers": [{"id": "A"}, {"id": "B"}]}
    assert correr([proceso("o", [consorcio, oferta("B", 10)])], "[R028]")["Tenderer"] == {
        "A": {"R028": 1.0},
        "B": {"R028": 1.0},
    }


def test_r030_flags_a_supplier_who_bid_late(correr: Correr) -> None:
    ofertas = [oferta("A", date="2026-03-02T00:00:01Z"), oferta("B", date="2026-03-03T00:00:00Z")]
    # A pending award beside the active one does not stop this code.
    adjudicaciones = [adjudicacion("A"), adjudicacion("B", "pending")]
    entrega = proceso("o", ofertas, adjudicaciones, tenderPeriod={"endDate": "2026-03-02T00:00:00Z"})
    assert correr([entrega], "[R030]") == {"OCID": {"o": {"R030": 1.0}}, "Tenderer": {"A": {"R030": 1.0}}}


@pytest.mark.parametrize(
    ("fecha", "estado"),
    [
        ("2026-03-02T00:00:00Z", "valid"),
        ("2026-03-02T00:00:01Z", "disqualified"),
        # Later as an instant, and not as text.
        ("2026-03-01T23:00:00-06:00", "valid"),
        (None, "valid"),
    ],
)
def test_r030_compares_the_text_of_valid_bids(correr: Correr, fecha: str | None, estado: str) -> None:
    ofertas = [oferta("A", estado=estado, date=fecha)]
    entrega = proceso("o", ofertas, [adjudicacion("A")], tenderPeriod={"endDate": "2026-03-02T00:00:00Z"})
    assert correr([entrega], "[R030]") == {}


def test_r035_counts_the_other_tenderers_disqualified(correr: Correr) -> None:
    desechadas = [oferta(quien, estado="disqualified") for quien in "BCCA"]
    entrega = proceso("o", [oferta("A"), oferta("A"), *desechadas], [adjudicacion("A"), adjudicacion("A")])
    marcado = {"OCID": {"o": {"R035": 2.0}}, "Tenderer": {"A": {"R035": 0.0}}}
    assert correr([entrega], "[R035]") == marcado
    assert correr([entrega], "[R035]\nthreshold = 2") == marcado
    assert correr([entrega], "[R035]\nthreshold = 3") == {}


def test_r035_with_threshold_zero_still_needs_one_disqualified(correr: Correr) -> None:
    assert correr([proceso("o", [oferta("A")], [adjudicacion("A")])], "[R035]\nthreshold = 0") == {}


@pytest.mark.parametrize(
    ("ofertas", "adjudicaciones"),
    [
        ([oferta("A"), oferta("B"), oferta("C", estado="disqualified")], [adjudicacion("A")]),
        ([oferta("A"), oferta("C", estado="disqualified")], [adjudicacion("B")]),
        ([oferta("A"), oferta("C", estado="disqualified")], [adjudicacion("A"), adjudicacion("B", "pending")]),
        ([oferta("A"), oferta("C", estado="disqualified")], [adjudicacion("A", "cancelled")]),
    ],
    ids=["two valid", "another won", "one award pending", "no active award"],
)
def test_r035_needs_one_tenderer_with_all_that_is_valid_and_awarded(
    correr: Correr, ofertas: list[Json], adjudicaciones: list[Json]
) -> None:
    assert correr([proceso("o", ofertas, adjudicaciones)], "[R035]") == {}


def test_r036_flags_the_lowest_bid_disqualified_whoever_won(correr: Correr) -> None:
    ofertas = [oferta("A", 20), oferta("B", 10, "disqualified"), oferta("C", 30)]
    entrega = proceso("o", ofertas, [adjudicacion("C"), adjudicacion("D", "pending")])
    assert correr([entrega], "[R036]") == {"OCID": {"o": {"R036": 1.0}}}


@pytest.mark.parametrize(
    ("ofertas", "adjudicaciones"),
    [
        ([oferta("A", 10), oferta("B", 10, "disqualified")], [adjudicacion("A")]),
        ([oferta("A"), oferta("B", 10, "disqualified")], [adjudicacion("A")]),
        ([oferta("A", 20), oferta("B", 10, "disqualified")], [adjudicacion("A", "pending")]),
        ([oferta("A", 20), oferta("B", 10, "withdrawn")], [adjudicacion("A")]),
    ],
    ids=["the first of two equal is valid", "the valid bid has no price", "nothing awarded", "withdrawn"],
)
def test_r036_needs_a_valid_price_above_the_disqualified_one(
    correr: Correr, ofertas: list[Json], adjudicaciones: list[Json]
) -> None:
    assert correr([proceso("o", ofertas, adjudicaciones)], "[R036]") == {}


@pytest.mark.parametrize(
    ("listas", "metodo", "marcado"),
    [
        ("", None, True),
        ("price_comparison_procurement_methods = Precio|Subasta", "Subasta", True),
        ("price_comparison_procurement_methods = Precio|Subasta", "subasta", False),
        ("price_comparison_procurement_methods = Precio|Subasta", None, False),
        ("no_price_comparison_procurement_methods = Puntos", "Puntos", False),
        ("no_price_comparison_procurement_methods = Puntos", None, True),
        ("price_comparison_procurement_methods = A\nno_price_comparison_procurement_methods = A", "A", True),
    ],
)
@pytest.mark.parametrize("codigo", ["[R028]", "[R036]", "[R024]\nthreshold = 9"])
def test_prices_are_compared_under_the_methods_that_the_lists_say(
    correr: Correr, listas: str, metodo: str | None, marcado: bool, codigo: str
) -> None:
    ofertas = [oferta("A", 20), oferta("B", 20), oferta("C", 10, "disqualified")]
    entrega = proceso("o", ofertas, [adjudicacion("A")], procurementMethodDetails=metodo)
    assert ("o" in correr([entrega], f"{listas}\n{codigo}").get("OCID", {})) is marcado


def test_cancelled_processes_and_excluded_methods_are_not_looked_at(correr: Correr) -> None:
    ajustes = "[exclusions]\nprocurement_method_details = Sorteo|Rifa\n[R018]"
    uno = {"numberOfTenderers": 1, "procurementMethod": "open"}
    entregas = [
        proceso("cancelado", **uno, status="cancelled"),
        proceso("excluido", **uno, procurementMethodDetails="Rifa"),
        proceso("otro", **uno, procurementMethodDetails="Licitación", status="complete"),
    ]
    assert correr(entregas, ajustes) == {"OCID": {"otro": {"R018": 1.0}}}


def test_prices_in_another_currency_are_not_compared(correr: Correr) -> None:
    en_pesos, en_dolares = competido("p", 100, 101), competido("d", 100, 101)
    for dada in en_dolares["bids"]["details"]:
        dada["value"]["currency"] = "USD"
    dos = [en_dolares, en_pesos]
    codigo = "[R024]\nthreshold = 1"
    assert list(correr(dos, f"currency = MXN\n{codigo}")["OCID"]) == ["p"]
    # Without the setting it is the first of the file.
    assert list(correr(dos, codigo)["OCID"]) == ["d"]
    assert list(correr(dos[::-1], codigo)["OCID"]) == ["p"]
