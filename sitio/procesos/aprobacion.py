"""Stage approval: one service with every check, for the admin, for Wagtail's own buttons and for the chat."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from sitio.catalogos.calendario import sumar_dias_habiles
from sitio.ocds.extensiones import declaradas
from sitio.procesos import permisos, senales
from sitio.procesos.actas import huella_de, registrar
from sitio.procesos.archivos import publicos
from sitio.procesos.entregas import entrega_de, faltantes
from sitio.procesos.models import Aprobacion, EtapaPage, EtapaPublicada, PapelInstitucional, TareaAprobacion
from sitio.publicacion import bitacora
from sitio.publicacion.models import Entrega, Origen


class Accion(StrEnum):
    """What one can do with a stage that waits for a decision."""

    APROBAR = "aprobar"
    DEVOLVER = "devolver"


class AccionRechazada(PermissionDenied):
    """The decision was not taken, and nothing changed. The message is for the person who tried."""


@dataclass(frozen=True)
class TareaPendiente:
    """A stage that waits for somebody's decision. `limite` is a local calendar date."""

    estado_pk: int
    titulo: str
    ocid: str
    etapa: str
    papel: str
    enviada_por: str
    desde: datetime
    limite: date
    url: str


@transaction.atomic
def resolver(
    estado_pk: int, usuario: User, accion: str, comentario: str = "", *, via: str = "web", sha256: str = ""
) -> Aprobacion:
    """Approve or return the step `estado_pk` in the name of `usuario`; the last approval publishes the release.

    `sha256`, when given, is the digest of what the person read: a decision about other content is refused.
    Raises AccionRechazada, in Spanish, and leaves everything as it was.
    """
    estado = TaskState.objects.select_for_update().filter(pk=estado_pk).first()
    if estado is None:
        raise AccionRechazada(_("Este paso ya no existe. Abra el tablero del proceso para ver en qué va."))
    if motivo := motivo_para_no_resolver(estado, usuario):
        raise AccionRechazada(motivo)
    etapa = estado.revision.as_object()
    if sha256 and sha256 != huella_de(estado.revision):
        raise AccionRechazada(_("El contenido cambió después de que usted lo abrió. Léalo de nuevo antes de decidir."))
    if accion == Accion.DEVOLVER:
        if not comentario.strip():
            raise AccionRechazada(_("Escriba qué hay que corregir para devolver la etapa."))
        acta = registrar(estado, etapa, usuario, Aprobacion.Decision.DEVUELTA, comentario, via)
        _fresco(estado).reject(user=usuario, comment=comentario)
        return acta
    _exigir_publicable(etapa)
    acta = registrar(estado, etapa, usuario, Aprobacion.Decision.APROBADA, comentario, via)
    _fresco(estado).approve(user=usuario, comment=comentario)
    return acta


def enviar(etapa: EtapaPage, usuario: User) -> WorkflowState:
    """Send the latest draft of a stage to approval. Raises AccionRechazada naming what it still lacks."""
    flujo = etapa.get_workflow()
    if flujo is None:
        raise AccionRechazada(_("La plantilla de este proceso no dice quién aprueba esta etapa."))
    _exigir_publicable(etapa.get_latest_revision_as_object())
    estado: WorkflowState = flujo.start(etapa, usuario)
    return estado


def motivo_para_no_resolver(estado: TaskState, usuario: User) -> str | None:
    """Return why `usuario` may not decide this step, or None if they may."""
    tarea = estado.task.specific
    flujo = estado.workflow_state
    if estado.status != TaskState.STATUS_IN_PROGRESS or flujo.status != WorkflowState.STATUS_IN_PROGRESS:
        return _("Este paso ya se resolvió.")
    pagina = _etapa_de(flujo)
    if not isinstance(tarea, TareaAprobacion) or pagina is None:
        return _("Este paso no es la aprobación de una etapa.")
    if not permisos.tiene_papel(usuario, pagina.proceso.institucion.publicador, tarea.papel):
        return _("Para decidir aquí se necesita el papel «%(papel)s» en la institución.") % {
            "papel": tarea.get_papel_display()
        }
    if usuario.pk in autores_de(pagina, flujo):
        return _("Usted escribió o envió esta etapa: debe decidir otra persona.")
    if _aprobadas(estado).filter(persona=usuario).exists():
        return _("Usted ya aprobó un paso de esta etapa: el siguiente corresponde a otra persona.")
    if estado.revision_id != pagina.latest_revision_id:
        return _("Hay una versión más nueva que la que se envió. Pida que se envíe de nuevo.")
    return None


def autores_de(pagina: EtapaPage, flujo: WorkflowState) -> set[int]:
    """Return the users who wrote any revision since the last publication, or sent the stage."""
    publicada = EtapaPublicada.objects.filter(pagina=pagina).order_by("-revision_id").first()
    revisiones = Revision.page_revisions.filter(object_id=str(pagina.pk))
    if publicada:
        revisiones = revisiones.filter(pk__gt=publicada.revision_id)
    autores = set(revisiones.values_list("user_id", flat=True))
    return (autores | {flujo.requested_by_id}) - {None}


def publicar_etapa(flujo: WorkflowState, pagina: EtapaPage, usuario: Any) -> Entrega:
    """Publish an approved stage: its release in the ledger, then its page.

    It publishes only what was approved: every step of the workflow must have an approval of ours, by
    different people, that carries the digest of the very content being published.
    """
    revision = pagina.get_latest_revision()
    _exigir_aprobaciones(flujo, revision)
    objeto = revision.as_object()
    publicador = pagina.proceso.institucion.publicador
    publicos.fechar(objeto)
    try:
        contenido = entrega_de(objeto)
        entrega = bitacora.emitir(publicador, contenido, origen=Origen.CAPTURA, extensiones=declaradas(contenido))
    except bitacora.EntregaInvalida as error:
        raise AccionRechazada(_lista(str(e.mensaje) for e in error.errores)) from error
    if EtapaPublicada.objects.filter(entrega=entrega).exists():
        raise AccionRechazada(_("La etapa no cambia nada de lo ya publicado."))
    publicos.abrir(objeto, entrega)
    revision.publish(user=usuario, skip_permission_checks=True)
    EtapaPublicada.objects.create(pagina_id=pagina.pk, revision=revision, entrega=entrega)
    Page.objects.filter(pk=pagina.proceso.pk, live=False).update(
        live=True, has_unpublished_changes=False, first_published_at=timezone.now(), last_published_at=timezone.now()
    )
    return entrega


def estados_por_resolver(usuario: User) -> "models.QuerySet[TaskState]":
    """Return the steps in progress that fall to a role of `usuario`, four-eyes not yet considered."""
    estados = TaskState.objects.none()
    papeles = PapelInstitucional.objects.filter(grupo__user=usuario).select_related("institucion")
    for papel in papeles:
        etapas = EtapaPage.objects.descendant_of(papel.institucion).annotate(
            clave=Cast("pk", output_field=models.CharField())
        )
        estados |= TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__object_id__in=etapas.values("clave"),
            task__in=TareaAprobacion.objects.filter(papel=papel.papel).values("pk"),
        )
    return estados


def tareas_pendientes(usuario: User) -> list[TareaPendiente]:
    """Return what waits for a decision that `usuario` may take now, the most urgent first."""
    if not usuario.is_active:
        return []
    estados = estados_por_resolver(usuario).select_related("task", "workflow_state__requested_by", "revision")
    tareas = [tarea_de(estado) for estado in estados if motivo_para_no_resolver(estado, usuario) is None]
    return sorted(tareas, key=lambda tarea: (tarea.limite, tarea.desde))


def quienes_pueden(estado: TaskState) -> list[User]:
    """Return the active people who may decide this step now."""
    pagina, tarea = _etapa_de(estado.workflow_state), estado.task.specific
    if pagina is None or not isinstance(tarea, TareaAprobacion):
        return []
    candidatos = get_user_model().objects.filter(
        is_active=True,
        groups__papel_institucional__papel=tarea.papel,
        groups__papel_institucional__institucion__publicador=pagina.proceso.institucion.publicador,
    )
    return [persona for persona in candidatos.distinct() if motivo_para_no_resolver(estado, persona) is None]


def anunciar_tarea(estado: TaskState) -> None:
    """Tell whoever listens, after commit, that a step begins to wait for a decision."""
    transaction.on_commit(lambda: senales.tarea_asignada.send(sender=TareaAprobacion, estado_pk=estado.pk))


def _etapa_de(flujo: WorkflowState) -> EtapaPage | None:
    pagina = flujo.content_object
    especifica = pagina.specific if isinstance(pagina, Page) else None
    return especifica if isinstance(especifica, EtapaPage) else None


def _aprobadas(estado: TaskState) -> "models.QuerySet[Aprobacion]":
    """Approvals of the current round: those of the revision that is being decided."""
    return Aprobacion.objects.filter(
        flujo_pk=estado.workflow_state_id, decision=Aprobacion.Decision.APROBADA, revision_id=estado.revision_id
    )


def _fresco(estado: TaskState) -> TaskState:
    """Wagtail advances a workflow by what its cached relations say: give it none older than the decision."""
    return TaskState.objects.get(pk=estado.pk).specific


def _exigir_publicable(objeto: EtapaPage) -> None:
    if problemas := [mensaje for _campo, mensaje in faltantes(objeto)]:
        raise AccionRechazada(_lista(problemas))


def _exigir_aprobaciones(flujo: WorkflowState, revision: Revision) -> None:
    huella = huella_de(revision)
    aprobadas = {a.estado_pk: a for a in Aprobacion.objects.filter(flujo_pk=flujo.pk, revision=revision)}
    pasos = flujo.task_states.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    personas = {a.persona_id for a in aprobadas.values()}
    completos = {paso.task_id for paso in pasos if paso.pk in aprobadas and aprobadas[paso.pk].sha256 == huella}
    esperados = set(flujo.workflow.tasks.filter(active=True).values_list("pk", flat=True))
    if completos != esperados or len(personas) != len(esperados):
        raise AccionRechazada(
            _("Lo que se iba a publicar no es lo que se aprobó. No se publicó nada: cancele y envíe de nuevo.")
        )


def tarea_de(estado: TaskState) -> TareaPendiente:
    """Return what a step asks, of whom it does not say."""
    pagina = _etapa_de(estado.workflow_state)
    if pagina is None:
        raise ValueError(f"TaskState {estado.pk} does not belong to a stage")
    tarea, persona = estado.task.specific, estado.workflow_state.requested_by
    return TareaPendiente(
        estado_pk=estado.pk,
        titulo=pagina.proceso.title,
        ocid=pagina.proceso.ocid,
        etapa=pagina.etapa,
        papel=tarea.papel,
        enviada_por=(persona.get_full_name() or persona.get_username()) if persona else "",
        desde=estado.started_at,
        limite=sumar_dias_habiles(timezone.localdate(estado.started_at), tarea.dias),
        url=reverse("procesos:revisar", args=[estado.pk]),
    )


def _lista(mensajes: Any) -> str:
    return " ".join(str(mensaje) for mensaje in mensajes)
