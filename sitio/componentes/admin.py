"""What our own pages in Wagtail's admin share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

INICIO = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Inicio")}


class VistaDelAdmin(WagtailAdminTemplateMixin, View):
    """An admin page with Wagtail's furniture: `migas` are the breadcrumbs that lead to it."""

    header_icon = "folder-open-inverse"
    migas: list[dict[str, Any]] = [INICIO]

    def mostrar(self, titulo: str, codigo: int = 200, **contexto: Any) -> HttpResponse:
        """Render the view's template under `titulo`, with its breadcrumbs."""
        self.page_title = titulo
        self.breadcrumbs_items = [*self.migas, {"url": "", "label": titulo}]
        return render(self.request, self.template_name, self.get_context_data(**contexto), status=codigo)
