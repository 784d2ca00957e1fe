"""The admin page that adds the days of law of a year to a calendar."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from sitio.catalogos.dias_de_ley import ULTIMO_ANIO, generar
from sitio.catalogos.formularios import AnioForm
from sitio.catalogos.models import Calendario
from sitio.catalogos.permisos import puede_generar

LISTA = "wagtailsnippets_catalogos_calendario:list"


class Generar(WagtailAdminTemplateMixin, View):
    """Only for who may add non-working days."""

    template_name = "catalogos/generar_calendario.html"
    header_icon = "calendar"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not puede_generar(cast(User, request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        calendario = get_object_or_404(Calendario, pk=pk)
        return self._con(calendario, AnioForm(initial={"anio": self._siguiente(calendario)}))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        calendario, form = get_object_or_404(Calendario, pk=pk), AnioForm(request.POST)
        if not form.is_valid():
            return self._con(calendario, form, 422)
        anio = form.cleaned_data["anio"]
        cuantos = generar(calendario, anio)
        log(calendario, "catalogos.generar_calendario", user=request.user, data={"anio": anio, "dias": cuantos})
        hecho = ngettext(
            "Se agregó %(cuantos)d día de %(anio)d.", "Se agregaron %(cuantos)d días de %(anio)d.", cuantos
        )
        messages.success(request, hecho % {"cuantos": cuantos, "anio": anio})
        return redirect(LISTA)

    def _siguiente(self, calendario: Calendario) -> int:
        """Return the year that most likely is to be added: the one after the last that the calendar has."""
        ultimo = calendario.dias.order_by("-fecha").values_list("fecha", flat=True).first()
        return min(ultimo.year + 1 if ultimo else timezone.localdate().year, ULTIMO_ANIO)

    def _con(self, calendario: Calendario, form: AnioForm, codigo: int = 200) -> HttpResponse:
        self.page_title = _("Agregar los días de ley")
        self.breadcrumbs_items = [
            {"url": reverse("wagtailadmin_home"), "label": _("Inicio")},
            {"url": reverse(LISTA), "label": _("Calendarios")},
            {"url": "", "label": f"{self.page_title}: {calendario}"},
        ]
        contexto = self.get_context_data(calendario=calendario, form=form)
        return render(self.request, self.template_name, contexto, status=codigo)


URLS = [path("<slug:pk>/generar/", Generar.as_view(), name="generar")]
