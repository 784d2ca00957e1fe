"""What a person changes in a draft, and what is refused without losing what was typed."""

import re
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from sitio.procesos import plantillas
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento, ProcesoPage
from sitio.procesos.plantillas import secciones
from tests import fabricas
from tests.procesos.plantillas.comun import cambiar, escrito, etapa, huella_del_orden

pytestmark = pytest.mark.django_db


def test_a_draft_changes_nothing_until_it_is_saved_as_a_version(
    editora: Client, casa: fabricas.Casa, version: PlantillaProcedimiento, borrador: BorradorDePlantilla
) -> None:
    proceso = fabricas.proceso(casa)
    datos = escrito(editora.get(reverse("procesos:borrador_etapa", args=[borrador.pk, "planeacion"])))
    datos["campos_obligatorios"] = [*datos["campos_obligatorios"], "partida"]
    editora.post(reverse("procesos:borrador_etapa", args=[borrador.pk, "planeacion"]), datos)
    assert PlantillaProcedimiento.objects.count() == 1
    respuesta = editora.post(
        reverse("procesos:borrador", args=[borrador.pk]), {"nota": "Pide la partida", "vigente": "on"}, follow=True
    )
    assert "Se guardó la versión 2." in respuesta.content.decode()
    version.refresh_from_db()
    nueva = PlantillaProcedimiento.objects.get(vigente=True)
    assert (nueva.version, nueva.nota, nueva.autor.username, version.vigente) == (
        2,
        "Pide la partida",
        "comunicacion",
        False,
    )
    assert "partida" in nueva.etapa("planeacion")["campos_obligatorios"]
    assert ProcesoPage.objects.get(pk=proceso.pk).plantilla == version
    assert not BorradorDePlantilla.objects.exists()


def test_stages_are_removed_added_and_moved(editora: Client, borrador: BorradorDePlantilla) -> None:
    def accion(accion: str, etapa: str) -> list[str]:
        borrador.refresh_from_db()
        datos = {"accion": accion, "etapa": etapa, "huella": huella_del_orden(borrador)}
        editora.post(reverse("procesos:borrador_etapas", args=[borrador.pk]), datos)
        borrador.refresh_from_db()
        return [e["etapa"][:3] for e in borrador.contenido["etapas"]]

    assert accion("quitar", "ejecucion") == ["pla", "lic", "adj", "con"]
    assert accion("subir", "licitacion") == ["lic", "pla", "adj", "con"]
    assert accion("bajar", "licitacion") == ["pla", "lic", "adj", "con"]
    assert accion("agregar", "ejecucion") == ["pla", "lic", "adj", "con", "eje"]
    assert accion("agregar", "ejecucion") == ["pla", "lic", "adj", "con", "eje"]
    assert accion("subir", "planeacion") == ["pla", "lic", "adj", "con", "eje"]


def test_what_cannot_be_a_version_is_told_with_its_place_and_not_saved(
    editora: Client, borrador: BorradorDePlantilla
) -> None:
    datos = {"accion": "quitar", "etapa": "adjudicacion", "huella": huella_del_orden(borrador)}
    editora.post(reverse("procesos:borrador_etapas", args=[borrador.pk]), datos)
    respuesta = editora.post(reverse("procesos:borrador", args=[borrador.pk]), {"nota": "Sin fallo", "vigente": "on"})
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "<code>etapas/2/etapa</code>: la etapa «contrato» va después de «adjudicacion»" in html
    assert "Sin fallo" in html
    assert PlantillaProcedimiento.objects.count() == 1


def test_an_extra_field_needs_only_a_name(editora: Client, borrador: BorradorDePlantilla) -> None:
    fila = {"titulo": "Número de oficio", "tipo": "texto", "obligatorio": "on"}
    nueva = {"adicionales-TOTAL_FORMS": "1"} | {f"adicionales-0-{campo}": valor for campo, valor in fila.items()}
    respuesta = cambiar(editora, "borrador_etapa", borrador.pk, "contrato", **nueva)
    assert etapa(borrador, "contrato")["campos_adicionales"] == [
        {
            "clave": "numero-de-oficio",
            "titulo": "Número de oficio",
            "tipo": "texto",
            "ruta": "numeroDeOficio",
            "obligatorio": True,
        }
    ]
    assert "el estándar OCDS no conoce «numeroDeOficio»" in respuesta.content.decode()


def test_a_wrong_extra_field_is_told_beside_it_and_nothing_typed_is_lost(
    editora: Client, borrador: BorradorDePlantilla
) -> None:
    fila = {"titulo": "Otro monto", "tipo": "dinero", "ruta": "value", "ayuda": "Sin IVA"}
    nueva = {"adicionales-TOTAL_FORMS": "1"} | {f"adicionales-0-{campo}": valor for campo, valor in fila.items()}
    respuesta = cambiar(editora, "borrador_etapa", borrador.pk, "contrato", ayuda="Texto nuevo", **nueva)
    editor = respuesta.context["editor"]
    assert respuesta.status_code == 422
    assert editor.adicionales.forms[0].errors == {
        "ruta": ["esa ruta ya la ocupa el campo «Monto del contrato con impuestos» de la etapa"]
    }
    assert '<a href="#id_adicionales-0-ruta">Ruta OCDS</a>: esa ruta ya la ocupa' in respuesta.content.decode()
    assert editor.form["ayuda"].value() == "Texto nuevo"
    assert editor.adicionales.forms[0]["ayuda"].value() == "Sin IVA"
    assert "campos_adicionales" not in etapa(borrador, "contrato")


def test_steps_are_changed_added_and_never_less_than_two(editora: Client, borrador: BorradorDePlantilla) -> None:
    tercero = {"pasos-TOTAL_FORMS": "3", "pasos-2-papel": "oic", "pasos-2-dias": "5", "pasos-0-dias": "7"}
    cambiar(editora, "borrador_etapa", borrador.pk, "contrato", **tercero)
    pasos = [
        {"papel": "revisor", "dias": 7},
        {"papel": "aprobador", "dias": 2},
        {"papel": "oic", "dias": 5},
    ]
    assert etapa(borrador, "contrato")["aprobacion"] == pasos
    quitados = {"pasos-0-DELETE": "1", "pasos-1-DELETE": "1"}
    respuesta = cambiar(editora, "borrador_etapa", borrador.pk, "contrato", **quitados)
    assert "trae menos de 2 elementos" in respuesta.content.decode()
    assert etapa(borrador, "contrato")["aprobacion"] == pasos


@pytest.mark.parametrize("nombre", ["planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion"])
def test_saving_a_stage_untouched_leaves_it_as_it_was(
    editora: Client, borrador: BorradorDePlantilla, nombre: str
) -> None:
    antes = etapa(borrador, nombre)
    respuesta = cambiar(editora, "borrador_etapa", borrador.pk, nombre)
    assert "Se guardó en el borrador" in respuesta.content.decode()
    assert etapa(borrador, nombre) == antes


def test_saving_the_general_data_untouched_leaves_it_as_it_was(
    editora: Client, version: PlantillaProcedimiento, borrador: BorradorDePlantilla
) -> None:
    respuesta = cambiar(editora, "borrador_generales", borrador.pk)
    assert "Se guardó en el borrador" in respuesta.content.decode()
    borrador.refresh_from_db()
    assert borrador.contenido == version.contenido


def test_who_saves_over_somebody_elses_change_is_told_and_loses_nothing(
    editora: Client, borrador: BorradorDePlantilla
) -> None:
    url = reverse("procesos:borrador_etapa", args=[borrador.pk, "contrato"])
    vista = escrito(editora.get(url))
    editora.post(url, {**vista, "ayuda": "La primera"})
    respuesta = editora.post(url, {**vista, "ayuda": "La segunda"})
    assert respuesta.status_code == 422
    assert "Otra persona cambió esta parte" in respuesta.content.decode()
    assert etapa(borrador, "contrato")["ayuda"] == "La primera"
    editora.post(url, {**escrito(respuesta), "ayuda": respuesta.context["editor"].form["ayuda"].value()})
    assert etapa(borrador, "contrato")["ayuda"] == "La segunda"


@pytest.fixture
def seccion(monkeypatch: pytest.MonkeyPatch) -> str:
    """A section that another room registers: deadlines, each with its days."""

    class Dias(forms.Form):
        dias = forms.IntegerField(label="Días del fallo")

    class Editor:
        titulo, ayuda, plantilla_html = "Plazos de prueba", "Cuántos días", ""

        def formularios(self, valor: Any, datos: QueryDict | None) -> forms.Form:
            return Dias(datos, initial=valor)

        def leer(self, formulario: Dias) -> Any:
            return formulario.cleaned_data

    def comprobar(valor: Any) -> Any:
        if valor["dias"] > 20:
            yield ["dias"], "la ley da cuando más 20"

    monkeypatch.setattr(secciones, "SECCIONES", secciones.SECCIONES)
    monkeypatch.setitem(secciones.SECCIONES, "prueba", None)
    esquema = {"type": "object", "properties": {"dias": {"type": "integer"}}}
    secciones.registrar_seccion("prueba", esquema, comprobar, Editor)
    return "prueba"


def test_a_section_that_another_room_registers_is_edited_checked_and_stored(
    editora: Client, borrador: BorradorDePlantilla, seccion: str
) -> None:
    assert "Plazos de prueba" in editora.get(reverse("procesos:borrador", args=[borrador.pk])).content.decode()
    url = reverse("procesos:borrador_seccion", args=[borrador.pk, seccion])
    huella = re.search(r'name="huella" value="([^"]+)"', editora.get(url).content.decode())
    assert huella
    datos = {"huella": huella[1]}
    malo = editora.post(url, {**datos, "dias": "40"})
    assert (malo.status_code, "dias: la ley da cuando más 20" in malo.content.decode()) == (422, True)
    editora.post(url, {**datos, "dias": "15"})
    borrador.refresh_from_db()
    assert borrador.contenido["prueba"] == {"dias": 15}
    plantillas.comprobar(borrador.contenido)
    with pytest.raises(plantillas.PlantillaInvalida, match=r"^prueba/dias: la ley da"):
        plantillas.comprobar({**borrador.contenido, "prueba": {"dias": 21}})
