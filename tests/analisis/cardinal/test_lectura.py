"""Lines as they come: not JSON, or JSON of other types than the standard's. Nothing is converted."""

import io
import json
from pathlib import Path

import pytest

from sitio.analisis import cardinal
from sitio.analisis.cardinal import archivo
from tests.analisis.cardinal.conftest import Correr
from tests.analisis.cardinal.hechas import Json, adjudicacion, oferta, proceso

R018 = b'{"ocid":"%b","tender":{"procurementMethod":"open","numberOfTenderers":1}}'


@pytest.mark.parametrize(
    "mala",
    [
        b"{", b"nul", b'{"ocid":"a"} 1', b'{"ocid":"a","x":[1,]}', b'{"ocid":"a","x":NaN}', b'{"ocid":"a","x":"\xff"}',
        b'{"ocid":"a","x":"\xc3"}', b'{"ocid":"a","x":"\\ud800"}', b'{"ocid":"a","x":"\t"}',
        b'\xef\xbb\xbf{"ocid":"a"}',
    ],
)  # fmt: skip
def test_a_line_that_is_not_json_is_told_by_its_number_and_skipped(mala: bytes) -> None:
    avisadas: list[int] = []
    flujo = io.BytesIO(b"\n".join([R018 % b"a", b"", b" \t\r", mala, R018 % b"b", mala]))
    calculo = cardinal.calcular_flujo(flujo, cardinal.leer_ajustes("[R018]"), avisadas.append)
    salida = b'{"OCID":{"a":{"R018":1.0},"b":{"R018":1.0}}}'
    assert (avisadas, b"".join(cardinal.partes(calculo, con_meta=False))) == ([4, 6], salida)


@pytest.mark.parametrize("linea", [b"[0]", b'"x"', b"1", b"null", b"{}", b'{"ocid":1}', b'{"ocid":null}', b"[[]]"])
def test_json_without_a_text_ocid_is_no_process(linea: bytes) -> None:
    avisadas: list[int] = []
    calculo = cardinal.calcular_flujo(io.BytesIO(linea), cardinal.leer_ajustes("[R018]\n[R038]"), avisadas.append)
    assert (avisadas, b"".join(cardinal.partes(calculo, con_meta=False))) == ([], b"{}")


def test_nothing_runs_without_settings(correr: Correr) -> None:
    entregas = [proceso("o", [oferta("A", 1), oferta("B", 1)])]
    assert correr(entregas, "", meta=True) == {"Meta": {}}
    assert correr([], "", mapas=True)["Maps"]["ocid_tenderer"] == {}


def test_an_empty_file_has_nothing_to_flag_and_no_quartiles(correr: Correr) -> None:
    sin_datos = {"q1": None, "q3": None}
    assert correr([], "[R003]\n[R024]\n[R025]\n[R038]\n[R048]\n[R058]", meta=True) == {
        "Meta": {
            "R024": sin_datos | {"lower_fence": None},
            "R025": sin_datos | {"upper_fence": None, "lower_fence": None},
            "R048": sin_datos | {"upper_fence": None},
            "R058": sin_datos | {"upper_fence": None},
        }
    }


@pytest.mark.parametrize(
    "sucia",
    [
        {"tender": []}, {"bids": []}, {"bids": {"details": {}}}, {"awards": {}}, {"buyer": "C"},
        {"tender": {"tenderPeriod": "x", "procuringEntity": [], "status": {}, "procurementMethodDetails": []}},
        {"bids": {"details": [None, 1, [], "x", {"status": ["valid"]}, {"status": "valid", "tenderers": {"id": "A"}}]}},
        {"awards": [None, {"status": "active", "suppliers": "A", "items": 3}, {"status": {}}]},
        {"awards": [{"status": "active", "suppliers": [{"id": 7}], "items": [{"classification": "x"}, 3]}]},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_of_another_type_counts_as_absent(correr: Correr, sucia: Json) -> None:
    todos = "".join(f"[{codigo}]\n" for codigo in CODIGOS)
    limpia = proceso("z", [oferta("A", 10), oferta("B", 10)], [adjudicacion("A")])
    assert correr([{"ocid": "o"} | sucia, limpia], todos, mapas=True) == correr([limpia], todos, mapas=True)


CODIGOS = ("R003", "R018", "R024", "R025", "R028", "R030", "R035", "R036", "R048", "R058")


def test_a_tenderer_that_is_no_object_still_makes_a_bid_of_two(correr: Correr) -> None:
    ofertas = [oferta("A", 100), {**oferta("B", 110), "tenderers": [{"id": "B"}, "C"]}]
    assert correr([proceso("o", ofertas, [adjudicacion("A")])], "[R058]\nthreshold = 0.01") == {}


def test_an_amount_too_large_to_compare_is_no_amount_and_spoils_nothing_else(correr: Correr) -> None:
    entrega = json.dumps(proceso("o", [oferta("A", 10), oferta("B", 10), oferta("C", 777)])).encode()
    for enorme in (b"1e999", b"7" * 400):
        assert correr([entrega.replace(b"777", enorme)], "[R028]")["OCID"] == {"o": {"R028": 1.0}}


def test_numeric_ids_are_no_ids(correr: Correr) -> None:
    ofertas = [{**oferta("A", 10), "tenderers": [{"id": 1}]}, {**oferta("B", 10), "tenderers": [{"id": 2}]}]
    assert correr([proceso("o", ofertas)], "[R028]") == {}


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_file_computed_in_parts_says_the_same_as_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lineas = [R018 % b"o%d" % n if n % 7 else b"{mala %d" % n for n in range(200)]
    ruta = tmp_path / "entregas.jsonl"
    ruta.write_bytes(b"\r\n".join(lineas))
    ajustes = cardinal.leer_ajustes("[R018]\n[R024]")
    enteras: list[int] = []
    entero = b"".join(cardinal.partes(cardinal.calcular(ruta, ajustes, enteras.append)))
    for trozo in (1000, len(lineas[1]) + 2):
        monkeypatch.setattr(archivo, "REPARTIBLE", 0)
        monkeypatch.setattr(archivo, "TROZO", trozo)
        partidas: list[int] = []
        assert b"".join(cardinal.partes(cardinal.calcular(ruta, ajustes, partidas.append))) == entero
        assert partidas == enteras == [n + 1 for n in range(0, 200, 7)]
