"""The compiled release: as OCDS merges, with its traps closed."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from ocdsmerge import Merger

from sitio.ocds import fusion, perfil
from sitio.ocds.canonico import canonizar
from sitio.ocds.fusion import FusionImposible, agregar, compilar

OCID = "ocds-213czf-1"


def _entrega(dia: int, **secciones: Any) -> dict[str, Any]:
    return {"ocid": OCID, "id": f"e{dia}", "date": f"2026-01-{dia:02}T00:00:00Z", "tag": ["tender"], **secciones}


HISTORIA = [
    _entrega(1, planning={"rationale": "uno", "budget": {"amount": {"amount": 5, "currency": "MXN"}}}),
    _entrega(
        2,
        tender={
            "id": "t",
            "status": "active",
            "items": [
                {"id": "1", "quantity": 1, "additionalClassifications": [{"id": "a"}, {"id": "b"}]},
                {"id": "2", "quantity": 2},
            ],
            "submissionMethod": ["written", "inPerson"],
        },
    ),
    _entrega(
        3,
        tender={
            "id": "t",
            "items": [{"id": "2", "quantity": 7}, {"id": "1", "additionalClassifications": [{"id": "c"}]}],
            "submissionMethod": ["electronicSubmission"],
        },
        planning={"rationale": None},
    ),
    _entrega(4, awards=[{"id": "a", "suppliers": [{"id": "p", "name": "P"}]}], parties=[{"id": "p", "name": "P"}]),
    _entrega(5, parties=[{"id": "p", "roles": ["supplier"]}, {"id": "q"}], contracts=[{"id": "c", "awardID": "a"}]),
]


def test_la_compilada_junta_las_entregas_como_manda_ocds() -> None:
    assert compilar(HISTORIA) == {
        "ocid": OCID,
        "id": f"{OCID}-2026-01-05T00:00:00Z",
        "date": "2026-01-05T00:00:00Z",
        "tag": ["compiled"],
        "planning": {"budget": {"amount": {"amount": 5, "currency": "MXN"}}},
        "tender": {
            "id": "t",
            "status": "active",
            "items": [
                {"id": "1", "quantity": 1, "additionalClassifications": [{"id": "c"}]},
                {"id": "2", "quantity": 7},
            ],
            "submissionMethod": ["electronicSubmission"],
        },
        "awards": [{"id": "a", "suppliers": [{"id": "p", "name": "P"}]}],
        "parties": [{"id": "p", "name": "P", "roles": ["supplier"]}, {"id": "q"}],
        "contracts": [{"id": "c", "awardID": "a"}],
    }


@pytest.mark.datos_reales
def test_la_compilada_es_la_de_la_implementacion_de_referencia(compartido: Path, entrega: dict[str, Any]) -> None:
    oficial = Merger(str(compartido / "ocds/1.1.5/release-schema.json"))
    # Three real processes; several of their releases share one second, so that the order given decides.
    reales: dict[str, list[dict[str, Any]]] = {}
    for linea in (compartido / "data/ocds/jalisco-releases.jsonl").read_text(encoding="utf-8").splitlines():
        real = json.loads(linea)
        reales.setdefault(real["ocid"], []).append(real)
    assert sorted(map(len, reales.values())) == [1, 4, 5]
    for historia in (HISTORIA, [entrega], *reales.values()):
        assert canonizar(compilar(historia)) == canonizar(oficial.create_compiled_release(historia))


def test_agregar_de_una_en_una_da_lo_mismo_que_compilar_y_no_cambia_nada_de_lo_dado() -> None:
    historia = copy.deepcopy(HISTORIA)
    compilada = None
    for posicion, entrega in enumerate(historia):
        anterior = copy.deepcopy(compilada)
        siguiente = agregar(compilada, entrega)
        assert compilada == anterior
        assert canonizar(siguiente) == canonizar(compilar(HISTORIA[: posicion + 1]))
        compilada = siguiente
    assert historia == HISTORIA


def test_las_entregas_se_ordenan_por_el_momento_y_no_por_el_texto() -> None:
    # As text "10:00:00-06:00" comes before "12:00:00Z", and "10:00:00.500Z" before "10:00:00Z".
    tarde = {**_entrega(1, language="es"), "date": "2026-01-01T10:00:00-06:00"}
    temprano = {**_entrega(1, language="en"), "date": "2026-01-01T12:00:00Z"}
    assert compilar([tarde, temprano])["language"] == "es"
    con_decimas = {**_entrega(1, language="es"), "date": "2026-01-01T10:00:00.500Z"}
    sin_decimas = {**_entrega(1, language="en"), "date": "2026-01-01T10:00:00Z"}
    assert compilar([con_decimas, sin_decimas])["language"] == "es"


def test_a_igual_fecha_vale_el_orden_dado() -> None:
    assert compilar([_entrega(1, language="en"), _entrega(1, language="es")])["language"] == "es"


def test_un_nulo_quita_el_campo_pero_no_lo_que_un_objeto_lleva_dentro() -> None:
    valor = _entrega(1, tender={"id": "t", "title": "x", "value": {"amount": 1, "currency": "MXN"}})
    sobre_el_objeto = _entrega(2, tender={"title": None, "value": None})
    assert compilar([valor, sobre_el_objeto])["tender"] == {"id": "t", "value": {"amount": 1, "currency": "MXN"}}
    sobre_las_hojas = _entrega(2, tender={"title": None, "value": {"amount": None, "currency": None}})
    assert compilar([valor, sobre_las_hojas])["tender"] == {"id": "t"}


@pytest.mark.parametrize("repetido", ["1", 1])
def test_dos_miembros_con_el_mismo_id_no_se_mezclan_en_silencio(repetido: Any) -> None:
    with pytest.raises(FusionImposible, match=r"tender\.items\[1\]\.id: Otro elemento"):
        agregar(None, _entrega(1, tender={"id": "t", "items": [{"id": "1"}, {"id": repetido}]}))


def test_las_listas_que_se_cambian_enteras_pueden_repetir_id() -> None:
    clases = [{"scheme": "CUCOP", "id": "1"}, {"scheme": "CPV", "id": "1"}]
    entrega = _entrega(1, tender={"id": "t", "items": [{"id": "1", "additionalClassifications": clases}]})
    assert agregar(None, entrega)["tender"]["items"][0]["additionalClassifications"] == clases


def test_las_listas_de_extensiones_sin_id_se_cambian_enteras() -> None:
    # ocdsmerge, which does not know the extension, would keep both.
    visitas = [_entrega(dia, tender={"id": "t", "visitas": [{"lugar": str(dia)}]}) for dia in (1, 2)]
    assert compilar(visitas)["tender"]["visitas"] == [{"lugar": "2"}]
    assert compilar([*visitas, _entrega(3, language="es")])["tender"]["visitas"] == [{"lugar": "2"}]


def test_las_listas_de_extensiones_con_id_se_mezclan_por_id() -> None:
    ofertas = [_entrega(1, bids={"details": [{"id": "1", "a": 1}]}), _entrega(2, bids={"details": [{"id": "2"}]})]
    assert compilar(ofertas)["bids"]["details"] == [{"id": "1", "a": 1}, {"id": "2"}]


@pytest.mark.parametrize(
    ("entregas", "motivo"),
    [
        ([], "No hay entregas"),
        ([{"ocid": OCID, "id": "e", "date": "ayer"}], "no trae una fecha legible"),
        ([{"ocid": OCID, "id": "e"}], "no trae una fecha legible"),
        ([_entrega(1), {**_entrega(2), "ocid": "ocds-213czf-2"}], "es de otro proceso"),
        ([_entrega(1, details="texto"), _entrega(2, details={"a": 1})], "cambió de tipo"),
        ([_entrega(1, details={"a": 1}), _entrega(2, details=[{"id": "1"}])], "cambió de tipo"),
    ],
)
def test_lo_que_no_se_puede_fundir_se_rechaza_con_su_motivo(entregas: list[dict[str, Any]], motivo: str) -> None:
    with pytest.raises(FusionImposible, match=motivo):
        compilar(entregas)


def test_agregar_no_acepta_una_entrega_anterior_a_la_ultima() -> None:
    with pytest.raises(FusionImposible, match="anterior a la última"):
        agregar(compilar(HISTORIA), _entrega(4))


def test_la_compilada_de_una_entrega_valida_es_valida(entrega: dict[str, Any]) -> None:
    compilada = compilar([entrega])
    assert perfil.errores(compilada, estricto=True) == []
    assert {clave: compilada[clave] for clave in entrega if clave not in ("id", "tag")} == {
        clave: entrega[clave] for clave in entrega if clave not in ("id", "tag")
    }


def test_las_reglas_salen_de_nuestro_esquema_sin_red() -> None:
    # The suite closes the sockets: reaching for the official schema would fail.
    assert fusion.reglas()[("tender", "items", "additionalClassifications")] == "wholeListMerge"
    assert fusion.reglas()[("date",)] == "omitWhenMerged"


def test_un_objeto_con_todo_retirado_no_deja_un_objeto_vacio() -> None:
    primera = {"ocid": "o", "id": "1", "date": "2026-01-01T00:00:00Z", "tender": {"id": "t", "value": {"amount": 1}}}
    segunda = {"ocid": "o", "id": "2", "date": "2026-01-02T00:00:00Z", "tender": {"value": {"amount": None}}}
    tercera = {"ocid": "o", "id": "3", "date": "2026-01-03T00:00:00Z", "tender": {"title": "Sillas"}}
    compilada = fusion.agregar(fusion.agregar(None, primera), segunda)
    assert compilada["tender"] == {"id": "t"}
    assert fusion.agregar(compilada, tercera) == fusion.compilar([primera, segunda, tercera])
