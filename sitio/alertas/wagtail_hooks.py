"""Where this room hangs from the admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from sitio.alertas import modeladmin
from sitio.alertas.filtros import CON_ALERTAS
from sitio.alertas.paneles import Bandeja, PanelDeTablero
from sitio.procesos.filtros import registrar_casilla
from sitio.procesos.tablero import registrar_panel

modeladmin_register(modeladmin.AlertasYPlazos)
registrar_panel(PanelDeTablero())
registrar_casilla(CON_ALERTAS)


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    """The actions on alerts."""
    return [path("", include((modeladmin.URLS, "alertas")))]


@hooks.register("construct_homepage_panels")
def panel_de_bandeja(request: HttpRequest, panels: list[Any]) -> None:
    """Put the officer's inbox on the dashboard."""
    panels.append(Bandeja())


@hooks.register("insert_global_admin_css")
def estilos() -> SafeString:
    """The layout of this room's pages and panels."""
    return format_html('<link rel="stylesheet" href="{}">', static("alertas/alertas.css"))
