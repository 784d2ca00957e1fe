"""The versions of a template: copied, carried between sites, compared, retired, and each with its processes."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sitio.procesos import plantillas
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento, ProcesoPage
from sitio.procesos.plantillas import diferencias, intercambio
from sitio.rutas import PLANTILLAS
from tests import fabricas
from tests.procesos.plantillas.comun import CLAVE

pytestmark = pytest.mark.django_db


def test_a_copy_is_a_draft_of_its_own_and_takes_no_key_that_is_used(
    editora: Client, version: PlantillaProcedimiento
) -> None:
    url = reverse("procesos:plantilla_copiar", args=[version.pk])
    ocupada = editora.post(url, {"titulo": "Licitación estatal", "clave": CLAVE})
    assert "Ya hay un procedimiento con la clave" in ocupada.content.decode()
    editora.post(url, {"titulo": "Licitación estatal", "clave": "licitacion-estatal"})
    borrador = BorradorDePlantilla.objects.get()
    assert borrador.contenido == {**version.contenido, "clave": "licitacion-estatal", "titulo": "Licitación estatal"}
    assert "Licitación estatal" in editora.get(reverse("procesos:plantillas")).content.decode()


def archivo(texto: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("plantilla.json", texto.encode(), "application/json")


def test_what_is_exported_is_loaded_in_another_site(editora: Client, version: PlantillaProcedimiento) -> None:
    bajado = editora.get(reverse("procesos:plantilla_exportar", args=[version.pk]))
    assert bajado["Content-Disposition"] == f'attachment; filename="{CLAVE}.json"'
    assert bajado.content == (PLANTILLAS / "procedimientos" / f"{CLAVE}.json").read_bytes()
    PlantillaProcedimiento.objects.all().delete()
    editora.post(reverse("procesos:plantilla_importar"), {"archivo": archivo(bajado.content.decode()), "vigente": "on"})
    cargada = PlantillaProcedimiento.objects.get()
    assert (cargada.contenido, cargada.vigente, cargada.version) == (version.contenido, True, 1)
    assert cargada.flujos.count() == 5


def test_a_wrong_file_is_refused_whole_with_every_reason(editora: Client, version: PlantillaProcedimiento) -> None:
    malo = json.loads(intercambio.escribir(version.contenido)) | {"metodo": "libre", "sorpresa": 1}
    respuesta = editora.post(reverse("procesos:plantilla_importar"), {"archivo": archivo(json.dumps(malo))})
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "<code>metodo</code>: &quot;libre&quot; no es una opción" in html
    assert "<code>raíz</code>: no se conoce «sorpresa»" in html
    assert PlantillaProcedimiento.objects.get() == version


def test_a_procedure_is_retired_and_put_in_force_again(editora: Client, version: PlantillaProcedimiento) -> None:
    editora.post(reverse("procesos:plantilla_retirar", args=[CLAVE]))
    assert not PlantillaProcedimiento.objects.filter(vigente=True).exists()
    assert "Retirado de procesos nuevos" in editora.get(reverse("procesos:plantillas")).content.decode()
    editora.post(reverse("procesos:plantilla_en_vigor", args=[version.pk]))
    assert PlantillaProcedimiento.objects.get(vigente=True) == version


def test_two_versions_are_compared_in_words(version: PlantillaProcedimiento) -> None:
    nuevo = json.loads(json.dumps(version.contenido))
    nuevo["titulo"] = "Licitación abierta"
    nuevo["etapas"][0]["campos_obligatorios"] = ["title", "justificacion", "partida"]
    nuevo["etapas"][1]["documentos_obligatorios"].append("clarifications")
    nuevo["etapas"][1]["aprobacion"][0]["dias"] = 9
    nuevo["etapas"][2]["campos_adicionales"] = [{"clave": "a", "titulo": "Acta", "tipo": "texto", "ruta": "acta"}]
    nuevo["plazos"] = [{"clave": "fallo", "dias": 10}]
    del nuevo["etapas"][4]
    assert diferencias.comparar(version.contenido, nuevo) == [
        ("Datos generales", ["Título: cambió de «Licitación pública nacional (LAASSP 2025)» a «Licitación abierta»."]),
        ("Etapas", ["Se quitó la etapa «Ejecución»."]),
        (
            "Planeación",
            [
                "Se agregó el dato obligatorio «Partida presupuestaria».",
                "Se quitó el dato obligatorio «Presupuesto autorizado».",
            ],
        ),
        (
            "Licitación",
            [
                "Se agregó el documento obligatorio «Acta de junta de aclaraciones».",
                "Aprobación: cambió de «Revisión (3 días hábiles) → Aprobación (2 días hábiles)» a "
                "«Revisión (9 días hábiles) → Aprobación (2 días hábiles)».",
            ],
        ),
        ("Adjudicación", ["Se agregó el dato adicional «Acta»."]),
        ("Plazos legales", ["fallo › dias: se agregó «10»."]),
    ]
    assert diferencias.comparar(nuevo, nuevo) == []


def test_each_version_tells_its_processes_to_who_may_see_them(
    editora: Client, client: Client, casa: fabricas.Casa, version: PlantillaProcedimiento
) -> None:
    proceso = fabricas.proceso(casa, titulo="Sillas de ruedas")
    url = reverse("procesos:plantilla_version", args=[version.pk])
    ajena = editora.get(url).content.decode()
    assert "1 proceso nació con esta versión" in ajena
    assert "Sillas de ruedas" not in ajena
    client.force_login(fabricas.persona("super", is_superuser=True))
    assert proceso.ocid in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("dia", "ofrece", "calla"),
    [
        ("2025-04-16", "Licitación pública nacional (LAASSP 2000)", "Licitación pública nacional (LAASSP 2025)"),
        ("2025-04-17", "Licitación pública nacional (LAASSP 2025)", "Licitación pública nacional (LAASSP 2000)"),
    ],
)
def test_a_process_is_opened_by_the_law_of_the_day_it_begins(
    como: Any, casa: fabricas.Casa, dia: str, ofrece: str, calla: str
) -> None:
    plantillas.cargar_carpeta(PLANTILLAS / "procedimientos")
    client = como("capturista")
    html = client.get(reverse("procesos:nuevo"), {"inicio": dia}).content.decode()
    assert (
        f'<optgroup label="{PlantillaProcedimiento.objects.get(titulo=ofrece).contenido["marco_legal"]["ley"]}">'
        in html
    )
    assert ofrece in html
    assert calla not in html
    ajena = PlantillaProcedimiento.objects.get(titulo=calla)
    datos = {"unidad": casa.unidad.pk, "plantilla": ajena.pk, "titulo": "Mesas", "ejercicio": "2025", "inicio": dia}
    respuesta = client.post(reverse("procesos:nuevo"), datos)
    assert "Ese procedimiento no se ofrece para el día" in respuesta.content.decode()
    assert not ProcesoPage.objects.exists()
