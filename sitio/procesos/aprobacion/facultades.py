"""By what right a person decides a step: their own role, or that of who is away. Four eyes count here."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from sitio.procesos import consultas
from sitio.procesos.models import Aprobacion, Delegacion, EtapaPage, EtapaPublicada, TareaAprobacion
from sitio.procesos.papeles import permisos
from sitio.procesos.rechazos import AccionRechazada

ESCRIBIR = ("wagtail.create", "wagtail.edit", "wagtail.revert")


@dataclass(frozen=True)
class Facultad:
    """The right by which somebody decides: `titular` is in whose name; None, in their own."""

    titular: User | None = None


def facultad(estado: TaskState, usuario: User) -> Facultad:
    """Return by what right `usuario` may decide this step now. Raises AccionRechazada, saying why they may not."""
    pagina, tarea = _en_espera(estado)
    posibles = _posibles(usuario, pagina, tarea.papel)
    if not posibles:
        raise AccionRechazada(
            _("Para decidir aquí se necesita el papel «%(papel)s» en la institución.")
            % {"papel": tarea.get_papel_display()}
        )
    autores, antes = autores_de(pagina, estado.workflow_state), _quienes_aprobaron(estado)
    impedimentos = [_impedimento(usuario, posible.titular, autores, antes) for posible in posibles]
    if all(impedimentos):
        raise AccionRechazada(impedimentos[0])
    if estado.revision_id != pagina.latest_revision_id:
        raise AccionRechazada(_("Hay una versión más nueva que la que se envió. Pida que se envíe de nuevo."))
    return posibles[impedimentos.index("")]


def motivo_para_no_resolver(estado: TaskState, usuario: User) -> str | None:
    """Return why `usuario` may not decide this step, or None if they may."""
    try:
        facultad(estado, usuario)
    except AccionRechazada as rechazo:
        return str(rechazo)
    return None


def quienes_pueden(estado: TaskState) -> list[User]:
    """Return the active people who may decide this step now, in their own name or in that of who is away."""
    pagina, tarea = etapa_de(estado.workflow_state), estado.task.specific
    if pagina is None or not isinstance(tarea, TareaAprobacion):
        return []
    titulares = list(consultas.con_papel_en(pagina.proceso, tarea.papel))
    vigentes = Delegacion.objects.vigentes(timezone.localdate()).filter(titular__in=titulares)
    delegados = [d.delegado for d in vigentes.filter(delegado__is_active=True).select_related("delegado")]
    candidatos = {persona.pk: persona for persona in (*titulares, *delegados)}
    return [persona for persona in candidatos.values() if motivo_para_no_resolver(estado, persona) is None]


def autores_de(pagina: EtapaPage, flujo: WorkflowState) -> set[int]:
    """Return the users who wrote any revision since the last publication, or sent the stage.

    The log tells of those whose revisions were purged since.
    """
    publicada = EtapaPublicada.objects.filter(pagina=pagina).order_by("-revision_id").first()
    revisiones = Revision.page_revisions.filter(object_id=str(pagina.pk))
    escritas = PageLogEntry.objects.filter(page=pagina.pk, action__in=ESCRIBIR)
    if publicada:
        aprobada = Aprobacion.objects.filter(revision_id=publicada.revision_id).latest("pk").cuando
        revisiones = revisiones.filter(pk__gt=publicada.revision_id)
        escritas = escritas.filter(timestamp__gt=aprobada)
    autores = {*revisiones.values_list("user_id", flat=True), *escritas.values_list("user_id", flat=True)}
    return (autores | {flujo.requested_by_id}) - {None}


def etapa_de(flujo: WorkflowState) -> EtapaPage | None:
    """Return the stage that a workflow approves; None when it is of some other page."""
    pagina = flujo.content_object
    especifica = pagina.specific if isinstance(pagina, Page) else None
    return especifica if isinstance(especifica, EtapaPage) else None


def delegaciones_de(usuario: User, dia: date | None = None) -> "models.QuerySet[Delegacion]":
    """Return the delegations by which an active `usuario` acts today for somebody whose account is active."""
    if not usuario.is_active:
        return Delegacion.objects.none()
    vigentes = Delegacion.objects.vigentes(dia or timezone.localdate())
    return vigentes.filter(delegado=usuario, titular__is_active=True).select_related("titular", "institucion")


def _en_espera(estado: TaskState) -> tuple[EtapaPage, TareaAprobacion]:
    tarea, flujo = estado.task.specific, estado.workflow_state
    if estado.status != TaskState.STATUS_IN_PROGRESS or flujo.status != WorkflowState.STATUS_IN_PROGRESS:
        raise AccionRechazada(_("Este paso ya se resolvió."))
    pagina = etapa_de(flujo)
    if not isinstance(tarea, TareaAprobacion) or pagina is None:
        raise AccionRechazada(_("Este paso no es la aprobación de una etapa."))
    return pagina, tarea


def _posibles(usuario: User, pagina: EtapaPage, papel: str) -> list[Facultad]:
    """The rights of `usuario` over a page: first their own, then those of people away. Who cannot read has none."""
    propias = [Facultad()] if permisos.tiene_papel_en(usuario, pagina, papel) else []
    if not permisos.tiene_papel_en(usuario, pagina, *permisos.VEN_PROCESOS):
        return propias
    ajenas = [
        Facultad(delegacion.titular)
        for delegacion in delegaciones_de(usuario)
        if pagina.is_descendant_of(delegacion.institucion)
        and permisos.tiene_papel_en(delegacion.titular, pagina, papel)
    ]
    return [*propias, *ajenas]


def _quienes_aprobaron(estado: TaskState) -> set[int]:
    """Who approved this round (this very revision), and in whose name."""
    actas = Aprobacion.objects.filter(
        flujo_pk=estado.workflow_state_id, decision=Aprobacion.Decision.APROBADA, revision_id=estado.revision_id
    )
    return {pk for par in actas.values_list("persona_id", "en_nombre_de_id") for pk in par if pk}


def _impedimento(usuario: User, titular: User | None, autores: set[int], antes: set[int]) -> str:
    """What keeps this pair of people from deciding; "" if nothing does."""
    if usuario.pk in autores:
        return _("Usted escribió o envió esta etapa: debe decidir otra persona.")
    if usuario.pk in antes:
        return _("Usted ya aprobó un paso de esta etapa: el siguiente corresponde a otra persona.")
    if titular and titular.pk in autores:
        return _("Quien delegó en usted escribió o envió esta etapa: debe decidir otra persona.")
    if titular and titular.pk in antes:
        return _("Quien delegó en usted ya aprobó un paso de esta etapa: el siguiente corresponde a otra persona.")
    return ""
