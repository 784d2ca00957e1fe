"""Procedure templates: shipped ones load, a change makes a version, a wrong one is refused with place and reason."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sitio.procesos import plantillas, servicios
from sitio.procesos.models import PlantillaProcedimiento, TareaAprobacion
from sitio.procesos.plantillas import PlantillaInvalida
from sitio.rutas import PLANTILLAS
from tests import fabricas

pytestmark = pytest.mark.django_db
ENVIADAS = sorted((PLANTILLAS / "procedimientos").glob("*.json"))


@pytest.fixture
def contenido() -> dict[str, Any]:
    """The template of a public tender, free to be spoiled."""
    datos: dict[str, Any] = json.loads((PLANTILLAS / "procedimientos" / "licitacion-publica.json").read_text("utf-8"))
    return copy.deepcopy(datos)


def test_the_three_methods_are_shipped_with_five_stages_and_two_approvals_each() -> None:
    plantillas.cargar_carpeta(PLANTILLAS / "procedimientos")
    metodos = {p.contenido["metodo"]: p for p in PlantillaProcedimiento.objects.all()}
    assert set(metodos) == {"open", "selective", "direct"}
    for plantilla in metodos.values():
        assert plantilla.etapas == ["planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion"]
        assert plantilla.flujos.count() == 5
        assert all(flujo.flujo.tasks.count() == 2 for flujo in plantilla.flujos.all())
    assert TareaAprobacion.objects.count() == 2


def test_loading_again_changes_nothing_and_a_change_is_a_new_version(contenido: dict[str, Any]) -> None:
    primera, nueva = plantillas.cargar(contenido)
    assert nueva
    assert plantillas.cargar(copy.deepcopy(contenido)) == (primera, False)
    contenido["etapas"][0]["campos_obligatorios"].append("partida")
    segunda, _nueva = plantillas.cargar(contenido)
    primera.refresh_from_db()
    assert (segunda.version, segunda.vigente, primera.vigente) == (2, True, False)


def test_a_running_process_keeps_the_version_it_was_born_with(contenido: dict[str, Any]) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    contenido["etapas"][0]["campos_obligatorios"].append("partida")
    plantillas.cargar(contenido)
    fabricas.publicar_hasta(casa, proceso, "planeacion")
    assert servicios.TIPOS_DE_ETAPA["planeacion"].objects.get().live


@pytest.mark.parametrize(
    ("estropear", "lugar"),
    [
        (lambda d: d.update(metodo="libre"), "metodo"),
        (lambda d: d["etapas"][1].update(etapa="fallo"), "etapas/1/etapa"),
        (lambda d: d["etapas"][0].update(aprobacion=d["etapas"][0]["aprobacion"][:1]), "etapas/0/aprobacion"),
        (lambda d: d["etapas"][0]["aprobacion"][0].update(dias=0), "etapas/0/aprobacion/0/dias"),
        (lambda d: d["etapas"][0]["campos_obligatorios"].append("color"), "etapas/0"),
        (lambda d: d.pop("marco_legal"), "raíz"),
        (lambda d: d.update(sorpresa=1), "raíz"),
    ],
)
def test_a_wrong_template_is_refused_naming_the_place(contenido: dict[str, Any], estropear: Any, lugar: str) -> None:
    estropear(contenido)
    with pytest.raises(PlantillaInvalida, match=f"^{lugar}: "):
        plantillas.cargar(contenido)
    assert not PlantillaProcedimiento.objects.exists()


def test_one_bad_file_in_a_folder_loads_nothing_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(ENVIADAS[0].read_text("utf-8"), "utf-8")
    (tmp_path / "b.json").write_text('{"clave": ', "utf-8")
    with pytest.raises(CommandError, match=r"b\.json, renglón 1: no es JSON válido"):
        call_command("cargar_plantillas", str(tmp_path))
    assert not PlantillaProcedimiento.objects.exists()


def test_an_empty_folder_is_an_error_and_not_a_silence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No hay plantillas"):
        call_command("cargar_plantillas", str(tmp_path))
