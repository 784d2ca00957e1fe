"""The page that opens a process."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.procesos import servicios
from sitio.procesos.formularios.proceso import NuevoProcesoForm
from sitio.procesos.papeles.permisos import persona_de
from sitio.procesos.tablero import etapas
from sitio.procesos.vistas.comunes import VistaDeProcesos


class NuevoProceso(VistaDeProcesos):
    """The form that opens a process by a procedure template."""

    template_name = "procesos/nuevo.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        dia = _dia(request.GET.get("inicio"))
        inicial = {"ejercicio": timezone.localdate().year, "inicio": dia, "unidad": request.GET.get("unidad")}
        return self._formulario(NuevoProcesoForm(usuario=persona_de(request), initial=inicial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NuevoProcesoForm(request.POST, usuario=persona_de(request))
        if not form.is_valid():
            return self._formulario(form, 422)
        datos = form.cleaned_data
        proceso = servicios.crear_proceso(
            datos["unidad"], datos["plantilla"], datos["titulo"], datos["ejercicio"], persona_de(request)
        )
        messages.success(request, _("Se abrió el proceso %(ocid)s. Capture la planeación.") % {"ocid": proceso.ocid})
        return redirect("wagtailadmin_pages:edit", etapas.paginas_de(proceso)[0].pk)

    def _formulario(self, form: NuevoProcesoForm, estado: int = 200) -> HttpResponse:
        if not form.unidades.exists():
            raise PermissionDenied
        return self.mostrar(_("Nuevo proceso"), estado, form=form)


def _dia(texto: str | None) -> date:
    """Return the date that an address asks for; today when it asks for none, or for no date."""
    try:
        return date.fromisoformat(texto or "")
    except ValueError:
        return timezone.localdate()
