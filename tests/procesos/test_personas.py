"""Who administers an institution keeps its people: nobody else's, no superuser, never their own, and no password."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from sitio.procesos.models import PapelInstitucional, UnidadCompradoraPage
from sitio.procesos.papeles import permisos, personas
from sitio.procesos.papeles.personas import Cuenta
from sitio.procesos.rechazos import NoSePuede
from sitio.procesos.tareas import enviar_enlace
from tests import fabricas

pytestmark = pytest.mark.django_db
User = get_user_model()
DATOS = {
    "username": "nueva.persona",
    "first_name": "Nueva",
    "last_name": "Persona",
    "email": "nueva@example.mx",
    "papel": "revisor",
    "unidad": "",
}
QUIENES = ["capturista", "revisor", "aprobador", "publicador", "oic", "comunicacion", "de_otra_casa", "sin_papel"]


@pytest.fixture
def administra(client: Client, casa: fabricas.Casa) -> Client:
    client.force_login(casa.administracion)
    return client


def url(nombre: str, casa: fabricas.Casa, *claves: int) -> str:
    return reverse(f"procesos:{nombre}", args=[casa.institucion.pk, *claves])


def test_an_invited_person_chooses_the_password_by_a_link_that_nobody_else_sees(
    administra: Client, casa: fabricas.Casa, django_capture_on_commit_callbacks: Any
) -> None:
    respuesta = administra.post(url("invitar", casa), {**DATOS, "unidad": casa.unidad.pk})
    nueva = User.objects.get(username="nueva.persona")
    assert respuesta.url == url("persona", casa, nueva.pk)
    assert not nueva.has_usable_password()
    assert permisos.tiene_papel_en(nueva, casa.unidad, "revisor")
    assert not permisos.tiene_papel(nueva, casa.publicador)
    enviar_enlace(nueva.pk)
    [correo] = mail.outbox
    assert correo.to == ["nueva@example.mx"]
    assert "nueva.persona" in correo.body
    enlace = re.search(r"https://contrataciones\.example\.mx(/admin/password_reset/confirm/\S+)", correo.body)[1]
    visitante = Client()
    formulario = visitante.get(enlace, follow=True)
    visitante.post(
        formulario.redirect_chain[-1][0], {"new_password1": "una-Frase-larga-9", "new_password2": "una-Frase-larga-9"}
    )
    assert visitante.login(username="nueva.persona", password="una-Frase-larga-9")
    assert Client().get(enlace, follow=True).context["validlink"] is False
    assert PageLogEntry.objects.get(action="procesos.invitar").data == {
        "persona": "nueva.persona",
        "papel": "Revisión",
        "unidad": casa.unidad.title,
    }


def test_inviting_queues_the_mail_with_the_account_and_never_with_the_link(
    casa: fabricas.Casa, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoladas: list[tuple[Any, ...]] = []
    monkeypatch.setattr(personas, "encolar", lambda *args: encoladas.append(args))
    cuenta = Cuenta("nueva", "nueva@example.mx", "Nueva", "Persona")
    nueva = personas.invitar(casa.institucion, cuenta, "oic", None, casa.administracion)
    assert encoladas == [("sitio.procesos.tareas.enviar_enlace", nueva.pk)]


@pytest.mark.parametrize("cambio", [{"activa": False}, {"correo": ""}])
def test_no_link_is_mailed_to_a_closed_account_nor_to_no_address(cambio: dict[str, Any]) -> None:
    correo = cambio.get("correo", "x@example.mx")
    enviar_enlace(fabricas.persona("x", email=correo, is_active=cambio.get("activa", True)).pk)
    assert mail.outbox == []


def test_a_taken_user_name_is_refused_and_nothing_typed_is_lost(administra: Client, casa: fabricas.Casa) -> None:
    respuesta = administra.post(url("invitar", casa), {**DATOS, "username": "REVISOR.sefin"})
    assert respuesta.status_code == 422
    html = respuesta.content.decode()
    assert "Ya hay una cuenta con ese nombre de usuario" in html
    assert "nueva@example.mx" in html
    assert not User.objects.filter(email="nueva@example.mx").exists()


@pytest.mark.parametrize("quien", QUIENES)
def test_nobody_else_opens_or_presses_anything_of_it(como: Any, casa: fabricas.Casa, quien: str) -> None:
    cliente, persona = como(quien), casa.revisor
    papel = casa.institucion.papeles.get(papel="revisor", unidad=None)
    grupos = set(persona.groups.values_list("pk", flat=True))
    for nombre, claves in (("personas_de", ()), ("invitar", ()), ("persona", (persona.pk,)), ("nueva_unidad", ())):
        assert cliente.get(url(nombre, casa, *claves)).status_code == 302
    envios: list[tuple[str, tuple[int, ...], dict[str, Any]]] = [
        ("invitar", (), DATOS),
        ("dar_papel", (persona.pk,), {"papel": "aprobador"}),
        ("quitar_papel", (persona.pk,), {"papel": papel.pk}),
        ("activar", (persona.pk,), {"activa": "0"}),
        ("reenviar_enlace", (persona.pk,), {}),
        ("nueva_unidad", (), {"clave": "X", "nombre": "X"}),
        ("datos_del_publicador", (), {"uri": "https://ajeno.example.mx"}),
    ]
    for nombre, claves, datos in envios:
        cliente.post(url(nombre, casa, *claves), datos)
    assert set(persona.groups.values_list("pk", flat=True)) == grupos
    assert User.objects.get(pk=persona.pk).is_active
    assert not User.objects.filter(username="nueva.persona").exists()
    assert UnidadCompradoraPage.objects.child_of(casa.institucion).count() == 1
    assert type(casa.publicador).objects.get(pk=casa.publicador.pk).uri == ""
    assert mail.outbox == []


@pytest.mark.parametrize("quien", ["superusuario", "de otra institución"])
def test_superusers_and_people_of_others_are_out_of_reach(administra: Client, casa: fabricas.Casa, quien: str) -> None:
    ajena = fabricas.casa("otra").revisor
    if quien == "superusuario":
        ajena = fabricas.con_papel("super", casa, "revisor", is_superuser=True)
    antes = set(ajena.groups.values_list("pk", flat=True))
    assert administra.get(url("persona", casa, ajena.pk)).status_code == 404
    for nombre, datos in (("dar_papel", {"papel": "aprobador"}), ("activar", {"activa": "0"}), ("reenviar_enlace", {})):
        assert administra.post(url(nombre, casa, ajena.pk), datos).status_code == 404
    acciones: list[Callable[[], Any]] = [
        lambda: personas.activar(ajena, casa.institucion, False, casa.administracion),
        lambda: personas.dar(ajena, casa.institucion, "aprobador", None, casa.administracion),
        lambda: personas.reenviar_enlace(ajena, casa.institucion, casa.administracion),
    ]
    for accion in acciones:
        with pytest.raises(NoSePuede, match="no es de su institución"):
            accion()
    assert set(ajena.groups.values_list("pk", flat=True)) == antes
    assert User.objects.get(pk=ajena.pk).is_active


def test_who_works_elsewhere_too_loses_only_the_roles_of_here(administra: Client, casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    casa.revisor.groups.add(otra.institucion.papeles.get(papel="oic").grupo)
    administra.post(url("activar", casa, casa.revisor.pk), {"activa": "0"})
    assert User.objects.get(pk=casa.revisor.pk).is_active
    papel = casa.institucion.papeles.get(papel="revisor", unidad=None)
    administra.post(url("quitar_papel", casa, casa.revisor.pk), {"papel": papel.pk})
    assert not permisos.tiene_papel(casa.revisor, casa.publicador)
    assert permisos.tiene_papel(casa.revisor, otra.publicador, "oic")


def test_a_role_of_another_institution_is_not_taken_through_ones_own(administra: Client, casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    ajeno = otra.institucion.papeles.get(papel="oic")
    casa.revisor.groups.add(ajeno.grupo)
    assert administra.post(url("quitar_papel", casa, casa.revisor.pk), {"papel": ajeno.pk}).status_code == 404
    datos = {"papel": "revisor", "unidad": otra.unidad.pk}
    administra.post(url("dar_papel", casa, casa.revisor.pk), datos)
    assert permisos.tiene_papel(casa.revisor, otra.publicador, "oic")
    assert not PapelInstitucional.objects.filter(unidad=otra.unidad).exists()


def test_nobody_widens_or_closes_their_own_account(administra: Client, casa: fabricas.Casa) -> None:
    yo = casa.administracion
    administra.post(url("dar_papel", casa, yo.pk), {"papel": "aprobador"})
    administra.post(url("activar", casa, yo.pk), {"activa": "0"})
    papel = casa.institucion.papeles.get(papel="administracion")
    administra.post(url("quitar_papel", casa, yo.pk), {"papel": papel.pk})
    assert [p.papel for p in personas.papeles_en(yo, casa.institucion)] == ["administracion"]
    assert User.objects.get(pk=yo.pk).is_active


def test_the_last_role_is_not_taken_and_a_closed_account_gets_in_no_more(
    administra: Client, casa: fabricas.Casa
) -> None:
    papel = casa.institucion.papeles.get(papel="revisor", unidad=None)
    administra.post(url("quitar_papel", casa, casa.revisor.pk), {"papel": papel.pk})
    assert permisos.tiene_papel(casa.revisor, casa.publicador, "revisor")
    administra.post(url("activar", casa, casa.revisor.pk), {"activa": "0"})
    assert not Client().login(username="revisor.sefin", password="clave-de-prueba")
    assert "Desactivada" in administra.get(url("personas_de", casa)).content.decode()
    administra.post(url("activar", casa, casa.revisor.pk), {"activa": "1"})
    assert Client().login(username="revisor.sefin", password="clave-de-prueba")


def test_roles_of_the_whole_institution_are_not_given_in_a_unit(administra: Client, casa: fabricas.Casa) -> None:
    for papel in permisos.SOLO_DE_INSTITUCION:
        datos = {"papel": papel, "unidad": casa.unidad.pk}
        administra.post(url("dar_papel", casa, casa.revisor.pk), datos)
        assert administra.post(url("invitar", casa), {**DATOS, **datos}).status_code == 422
    assert [p.papel for p in personas.papeles_en(casa.revisor, casa.institucion)] == ["revisor"]
    assert not User.objects.filter(username="nueva.persona").exists()


def test_units_and_publisher_data_are_kept_without_touching_keys(administra: Client, casa: fabricas.Casa) -> None:
    administra.post(url("nueva_unidad", casa), {"clave": "UC-9", "nombre": "Unidad nueve"})
    assert UnidadCompradoraPage.objects.child_of(casa.institucion).filter(title="Unidad nueve").exists()
    datos = {"uri": "https://sefin.example.mx", "licencia": "", "politica": "", "prefijo_ocid": "ocds-000000"}
    administra.post(url("datos_del_publicador", casa), datos)
    publicador = type(casa.publicador).objects.get(pk=casa.publicador.pk)
    assert (publicador.uri, publicador.prefijo_ocid) == ("https://sefin.example.mx", "ocds-213czf")


def test_the_unit_of_another_institution_is_not_taken_by_its_key(administra: Client, casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    respuesta = administra.post(url("nueva_unidad", casa), {"clave": "UC-otra", "nombre": "Mía"})
    assert respuesta.status_code == 422
    assert otra.unidad.get_parent().pk == otra.institucion.pk
    assert UnidadCompradoraPage.objects.child_of(casa.institucion).count() == 1


def test_communications_writes_the_home_of_the_portal_and_reads_no_process(client: Client, casa: fabricas.Casa) -> None:
    from sitio.portal.models import InicioPage
    from tests.procesos.test_admin import formulario

    portada = InicioPage(title="Portada", slug="portada")
    casa.institucion.get_root().add_child(instance=portada)
    proceso = fabricas.proceso(casa)
    for quien, puede in (("comunicacion", True), ("capturista", False), ("administracion", False)):
        client.force_login(casa.personas[quien])
        edicion = reverse("wagtailadmin_pages:edit", args=[portada.pk])
        abierta = client.get(edicion)
        assert (abierta.status_code == 200) == puede
        campos = formulario(abierta) if puede else {"title": "Portada", "slug": "portada"}
        campos |= {"presentacion": "null"}
        client.post(edicion, {**campos, "entrada": f"Escrita por {quien}", "action-publish": "1"})
    assert InicioPage.objects.get(pk=portada.pk).entrada == "Escrita por comunicacion"
    client.force_login(casa.comunicacion)
    assert client.get(reverse("procesos:tablero", args=[proceso.pk])).status_code == 302
    assert proceso.ocid not in client.get(reverse("procesos:lista")).content.decode()
