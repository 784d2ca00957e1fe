"""Where this room hangs from the admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from sitio.alertas import modeladmin, urls
from sitio.alertas.filtros import CON_ALERTAS
from sitio.alertas.paneles import Bandeja, PanelDeTablero
from sitio.procesos.lista.filtros import registrar_casilla
from sitio.procesos.papeles import permisos
from sitio.procesos.tablero.paneles import registrar_panel

modeladmin_register(modeladmin.AlertasYPlazos)
registrar_panel(PanelDeTablero())
registrar_casilla(CON_ALERTAS)


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    """The actions on alerts."""
    return [path("", include((urls.URLS, "alertas")))]


@hooks.register("construct_homepage_panels")
def panel_de_bandeja(request: HttpRequest, panels: list[Any]) -> None:
    """Put the officer's inbox on the dashboard."""
    panels.append(Bandeja())


class MenuDeIndicadores(MenuItem):
    """Shown to whoever answers for the figures that the public sees, or tells of them."""

    def is_shown(self, request: HttpRequest) -> bool:
        papeles = permisos.Papel.OIC, permisos.Papel.COMUNICACION
        return permisos.papeles_de(permisos.persona_de(request), *papeles).exists()


@hooks.register("register_admin_menu_item")
def menu_de_indicadores() -> MenuItem:
    """Lead to the public page: there is no other one, because nobody sees figures before the public does."""
    return MenuDeIndicadores(
        _("Indicadores"), reverse("portal:indicadores"), icon_name="doc-full", order=120, name="indicadores"
    )


@hooks.register("insert_global_admin_css")
def estilos() -> SafeString:
    """The layout of this room's pages and panels."""
    return format_html('<link rel="stylesheet" href="{}">', static("alertas/alertas.css"))
