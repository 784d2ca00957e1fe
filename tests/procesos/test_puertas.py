"""Every door of Wagtail that could change what was published without two people: each one is tried, nothing moves."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from sitio.procesos import servicios
from sitio.procesos.aprobacion import pasos, tramite
from sitio.procesos.aprobacion.integridad import verificar_aprobaciones
from sitio.procesos.models import Aprobacion, EtapaPublicada, TareaAprobacion
from sitio.procesos.plantillas import cargar
from sitio.procesos.rechazos import AccionRechazada
from sitio.publicacion.models import Entrega, Registro
from tests import fabricas
from tests.procesos.test_admin import formulario

pytestmark = pytest.mark.django_db
PERSONAS = ["superusuario", "capturista", "aprobador", "administracion"]


@pytest.fixture
def publicada(casa: fabricas.Casa) -> Any:
    """A planning stage with two releases: its first content, and a correction of it."""
    pagina = fabricas.publicar(casa, fabricas.etapa_de(fabricas.proceso(casa), "planeacion"))
    return fabricas.publicar(casa, pagina, justificacion="Corregida.")


@pytest.fixture
def entrar(client: Client, casa: fabricas.Casa) -> Callable[[str], Client]:
    def como(quien: str) -> Client:
        super_ = fabricas.persona("super", is_superuser=True) if quien == "superusuario" else None
        client.force_login(super_ or casa.personas[quien])
        return client

    return como


def lo_publicado() -> Any:
    """Everything that must not move: pages of the branch, revisions, decisions, releases and records."""
    paginas = Page.objects.filter(depth__gt=2).order_by("pk")
    return (
        list(paginas.values_list("pk", "path", "live", "title", "live_revision_id", "expired", "go_live_at")),
        list(Revision.objects.order_by("pk").values_list("pk", "content", "approved_go_live_at")),
        list(Aprobacion.objects.values_list("pk", "cadena")),
        list(EtapaPublicada.objects.order_by("pk").values_list("pagina", "revision", "entrega")),
        list(Entrega.objects.order_by("pk").values_list("pk", "sha256", "cadena")),
        list(Registro.objects.order_by("pk").values_list("pk", "compilada")),
        list(WorkflowState.objects.order_by("pk").values_list("pk", "status", "current_task_state")),
        list(TaskState.objects.order_by("pk").values_list("pk", "status")),
    )


def puertas(pagina: Any, destino: Page) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each door: its address and what a browser would send."""
    wagtail = "wagtailadmin_pages"
    primera = Revision.page_revisions.filter(object_id=str(pagina.pk)).first() or Revision.objects.earliest("pk")
    en_bloque = {"next": "/admin/", "chooser": destino.pk}
    para_la_api = {
        "slug": "copia",
        "recursive": "true",
        "destination_page_id": destino.pk,
        "position": "last-child",
        "revision_id": primera.pk,
        "locale": "en",
    }
    copia = {"new_title": "Copia", "new_slug": "copia", "new_parent_page": destino.pk, "publish_copies": "on"}
    return {
        "retirar": (reverse(f"{wagtail}:unpublish", args=[pagina.pk]), {"include_descendants": "on"}),
        "borrar": (reverse(f"{wagtail}:delete", args=[pagina.pk]), {"confirm_site_name": "Claraboya"}),
        "mover": (reverse(f"{wagtail}:move_confirm", args=[pagina.pk, destino.pk]), {}),
        "mover_elegir": (reverse(f"{wagtail}:move", args=[pagina.pk]), {"new_parent_page": destino.pk}),
        "ordenar": (reverse(f"{wagtail}:set_page_position", args=[pagina.pk]) + "?position=0", {}),
        "copiar": (reverse(f"{wagtail}:copy", args=[pagina.pk]), copia),
        "copiar_todo": (reverse(f"{wagtail}:copy", args=[pagina.pk]), {**copia, "copy_subpages": "on"}),
        "alias": (reverse(f"{wagtail}:copy", args=[pagina.pk]), {**copia, "alias": "on"}),
        "convertir_alias": (reverse(f"{wagtail}:convert_alias", args=[pagina.pk]), {}),
        "quitar_programacion": (reverse(f"{wagtail}:revisions_unschedule", args=[pagina.pk, primera.pk]), {}),
        "privacidad": (reverse(f"{wagtail}:set_privacy", args=[pagina.pk]), {"restriction_type": "login"}),
        "candado": (reverse(f"{wagtail}:lock", args=[pagina.pk]), {}),
        **{
            f"bloque_{accion}": (
                reverse("wagtail_bulk_action", args=["wagtailcore", "page", accion]) + f"?id={pagina.pk}",
                {**en_bloque, "include_descendants": "on"},
            )
            for accion in ("delete", "move", "publish", "unpublish")
        },
        **{
            f"api_{accion}": (f"/admin/api/main/pages/{pagina.pk}/action/{accion}/", para_la_api)
            for accion in (
                "copy",
                "copy_for_translation",
                "create_alias",
                "convert_alias",
                "delete",
                "move",
                "publish",
                "revert_to_page_revision",
                "unpublish",
            )
        },
    }


NOMBRES = [
    *("retirar", "borrar", "mover", "mover_elegir", "ordenar", "copiar", "copiar_todo", "alias", "convertir_alias"),
    *("quitar_programacion", "privacidad", "candado"),
    *(f"bloque_{accion}" for accion in ("delete", "move", "publish", "unpublish")),
    *(
        f"api_{accion}"
        for accion in (
            *("copy", "copy_for_translation", "create_alias", "convert_alias", "delete", "move", "publish"),
            *("revert_to_page_revision", "unpublish"),
        )
    ),
]


@pytest.mark.parametrize("quien", PERSONAS)
def test_no_door_moves_what_was_published_nor_any_branch_over_it(
    entrar: Callable[[str], Client], casa: fabricas.Casa, publicada: Any, quien: str
) -> None:
    otra, cliente = fabricas.otra_unidad(casa), entrar(quien)
    proceso = publicada.proceso
    ramas = [publicada, proceso, proceso.get_parent(), casa.unidad, casa.institucion, casa.institucion.get_parent()]
    antes = lo_publicado()
    for pagina in ramas:
        abiertas = puertas(publicada if pagina == ramas[-1] else pagina, otra)
        assert sorted(abiertas) == sorted(NOMBRES)
        for nombre, (url, datos) in abiertas.items():
            if nombre.startswith("api_") or pagina is not ramas[-1]:
                cliente.post(url, datos)
                assert lo_publicado() == antes, f"{quien}: {nombre} en {pagina}"


@pytest.mark.parametrize("ruta", ["delete", "unpublish", "move", "copy"])
def test_the_home_that_holds_published_processes_stays(
    entrar: Callable[[str], Client], casa: fabricas.Casa, publicada: Any, ruta: str
) -> None:
    portada, antes = casa.institucion.get_parent(), lo_publicado()
    datos = {
        "new_title": "C",
        "new_slug": "c",
        "new_parent_page": Page.objects.get(depth=1).pk,
        "copy_subpages": "on",
        "include_descendants": "on",
    }
    entrar("superusuario").post(reverse(f"wagtailadmin_pages:{ruta}", args=[portada.pk]), datos)
    assert lo_publicado() == antes


@pytest.mark.parametrize("quien", PERSONAS)
def test_nobody_publishes_or_schedules_a_published_stage_from_its_form(
    entrar: Callable[[str], Client], publicada: Any, quien: str
) -> None:
    cliente, url = entrar(quien), reverse("wagtailadmin_pages:edit", args=[publicada.pk])
    antes = lo_publicado()[2:6]
    abierta = cliente.get(url)
    campos = formulario(abierta) if abierta.status_code == 200 and abierta.context else {"title": "x", "slug": "x"}
    manana = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    campos |= {"justificacion": "Sin que nadie la lea", "action-publish": "1"}
    cliente.post(url, campos)
    cliente.post(url, {**campos, "go_live_at": manana, "expire_at": manana})
    call_command("publish_scheduled", stdout=StringIO())
    assert lo_publicado()[2:6] == antes
    assert type(publicada).objects.get(pk=publicada.pk).justificacion == "Corregida."
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert not Page.objects.filter(go_live_at__isnull=False).exists()


@pytest.mark.parametrize("quien", PERSONAS)
def test_going_back_to_an_old_revision_publishes_nothing(
    entrar: Callable[[str], Client], publicada: Any, quien: str
) -> None:
    primera = Revision.page_revisions.filter(object_id=str(publicada.pk)).order_by("pk")[1]
    cliente = entrar(quien)
    antes = lo_publicado()[2:6]
    url = reverse("wagtailadmin_pages:revisions_revert", args=[publicada.pk, primera.pk])
    abierta = cliente.get(url)
    campos = formulario(abierta) if abierta.status_code == 200 and abierta.context else {}
    for boton in ("action-publish", "action-save", "action-submit"):
        cliente.post(url, {**campos, "revision": primera.pk, boton: "1"})
        cliente.post(
            reverse("wagtailadmin_pages:edit", args=[publicada.pk]), {**campos, "revision": primera.pk, boton: "1"}
        )
    assert lo_publicado()[2:6] == antes
    assert type(publicada).objects.get(pk=publicada.pk).justificacion == "Corregida."


@pytest.mark.parametrize("quien", ["superusuario", "capturista", "aprobador", "oic", "administracion"])
def test_the_workflows_own_addresses_decide_nothing_for_whose_turn_it_is_not(
    entrar: Callable[[str], Client], casa: fabricas.Casa, quien: str
) -> None:
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    fabricas.llenar(pagina, casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    paso, cliente = fabricas.paso_actual(pagina), entrar(quien)
    antes = lo_publicado()
    edicion = reverse("wagtailadmin_pages:edit", args=[pagina.pk])
    for accion in ("skip", "approve", "reject", "cancel", "publish"):
        for nombre in ("workflow_action", "collect_workflow_action_data"):
            url = reverse(f"wagtailadmin_pages:{nombre}", args=[pagina.pk, accion, paso.pk])
            cliente.post(url, {"comment": "No me toca"})
        boton = {"action-workflow-action": "1", "workflow-action-name": accion}
        cliente.post(edicion, {**boton, "title": "x", "slug": "x"})
        assert lo_publicado() == antes, accion


@pytest.mark.parametrize("paso_apagado", ["revisor", "aprobador"])
def test_switching_a_step_off_does_not_let_one_person_publish(casa: fabricas.Casa, paso_apagado: str) -> None:
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    TareaAprobacion.objects.get(papel=paso_apagado).deactivate()
    fabricas.llenar(pagina, casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    queda = {"revisor": "aprobador", "aprobador": "revisor"}[paso_apagado]
    with pytest.raises(AccionRechazada, match="no es lo que se aprobó"):
        tramite.resolver(fabricas.paso_actual(pagina).pk, casa.personas[queda], "aprobar")
    assert not Entrega.objects.exists()
    assert not Aprobacion.objects.exists()
    assert not type(pagina).objects.get(pk=pagina.pk).live


def test_a_superuser_who_disables_the_step_in_the_admin_publishes_nothing(
    entrar: Callable[[str], Client], casa: fabricas.Casa
) -> None:
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    fabricas.llenar(pagina, casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    tramite.resolver(fabricas.paso_actual(pagina).pk, casa.revisor, "aprobar")
    tarea = Task.objects.get(tareaaprobacion__papel="aprobador")
    entrar("superusuario").post(reverse("wagtailadmin_workflows:disable_task", args=[tarea.pk]))
    assert not Entrega.objects.exists()
    assert Aprobacion.objects.count() == 1
    assert not type(pagina).objects.get(pk=pagina.pk).live


def test_purging_revisions_loses_no_decision_nor_what_was_published(casa: fabricas.Casa, publicada: Any) -> None:
    antes, salida = lo_publicado()[2:6], StringIO()
    publicadas = set(EtapaPublicada.objects.values_list("revision", flat=True))
    fabricas.llenar(publicada, casa.capturista, justificacion="Otro borrador")
    fabricas.llenar(publicada, casa.capturista, justificacion="Y otro")
    call_command("purge_revisions", stdout=salida)
    assert "Ignored 2 revisions" in salida.getvalue()
    assert lo_publicado()[2:6] == antes
    assert publicadas <= set(Revision.objects.values_list("pk", flat=True))
    assert not Revision.objects.filter(content__justificacion="Otro borrador").exists()
    assert list(verificar_aprobaciones()) == []
    call_command("verificar_bitacora", stdout=StringIO())


def test_who_wrote_a_purged_draft_still_does_not_approve_it(client: Client, casa: fabricas.Casa) -> None:
    casa.revisor.groups.add(casa.institucion.papeles.get(papel="capturista", unidad=None).grupo)
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    client.force_login(casa.revisor)
    url = reverse("wagtailadmin_pages:edit", args=[pagina.pk])
    client.post(url, {**formulario(client.get(url)), "justificacion": "Lo escribí yo", "presupuesto": "1000.00"})
    fabricas.llenar(type(pagina).objects.get(pk=pagina.pk), casa.capturista)
    call_command("purge_revisions", stdout=StringIO())
    assert not Revision.page_revisions.filter(object_id=str(pagina.pk), user=casa.revisor).exists()
    fabricas.enviar(type(pagina).objects.get(pk=pagina.pk), casa.capturista)
    with pytest.raises(AccionRechazada, match="Usted escribió"):
        tramite.resolver(fabricas.paso_actual(pagina).pk, casa.revisor, "aprobar")
    assert not Aprobacion.objects.exists()


def test_the_ledgers_verification_tells_when_what_was_approved_was_rewritten(publicada: Any) -> None:
    call_command("verificar_bitacora", stdout=StringIO())
    revision = EtapaPublicada.objects.latest("pk").revision
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "presupuesto": "1.00"})
    salida = StringIO()
    with pytest.raises(CommandError, match="Fallas: 2"):
        call_command("verificar_bitacora", stdout=salida)
    assert salida.getvalue().count("El contenido que se aprobó se cambió después") == 2


def test_a_template_may_ask_for_a_last_step_of_who_publishes(casa: fabricas.Casa) -> None:
    contenido = {**fabricas.plantilla().contenido, "clave": "con-publicacion"}
    paso = {"papel": "publicador", "dias": 1}
    contenido["etapas"] = [{**etapa, "aprobacion": [*etapa["aprobacion"], paso]} for etapa in contenido["etapas"]]
    plantilla, _nueva = cargar(contenido)
    pagina = fabricas.etapa_de(
        servicios.crear_proceso(casa.unidad, plantilla, "Mobiliario", 2026, casa.capturista), "planeacion"
    )
    fabricas.llenar(pagina, casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    fabricas.aprobar(pagina, casa)
    assert not Entrega.objects.exists()
    assert [t.papel for t in pasos.tareas_pendientes(casa.personas["publicador"])] == ["publicador"]
    tramite.resolver(fabricas.paso_actual(pagina).pk, casa.personas["publicador"], "aprobar")
    assert Entrega.objects.count() == 1
    assert [a.papel for a in Aprobacion.objects.all()] == ["revisor", "aprobador", "publicador"]
