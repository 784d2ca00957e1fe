"""Stage approval: one service with every check, for the admin, for Wagtail's own buttons and for the chat."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from sitio.ocds.extensiones import declaradas
from sitio.procesos import senales
from sitio.procesos.aprobacion.actas import huella_de, registrar
from sitio.procesos.aprobacion.facultades import facultad
from sitio.procesos.archivos import publicos
from sitio.procesos.entregas.armado import entrega_de
from sitio.procesos.entregas.requisitos import faltantes
from sitio.procesos.models import Aprobacion, EtapaPage, EtapaPublicada, TareaAprobacion
from sitio.procesos.rechazos import AccionRechazada
from sitio.publicacion import bitacora
from sitio.publicacion.models import Entrega, Origen

# Four eyes.
PASOS_MINIMOS = 2


class Accion(StrEnum):
    """What one can do with a stage that waits for a decision."""

    APROBAR = "aprobar"
    DEVOLVER = "devolver"


@transaction.atomic
def resolver(
    estado_pk: int, usuario: User, accion: str, comentario: str = "", *, via: str = "web", sha256: str = ""
) -> Aprobacion:
    """Approve or return the step `estado_pk` as `usuario`; the last approval publishes the release.

    Who decides by delegation does so in the name of who is away, and the record tells both.

    `sha256`, when given, is the digest of what the person read: a decision about other content is refused.
    Raises AccionRechazada, in Spanish, and leaves everything as it was.
    """
    if accion not in list(Accion):
        raise AccionRechazada(_("No existe la acción «%(accion)s».") % {"accion": accion})
    estado = TaskState.objects.select_for_update().filter(pk=estado_pk).first()
    if estado is None:
        raise AccionRechazada(_("Este paso ya no existe. Abra el tablero del proceso para ver en qué va."))
    titular = facultad(estado, usuario).titular
    etapa = estado.revision.as_object()
    if sha256 and sha256 != huella_de(estado.revision):
        raise AccionRechazada(_("El contenido cambió después de que usted lo abrió. Léalo de nuevo antes de decidir."))
    if accion == Accion.DEVOLVER:
        if not comentario.strip():
            raise AccionRechazada(_("Escriba qué hay que corregir para devolver la etapa."))
        acta = registrar(estado, etapa, usuario, Aprobacion.Decision.DEVUELTA, comentario, via, titular)
        _fresco(estado).reject(user=usuario, comment=comentario)
        return acta
    _exigir_publicable(etapa)
    acta = registrar(estado, etapa, usuario, Aprobacion.Decision.APROBADA, comentario, via, titular)
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


def publicar_etapa(flujo: WorkflowState, pagina: EtapaPage, usuario: Any) -> Entrega:
    """Publish an approved stage: its release in the ledger, then its page.

    It publishes only what was approved: every step of the workflow must have an approval of ours, by
    different people, that carries the digest of the very content being published.
    """
    revision = pagina.get_latest_revision()
    _exigir_aprobaciones(flujo, pagina, revision)
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


def anunciar_tarea(estado: TaskState) -> None:
    """Tell whoever listens, after commit, that a step begins to wait for a decision."""
    transaction.on_commit(lambda: senales.tarea_asignada.send(sender=TareaAprobacion, estado_pk=estado.pk))


def _fresco(estado: TaskState) -> TaskState:
    """Wagtail advances a workflow by what its cached relations say: give it none older than the decision."""
    return TaskState.objects.get(pk=estado.pk).specific


def _exigir_publicable(objeto: EtapaPage) -> None:
    if problemas := [mensaje for _campo, mensaje in faltantes(objeto)]:
        raise AccionRechazada(_lista(problemas))


def _exigir_aprobaciones(flujo: WorkflowState, pagina: EtapaPage, revision: Revision) -> None:
    """Every step of the template approved, by as many different people, and what they read is what is published."""
    huella = huella_de(revision)
    pasos = flujo.task_states.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    actas = Aprobacion.objects.filter(
        flujo_pk=flujo.pk,
        revision=revision,
        sha256=huella,
        decision=Aprobacion.Decision.APROBADA,
        estado_pk__in=pasos.values("pk"),
    )
    # From the template, not from the workflow: that one can be edited and its steps switched off in Wagtail's admin.
    pedidos = sorted(paso["papel"] for paso in pagina.regla["aprobacion"])
    if len(pedidos) < PASOS_MINIMOS or sorted(acta.papel for acta in actas) != pedidos or _se_repiten(actas):
        raise AccionRechazada(
            _("Lo que se iba a publicar no es lo que se aprobó. No se publicó nada: cancele y envíe de nuevo.")
        )


def _se_repiten(actas: Iterable[Aprobacion]) -> bool:
    """Whether somebody stands in two approvals, as who decided or as in whose name."""
    personas = [pk for acta in actas for pk in {acta.persona_id, acta.en_nombre_de_id} - {None}]
    return len(personas) != len(set(personas))


def _lista(mensajes: Any) -> str:
    return " ".join(str(mensaje) for mensaje in mensajes)
