"""Capture through the admin: what each person may open, press and publish."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from sitio.catalogos.models import Organizacion
from sitio.procesos import rechazos, servicios
from sitio.procesos.aprobacion import tramite
from sitio.procesos.entregas.requisitos import avisos, faltantes
from sitio.procesos.models import Aprobacion, EtapaPage, ProcesoPage
from sitio.publicacion.models import Entrega
from tests import fabricas

pytestmark = pytest.mark.django_db
EN_CASA = ("capturista", "revisor", "aprobador", "publicador", "oic", "administracion")
QUIENES = [*EN_CASA, "comunicacion", "de_otra_casa", "sin_papel", "anonimo"]


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> Any:
    """The draft of the first stage of a new process."""
    return fabricas.etapa_de(fabricas.proceso(casa), "planeacion")


def formulario(respuesta: Any) -> dict[str, str]:
    """Return the fields of Wagtail's edit form as a browser would send them back."""
    html = respuesta.content.decode()
    campos = dict(re.findall(r'<input type="hidden" name="([^"]+)"[^>]* value="([^"]*)"', html))
    form = respuesta.context["form"]
    for nombre in form.fields:
        valor = form[nombre].value()
        campos.setdefault(nombre, "" if valor is None else str(valor))
    for conjunto in form.formsets.values():
        for campo in conjunto.management_form:
            campos[campo.html_name] = str(campo.value())
    return campos


@pytest.mark.parametrize("quien", QUIENES)
def test_only_people_of_the_institution_open_the_board(como: Any, planeacion: Any, quien: str) -> None:
    url = reverse("procesos:tablero", args=[planeacion.proceso.pk])
    respuesta = como(quien).get(url)
    assert (respuesta.status_code == 200) == (quien in EN_CASA)
    assert planeacion.proceso.ocid not in respuesta.content.decode() or respuesta.status_code == 200


@pytest.mark.parametrize("quien", QUIENES)
def test_only_the_capturista_opens_a_process(como: Any, casa: fabricas.Casa, quien: str) -> None:
    plantilla = fabricas.plantilla()
    datos = {"unidad": casa.unidad.pk, "plantilla": plantilla.pk, "titulo": "Papelería", "ejercicio": 2026}
    como(quien).post(reverse("procesos:nuevo"), datos)
    abiertos = ProcesoPage.objects.descendant_of(casa.institucion)
    assert abiertos.count() == (1 if quien == "capturista" else 0)
    if quien == "capturista":
        assert abiertos.get().ocid == "ocds-213czf-sefin-2026-00001"
        assert abiertos.get().responsable == casa.capturista


@pytest.mark.parametrize("quien", QUIENES)
def test_only_the_reviewer_of_the_house_approves_the_first_step(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    fabricas.llenar(planeacion, casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    paso = fabricas.paso_actual(planeacion)
    como(quien).post(reverse("procesos:revisar", args=[paso.pk]), {"accion": "aprobar", "comment": ""})
    assert Aprobacion.objects.count() == (1 if quien == "revisor" else 0)


@pytest.mark.parametrize("quien", QUIENES)
def test_only_the_capturista_begins_a_stage(como: Any, casa: fabricas.Casa, planeacion: Any, quien: str) -> None:
    fabricas.publicar(casa, planeacion)
    como(quien).post(reverse("procesos:crear_etapa", args=[planeacion.proceso.pk]), {"etapa": "licitacion"})
    abiertas = EtapaPage.objects.descendant_of(planeacion.proceso).filter(slug="licitacion-1").count()
    assert abiertas == (1 if quien == "capturista" else 0)


def test_the_form_saves_an_incomplete_draft_and_refuses_to_send_it(como: Any, planeacion: Any) -> None:
    cliente = como("capturista")
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = formulario(cliente.get(url))
    assert cliente.post(url, campos).status_code == 302
    respuesta = cliente.post(url, {**campos, "action-submit": "1"})
    assert respuesta.status_code == 200
    assert "Falta justificación" in respuesta.content.decode()
    assert planeacion.current_workflow_state is None


def test_a_complete_stage_is_sent_and_the_board_says_who_has_the_ball(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    cliente = como("capturista")
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = formulario(cliente.get(url))
    campos |= {"justificacion": "Hace falta", "presupuesto": "1000.00", "action-submit": "1"}
    respuesta = cliente.post(url, campos, follow=True)
    assert respuesta.redirect_chain[-1][0] == reverse("procesos:tablero", args=[planeacion.proceso.pk])
    assert "Espera: Revisión (3 días hábiles). Límite:" in respuesta.content.decode()
    # Editing is closed for everybody while it is approved: the author's next POST changes nothing.
    cliente.post(url, {**campos, "justificacion": "Otra cosa"})
    fresca = type(planeacion).objects.get(pk=planeacion.pk)
    assert fresca.get_latest_revision_as_object().justificacion == "Hace falta"


@pytest.mark.parametrize("accion", ["action-publish", "action-unpublish"])
def test_not_even_a_superuser_publishes_by_hand(client: Client, planeacion: Any, accion: str) -> None:
    client.force_login(fabricas.persona("super", is_superuser=True))
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = formulario(client.get(url))
    client.post(url, {**campos, "justificacion": "Sin aprobar", accion: "1"})
    assert not EtapaPage.objects.get(pk=planeacion.pk).live
    assert not Entrega.objects.exists()


def test_the_autosave_door_cannot_rewrite_what_is_in_approval(
    client: Client, casa: fabricas.Casa, planeacion: Any
) -> None:
    fabricas.llenar(planeacion, casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    client.force_login(fabricas.persona("super", is_superuser=True))
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = formulario(client.get(url))
    revision = planeacion.get_latest_revision()
    campos |= {"presupuesto": "9900000.00", "overwrite_revision_id": str(revision.pk)}
    client.post(url, campos, headers={"accept": "application/json"})
    revision.refresh_from_db()
    assert revision.content["presupuesto"] == "1500000.00"


@pytest.mark.parametrize("ruta", ["delete", "unpublish", "move", "copy"])
def test_what_was_published_is_never_deleted_moved_copied_or_withdrawn(
    client: Client, casa: fabricas.Casa, planeacion: Any, ruta: str
) -> None:
    fabricas.publicar(casa, planeacion)
    client.force_login(fabricas.persona("super", is_superuser=True))
    for pagina in (planeacion, planeacion.proceso):
        client.post(
            reverse(f"wagtailadmin_pages:{ruta}", args=[pagina.pk]), {"new_title": "Copia", "new_slug": "copia"}
        )
    client.post(reverse("wagtailadmin_pages:delete", args=[casa.institucion.pk]))
    assert EtapaPage.objects.get(pk=planeacion.pk).live
    assert ProcesoPage.objects.filter(ocid=planeacion.proceso.ocid, path=planeacion.proceso.path).count() == 1
    assert EtapaPage.objects.count() == 1


def test_the_list_shows_each_one_their_own_institution(client: Client, casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    mio, ajeno = fabricas.proceso(casa, titulo="Sillas"), fabricas.proceso(otra, titulo="Mesas")
    client.force_login(casa.oic)
    html = client.get(reverse("procesos:lista")).content.decode()
    assert mio.ocid in html
    assert ajeno.ocid not in html
    assert ajeno.ocid not in client.get(reverse("procesos:lista"), {"q": "Mesas"}).content.decode()


def test_the_review_page_shows_what_changes_and_escapes_it(
    client: Client, casa: fabricas.Casa, planeacion: Any
) -> None:
    publicada = fabricas.publicar(casa, planeacion)
    fabricas.llenar(publicada, casa.capturista, justificacion="<script>alert(1)</script>")
    fabricas.enviar(publicada, casa.capturista)
    client.force_login(casa.revisor)
    html = client.get(reverse("procesos:revisar", args=[fabricas.paso_actual(publicada).pk])).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "Las escuelas lo necesitan." in html


def test_what_to_look_at_is_told_when_sending_and_to_who_decides_and_stops_nobody(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    client = como("capturista")
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = {**formulario(client.get(url)), "justificacion": "Hace falta", "presupuesto": "200000000000.00"}
    enviado = client.post(url, {**campos, "action-submit": "1"}, follow=True).content.decode()
    paso = fabricas.paso_actual(planeacion)
    revision = como("revisor").get(reverse("procesos:revisar", args=[paso.pk])).content.decode()
    for html in (enviado, revision):
        assert "Conviene revisar" in html
        assert (
            "Planeación › Presupuesto › Monto del presupuesto › Monto: «Monto» es 200,000,000,000: más de lo que"
            in html
        )
    fabricas.aprobar(planeacion, casa)
    assert Entrega.objects.count() == 1


def test_what_does_not_agree_with_other_stages_is_told_of_the_stage_that_brings_it(
    casa: fabricas.Casa, planeacion: Any
) -> None:
    fabricas.publicar_hasta(casa, planeacion.proceso, "licitacion")
    fallo = servicios.crear_etapa(planeacion.proceso, "adjudicacion", casa.capturista)
    # The award comes before the proposals, and while the tender is still open.
    fabricas.llenar(fallo, casa.capturista, fecha=date(2026, 3, 19))
    concluir, orden = avisos(fallo)
    assert concluir.startswith("Licitación › Estado de la licitación: «Estado de la licitación» dice Activa")
    assert orden == (
        "Adjudicación 1 › Fecha de la adjudicación: «Fecha de la adjudicación» es anterior a "
        "«Fecha de fin (Periodo para presentar proposiciones)». Revise si ocurrió en ese orden."
    )


def test_a_stage_that_agrees_with_itself_has_nothing_to_look_at(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    fabricas.llenar(planeacion, casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    html = como("revisor").get(reverse("procesos:revisar", args=[fabricas.paso_actual(planeacion).pk]))
    assert "Conviene revisar" not in html.content.decode()


def test_what_cannot_be_true_is_not_sent(casa: fabricas.Casa, planeacion: Any) -> None:
    fabricas.publicar_hasta(casa, planeacion.proceso, "licitacion")
    fallo = servicios.crear_etapa(planeacion.proceso, "adjudicacion", casa.capturista)
    fabricas.llenar(fallo, casa.capturista, fecha=date(2048, 3, 19))
    with pytest.raises(
        rechazos.AccionRechazada, match="«Fecha de la adjudicación» es 2048-03-19T06:00:00Z, que todavía no llega"
    ):
        tramite.enviar(fallo, casa.capturista)
    assert dict(faltantes(fallo)).keys() == {"fecha"}


def test_a_draft_title_is_nowhere_public_until_its_first_release(client: Client, planeacion: Any) -> None:
    proceso = planeacion.proceso
    for url in (planeacion.url, proceso.url, "/contrataciones/", "/api/ocds/releases", "/api/ocds/records"):
        if url:
            assert proceso.title not in client.get(url, follow=True).content.decode()
    assert client.get(f"/contrataciones/{proceso.ocid}/").status_code == 404


@pytest.mark.parametrize("quien", QUIENES)
def test_who_captures_or_approves_puts_a_colleague_in_charge(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    url = reverse("procesos:cambiar_responsable", args=[planeacion.proceso.pk])
    como(quien).post(url, {"responsable": casa.oic.pk})
    responsable = ProcesoPage.objects.get(pk=planeacion.proceso.pk).responsable
    assert responsable == (casa.oic if quien in ("capturista", "aprobador") else casa.capturista)


def test_nobody_from_outside_the_institution_is_put_in_charge(como: Any, planeacion: Any) -> None:
    url = reverse("procesos:cambiar_responsable", args=[planeacion.proceso.pk])
    ajena = fabricas.casa("ajena").oic
    for quien in (ajena.pk, "", "x"):
        assert como("capturista").post(url, {"responsable": quien}).status_code == 404


def test_the_account_of_who_decided_is_not_deleted(client: Client, casa: fabricas.Casa, planeacion: Any) -> None:
    fabricas.publicar(casa, planeacion)
    client.force_login(fabricas.persona("super", is_superuser=True))
    client.post(reverse("wagtailusers_users:delete", args=[casa.revisor.pk]))
    client.post(
        reverse("wagtail_bulk_action", args=["auth", "user", "delete"]) + f"?id={casa.revisor.pk}", {"next": "/admin/"}
    )
    assert type(casa.revisor).objects.filter(pk=casa.revisor.pk).exists()


def test_a_draft_that_was_returned_once_is_not_deleted(client: Client, casa: fabricas.Casa, planeacion: Any) -> None:
    fabricas.llenar(planeacion, casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    tramite.resolver(fabricas.paso_actual(planeacion).pk, casa.revisor, "devolver", "Falta la partida.")
    client.force_login(casa.capturista)
    client.post(reverse("wagtailadmin_pages:delete", args=[planeacion.proceso.pk]))
    assert EtapaPage.objects.filter(pk=planeacion.pk).exists()


@pytest.mark.parametrize("quien", QUIENES)
def test_who_captures_adds_a_supplier_that_is_missing_and_changes_none(
    como: Any, casa: fabricas.Casa, quien: str
) -> None:
    existente = fabricas.organizacion("PRO010101AAA", "Muebles del Centro, S.A. de C.V.", esquema="MX-RFC")
    datos = nested_form_data(
        {
            "esquema": "MX-RFC",
            "identificador": "nue-010101-aa3",
            "nombre": " Nueva  Casa ",
            "pais": "MX",
            **{lista: inline_formset([]) for lista in ("contactos", "beneficiarios", "membresias")},
            "identificadores_adicionales": inline_formset([]),
        }
    )
    cliente = como(quien)
    cliente.post(reverse(Organizacion.snippet_viewset.get_url_name("add")), datos)
    cliente.post(reverse(Organizacion.snippet_viewset.get_url_name("edit"), args=[existente.pk]), datos)
    cliente.post(reverse(Organizacion.snippet_viewset.get_url_name("delete"), args=[existente.pk]))
    existente.refresh_from_db()
    assert existente.nombre == "Muebles del Centro, S.A. de C.V."
    captura = quien in ("capturista", "de_otra_casa")
    assert Organizacion.objects.filter(identificador="NUE010101AA3", nombre="Nueva Casa").exists() == captura
