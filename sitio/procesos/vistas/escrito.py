"""What somebody typed and the server never got: the form again, filled with it, for the person to save."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView

from sitio.procesos.formularios.conflictos import con_renglones_vigentes
from sitio.procesos.models import EtapaPage


class Recuperar(EditView):
    """Wagtail's own form over the latest draft, with what was typed. It saves nothing: its button does."""

    recuperado = True

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> Any:
        request.recuperado = True  # type: ignore[attr-defined]  # what the form's head reads
        return super().dispatch(request, page_id, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Come back here after logging in: the form itself offers the copy again."""
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(self.page, EtapaPage):
            raise PermissionDenied
        self.form = self.form_class(
            con_renglones_vigentes(request.POST, self.page),
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        messages.warning(
            request, _("Esto es lo que usted había escrito. Todavía no está guardado: revíselo y guárdelo.")
        )
        return self.render_to_response(self.get_context_data())


def sin_permiso_del_formulario(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell who sent a form too late what to do (Django's CSRF_FAILURE_VIEW); what they typed is in their browser."""
    regreso = request.path if request.path.startswith(reverse("wagtailadmin_home")) else "/"
    return render(request, "procesos/formulario_vencido.html", {"regreso": regreso}, status=403)
