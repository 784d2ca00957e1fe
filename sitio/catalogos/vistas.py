"""The admin pages where duplicates are merged. They translate requests; the rules live in `duplicados`."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from sitio.catalogos import duplicados
from sitio.catalogos.formularios import SeparacionForm, UnionForm
from sitio.catalogos.models import Organizacion, Union
from sitio.catalogos.permisos import puede_unir

POR_PAGINA = 25


class Vista(WagtailAdminTemplateMixin, View):
    """An admin page of the registers, only for who `puede` lets in."""

    header_icon = "group"

    def puede(self, persona: User) -> bool:
        """Tell whether `persona` may enter."""
        raise NotImplementedError

    def camino(self) -> list[dict[str, Any]]:
        """The breadcrumbs between the admin's home and this page."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.puede(self.persona):
            raise PermissionDenied
        respuesta: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return respuesta

    @property
    def persona(self) -> User:
        """Who is asking: the admin's own door lets nobody through without having logged in."""
        return cast(User, self.request.user)

    def mostrar(self, titulo: str, codigo: int = 200, **contexto: Any) -> HttpResponse:
        """Render the view's template under `titulo`, with its breadcrumbs."""
        self.page_title = titulo
        inicio = {"url": reverse("wagtailadmin_home"), "label": _("Inicio")}
        self.breadcrumbs_items = [inicio, *self.camino(), {"url": "", "label": titulo}]
        return render(self.request, self.template_name, self.get_context_data(**contexto), status=codigo)


class _Duplicados(Vista):
    """Only for who may merge."""

    def puede(self, persona: User) -> bool:
        return puede_unir(persona)

    def camino(self) -> list[dict[str, Any]]:
        padron = reverse(Organizacion.snippet_viewset.get_url_name("list"))
        return [
            {"url": padron, "label": _("Padrón de organizaciones")},
            {"url": reverse("catalogos_duplicados:lista"), "label": _("Duplicados")},
        ]


class Lista(_Duplicados):
    """The probable duplicates, group by group."""

    template_name = "catalogos/duplicados.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        pagina = Paginator([*duplicados.probables()], POR_PAGINA).get_page(request.GET.get("p"))
        return self.mostrar(_("Posibles duplicados"), pagina=pagina)


class Historial(_Duplicados):
    """Every merge and every undoing, the last one first."""

    template_name = "catalogos/uniones.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        filas = Union.objects.select_related("organizacion", "permanece", "persona")
        pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("p"))
        return self.mostrar(_("Historial de uniones"), pagina=pagina)


class Unir(_Duplicados):
    """Two rows side by side, and the form that says they are one."""

    template_name = "catalogos/unir.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._con(pk, UnionForm(initial={"permanece": request.GET.get("con")}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = UnionForm(request.POST)
        if not form.is_valid():
            return self._con(pk, form, 422)
        permanece = form.cleaned_data["permanece"]
        try:
            union = duplicados.unir(pk, permanece.pk, form.cleaned_data["motivo"], self.persona)
        except duplicados.UnionRechazada as rechazo:
            form.add_error(None, str(rechazo))
            return self._con(pk, form, 422)
        hecho = _("%(repetida)s quedó unida a %(permanece)s.")
        messages.success(request, hecho % {"repetida": union.organizacion, "permanece": permanece})
        return redirect("catalogos_duplicados:lista")

    def _con(self, pk: int, form: forms.Form, codigo: int = 200) -> HttpResponse:
        repetida = get_object_or_404(Organizacion, pk=pk)
        elegida = form["permanece"].value()
        permanece = Organizacion.objects.filter(pk=elegida).first() if str(elegida or "").isdigit() else None
        return self.mostrar(
            _("Unir duplicados"), codigo, form=form, repetida=repetida, permanece=permanece, media=form.media
        )


class Separar(_Duplicados):
    """The form that undoes a merge."""

    template_name = "catalogos/separar.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._con(pk, SeparacionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SeparacionForm(request.POST)
        if form.is_valid():
            try:
                union = duplicados.separar(pk, form.cleaned_data["motivo"], self.persona)
            except duplicados.UnionRechazada as rechazo:
                form.add_error(None, str(rechazo))
            else:
                hecho = _("%(organizacion)s vuelve a ser una organización aparte.")
                messages.success(request, hecho % {"organizacion": union.organizacion})
                return redirect("catalogos_duplicados:historial")
        return self._con(pk, form, 422)

    def _con(self, pk: int, form: forms.Form, codigo: int = 200) -> HttpResponse:
        organizacion = get_object_or_404(Organizacion.objects.exclude(unida_a=None), pk=pk)
        return self.mostrar(_("Separar lo que se unió"), codigo, form=form, organizacion=organizacion)


URLS = [
    path("", Lista.as_view(), name="lista"),
    path("historial/", Historial.as_view(), name="historial"),
    path("<int:pk>/unir/", Unir.as_view(), name="unir"),
    path("<int:pk>/separar/", Separar.as_view(), name="separar"),
]
