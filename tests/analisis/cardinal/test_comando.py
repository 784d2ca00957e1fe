"""`manage.py banderas`: what it prints, warns of and refuses."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.analisis.cardinal.hechas import Json, competido


@pytest.fixture
def entregas(tmp_path: Path) -> Path:
    """One process in pesos, one in dollars, and a line that is not JSON."""
    en_dolares = competido("d", 100, 101)
    for dada in en_dolares["bids"]["details"]:
        dada["value"]["currency"] = "USD"
    ruta = tmp_path / "entregas.jsonl"
    ruta.write_text("\n".join([json.dumps(competido("p", 100, 101)), "{", json.dumps(en_dolares)]), encoding="utf-8")
    return ruta


@pytest.fixture
def ajustes(tmp_path: Path) -> Path:
    ruta = tmp_path / "ajustes.ini"
    ruta.write_text("currency = MXN\n[R024]\nthreshold = 0.05\n", encoding="utf-8")
    return ruta


def correr(*argumentos: Any) -> tuple[Json, str]:
    salida, errores = io.StringIO(), io.StringIO()
    call_command("banderas", *map(str, argumentos), stdout=salida, stderr=errores)
    assert salida.getvalue().count("\n") == 1
    return json.loads(salida.getvalue()), errores.getvalue()


def test_it_prints_the_json_and_warns_apart(entregas: Path, ajustes: Path) -> None:
    salida, avisos = correr(entregas, "--ajustes", ajustes)
    assert salida == {
        "OCID": {"p": {"R024": 0.01}},
        "Tenderer": {"G-p": {"R024": 0.0}, "S-p": {"R024": 0.0}},
        "Meta": {"R024": {"lower_fence": 0.05}},
    }
    assert avisos.splitlines() == [
        "Línea 2: no es JSON válido y se omite.",
        "Se omiten 2 precios en USD: se comparan los que están en MXN.",
    ]


def test_meta_and_maps_come_when_asked(entregas: Path, ajustes: Path) -> None:
    salida, _avisos = correr(entregas, "--ajustes", ajustes, "--sin-meta", "--mapas")
    assert list(salida) == ["OCID", "Tenderer", "Maps"]
    assert salida["Maps"]["ocid_tenderer_r024"] == {"p": ["G-p", "S-p"]}


def test_without_settings_no_code_runs(entregas: Path) -> None:
    assert correr(entregas)[0] == {"Meta": {}}


def test_currencies_left_out_may_be_hushed_and_useless_lists_are_told(entregas: Path, ajustes: Path) -> None:
    listas = "price_comparison_procurement_methods = A\nno_price_comparison_procurement_methods = B\n"
    texto = ajustes.read_text(encoding="utf-8")
    ajustes.write_text(f"{listas}{texto}[output]\ninfo_currency_mismatches = true", encoding="utf-8")
    assert correr(entregas, "--ajustes", ajustes)[1].splitlines() == [
        "«no_price_comparison_procurement_methods» no tiene efecto junto a la lista contraria.",
        "Línea 2: no es JSON válido y se omite.",
    ]


def test_a_compressed_file_and_the_standard_input_say_the_same(
    entregas: Path, ajustes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directo = correr(entregas, "--ajustes", ajustes)
    comprimido = entregas.with_suffix(".jsonl.gz")
    comprimido.write_bytes(gzip.compress(entregas.read_bytes()))
    assert correr(comprimido, "--ajustes", ajustes) == directo
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(entregas.read_bytes())))
    assert correr("-", "--ajustes", ajustes) == directo


def test_what_cannot_be_read_ends_with_code_2(entregas: Path, ajustes: Path, tmp_path: Path) -> None:
    cortado = tmp_path / "cortado.jsonl.gz"
    cortado.write_bytes(gzip.compress(b"{}" * 999)[:20])
    for archivo, opciones in (
        (tmp_path / "no", ()),
        (tmp_path, ()),
        (cortado, ()),
        (entregas, ("--ajustes", tmp_path)),
    ):
        with pytest.raises(CommandError, match="no se puede leer") as fin:
            correr(archivo, *opciones)
        assert fin.value.returncode == 2


def test_settings_that_are_wrong_end_with_code_2_and_name_the_file(entregas: Path, ajustes: Path) -> None:
    ajustes.write_text("[R024]\nthreshold = mucho", encoding="utf-8")
    with pytest.raises(CommandError) as fin:
        correr(entregas, "--ajustes", ajustes)
    assert fin.value.returncode == 2
    assert str(fin.value) == (
        f"{ajustes}: [R024]: la clave «threshold» vale «mucho»; escriba un número con punto decimal, como 0.05."
    )
