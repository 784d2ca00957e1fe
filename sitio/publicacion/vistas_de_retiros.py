"""The admin pages of withdrawals. They translate requests; the rules live in `retiros`."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.publicacion import retiros
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.models import Motivo, Retiro

POR_PAGINA = 25


class SolicitudForm(forms.Form):
    """What a withdrawal needs to be asked for."""

    ocid = forms.CharField(label=gettext_lazy("ocid del proceso"), max_length=200)
    id_entrega = forms.CharField(label=gettext_lazy("id de la entrega"), max_length=250)
    motivo = forms.ChoiceField(label=gettext_lazy("Motivo"), choices=Motivo)
    fundamento = forms.CharField(
        label=gettext_lazy("Fundamento"),
        max_length=300,
        help_text=gettext_lazy("El artículo o el número de la orden. Se publica."),
    )
    explicacion = forms.CharField(
        label=gettext_lazy("Explicación pública"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Se publica: no repita aquí lo que se quiere retirar."),
    )


class _Vista(VistaDelAdmin):
    """Only for who may withdraw."""

    header_icon = "bin"
    migas: list[dict[str, Any]] = [
        INICIO,
        {"url": reverse_lazy("publicacion_retiros:lista"), "label": gettext_lazy("Retiros")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not retiros.puede_retirar(self.persona):
            raise PermissionDenied
        respuesta: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return respuesta

    @property
    def persona(self) -> User:
        """Who is asking: the admin's own door lets nobody through without having logged in."""
        return cast(User, self.request.user)


class Lista(_Vista):
    """Every request, open ones first."""

    template_name = "publicacion/retiros.html"
    migas = [INICIO]

    def get(self, request: HttpRequest) -> HttpResponse:
        abierta = Q(autorizada_en__isnull=True, descartada_en__isnull=True)
        solicitudes = Retiro.objects.annotate(abierta=abierta).order_by("-abierta", "-pk")
        filas = solicitudes.select_related("entrega", "solicitada_por")
        pagina = Paginator(filas, POR_PAGINA).get_page(request.GET.get("p"))
        return self.mostrar(_("Retiros"), pagina=pagina)


class Solicitar(_Vista):
    """The form that asks for a withdrawal."""

    template_name = "publicacion/solicitar_retiro.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        inicial = {"ocid": request.GET.get("ocid"), "id_entrega": request.GET.get("id")}
        return self.mostrar(_("Solicitar un retiro"), form=SolicitudForm(initial=inicial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SolicitudForm(request.POST)
        if form.is_valid():
            try:
                retiro = retiros.solicitar(**form.cleaned_data, persona=self.persona)
            except retiros.RetiroRechazado as rechazo:
                form.add_error(None, str(rechazo))
            else:
                messages.success(request, _("Solicitud registrada. Debe autorizarla otra persona."))
                return redirect("publicacion_retiros:ver", retiro.pk)
        return self.mostrar(_("Solicitar un retiro"), 422, form=form)


class Ver(_Vista):
    """One request: what would be gone and why, and the decision of the second person."""

    template_name = "publicacion/retiro.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        personas = ("solicitada_por", "autorizada_por", "descartada_por")
        retiro = get_object_or_404(Retiro.objects.select_related("entrega", "acta", *personas), pk=pk)
        return self.mostrar(
            _("Retiro %(folio)d") % {"folio": retiro.pk},
            retiro=retiro,
            publicada=absoluta("publicacion:entrega", retiro.entrega.ocid, retiro.entrega.id_entrega),
            abierta=not (retiro.autorizada_en or retiro.descartada_en),
            es_suya=retiro.solicitada_por_id == self.persona.pk,
        )


class _Decidir(_Vista):
    """The second person's button (POST only)."""

    http_method_names = ["post"]
    accion: Callable[[int, User], object]
    hecho: Any

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            type(self).accion(pk, self.persona)
        except retiros.RetiroRechazado as rechazo:
            messages.error(request, str(rechazo))
        else:
            messages.success(request, str(self.hecho))
        return redirect("publicacion_retiros:ver", pk)


class Autorizar(_Decidir):
    """Withdraw."""

    accion = staticmethod(retiros.autorizar)
    hecho = gettext_lazy("La entrega se retiró y su acta quedó en la bitácora.")


class Descartar(_Decidir):
    """Close the request and leave everything as it is."""

    accion = staticmethod(retiros.descartar)
    hecho = gettext_lazy("La solicitud se descartó: no se retiró nada.")


URLS = [
    path("", Lista.as_view(), name="lista"),
    path("solicitar/", Solicitar.as_view(), name="solicitar"),
    path("<int:pk>/", Ver.as_view(), name="ver"),
    path("<int:pk>/autorizar/", Autorizar.as_view(), name="autorizar"),
    path("<int:pk>/descartar/", Descartar.as_view(), name="descartar"),
]
