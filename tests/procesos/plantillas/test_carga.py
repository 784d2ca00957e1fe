"""Procedure templates: shipped ones load, a change makes a version, a wrong one is refused with place and reason."""

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sitio.procesos import plantillas, servicios
from sitio.procesos.models import PlantillaProcedimiento, TareaAprobacion
from sitio.procesos.models.plantilla import Origen, VersionInmutable
from sitio.procesos.plantillas import PlantillaInvalida, carga, intercambio
from sitio.rutas import PLANTILLAS
from tests import fabricas

pytestmark = pytest.mark.django_db
ENVIADAS = sorted((PLANTILLAS / "procedimientos").glob("*.json"))


@pytest.fixture
def contenido() -> dict[str, Any]:
    """The template of a public tender, free to be spoiled."""
    datos: dict[str, Any] = json.loads((PLANTILLAS / "procedimientos" / "licitacion-publica.json").read_text("utf-8"))
    return copy.deepcopy(datos)


MARCO = ["planeacion", "licitacion", "adjudicacion", "contrato"]


def test_the_federal_procedures_are_shipped_with_their_stages_and_two_approvals_each() -> None:
    plantillas.cargar_carpeta(PLANTILLAS / "procedimientos")
    por_ley = Counter(p.contenido["marco_legal"]["clave"] for p in PlantillaProcedimiento.objects.all())
    assert por_ley == {"laassp-2025": 6, "laassp-2000": 3, "lopsrm-2025": 3}
    for plantilla in PlantillaProcedimiento.objects.all():
        assert plantilla.etapas == (MARCO if plantilla.clave == "contrato-marco" else [*MARCO, "ejecucion"])
        assert plantilla.flujos.count() == len(plantilla.etapas)
        assert all(flujo.flujo.tasks.count() == 2 for flujo in plantilla.flujos.all())
    assert TareaAprobacion.objects.count() == 2


@pytest.mark.parametrize("archivo", ENVIADAS, ids=lambda archivo: archivo.stem)
def test_each_shipped_file_is_written_as_the_admin_exports_it(archivo: Path) -> None:
    texto = archivo.read_text("utf-8")
    assert intercambio.escribir(json.loads(texto)) == texto
    assert json.loads(texto)["clave"] == archivo.stem


def test_the_export_keeps_its_order_whatever_order_the_database_keeps(contenido: dict[str, Any]) -> None:
    def al_reves(dato: Any) -> Any:
        if isinstance(dato, dict):
            return {clave: al_reves(dato[clave]) for clave in reversed(dato)}
        return [al_reves(miembro) for miembro in dato] if isinstance(dato, list) else dato

    assert intercambio.escribir(al_reves(contenido)) == intercambio.escribir(contenido)


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
        (lambda d: d["etapas"][0]["campos_obligatorios"].append("color"), "etapas/0/campos_obligatorios/3"),
        (lambda d: d["etapas"][0]["documentos_obligatorios"].append("foto"), "etapas/0/documentos_obligatorios/0"),
        (lambda d: d["etapas"][0]["valores"].update(moneda="pesos"), "etapas/0/valores/moneda"),
        (lambda d: d["etapas"][1]["valores"].update(publicacion="2026-01-01"), "etapas/1/valores/publicacion"),
        (lambda d: d["etapas"][1]["valores"].update(valor="mucho"), "etapas/1/valores/valor"),
        (lambda d: d["etapas"].append(d["etapas"][0]), "etapas"),
        (lambda d: d["etapas"].pop(2), "etapas/2/etapa"),
        (lambda d: d["marco_legal"].update(desde="ayer"), "marco_legal/desde"),
        (lambda d: d["marco_legal"].update(hasta="2024-01-01"), "marco_legal/hasta"),
        (lambda d: d["etapas"][0]["aprobacion"][0].update(papel="capturista"), "etapas/0/aprobacion/0/papel"),
        (lambda d: d.pop("marco_legal"), "raíz"),
        (lambda d: d.update(sorpresa=1), "raíz"),
    ],
)
def test_a_wrong_template_is_refused_naming_the_place(contenido: dict[str, Any], estropear: Any, lugar: str) -> None:
    estropear(contenido)
    with pytest.raises(PlantillaInvalida, match=f"^{lugar}"):
        plantillas.cargar(contenido)
    assert not PlantillaProcedimiento.objects.exists()


def test_one_bad_file_in_a_folder_loads_nothing_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(ENVIADAS[0].read_text("utf-8"), "utf-8")
    (tmp_path / "b.json").write_text('{"clave": ', "utf-8")
    with pytest.raises(CommandError, match=r"b\.json: renglón 1, columna 11: no es JSON válido"):
        call_command("cargar_plantillas", str(tmp_path))
    assert not PlantillaProcedimiento.objects.exists()


def test_an_empty_folder_is_an_error_and_not_a_silence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No hay plantillas"):
        call_command("cargar_plantillas", str(tmp_path))


def test_what_people_put_in_force_is_not_undone_by_a_new_installation(contenido: dict[str, Any]) -> None:
    enviada, _nueva = plantillas.cargar(copy.deepcopy(contenido))
    contenido["titulo"] = "Licitación de este portal"
    propia, _nueva = plantillas.cargar(copy.deepcopy(contenido), origen=Origen.PROPIA, vigente=True)
    # The portal is installed again, first with the files it had and then with newer ones.
    assert plantillas.cargar(copy.deepcopy(enviada.contenido)) == (enviada, False)
    contenido["titulo"] = "Licitación de la versión siguiente"
    tercera, nueva = plantillas.cargar(contenido)
    assert (nueva, tercera.vigente) == (True, False)
    assert PlantillaProcedimiento.objects.get(vigente=True) == propia


def test_a_retired_procedure_stays_retired_when_its_file_changes(contenido: dict[str, Any]) -> None:
    plantillas.cargar(copy.deepcopy(contenido))
    carga.retirar(contenido["clave"])
    contenido["titulo"] = "Licitación con otro nombre"
    plantillas.cargar(contenido)
    assert not PlantillaProcedimiento.objects.filter(vigente=True).exists()


def test_a_version_is_written_once(contenido: dict[str, Any]) -> None:
    version, _nueva = plantillas.cargar(contenido)
    version.contenido = {**contenido, "titulo": "Otra cosa"}
    with pytest.raises(VersionInmutable):
        version.save()
    version.refresh_from_db()
    assert version.contenido["titulo"] == contenido["titulo"]


def test_all_that_is_wrong_is_told_at_once_and_in_spanish(contenido: dict[str, Any]) -> None:
    contenido["metodo"] = "libre"
    contenido["etapas"][0]["campos_obligatorios"].append("color")
    contenido["etapas"][4]["aprobacion"][1]["dias"] = 90
    del contenido["detalle_metodo"]
    with pytest.raises(PlantillaInvalida) as error:
        plantillas.comprobar(contenido)
    assert [str(falla) for falla in error.value.fallas] == [
        "raíz: falta «detalle_metodo»",
        "etapas/0/campos_obligatorios/3: la etapa «planeacion» no tiene el campo «color»",
        "etapas/4/aprobacion/1/dias: debe ser cuando más 60",
        'metodo: "libre" no es una opción. Use una de estas: open, selective, limited, direct',
    ]


@pytest.mark.parametrize("basura", [[], "x", None, 3, {"etapas": [1, None]}, {"etapas": {}}, {"etapas": [{}]}])
def test_json_that_is_no_template_is_refused_without_stumbling(basura: Any) -> None:
    with pytest.raises(PlantillaInvalida):
        plantillas.comprobar(basura)


@pytest.mark.parametrize(
    ("datos", "motivo"),
    [
        (b"[" * 100_000, "demasiada profundidad"),
        (b'{"clave": NaN}', "no es JSON"),
        ("{'ñ': 1}".encode("latin-1"), "UTF-8"),
        (b" " * (intercambio.MAXIMO + 1), "256 KB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(datos: bytes, motivo: str) -> None:
    with pytest.raises(PlantillaInvalida, match=motivo):
        intercambio.leer(datos)
