"""The buttons under a stage's form: save, and send to approval in plain words."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.models import WorkflowState


class EnviarMenuItem(SubmitForModerationMenuItem):
    """Wagtail's own button names the workflow; officers need to read what happens next."""

    icon_name = "check"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        contexto: dict[str, Any] = super().get_context_data(parent_context)
        flujo = parent_context["page"].current_workflow_state
        devuelta = flujo is not None and flujo.status == WorkflowState.STATUS_NEEDS_CHANGES
        contexto["label"] = _("Enviar de nuevo a aprobación") if devuelta else _("Enviar a aprobación")
        return contexto


def para_etapas(opciones: list[ActionMenuItem]) -> list[ActionMenuItem]:
    """Return the buttons of a stage: no publishing by hand, no restarting half way, and sending in our words."""
    fuera = {"action-publish", "action-unpublish", "action-restart-workflow"}
    return [
        EnviarMenuItem(order=opcion.order) if opcion.name == SubmitForModerationMenuItem.name else opcion
        for opcion in opciones
        if opcion.name not in fuera
    ]
