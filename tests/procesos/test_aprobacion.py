"""Approval: two people who are not the author, tied to what they read, and nothing else publishes."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wagtail.models import Revision, TaskState, WorkflowState

from sitio.ocds import extensiones
from sitio.procesos.aprobacion import actas, facultades, pasos, tramite
from sitio.procesos.models import Aprobacion, EtapaPublicada, ProcesoPage
from sitio.procesos.rechazos import AccionRechazada
from sitio.publicacion.consultas import entrega_compilada
from sitio.publicacion.models import Entrega, Registro
from tests import fabricas

pytestmark = pytest.mark.django_db


def test_five_approved_stages_make_five_releases_with_their_tags_and_one_record(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    fabricas.publicar_hasta(casa, proceso, "ejecucion")
    entregas = Entrega.objects.filter(ocid=proceso.ocid)
    assert [e.etiquetas for e in entregas] == [["planning"], ["tender"], ["award"], ["contract"], ["implementation"]]
    compilada = json.loads(bytes(Registro.objects.get(ocid=proceso.ocid).compilada))
    assert compilada["planning"]["budget"]["amount"] == {"amount": 1500000, "currency": "MXN"}
    assert compilada["tender"]["procurementMethod"] == "open"
    assert compilada["contracts"][0]["awardID"] == compilada["awards"][0]["id"]
    assert compilada["contracts"][0]["implementation"]["transactions"][0]["value"]["amount"] == 400000
    papeles = {parte["name"]: set(parte["roles"]) for parte in compilada["parties"]}
    assert papeles["Muebles del Centro, S.A. de C.V."] == {"tenderer", "supplier", "payee"}
    assert papeles["Secretaría sefin"] == {"buyer", "payer"}


def test_a_process_is_known_by_its_title_from_its_planning_on(client: Client, casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa, titulo="Sillas para bibliotecas")
    fabricas.publicar_hasta(casa, proceso, "planeacion")
    assert Registro.objects.get(ocid=proceso.ocid).titulo == "Sillas para bibliotecas"
    assert "<h1>Sillas para bibliotecas" in client.get(f"/contrataciones/{proceso.ocid}/").content.decode()
    paquete = client.get("/api/ocds/releases").json()
    assert paquete["releases"][0]["title"] == "Sillas para bibliotecas"
    assert extensiones.registro()["process_title"].url in paquete["extensions"]


def test_one_approval_publishes_nothing(casa: fabricas.Casa, enviada: Any) -> None:
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    assert not Entrega.objects.exists()
    assert not type(enviada).objects.get(pk=enviada.pk).live


def test_a_decision_that_does_not_exist_decides_nothing(casa: fabricas.Casa, enviada: Any) -> None:
    with pytest.raises(AccionRechazada, match="No existe la acción «rechazar»"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "rechazar")
    assert not Aprobacion.objects.exists()


def test_the_author_never_decides_even_with_every_role(casa: fabricas.Casa, enviada: Any) -> None:
    for papel in ("revisor", "aprobador"):
        casa.capturista.groups.add(casa.institucion.papeles.get(papel=papel).grupo)
    with pytest.raises(AccionRechazada, match="debe decidir otra persona"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.capturista, "aprobar")
    assert not Aprobacion.objects.exists()


def test_one_person_never_approves_two_steps(casa: fabricas.Casa, enviada: Any) -> None:
    casa.revisor.groups.add(casa.institucion.papeles.get(papel="aprobador").grupo)
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    with pytest.raises(AccionRechazada, match="corresponde a otra persona"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    assert not Entrega.objects.exists()


@pytest.mark.parametrize("quien", ["capturista", "aprobador", "oic", "superusuario", "de_otra_casa", "inactivo"])
def test_only_who_holds_the_role_of_the_step_in_the_institution_decides(
    casa: fabricas.Casa, enviada: Any, quien: str
) -> None:
    otras: dict[str, Callable[[], Any]] = {
        "superusuario": lambda: fabricas.persona("super", is_superuser=True),
        "de_otra_casa": lambda: fabricas.casa("otra").revisor,
        "inactivo": lambda: _desactivar(casa.revisor),
    }
    usuario = otras[quien]() if quien in otras else casa.personas[quien]
    with pytest.raises(AccionRechazada):
        tramite.resolver(fabricas.paso_actual(enviada).pk, usuario, "aprobar")
    assert fabricas.paso_actual(enviada).status == TaskState.STATUS_IN_PROGRESS
    assert not Aprobacion.objects.exists()


def test_a_return_without_comment_is_refused_and_with_one_goes_back_to_the_author(
    casa: fabricas.Casa, enviada: Any
) -> None:
    paso = fabricas.paso_actual(enviada)
    with pytest.raises(AccionRechazada, match="qué hay que corregir"):
        tramite.resolver(paso.pk, casa.revisor, "devolver", "  ")
    tramite.resolver(paso.pk, casa.revisor, "devolver", "Falta la partida.")
    assert enviada.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert Aprobacion.objects.get().decision == Aprobacion.Decision.DEVUELTA


def test_after_a_return_at_the_second_step_the_first_reads_again(casa: fabricas.Casa, enviada: Any) -> None:
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.aprobador, "devolver", "Corrija el monto.")
    fabricas.llenar(enviada, casa.capturista, presupuesto=Decimal("1400000.00"))
    enviada.current_workflow_state.resume(casa.capturista)
    assert fabricas.paso_actual(enviada).task.specific.papel == "revisor"
    fabricas.aprobar(enviada, casa)
    contenido = json.loads(bytes(Entrega.objects.get().contenido))
    assert contenido["planning"]["budget"]["amount"]["amount"] == 1400000


def test_a_revision_rewritten_in_place_after_an_approval_is_not_published(casa: fabricas.Casa, enviada: Any) -> None:
    tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar")
    revision = enviada.get_latest_revision()
    revision.content["presupuesto"] = "9900000.00"
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    with pytest.raises(AccionRechazada, match="no es lo que se aprobó"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.aprobador, "aprobar")
    assert not Entrega.objects.exists()
    assert not type(enviada).objects.get(pk=enviada.pk).live


def test_a_decision_about_other_content_than_what_was_read_is_refused(casa: fabricas.Casa, enviada: Any) -> None:
    with pytest.raises(AccionRechazada, match="cambió después"):
        tramite.resolver(fabricas.paso_actual(enviada).pk, casa.revisor, "aprobar", sha256="0" * 64)


def test_wagtails_own_approve_without_our_record_publishes_nothing(casa: fabricas.Casa, enviada: Any) -> None:
    fabricas.paso_actual(enviada).approve(user=casa.revisor)
    with pytest.raises(AccionRechazada), transaction.atomic():
        fabricas.paso_actual(enviada).approve(user=casa.aprobador)
    assert not Entrega.objects.exists()


def test_an_invalid_release_is_not_published_and_says_which_field(casa: fabricas.Casa) -> None:
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    fabricas.llenar(pagina, casa.capturista, justificacion="")
    fabricas.enviar(pagina, casa.capturista)
    with pytest.raises(AccionRechazada, match="justificación"):
        tramite.resolver(fabricas.paso_actual(pagina).pk, casa.revisor, "aprobar")


def test_what_changes_nothing_is_not_published_again(casa: fabricas.Casa, enviada: Any) -> None:
    fabricas.aprobar(enviada, casa)
    pagina = type(enviada).objects.get(pk=enviada.pk)
    pagina.save_revision(user=casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    with pytest.raises(AccionRechazada, match="no cambia nada"):
        tramite.resolver(fabricas.paso_actual(pagina).pk, casa.revisor, "aprobar")
    assert Entrega.objects.count() == 1


def test_a_correction_of_a_published_stage_is_a_new_release_tagged_as_update(casa: fabricas.Casa, enviada: Any) -> None:
    fabricas.aprobar(enviada, casa)
    fabricas.publicar(casa, type(enviada).objects.get(pk=enviada.pk), presupuesto=Decimal("1600000.00"))
    assert [e.etiquetas for e in Entrega.objects.all()] == [["planning"], ["planningUpdate"]]
    assert EtapaPublicada.objects.count() == 2


def test_a_published_value_that_the_officer_clears_leaves_the_public_record(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    publicadas = fabricas.publicar_hasta(casa, proceso, "contrato")
    fabricas.publicar(casa, publicadas["licitacion"], valor=Decimal("1000000.00"), elegibilidad="Ser fabricante")
    licitacion = fabricas.publicar(casa, publicadas["licitacion"], valor=None, elegibilidad="")
    fabricas.publicar(casa, publicadas["contrato"], descripcion="Con garantía")
    fabricas.publicar(casa, type(publicadas["contrato"]).objects.get(), descripcion="")
    compilada: Any = entrega_compilada(proceso.ocid)
    assert licitacion.valor is None
    assert "value" not in compilada["tender"]
    assert "eligibilityCriteria" not in compilada["tender"]
    assert "description" not in compilada["contracts"][0]
    assert compilada["contracts"][0]["value"]["amount"] == 1200000


def test_a_published_row_that_the_officer_takes_away_keeps_only_its_id_in_public(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    licitacion = fabricas.publicar_hasta(casa, proceso, "licitacion")["licitacion"]
    articulo = licitacion.articulos.model
    mesa = articulo(descripcion="Mesa", cantidad=Decimal(5), unidad="pieza", precio_unitario=Decimal("900.00"))
    silla = articulo(descripcion="Silla", cantidad=Decimal(20), unidad="pieza", precio_unitario=Decimal("350.00"))
    licitacion = fabricas.publicar(casa, licitacion, articulos=[mesa, silla])
    mesa, silla = licitacion.articulos.all()
    mesa.precio_unitario = None
    fabricas.publicar(casa, licitacion, articulos=[mesa])
    compilada: Any = entrega_compilada(proceso.ocid)
    assert compilada["tender"]["items"] == [
        {"id": mesa.identificador, "description": "Mesa", "quantity": 5, "unit": {"name": "pieza"}},
        {"id": silla.identificador},
    ]
    fabricas.publicar(casa, type(licitacion).objects.get(pk=licitacion.pk), descripcion="Mesas")
    assert entrega_compilada(proceso.ocid)["tender"]["items"] == compilada["tender"]["items"]


def test_a_payment_taken_away_says_no_more_how_much_nor_when(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    ejecucion = fabricas.publicar_hasta(casa, proceso, "ejecucion")["ejecucion"]
    [pago] = ejecucion.transacciones.all()
    fabricas.publicar(casa, ejecucion)  # with another payment in the place of that one
    [nuevo, quitado] = entrega_compilada(proceso.ocid)["contracts"][0]["implementation"]["transactions"][::-1]
    assert quitado == {
        "id": pago.identificador,
        "payee": {"id": pago.beneficiario.id_ocds},
        "payer": {"id": casa.institucion.organizacion.id_ocds},
    }
    assert nuevo["value"]["amount"] == 400000


def test_approvals_are_chained_and_the_database_refuses_to_change_them(casa: fabricas.Casa, enviada: Any) -> None:
    fabricas.aprobar(enviada, casa)
    primera, segunda = Aprobacion.objects.all()
    assert primera.cadena_previa == actas.SIN_CADENA
    assert segunda.cadena_previa == primera.cadena
    assert actas.eslabon(segunda) == segunda.cadena
    for sentencia in ("UPDATE procesos_aprobacion SET comentario = 'x'", "DELETE FROM procesos_aprobacion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sentencia)


def test_the_ocid_never_changes(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    proceso.ocid = "ocds-213czf-otro"
    with pytest.raises(Exception, match="una sola vez"):
        proceso.full_clean()
    assert ProcesoPage.objects.get(pk=proceso.pk).ocid == "ocds-213czf-sefin-2026-00001"


def test_pending_tasks_are_those_one_may_decide_now(casa: fabricas.Casa, enviada: Any) -> None:
    assert [t.etapa for t in pasos.tareas_pendientes(casa.revisor)] == ["planeacion"]
    assert pasos.tareas_pendientes(casa.aprobador) == []
    assert pasos.tareas_pendientes(casa.capturista) == []
    assert facultades.quienes_pueden(fabricas.paso_actual(enviada)) == [casa.revisor]


def _desactivar(usuario: Any) -> Any:
    usuario.is_active = False
    usuario.save()
    return usuario
