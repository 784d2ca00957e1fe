"""What the operational tables of this room share in the admin: what modeladmin shows, and nothing of what it means.

modeladmin is in maintenance mode; everything here can be told again with another listing library.
"""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from sitio.procesos.consultas import url_tablero
from sitio.procesos.models import ProcesoPage
from sitio.procesos.papeles import permisos
from sitio.publicacion.models import Registro

URLS_QUE_EXISTEN = ("index", "inspect")


class PermisoDeLectura(PermissionHelper):
    """People with a role see what is theirs; nobody creates, edits or deletes a row by hand."""

    def get_all_model_permissions(self) -> "QuerySet[Permission]":
        return Permission.objects.none()

    def user_can_list(self, user: User) -> bool:
        return permisos.ve_procesos(user)

    def user_can_create(self, user: User) -> bool:
        return False

    def user_can_inspect_obj(self, user: User, obj: Any) -> bool:
        visibles = self.model.objects.visibles_para(user)
        return self.inspect_view_enabled and visibles.filter(pk=obj.pk).exists()

    def user_can_edit_obj(self, user: User, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: User, obj: Any) -> bool:
        return False


class SoloVer(ButtonHelper):
    """One link a row. The rows are already those the person may see: asking again for each would cost a query each."""

    def get_buttons_for_obj(self, obj: Any, **opciones: Any) -> list[dict[str, Any]]:
        return []

    def get_primary_button(self, obj: Any) -> dict[str, Any] | None:
        if not self.permission_helper.inspect_view_enabled:
            return None
        return {"url": self.url_helper.get_action_url("inspect", obj.pk), "title": _("Ver la explicación")}


class TablaDeLectura(ModelAdmin):
    """What both lists share: read only, one institution never sees another's rows."""

    permission_helper_class = PermisoDeLectura
    button_helper_class = SoloVer
    history_view_enabled = False
    list_per_page = 50
    search_fields: tuple[str, ...] = ("ocid",)
    index_template_name = "alertas/lista.html"
    vacia: Any = ""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        titulo = Registro.objects.filter(ocid=OuterRef("ocid")).values("titulo")[:1]
        pagina = ProcesoPage.objects.filter(ocid=OuterRef("ocid")).values("pk")[:1]
        visibles = self.model.objects.visibles_para(request.user).order_by(*self.get_ordering(request))
        filas: QuerySet[Any] = visibles.annotate(titulo_de_proceso=Subquery(titulo), pagina=Subquery(pagina))
        return filas

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        nombres = {self.url_helper.get_action_url_name(accion) for accion in URLS_QUE_EXISTEN}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in nombres)

    def register_indexing(self) -> None:
        """Keep these rows out of Wagtail's reference index: it would cost a query on every one, for nothing."""

    def proceso(self, fila: Any) -> SafeString:
        if not fila.ocid:
            return format_html("<code>{}</code>", fila.sujeto)
        nombre = format_html("{} <code>{}</code>", fila.titulo_de_proceso or "", fila.ocid)
        if fila.pagina is None:
            return nombre
        return format_html('<a href="{}">{}</a>', reverse("procesos:tablero", args=[fila.pagina]), nombre)

    proceso.allow_tags = True  # type: ignore[attr-defined]  # modeladmin reads it off the function; format_html escaped
    proceso.short_description = _("proceso")  # type: ignore[attr-defined]  # Django reads it off the function
    proceso.admin_order_field = "ocid"  # type: ignore[attr-defined]  # same

    def titulo(self, fila: Any) -> str:
        return str(fila.titulo)

    titulo.short_description = _("qué pasa")  # type: ignore[attr-defined]  # same


class Ficha(InspectView):
    """What the pages that explain a row share: its title and the ways to its process."""

    def get_page_subtitle(self) -> str:
        return str(self.instance.titulo)

    def get_meta_title(self) -> str:
        return str(self.instance.titulo)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ocid = self.instance.ocid
        titulo = Registro.objects.filter(ocid=ocid).values_list("titulo", flat=True).first()
        contexto: dict[str, Any] = {
            **super().get_context_data(**kwargs),
            "titulo_de_proceso": titulo,
            "tablero": url_tablero(ocid) if ocid else None,
            "publico": reverse("portal:proceso", args=[ocid]) if ocid else "",
        }
        return contexto
