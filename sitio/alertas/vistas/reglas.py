"""The page that tells what each rule said of one process, flags and not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from sitio.alertas import resultados
from sitio.alertas.models import Alerta
from sitio.alertas.urls_admin import url_de_alerta
from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.consultas import url_tablero
from sitio.procesos.papeles import permisos
from sitio.publicacion.models import Registro


class ReglasEvaluadas(VistaDelAdmin):
    """What every flag says of the published record of a process, computed as it is asked."""

    template_name = "alertas/reglas.html"
    header_icon = "list-ul"
    migas = [INICIO]

    def get(self, request: HttpRequest, ocid: str) -> HttpResponse:
        visibles = Registro.objects.filter(permisos.visibles_por_ocid(permisos.persona_de(request)))
        registro = get_object_or_404(visibles.select_related("publicador"), ocid=ocid)
        return self.mostrar(
            _("Reglas evaluadas"),
            registro=registro,
            tablero=url_tablero(ocid),
            grupos=resultados.de_registro(registro, self._alertas(request, ocid)),
        )

    def _alertas(self, request: HttpRequest, ocid: str) -> dict[str, str]:
        """Return the way to the open alert of each flag (one query); the gravest, where there are several."""
        suyas = Alerta.objects.visibles_para(permisos.persona_de(request)).abiertas().filter(ocid=ocid)
        return {
            bandera: url_de_alerta(pk)
            for bandera, pk in suyas.order_by("severidad", "-pk").values_list("bandera", "pk")
        }
