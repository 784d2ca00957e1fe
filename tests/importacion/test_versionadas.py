"""A versioned release gives back the releases it was made of; what is not one gives nothing."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ocdsmerge import Merger

from sitio.importacion.tipos import Nota
from sitio.importacion.versionadas import NoReconstruible, reconstruir
from sitio.ocds import fusion
from sitio.publicacion.models import Entrega

Escribir = Callable[..., Path]
Hacer = Callable[..., dict[str, Any]]


@pytest.fixture
def fusionador() -> Merger:
    """The reference implementation of the merge, with the rules of the standard and nothing of ours."""
    return Merger(merge_rules=fusion.reglas())


@pytest.fixture
def vida(hacer_entrega: Hacer) -> list[dict[str, Any]]:
    """A process in four releases: fields that change, go, stay; lists by id, whole lists, lists of texts."""
    return [
        hacer_entrega(
            language="es",
            parties=[{"id": "P1", "name": "Instituto", "identifier": {"scheme": "X", "id": "1"}, "roles": ["buyer"]}],
            tender={
                "id": "1",
                "title": "Papel",
                "status": "active",
                "items": [{"id": "i1", "quantity": 5}, {"id": "i2", "quantity": 6}, {"id": "i3"}],
                "submissionMethod": ["written"],
            },
        ),
        hacer_entrega(
            id="b",
            date="2020-02-01T00:00:00Z",
            tag=["tenderUpdate"],
            tender={"id": "1", "status": None, "items": [{"id": "i4", "quantity": 1}, {"id": "i2", "quantity": 7}]},
        ),
        hacer_entrega(
            id="c",
            date="2020-03-01T00:00:00Z",
            tag=["award", "contract"],
            tender={"id": "1", "submissionMethod": ["inPerson", "written"]},
            awards=[{"id": "a1", "items": [{"id": "x", "additionalClassifications": [{"scheme": "S", "id": "1"}]}]}],
            contracts=[{"id": "c1", "awardID": "a1", "status": "pending"}],
        ),
        hacer_entrega(
            id="d",
            date="2020-04-01T00:00:00Z",
            tag=["contractUpdate"],
            contracts=[{"id": "c1", "awardID": "a1", "status": "active"}],
            x_propio={"lista": [{"sin": "id"}, {"sin": "id"}], "hondo": {"a": 1}},
        ),
    ]


def test_las_entregas_reconstruidas_se_funden_en_lo_mismo(fusionador: Merger, vida: list[dict[str, Any]]) -> None:
    versionada = fusionador.create_versioned_release(copy.deepcopy(vida[:3]))
    compilada = fusionador.create_compiled_release(copy.deepcopy(vida[:3]))
    entregas = reconstruir(versionada, compilada)
    assert [(e["id"], e["date"], e["tag"]) for e in entregas] == [(e["id"], e["date"], e["tag"]) for e in vida[:3]]
    assert fusionador.create_compiled_release(copy.deepcopy(entregas)) == compilada
    assert fusionador.create_versioned_release(copy.deepcopy(entregas)) == versionada
    # What the standard requires of an object is there, although it did not change.
    assert entregas[1]["initiationType"] == "tender"
    assert entregas[1]["tender"]["id"] == "1"
    assert entregas[1]["tender"]["items"] == [{"id": "i2", "quantity": 7}, {"id": "i4", "quantity": 1}]
    assert "title" not in entregas[1]["tender"]


def test_un_registro_solo_con_entrega_versionada_entra_entero(
    importa: Any, escribir: Escribir, fusionador: Merger, vida: list[dict[str, Any]], hacer_paquete: Hacer
) -> None:
    versionada = fusionador.create_versioned_release(copy.deepcopy(vida[:3]))
    enlaces = [{"url": f"https://example.mx/{e['id']}", "date": e["date"]} for e in vida[:3]]
    registro = {"ocid": vida[0]["ocid"], "releases": enlaces, "versionedRelease": versionada}
    paquete = {**hacer_paquete(), "releases": None, "records": [registro]}
    hecho = importa(escribir("r.json", paquete))
    assert hecho.cuentas == (3, 0, 0)
    assert hecho.importacion.resumenes[0].notas == {Nota.DE_VERSIONADA: 3}
    guardadas = [json.loads(bytes(e.contenido)) for e in Entrega.objects.order_by("posicion")]
    assert fusionador.create_versioned_release(guardadas) == versionada


def test_una_entrega_versionada_que_cuenta_otra_historia_cede_a_la_compilada(
    importa: Any, escribir: Escribir, fusionador: Merger, vida: list[dict[str, Any]], hacer_paquete: Hacer
) -> None:
    versionada = fusionador.create_versioned_release(copy.deepcopy(vida[:2]))
    compilada = fusionador.create_compiled_release(copy.deepcopy(vida[:3]))
    registro = {"ocid": vida[0]["ocid"], "releases": [], "versionedRelease": versionada, "compiledRelease": compilada}
    hecho = importa(escribir("r.json", {**hacer_paquete(), "releases": None, "records": [registro]}))
    assert hecho.importacion.resumenes[0].notas == {Nota.DE_COMPILADA: 1}


def _version(**cambios: Any) -> dict[str, Any]:
    return {"releaseID": "1", "releaseDate": "2020-01-01T00:00:00Z", "releaseTag": ["tender"], "value": "x", **cambios}


@pytest.mark.parametrize(
    "versionada",
    [
        {"ocid": "o"},
        {"ocid": "o", "language": [_version(releaseDate=None)]},
        {"ocid": "o", "language": [_version(releaseID=None)]},
        {"ocid": "o", "language": [_version(releaseTag="tender")]},
        {"ocid": "o", "language": [_version(), _version(releaseDate="2020-02-01T00:00:00Z")]},
        {"ocid": "o", "language": [_version(), _version(releaseID="2")]},
        {"ocid": "o", "language": "es"},
        {"ocid": "o", "parties": [{"name": [_version()]}]},
        {"ocid": "o", "parties": ["P1", {"id": "P2", "name": [_version()]}]},
        {"ocid": "o", "language": [{"releaseID": "1"}]},
    ],
)
def test_lo_que_no_es_una_entrega_versionada_no_se_adivina(versionada: dict[str, Any]) -> None:
    with pytest.raises(NoReconstruible):
        reconstruir(versionada)


@pytest.mark.datos_reales
@pytest.mark.django_db
def test_los_registros_de_inai_que_repiten_ids_ceden_a_su_compilada(importa: Any, compartido: Path) -> None:
    """The legacy tool gives one releaseID to many dates: there is no telling its releases apart."""
    rutas = sorted((compartido / "data/ocds").glob("inai-record-package_*.json"))
    for ruta in rutas:
        registro = json.loads(ruta.read_bytes())["records"][0]
        with pytest.raises(NoReconstruible):
            reconstruir(registro["versionedRelease"], registro["compiledRelease"])
    hecho = importa(*rutas)
    assert hecho.cuentas == (2, 0, 3)
    assert [r.notas[Nota.DE_COMPILADA] for r in hecho.importacion.resumenes] == [1, 0, 0, 0, 1]
