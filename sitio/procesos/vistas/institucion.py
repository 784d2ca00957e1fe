"""The admin pages of an institution: its publisher data and its units, for who administers it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.formularios.personas import PublicadorForm, UnidadForm
from sitio.procesos.papeles import permisos, personas
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.rechazos import NoSePuede

RAIZ = {"url": reverse_lazy("procesos:personas"), "label": gettext_lazy("Personas y papeles")}


class DeUnaInstitucion(VistaDelAdmin):
    """Only for who administers the institution of the address."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.migas = [INICIO, RAIZ]
        if self.institucion is None:
            raise PermissionDenied
        respuesta: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return respuesta

    @cached_property
    def institucion(self) -> Any:
        """The institution, or None when it is not theirs to administer."""
        suyas = permisos.instituciones_que_administra(persona_de(self.request)).select_related("publicador")
        return suyas.filter(pk=self.kwargs["institucion_pk"]).first()

    def volver(self, *persona_pk: int) -> HttpResponse:
        """Go back to the list, or to the page of a person."""
        nombre = "procesos:persona" if persona_pk else "procesos:personas_de"
        return redirect(nombre, self.institucion.pk, *persona_pk)


class DatosDelPublicador(DeUnaInstitucion):
    """Licence, policy and site of the publisher."""

    template_name = "procesos/formulario.html"

    def get(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        return self._formulario(PublicadorForm(instance=self.institucion.publicador))

    def post(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        form = PublicadorForm(request.POST, instance=self.institucion.publicador)
        if not form.is_valid():
            return self._formulario(form, 422)
        publicador = form.save()
        log(publicador, "wagtail.edit", user=persona_de(request))
        messages.success(request, _("Datos del publicador guardados."))
        return self.volver()

    def _formulario(self, form: PublicadorForm, codigo: int = 200) -> HttpResponse:
        return self.mostrar(_("Datos del publicador"), codigo, form=form, boton=_("Guardar"))


class NuevaUnidad(DeUnaInstitucion):
    """The form that adds a buying unit."""

    template_name = "procesos/formulario.html"

    def get(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        return self._formulario(UnidadForm())

    def post(self, request: HttpRequest, institucion_pk: int) -> HttpResponse:
        form = UnidadForm(request.POST)
        if not form.is_valid():
            return self._formulario(form, 422)
        try:
            unidad = personas.abrir_unidad(self.institucion, **form.cleaned_data, usuario=persona_de(request))
        except NoSePuede as error:
            form.add_error("clave", str(error))
            return self._formulario(form, 422)
        messages.success(request, _("Unidad compradora lista: %(unidad)s.") % {"unidad": unidad.title})
        return self.volver()

    def _formulario(self, form: UnidadForm, codigo: int = 200) -> HttpResponse:
        return self.mostrar(_("Agregar una unidad compradora"), codigo, form=form, boton=_("Agregar la unidad"))
