"""Where capture enters Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from sitio.procesos import entregas, permisos
from sitio.procesos.consultas import instituciones_visibles
from sitio.procesos.enlaces import PanelDeEnlaces
from sitio.procesos.menu_de_acciones import para_etapas
from sitio.procesos.models import EtapaPage, InstitucionPage, ProcesoPage
from sitio.procesos.servicios import asegurar_papeles
from sitio.procesos.tablero import registrar_panel

registrar_panel(PanelDeEnlaces())


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    return [path("procesos/", include("sitio.procesos.urls"))]


class MenuDeProcesos(MenuItem):
    """Shown to whoever holds a role in an institution."""

    def is_shown(self, request: HttpRequest) -> bool:
        return instituciones_visibles(permisos.persona_de(request)).exists()


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return MenuDeProcesos(
        gettext_lazy("Procesos"), reverse("procesos:lista"), icon_name="folder-open-inverse", order=90, name="procesos"
    )


@hooks.register("insert_global_admin_css")
def estilos() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("componentes/vitral.css"),
        static("procesos/tablero.css"),
    )


@hooks.register("insert_editor_js")
def paginas_de_listas() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("procesos/paginas.js"))


@hooks.register("register_page_header_buttons")
def boton_de_tablero(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[HeaderButton]:
    especifica = page.specific
    proceso = especifica if isinstance(especifica, ProcesoPage) else getattr(especifica, "proceso", None)
    if proceso and permisos.puede_ver(user, proceso):
        yield HeaderButton(
            label=_("Tablero del proceso"),
            url=reverse("procesos:tablero", args=[proceso.pk]),
            icon_name="folder-open-inverse",
            priority=5,
        )


@hooks.register("construct_page_action_menu")
def botones_de_etapa(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if isinstance(context.get("page"), EtapaPage):
        menu_items[:] = para_etapas(menu_items)


@hooks.register("after_edit_page")
def volver_al_tablero(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After sending a stage, show where the process stands and what to look at; a plain save stays in the form."""
    if isinstance(page, EtapaPage) and request.POST.get("action-submit"):
        for aviso in entregas.avisos(page.get_latest_revision_as_object()):
            messages.warning(request, _("Conviene revisar. %(aviso)s") % {"aviso": aviso})
        return redirect("procesos:tablero", page.proceso.pk)
    return None


@hooks.register("after_create_page")
@hooks.register("after_publish_page")
def dar_papeles(request: HttpRequest, page: Page) -> None:
    """An institution made by hand in the editor gets its role groups as one made by a command."""
    if isinstance(page.specific, InstitucionPage):
        asegurar_papeles(page.specific)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def proteger_lo_publicado(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What has releases stays: also a branch above them, and also for superusers."""
    if not permisos.tiene_historia(page):
        return None
    messages.error(
        request, _("Aquí hay información publicada: no se borra ni se retira. Corríjala con una nueva versión.")
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_delete_user")
def conservar_a_quien_decidio(request: HttpRequest, user: User) -> HttpResponse | None:
    """A decision keeps its author: the account of who approved is deactivated, not deleted."""
    if not user.aprobaciones.exists():
        return None
    messages.error(request, _("Esta persona aprobó o devolvió etapas: desactive su cuenta en lugar de borrarla."))
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def proteger_en_bloque(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    paginas = [objeto for objeto in objects if isinstance(objeto, Page)]
    if action_type == "delete" and any(_decidio(objeto) for objeto in objects):
        messages.error(request, _("Entre esas personas hay quien aprobó o devolvió etapas: desactive sus cuentas."))
        return redirect("wagtailusers_users:index")
    cerradas = action_type in ("delete", "unpublish", "move", "publish")
    if cerradas and any(_es_de_proceso(pagina) or permisos.tiene_historia(pagina) for pagina in paginas):
        messages.error(request, _("Los procesos no se publican, mueven, retiran ni borran en bloque."))
        return redirect("procesos:lista")
    return None


def _decidio(objeto: Any) -> bool:
    return isinstance(objeto, get_user_model()) and objeto.aprobaciones.exists()


def _es_de_proceso(pagina: Page) -> bool:
    return issubclass(pagina.specific_class, (ProcesoPage, EtapaPage))


@hooks.register("register_log_actions")
def acciones_de_bitacora(actions: Any) -> None:
    actions.register_action(
        "procesos.responsable", gettext_lazy("Cambiar responsable"), gettext_lazy("Cambió a la persona responsable")
    )
