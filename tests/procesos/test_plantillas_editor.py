"""The template editor in the admin: who may enter, what a person can change, and what is refused without losing it."""

import json
import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from sitio.procesos import plantillas, reglas_de_plantilla
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento, ProcesoPage
from sitio.procesos.plantillas import borradores, diferencias, intercambio
from sitio.rutas import PLANTILLAS
from tests import fabricas

pytestmark = pytest.mark.django_db
CLAVE = "licitacion-publica"


@pytest.fixture
def casa() -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def version() -> PlantillaProcedimiento:
    return fabricas.plantilla(CLAVE)


@pytest.fixture
def editora(client: Client) -> Client:
    """Someone from communications: enters the admin and changes templates, and nothing else."""
    persona = fabricas.persona("comunicacion")
    for app, codigo in (("wagtailadmin", "access_admin"), ("procesos", "change_plantillaprocedimiento")):
        persona.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codigo))
    client.force_login(persona)
    return client


@pytest.fixture
def borrador(editora: Client, version: PlantillaProcedimiento) -> BorradorDePlantilla:
    editora.post(reverse("procesos:plantilla_editar", args=[version.pk]))
    return BorradorDePlantilla.objects.get(clave=CLAVE)


def escrito(respuesta: Any) -> dict[str, Any]:
    """Return what a browser would send back of the forms on an editor's page."""
    html = respuesta.content.decode()
    datos: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="(huella)" value="([^"]*)"', html))
    editor = respuesta.context.get("editor")
    partes = [editor.form, editor.adicionales, editor.pasos] if editor else [respuesta.context["form"]]
    for parte in partes:
        sueltas = [parte.management_form, *parte.forms] if isinstance(parte, forms.BaseFormSet) else [parte]
        for form in sueltas:
            for campo in form:
                valor = campo.value()
                if valor is not None and valor is not False:
                    datos[campo.html_name] = "on" if valor is True else valor
    return datos


def cambiar(client: Client, ruta: str, *args: Any, **campos: Any) -> Any:
    url = reverse(f"procesos:{ruta}", args=args)
    return client.post(url, {**escrito(client.get(url)), **campos}, follow=True)


def etapa(borrador: BorradorDePlantilla, nombre: str) -> dict[str, Any]:
    borrador.refresh_from_db()
    return borradores.etapa(borrador.contenido, nombre) or {}


def huella_del_orden(borrador: BorradorDePlantilla) -> str:
    return borradores.huella([e["etapa"] for e in borrador.contenido["etapas"]])


PAGINAS = [
    ("plantillas", ()),
    ("plantilla_importar", ()),
    ("plantilla", (CLAVE,)),
    ("plantilla_comparar", (CLAVE,)),
    ("plantilla_version", "version"),
    ("plantilla_exportar", "version"),
    ("plantilla_copiar", "version"),
    ("borrador", "borrador"),
    ("borrador_generales", "borrador"),
    ("borrador_etapa", "borrador+"),
]


@pytest.mark.parametrize(("ruta", "de"), PAGINAS, ids=[ruta for ruta, _de in PAGINAS])
@pytest.mark.parametrize("quien", ["capturista", "revisor", "aprobador", "oic", "sin_papel", "anonimo", "editora"])
def test_only_who_may_change_templates_enters(
    como: Any, casa: fabricas.Casa, version: PlantillaProcedimiento, quien: str, ruta: str, de: Any
) -> None:
    borrador, _nuevo = borradores.abrir(version, casa.oic)
    args = {"version": (version.pk,), "borrador": (borrador.pk,), "borrador+": (borrador.pk, "contrato")}
    url = reverse(f"procesos:{ruta}", args=args.get(de, de) if isinstance(de, str) else de)
    if quien == "editora":
        casa.capturista.user_permissions.add(Permission.objects.get(codename="change_plantillaprocedimiento"))
    respuesta = como("capturista" if quien == "editora" else quien).get(url)
    assert respuesta.status_code == (200 if quien == "editora" else 302)


ACTOS = [
    ("plantilla_retirar", (CLAVE,)),
    ("plantilla_en_vigor", "version"),
    ("plantilla_editar", "version"),
    ("borrador_descartar", "borrador"),
    ("borrador_etapas", "borrador"),
    ("borrador", "borrador"),
]


@pytest.mark.parametrize(("ruta", "de"), ACTOS, ids=[ruta for ruta, _de in ACTOS])
@pytest.mark.parametrize("quien", ["capturista", "revisor", "aprobador", "oic", "sin_papel", "anonimo"])
def test_nobody_else_changes_anything(
    como: Any, casa: fabricas.Casa, version: PlantillaProcedimiento, quien: str, ruta: str, de: Any
) -> None:
    borrador, _nuevo = borradores.abrir(version, casa.oic)
    args = {"version": (version.pk,), "borrador": (borrador.pk,)}
    datos = {
        "nota": "x",
        "vigente": "on",
        "accion": "quitar",
        "etapa": "contrato",
        "huella": huella_del_orden(borrador),
    }
    url = reverse(f"procesos:{ruta}", args=args[de] if isinstance(de, str) else de)
    assert como(quien).post(url, datos).status_code == 302
    assert PlantillaProcedimiento.objects.get().vigente
    borrador.refresh_from_db()
    assert borrador.contenido == version.contenido


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

    monkeypatch.setattr(reglas_de_plantilla, "SECCIONES", reglas_de_plantilla.SECCIONES)
    monkeypatch.setitem(reglas_de_plantilla.SECCIONES, "prueba", None)
    esquema = {"type": "object", "properties": {"dias": {"type": "integer"}}}
    reglas_de_plantilla.registrar_seccion("prueba", esquema, comprobar, Editor)
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
