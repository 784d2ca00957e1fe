"""The page of silences: which ones hold, and the form that makes another."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from sitio.alertas.consultas import hoy
from sitio.alertas.models import Silencio
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.urls_admin import url_de_alertas
from sitio.alertas.vida import silencios
from sitio.analisis.registro import BANDERAS
from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.models import InstitucionPage, UnidadCompradoraPage
from sitio.procesos.papeles import permisos
from sitio.publicacion.models import Publicador

# The last ones; those before are still in the database.
TOPE = 200


class SilencioForm(forms.Form):
    """What is silenced, until when and why. What is left empty is not asked of an alert."""

    publicador = forms.ModelChoiceField(Publicador.objects.none(), label=_("Institución"), empty_label=None)
    bandera = forms.ChoiceField(label=_("Bandera"), required=False)
    unidad = forms.ModelChoiceField(
        UnidadCompradoraPage.objects.none(), label=_("Unidad compradora"), required=False, empty_label=_("Cualquiera")
    )
    ocid = forms.CharField(label=_("Ocid del proceso"), required=False, max_length=200)
    hasta = forms.DateField(label=_("Hasta"), widget=AdminDateInput, help_text=_("El último día en silencio."))
    motivo = forms.CharField(label=_("Motivo"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, publicadores: list[Publicador], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propios = Publicador.objects.filter(pk__in=[p.pk for p in publicadores]).order_by("nombre")
        caminos = InstitucionPage.objects.filter(publicador__in=propios).values_list("path", flat=True)
        unidades = UnidadCompradoraPage.objects.filter(permisos.debajo_de(caminos)).order_by("title")
        opciones = [("", _("Cualquiera")), *((b.id, f"{b.id} · {gettext(b.titulo)}") for b in BANDERAS.values())]
        campos: dict[str, Any] = self.fields
        campos["publicador"].queryset, campos["unidad"].queryset = propios, unidades
        campos["bandera"].choices = opciones


class Silencios(VistaDelAdmin):
    """The silences of what one sees; internal control makes them."""

    template_name = "alertas/silencios.html"
    header_icon = "warning"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._pagina(
            self._form(initial={"ocid": request.GET.get("ocid", ""), "bandera": request.GET.get("bandera", "")})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(data=request.POST)
        if form is None:
            raise PermissionDenied
        if not form.is_valid():
            return self._pagina(form, 422)
        try:
            silencios.silenciar(permisos.persona_de(request), **form.cleaned_data)
        except TransicionNoPermitida as error:
            form.add_error(None, str(error))
            return self._pagina(form, 422)
        messages.success(request, gettext("Silencio registrado: esas alertas no se avisan hasta que termine."))
        return redirect("alertas:silencios")

    def _form(self, **datos: Any) -> SilencioForm | None:
        """The form, for who may silence something."""
        publicadores = silencios.publicadores_que_silencia(permisos.persona_de(self.request))
        return SilencioForm(publicadores=publicadores, **datos) if publicadores else None

    def _pagina(self, form: SilencioForm | None, codigo: int = 200) -> HttpResponse:
        usuario = permisos.persona_de(self.request)
        if not permisos.ve_procesos(usuario):
            raise PermissionDenied
        self.migas = [INICIO, {"url": url_de_alertas(), "label": gettext("Alertas")}]
        visibles = Silencio.objects.visibles_para(usuario).select_related("publicador", "unidad", "creado_por")
        propios = set(silencios.publicadores_que_silencia(usuario))
        filas = [self._fila(silencio, propios) for silencio in visibles[:TOPE]]
        return self.mostrar(gettext("Silencios"), codigo, form=form, filas=filas)

    def _fila(self, silencio: Silencio, propios: set[Publicador]) -> dict[str, Any]:
        vigente = silencio.levantado_en is None and silencio.hasta >= hoy()
        return {
            "silencio": silencio,
            "regla": gettext(BANDERAS[silencio.bandera].titulo) if silencio.bandera in BANDERAS else silencio.bandera,
            "vigente": vigente,
            "levantar": reverse("alertas:levantar_silencio", args=[silencio.pk])
            if vigente and silencio.publicador in propios
            else "",
        }


@require_POST
def levantar(request: HttpRequest, pk: int) -> HttpResponse:
    """End a silence that the user may see, and go back to the list."""
    usuario = permisos.persona_de(request)
    silencio = get_object_or_404(Silencio.objects.visibles_para(usuario), pk=pk)
    try:
        silencios.levantar(silencio, usuario)
    except TransicionNoPermitida as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("El silencio terminó."))
    return redirect("alertas:silencios")
