"""The steps that wait for a decision: whose they are, until when, and what happens when nobody decides."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from sitio.catalogos.calendario import sumar_dias_habiles
from sitio.procesos import consultas
from sitio.procesos.aprobacion.facultades import delegaciones_de, etapa_de, motivo_para_no_resolver, quienes_pueden
from sitio.procesos.models import EtapaPage, PapelInstitucional, TareaAprobacion
from sitio.procesos.papeles.permisos import Papel, debajo_de, papeles_de

# Working days that an overdue step waits for those of its role before administración hears of it.
ESPERA_DE_PARES = 2


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


@dataclass(frozen=True)
class PasoVencido:
    """A step past its date. `nivel` 1 is the turn of those who may decide, 2 that of administración."""

    tarea: TareaPendiente
    nivel: int
    personas: tuple[User, ...]


def estados_por_resolver(usuario: User) -> "models.QuerySet[TaskState]":
    """Return the steps in progress that fall to `usuario`, by role or delegation; four eyes not yet considered."""
    estados = TaskState.objects.none()
    for papel, camino in _turnos(usuario):
        etapas = EtapaPage.objects.filter(debajo_de([camino])).annotate(
            clave=Cast("pk", output_field=models.CharField())
        )
        estados |= _en_curso().filter(
            workflow_state__object_id__in=etapas.values("clave"),
            task__in=TareaAprobacion.objects.filter(papel=papel).values("pk"),
        )
    return estados


def tareas_pendientes(usuario: User) -> list[TareaPendiente]:
    """Return what waits for a decision that `usuario` may take now, the most urgent first."""
    estados = estados_por_resolver(usuario).select_related("task", "workflow_state__requested_by", "revision")
    tareas = [tarea_de(estado) for estado in estados if motivo_para_no_resolver(estado, usuario) is None]
    return sorted(tareas, key=lambda tarea: (tarea.limite, tarea.desde))


def tarea_de(estado: TaskState) -> TareaPendiente:
    """Return what a step asks, of whom it does not say."""
    pagina = etapa_de(estado.workflow_state)
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
        limite=limite_de(estado),
        url=reverse("procesos:revisar", args=[estado.pk]),
    )


def limite_de(estado: TaskState) -> date:
    """Return the local date by which a step must be decided: its working days, counted from the day it began."""
    return sumar_dias_habiles(timezone.localdate(estado.started_at), estado.task.specific.dias)


def pasos_vencidos(hoy: date | None = None) -> list[PasoVencido]:
    """Return the steps past their date with whose turn it is, the longest overdue first.

    First those who may decide; `ESPERA_DE_PARES` working days later, or when nobody may, who can name somebody:
    administración of the institution.
    """
    dia = hoy or timezone.localdate()
    tareas = TareaAprobacion.objects.values("pk")
    vencidos = [
        _vencido(estado, dia)
        for estado in _en_curso().filter(task__in=tareas).select_related("task", "workflow_state__requested_by")
        if etapa_de(estado.workflow_state) and limite_de(estado) < dia
    ]
    return sorted(vencidos, key=lambda paso: (paso.tarea.limite, paso.tarea.estado_pk))


def _vencido(estado: TaskState, dia: date) -> PasoVencido:
    tarea, pueden = tarea_de(estado), quienes_pueden(estado)
    if pueden and dia <= sumar_dias_habiles(tarea.limite, ESPERA_DE_PARES):
        return PasoVencido(tarea, 1, tuple(pueden))
    proceso = consultas.proceso_de(tarea.ocid)
    administran = consultas.con_papel_en(proceso, Papel.ADMINISTRACION) if proceso else ()
    return PasoVencido(tarea, 2, tuple(administran))


def _en_curso() -> "models.QuerySet[TaskState]":
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )


def _turnos(usuario: User) -> set[tuple[str, str]]:
    """The (role, tree path) pairs whose steps fall to somebody: theirs, and those of whom they act for."""
    pares = _pares(papeles_de(usuario))
    for delegacion in delegaciones_de(usuario):
        pares |= _pares(papeles_de(delegacion.titular).filter(institucion=delegacion.institucion))
    return pares


def _pares(papeles: "models.QuerySet[PapelInstitucional]") -> set[tuple[str, str]]:
    filas = papeles.values_list("papel", "institucion__path", "unidad__path")
    return {(papel, unidad or institucion) for papel, institucion, unidad in filas}
