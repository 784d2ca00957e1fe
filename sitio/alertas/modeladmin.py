"""The operational tables of this room in the admin: what modeladmin shows, and nothing of what they mean.

modeladmin is in maintenance mode; everything here can be told again with another listing library.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import Permission, User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import InspectView

from sitio.alertas import explicacion, presentacion, vistas
from sitio.alertas.models import Alerta, Plazo
from sitio.analisis.registro import BANDERAS, PLAZOS, Bandera, DefinicionDePlazo
from sitio.componentes import formatos
from sitio.procesos import permisos
from sitio.procesos.consultas import url_tablero
from sitio.procesos.models import ProcesoPage
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
    search_fields = ("ocid",)
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


class FiltroDeSituacion(SimpleListFilter):
    """Open ones unless asked otherwise (asking for a state is): the list is an inbox, not an archive."""

    title = _("situación")
    parameter_name = "situacion"
    abiertas = "abiertas"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self._todas = request.GET.get(self.parameter_name) == "todas" or "estado__exact" in request.GET
        return [("todas", _("Todas"))]

    def choices(self, changelist: Any) -> Any:
        todas = self._todas
        yield {
            "selected": not todas,
            "query_string": changelist.get_query_string(remove=[self.parameter_name, "estado__exact"]),
            "display": _("Por atender"),
        }
        yield {
            "selected": todas,
            "query_string": changelist.get_query_string({self.parameter_name: "todas"}),
            "display": _("Todas"),
        }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self._todas else getattr(queryset, self.abiertas)()


class FiltroDePlazosAbiertos(FiltroDeSituacion):
    """The same for deadlines."""

    abiertas = "abiertos"


class FiltroDeRegla(SimpleListFilter):
    """By flag or deadline, under its title."""

    reglas: Mapping[str, Bandera | DefinicionDePlazo] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(regla.id, gettext(regla.titulo)) for regla in self.reglas.values()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() else queryset


class FiltroDeBandera(FiltroDeRegla):
    """By flag."""

    title = _("qué pasa")
    parameter_name = "bandera"
    reglas = BANDERAS


class FiltroDePlazo(FiltroDeRegla):
    """By deadline."""

    title = _("qué hay que hacer")
    parameter_name = "plazo"
    reglas = PLAZOS


class Ficha(InspectView):
    """What the pages that explain a row share: its title and the ways to its process."""

    def get_page_subtitle(self) -> str:
        return str(self.instance.titulo)

    def get_meta_title(self) -> str:
        return str(self.instance.titulo)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titulo = Registro.objects.filter(ocid=self.instance.ocid).values_list("titulo", flat=True).first()
        contexto: dict[str, Any] = {
            **super().get_context_data(**kwargs),
            "titulo_de_proceso": titulo,
            "tablero": url_tablero(self.instance.ocid),
            "publico": reverse("portal:proceso", args=[self.instance.ocid]),
        }
        return contexto


class FichaDeAlerta(Ficha):
    """The page that explains an alert."""

    page_title = _("Alerta")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "ficha": presentacion.ficha(self.instance, self.request.user),
            "mover": reverse("alertas:mover", args=[self.instance.pk]),
        }


class FichaDePlazo(Ficha):
    """The page that explains a deadline."""

    page_title = _("Plazo")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "ficha": explicacion.ficha(self.instance)}


class AlertaAdmin(TablaDeLectura):
    """The inbox of alerts."""

    model = Alerta
    base_url_path = "alertas"
    menu_label = _("Alertas")
    menu_icon = "warning"
    list_display = ("titulo", "gravedad", "estado", "proceso", "desde")
    list_filter = (FiltroDeSituacion, "severidad", "estado", FiltroDeBandera)
    ordering = ("-severidad", "-pk")
    inspect_view_enabled = True
    inspect_view_class = FichaDeAlerta
    inspect_template_name = "alertas/alerta.html"
    vacia = _("No hay alertas por atender. Cuando una publicación muestre algo que conviene revisar, aparecerá aquí.")

    def gravedad(self, alerta: Alerta) -> str:
        return alerta.get_severidad_display()

    gravedad.short_description = _("severidad")  # type: ignore[attr-defined]  # Django reads it off the function
    gravedad.admin_order_field = "severidad"  # type: ignore[attr-defined]  # same

    def desde(self, alerta: Alerta) -> str:
        return presentacion.antiguedad(alerta)

    desde.short_description = _("desde")  # type: ignore[attr-defined]  # same
    desde.admin_order_field = "pk"  # type: ignore[attr-defined]  # same


class PlazoAdmin(TablaDeLectura):
    """The deadlines by due date."""

    model = Plazo
    base_url_path = "plazos"
    menu_label = _("Plazos")
    menu_icon = "calendar-alt"
    list_display = ("titulo", "fecha", "falta", "estado", "proceso", "fundamento")
    list_filter = (FiltroDePlazosAbiertos, "estado", FiltroDePlazo)
    ordering = ("vence", "pk")
    inspect_view_enabled = True
    inspect_view_class = FichaDePlazo
    inspect_template_name = "alertas/plazo.html"
    vacia = _("No hay plazos abiertos. Se calculan solos cuando se publican las fechas de las que corren.")

    def fecha(self, plazo: Plazo) -> str:
        return formatos.fecha(plazo.vence)

    fecha.short_description = _("vence")  # type: ignore[attr-defined]  # Django reads it off the function
    fecha.admin_order_field = "vence"  # type: ignore[attr-defined]  # same

    def falta(self, plazo: Plazo) -> str:
        return presentacion.cuanto_falta(plazo)

    falta.short_description = _("cuánto falta")  # type: ignore[attr-defined]  # Django reads it off the function
    falta.admin_order_field = "vence"  # type: ignore[attr-defined]  # same

    def get_extra_class_names_for_field_col(self, plazo: Plazo, field_name: str) -> list[str]:
        return ["alertas-vencido"] if field_name == "falta" and presentacion.esta_vencido(plazo) else []


class AlertasYPlazos(ModelAdminGroup):
    """The menu entry of this room."""

    menu_label = _("Alertas y plazos")
    menu_item_name = "alertas-y-plazos"
    menu_icon = "warning"
    menu_order = 200
    items = (AlertaAdmin, PlazoAdmin)


URLS = [path("alertas/mover/<int:pk>/", vistas.mover, name="mover")]
