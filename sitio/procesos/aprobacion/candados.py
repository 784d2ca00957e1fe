"""The lock of a stage in approval, with words that tell each person what they can do about it."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class CandadoDeAprobacion(WorkflowLock):
    """Closed for everybody; who may decide finds here the way to the review page."""

    def get_message(self, user: Any) -> SafeString:
        if self.task.get_actions(self.object, user):
            return format_html(
                '{} <a class="button button-small button-secondary" href="{}">{}</a>',
                _("Esta etapa espera su decisión."),
                reverse("procesos:revisar", args=[self.object.current_workflow_task_state.pk]),
                _("Revisar y decidir"),
            )
        return format_html(
            "{}",
            _("Esta etapa está en aprobación («%(paso)s») y nadie puede cambiarla hasta que se resuelva.")
            % {"paso": self.task.name},
        )

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return _("En aprobación")

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return _("Lo que se lee es lo que se publica: nadie edita mientras se aprueba.")
