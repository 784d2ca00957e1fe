"""The page that sums up: open alerts by flag and unit, and how often each flag turned out to be justified."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.alertas import resumen
from sitio.alertas.urls_admin import url_de_alertas
from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.papeles import permisos


class ResumenDeAlertas(VistaDelAdmin):
    """Where alerts are, and which flags cry wolf."""

    template_name = "alertas/resumen.html"
    header_icon = "table"
    migas = [INICIO, {"url": "", "label": gettext_lazy("Alertas")}]

    def get(self, request: HttpRequest) -> HttpResponse:
        usuario = permisos.persona_de(request)
        if not permisos.ve_procesos(usuario):
            raise PermissionDenied
        self.migas = [INICIO, {"url": url_de_alertas(), "label": _("Alertas")}]
        return self.mostrar(
            _("Resumen de alertas"), mapa=resumen.mapa(usuario), justificadas=resumen.justificadas(usuario)
        )
