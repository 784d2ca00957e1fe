"""Stage approval: the task that asks two people, and the append-only record of what each one approved."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from sitio.componentes.vitral import TITULOS
from sitio.procesos.aprobacion.candados import CandadoDeAprobacion
from sitio.procesos.papeles.permisos import DECIDEN, Papel
from sitio.publicacion.models import Entrega


class TareaAprobacion(Task):
    """A step of a stage's approval: one person with a role in the institution, who did not write what is approved."""

    papel = models.CharField(
        _("papel que aprueba"), max_length=20, choices=[(papel.value, papel.label) for papel in DECIDEN]
    )
    dias = models.PositiveSmallIntegerField(_("días hábiles para resolver"), default=3)

    lock_class = CandadoDeAprobacion
    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "papel", "dias"]

    class Meta:
        verbose_name = _("aprobación de etapa")
        verbose_name_plural = _("aprobaciones de etapa")
        constraints = [models.UniqueConstraint(fields=["papel", "dias"], name="tarea_aprobacion_unica")]

    @classmethod
    def get_description(cls) -> str:
        return str(
            _("Una persona con el papel indicado en la institución, distinta de quien capturó y de quien ya aprobó.")
        )

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin with the first step that has not approved this very revision: after a rejection, all read again."""
        from sitio.procesos.aprobacion.tramite import anunciar_tarea

        primera = workflow_state.get_next_task()
        if primera is not None and primera.pk != self.pk:
            return primera.specific.start(workflow_state, user=user)
        estado = super().start(workflow_state, user=user)
        anunciar_tarea(estado)
        return estado

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        from sitio.procesos.aprobacion.facultades import motivo_para_no_resolver

        estado = obj.current_workflow_task_state
        if estado is None or motivo_para_no_resolver(estado, user):
            return []
        return [("reject", _("Devolver con comentario"), True), ("approve", _("Aprobar"), True)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **datos: Any) -> None:
        """Wagtail's own doors (dashboard, editor) go through the same service and the same checks as ours."""
        from sitio.procesos.aprobacion.tramite import Accion, resolver

        accion = {"approve": Accion.APROBAR, "reject": Accion.DEVOLVER}[action_name]
        resolver(task_state.pk, user, accion, datos.get("comment", ""))

    def get_form_for_action(self, action: str) -> type[Any]:
        from sitio.procesos.formularios.decision import AprobarForm, DevolverForm

        return DevolverForm if action == "reject" else AprobarForm

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return bool(self.get_actions(obj, user))

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """While a stage is being approved nobody edits it, superusers included: what is read is what is published."""
        return True

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> "models.QuerySet[TaskState]":
        from sitio.procesos.aprobacion.pasos import estados_por_resolver

        pendientes = [estado.pk for estado in estados_por_resolver(user).filter(task=self)]
        return TaskState.objects.filter(pk__in=pendientes)


class Aprobacion(models.Model):
    """Who approved or returned what, when and through which door. Append-only, chained per process like the ledger.

    `sha256` is the digest of the revision's content as it was read; `cadena` is SHA-256 of
    `{cadena_previa}{canonical JSON of this row}`.
    """

    SOLO_ANEXAR = True

    class Decision(models.TextChoices):
        APROBADA = "aprobada", _("Aprobada")
        DEVUELTA = "devuelta", _("Devuelta con comentario")

    ocid = models.CharField(max_length=200, db_index=True)
    pagina = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    estado_pk = models.BigIntegerField(_("número del paso"), unique=True)
    flujo_pk = models.BigIntegerField(_("número del trámite"), db_index=True)
    etapa = models.CharField(_("etapa"), max_length=20)
    papel = models.CharField(_("papel"), max_length=20, choices=Papel)
    persona = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="aprobaciones")
    en_nombre_de = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="aprobaciones_en_su_nombre",
        verbose_name=_("en nombre de"),
    )
    decision = models.CharField(_("decisión"), max_length=20, choices=Decision)
    comentario = models.TextField(_("comentario"), blank=True)
    via = models.CharField(_("vía"), max_length=20)
    cuando = models.DateTimeField(_("cuándo (UTC)"))
    sha256 = models.CharField(max_length=64)
    # Which facts `cadena` covers (see actas): rows written before it had a number are 1.
    version = models.PositiveSmallIntegerField(default=1)
    cadena_previa = models.CharField(max_length=64)
    cadena = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("aprobación")
        verbose_name_plural = _("aprobaciones")
        ordering = ["pk"]
        constraints = [
            # No fork: two rows of a process can never follow the same one.
            models.UniqueConstraint(fields=["ocid", "cadena_previa"], name="aprobacion_cadena_sin_bifurcar"),
        ]

    def __str__(self) -> str:
        return f"{self.ocid} {self.etapa} {self.decision}"

    @property
    def titulo_etapa(self) -> str:
        """The stage in words."""
        return str(TITULOS[self.etapa])


class EtapaPublicada(models.Model):
    """Which revision of which page became which release. It keeps Wagtail from deleting what was published."""

    pagina = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="publicaciones")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="publicacion")
    entrega = models.OneToOneField(Entrega, on_delete=models.PROTECT, related_name="publicacion")

    class Meta:
        verbose_name = _("etapa publicada")
        verbose_name_plural = _("etapas publicadas")

    def __str__(self) -> str:
        return str(self.entrega)
