"""What this room adds to other pages: the officer's inbox on the dashboard, and a panel on the process board."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component

from sitio.alertas import presentacion, urls_admin
from sitio.alertas.models import Alerta, Plazo, Severidad
from sitio.procesos.models import ProcesoPage
from sitio.procesos.papeles import permisos

EN_BANDEJA = 8
# What fell due must be seen, without leaving no room for what can still be met in time.
VENCIDOS_EN_BANDEJA = 4


def renglon_de_alerta(alerta: Alerta) -> dict[str, Any]:
    """Return what a short list says of an alert."""
    return {
        "alerta": alerta,
        "url": urls_admin.url_de_alerta(alerta.pk),
        "clase": presentacion.CLASES[Severidad(alerta.severidad)],
        "situacion": presentacion.situacion(alerta, silenciada=getattr(alerta, "silenciada", False)),
        "desde": presentacion.antiguedad(alerta),
    }


def renglon_de_plazo(plazo: Plazo) -> dict[str, Any]:
    """Return what a short list says of a deadline."""
    origen = presentacion.origen(plazo.evidencia)
    return {
        "plazo": plazo,
        "url": urls_admin.url_de_plazo(plazo.pk),
        "falta": presentacion.cuanto_falta(plazo),
        "vencido": presentacion.esta_vencido(plazo),
        # A template that cites no article is itself what the deadline rests on: it is not said twice.
        "origen": "" if origen == plazo.fundamento else origen,
    }


class Bandeja(Component):
    """My open alerts and my next deadlines, on the dashboard of whoever holds a role."""

    name = "bandeja"
    template_name = "alertas/bandeja.html"
    order = 50

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        usuario = (parent_context or {})["request"].user
        if not permisos.ve_procesos(usuario):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        usuario = parent_context["request"].user
        alertas = Alerta.objects.visibles_para(usuario).por_atender()
        plazos = Plazo.objects.visibles_para(usuario)
        vencidos = list(plazos.vencidos()[:VENCIDOS_EN_BANDEJA])
        proximos = list(plazos.proximos()[: EN_BANDEJA - len(vencidos)])
        return {
            "alertas": [renglon_de_alerta(a) for a in alertas[:EN_BANDEJA]],
            "plazos": [renglon_de_plazo(p) for p in (*vencidos, *proximos)],
            "alertas_en_total": alertas.count(),
            "plazos_en_total": plazos.abiertos().count(),
            "url_de_alertas": urls_admin.url_de_alertas(),
            "url_de_plazos": urls_admin.url_de_plazos(),
        }


class PanelDeTablero:
    """The alerts and deadlines of one process, on its board."""

    orden = 20

    def render(self, proceso: ProcesoPage, request: HttpRequest) -> SafeString:
        """Return the panel for who is looking; it says so when there is nothing to attend to."""
        alertas = Alerta.objects.visibles_para(request.user).filter(ocid=proceso.ocid).abiertas().con_silencio()
        plazos = Plazo.objects.visibles_para(request.user).filter(ocid=proceso.ocid)
        contexto = {
            "alertas": [renglon_de_alerta(a) for a in alertas],
            "plazos": [renglon_de_plazo(p) for p in plazos.exclude(estado="cancelado")],
            "reglas": urls_admin.url_de_reglas(proceso.ocid) if proceso.live else "",
        }
        return render_to_string("alertas/tablero.html", contexto, request=request)
