"""Where this room hangs from the admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitio.mercado.paneles import PanelDeMercado
from sitio.procesos.papeles import permisos
from sitio.procesos.tablero.paneles import registrar_panel

registrar_panel(PanelDeMercado())


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    return [path("mercado/", include("sitio.mercado.urls"))]


class MenuDeMercado(MenuItem):
    """Shown to whoever works in some process."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permisos.ve_procesos(permisos.persona_de(request))


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    texto, url = gettext_lazy("Precios de mercado"), reverse("mercado:investigacion")
    return MenuDeMercado(texto, url, icon_name="search", order=92, name="mercado")


@hooks.register("insert_global_admin_css")
def estilos() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("mercado/mercado.css"))
