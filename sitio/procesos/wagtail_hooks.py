"""Where capture enters Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
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

from sitio.cuentas import conservar_cuentas
from sitio.procesos.aprobacion.menu_de_acciones import para_etapas
from sitio.procesos.archivos.enlaces import PanelDeEnlaces
from sitio.procesos.entregas import requisitos
from sitio.procesos.models import EtapaPage, InstitucionPage, ProcesoPage
from sitio.procesos.papeles import cierres, permisos
from sitio.procesos.papeles.grupos import asegurar_papeles
from sitio.procesos.tablero.paneles import registrar_panel
from sitio.procesos.vistas.conflicto import antes_de_guardar

registrar_panel(PanelDeEnlaces())


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    cierres.cerrar()
    return [path("procesos/", include("sitio.procesos.urls"))]


@hooks.register("construct_admin_api")
def cerrar_acciones_de_la_api(router: Any) -> None:
    router.register_endpoint("pages", cierres.api_del_admin())


@hooks.register("construct_page_chooser_queryset")
def elegir_solo_lo_propio(pages: Any, request: HttpRequest) -> Any:
    return pages.filter(pk__in=cierres.paginas_a_la_vista(request.user).values("pk"))


@hooks.register("construct_reports_menu")
def quitar_informe_de_tipos(request: HttpRequest, menu_items: list[Any]) -> None:
    if not permisos.ve_todo(permisos.persona_de(request)):
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


class MenuDeProcesos(MenuItem):
    """Shown to whoever holds a role in an institution."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permisos.ve_procesos(permisos.persona_de(request))


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return MenuDeProcesos(
        gettext_lazy("Procesos"), reverse("procesos:lista"), icon_name="folder-open-inverse", order=90, name="procesos"
    )


class MenuDePlantillas(MenuItem):
    """Shown to whoever may change the procedure templates."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permisos.puede_editar_plantillas(permisos.persona_de(request))


@hooks.register("register_admin_menu_item")
def menu_de_plantillas() -> MenuItem:
    texto, url = gettext_lazy("Plantillas"), reverse("procesos:plantillas")
    return MenuDePlantillas(texto, url, icon_name="list-ul", order=95, name="plantillas")


@hooks.register("register_permissions")
def permiso_de_plantillas() -> "QuerySet[Permission]":
    return Permission.objects.filter(content_type__app_label="procesos", codename="change_plantillaprocedimiento")


class MenuDePersonas(MenuItem):
    """Shown to who administers an institution."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permisos.instituciones_que_administra(permisos.persona_de(request)).exists()


@hooks.register("register_admin_menu_item")
def menu_de_personas() -> MenuItem:
    return MenuDePersonas(
        gettext_lazy("Personas y papeles"), reverse("procesos:personas"), icon_name="group", order=430, name="personas"
    )


@hooks.register("register_admin_menu_item")
def menu_de_delegaciones() -> MenuItem:
    return MenuDeProcesos(
        gettext_lazy("Delegaciones"), reverse("procesos:delegaciones"), icon_name="user", order=431, name="delegaciones"
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


@hooks.register("before_edit_page")
def cuidar_lo_ajeno(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nobody saves over what somebody else saved since they opened the form."""
    return antes_de_guardar(request, page) if isinstance(page, EtapaPage) else None


@hooks.register("insert_global_admin_js")
def guiones() -> SafeString:
    """What keeps a form's words in the browser, and what takes the cursor to a field."""
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("procesos/borrador.js"),
        static("procesos/campo.js"),
    )


@hooks.register("construct_page_action_menu")
def botones_de_etapa(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if isinstance(context.get("page"), EtapaPage):
        menu_items[:] = para_etapas(menu_items)


@hooks.register("after_edit_page")
def volver_al_tablero(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After sending a stage, show where the process stands and what to look at; a plain save stays in the form."""
    if isinstance(page, EtapaPage) and request.POST.get("action-submit"):
        for aviso in requisitos.avisos(page.get_latest_revision_as_object()):
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


@hooks.register("before_move_page")
def no_mover(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """What has releases stays where it is, with every branch over it."""
    return proteger_lo_publicado(request, page)


@hooks.register("before_copy_page")
def no_copiar(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A process has one ocid and one page."""
    if not permisos.tiene_procesos(page):
        return None
    messages.error(request, _("Aquí hay procesos: cada uno tiene un solo ocid y no se copia."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def proteger_en_bloque(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    paginas = [objeto for objeto in objects if isinstance(objeto, Page)]
    cerradas = action_type in ("delete", "unpublish", "move", "publish")
    if cerradas and any(_es_de_proceso(pagina) or permisos.tiene_historia(pagina) for pagina in paginas):
        messages.error(request, _("Los procesos no se publican, mueven, retiran ni borran en bloque."))
        return redirect("procesos:lista")
    return None


def _es_de_proceso(pagina: Page) -> bool:
    return issubclass(pagina.specific_class, (ProcesoPage, EtapaPage))


ACCIONES_DE_PERSONAS = {
    "invitar": (gettext_lazy("Agregar a una persona"), gettext_lazy("Abrió la cuenta de una persona")),
    "enlace": (gettext_lazy("Enviar enlace"), gettext_lazy("Envió un enlace para elegir contraseña")),
    "dar_papel": (gettext_lazy("Dar un papel"), gettext_lazy("Dio un papel a una persona")),
    "quitar_papel": (gettext_lazy("Quitar un papel"), gettext_lazy("Quitó un papel a una persona")),
    "activar": (gettext_lazy("Activar una cuenta"), gettext_lazy("Activó la cuenta de una persona")),
    "desactivar": (gettext_lazy("Desactivar una cuenta"), gettext_lazy("Desactivó la cuenta de una persona")),
    "abrir_unidad": (gettext_lazy("Agregar una unidad"), gettext_lazy("Agregó una unidad compradora")),
    "delegar": (gettext_lazy("Delegar"), gettext_lazy("Registró quién decide en nombre de otra persona")),
    "revocar_delegacion": (gettext_lazy("Terminar una delegación"), gettext_lazy("Terminó una delegación")),
}


@hooks.register("register_log_actions")
def acciones_de_bitacora(actions: Any) -> None:
    actions.register_action(
        "procesos.responsable", gettext_lazy("Cambiar responsable"), gettext_lazy("Cambió a la persona responsable")
    )
    actions.register_action(
        "procesos.adoptar", gettext_lazy("Continuar aquí"), gettext_lazy("Siguió aquí un proceso importado")
    )
    for accion, nombre, mensaje in (
        ("guardar_plantilla", gettext_lazy("Guardar plantilla"), gettext_lazy("Guardó una versión de la plantilla")),
        ("plantilla_en_vigor", gettext_lazy("Poner en vigor"), gettext_lazy("Puso en vigor esta versión")),
        ("retirar_plantilla", gettext_lazy("Retirar plantilla"), gettext_lazy("La retiró de procesos nuevos")),
    ):
        actions.register_action(f"procesos.{accion}", nombre, mensaje)
    for clave, (titulo, mensaje) in ACCIONES_DE_PERSONAS.items():
        actions.register_action(f"procesos.{clave}", titulo, mensaje)


def _decidio(persona: User) -> bool:
    return persona.aprobaciones.exists() or persona.aprobaciones_en_su_nombre.exists()


# A decision keeps its author.
conservar_cuentas(
    _decidio,
    gettext_lazy("Esta persona aprobó o devolvió etapas: desactive su cuenta en lugar de borrarla."),
    gettext_lazy("Entre esas personas hay quien aprobó o devolvió etapas: desactive sus cuentas."),
)
