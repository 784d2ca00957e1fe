"""The registers in Wagtail's admin: administrators keep them, who captures adds to them, and stage forms choose."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, ChoiceFilter  # type: ignore[import-untyped]  # its stubs are a package apart
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from sitio.catalogos import vistas, vistas_calendario
from sitio.catalogos.entidades import ENTIDADES
from sitio.catalogos.limites import LimiteDeMontoViewSet, PresupuestoAutorizadoViewSet, UmaViewSet
from sitio.catalogos.listas import vistas as vistas_de_listas
from sitio.catalogos.listas.formularios import ListaForm
from sitio.catalogos.models import (
    Calendario,
    ClaveCucop,
    DiaInhabil,
    Inpc,
    ListaExterna,
    Organizacion,
    Partida,
    UnidadCompradora,
)
from sitio.catalogos.paneles import FORMULARIO
from sitio.catalogos.permisos import SinBorrado, puede_cargar_listas, puede_confirmar, puede_generar, puede_unir
from sitio.catalogos.selectores import SelectorDeCucop, SelectorDeOrganizaciones, SelectorDePartidas
from sitio.componentes import formatos
from sitio.cuentas import conservar_cuentas


class ListaBuscable(IndexView):
    """A list that is searched as its chooser is."""

    is_searchable = True

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.buscar(self.search_query) if self.is_searching else queryset


class ListaDeOrganizaciones(ListaBuscable):
    """The register, with the way to its duplicates for who may merge them."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *self._botones()]

    def _botones(self) -> Iterator[Button]:
        if puede_unir(self.request.user):
            yield HeaderButton(
                _("Posibles duplicados"), reverse("catalogos_duplicados:lista"), icon_name="duplicate", priority=20
            )
            yield HeaderButton(
                _("Historial de uniones"), reverse("catalogos_duplicados:historial"), icon_name="history", priority=30
            )


class ListaDeListas(IndexView):
    """The external lists, with the way to who is on them by name alone, for who may say whether it is the same one."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not puede_confirmar(self.request.user):
            return list(super().header_more_buttons)
        pendientes = HeaderButton(
            _("Coincidencias por confirmar"), reverse("catalogos_listas:pendientes"), icon_name="duplicate", priority=20
        )
        return [*super().header_more_buttons, pendientes]


class FiltroDeOrganizaciones(WagtailFilterSet):
    """What the register is sifted by."""

    entidad_federativa = ChoiceFilter(
        label=gettext_lazy("Entidad federativa"), choices=[(nombre, nombre) for nombre in ENTIDADES]
    )
    unida = BooleanFilter(label=gettext_lazy("Unida a otra"), field_name="unida_a", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Organizacion
        fields = ["personalidad", "esquema", "entidad_federativa", "tamano", "unida"]


register_permission_policy(Organizacion, SinBorrado(Organizacion))


class OrganizacionViewSet(SnippetViewSet):
    model = Organizacion
    icon = "group"
    menu_label = gettext_lazy("Padrón de organizaciones")
    edit_handler = FORMULARIO
    index_view_class = ListaDeOrganizaciones
    chooser_viewset_class = SelectorDeOrganizaciones
    filterset_class = FiltroDeOrganizaciones
    list_display = [
        "nombre",
        "esquema",
        "identificador",
        "entidad_federativa",
        Column("unida_a", label=gettext_lazy("Unida a"), accessor=lambda fila: fila.unida_a or ""),
    ]
    list_export = [
        "esquema",
        "identificador",
        "personalidad",
        "nombre",
        "razon_social",
        "tamano",
        "municipio",
        "entidad_federativa",
        "codigo_postal",
        "pais",
        "sitio_web",
        "unida_a",
    ]
    export_filename = "padron-de-organizaciones"
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Organizacion]":
        return Organizacion.objects.select_related("unida_a")


class UnidadCompradoraViewSet(SnippetViewSet):
    model = UnidadCompradora
    icon = "site"
    index_view_class = ListaBuscable
    list_display = ["clave", "nombre", "institucion", "clave_ramo", Column("clave_ur", label=gettext_lazy("Clave UR"))]
    list_filter = ["orden_gobierno", "clave_ramo", "entidad_federativa"]
    list_export = ["clave", "nombre", "institucion", "siglas", "clave_ramo", "clave_ur", "orden_gobierno"]
    export_filename = "unidades-compradoras"


class ClaveCucopViewSet(SnippetViewSet):
    model = ClaveCucop
    icon = "list-ul"
    index_view_class = ListaBuscable
    chooser_viewset_class = SelectorDeCucop
    list_display = ["clave", "descripcion", "unidad", "partida"]


class PartidaViewSet(SnippetViewSet):
    model = Partida
    icon = "list-ol"
    index_view_class = ListaBuscable
    chooser_viewset_class = SelectorDePartidas
    list_display = ["clave", "descripcion", "concepto", "capitulo"]


class CalendarioForm(WagtailAdminModelForm):
    """The key is given once: procedure templates name it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clave"].disabled = not self.instance._state.adding


class SinBorrar(ModelPermissionPolicy):
    """Nobody deletes: templates name these rows, and processes under way count with them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class CalendarioViewSet(SnippetViewSet):
    model = Calendario
    icon = "calendar"
    list_display = ["titulo", "clave", "base", "alcance"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("titulo"), FieldPanel("clave"), FieldPanel("base")], base_form_class=CalendarioForm
    )


register_permission_policy(Calendario, SinBorrar(Calendario))


class DiaInhabilViewSet(SnippetViewSet):
    model = DiaInhabil
    icon = "calendar-alt"
    list_display = ["fecha", "motivo", "calendario"]
    list_filter = ["calendario"]


class InpcViewSet(SnippetViewSet):
    model = Inpc
    icon = "calendar-alt"
    list_display = ["anio", "mes", "indice", "base", "fuente"]
    list_filter = ["anio"]
    copy_view_enabled = False


def fecha_de_la_vigente(lista: ListaExterna) -> str:
    """Return the date of the version that counts."""
    version = lista.version_vigente
    return formatos.fecha(version.fecha) if version else _("Todavía no se carga ninguna")


class ListaExternaViewSet(SnippetViewSet):
    model = ListaExterna
    index_view_class = ListaDeListas
    icon = "warning"
    list_display = [
        "titulo",
        "tipo",
        Column("version_vigente", label=gettext_lazy("Versión vigente"), accessor=fecha_de_la_vigente),
    ]
    list_filter = ["tipo"]
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("titulo"),
            FieldPanel("clave"),
            FieldPanel("tipo"),
            FieldPanel("formato"),
            FieldPanel("institucion"),
        ],
        base_form_class=ListaForm,
    )


register_permission_policy(ListaExterna, SinBorrar(ListaExterna))


class CatalogosViewSetGroup(SnippetViewSetGroup):
    """Reference data that administrators keep."""

    items = (
        OrganizacionViewSet,
        UnidadCompradoraViewSet,
        ClaveCucopViewSet,
        PartidaViewSet,
        CalendarioViewSet,
        DiaInhabilViewSet,
        InpcViewSet,
        LimiteDeMontoViewSet,
        PresupuestoAutorizadoViewSet,
        UmaViewSet,
        ListaExternaViewSet,
    )
    menu_label = gettext_lazy("Catálogos")
    menu_name = "catalogos"
    menu_icon = "list-ul"
    menu_order = 400


register_snippet(CatalogosViewSetGroup)


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    return [
        path("duplicados/", include((vistas.URLS, "catalogos_duplicados"))),
        path("calendarios/", include((vistas_calendario.URLS, "catalogos_calendarios"))),
        path("listas/", include((vistas_de_listas.URLS, "catalogos_listas"))),
    ]


@hooks.register("register_permissions")
def permisos() -> "QuerySet[Permission]":
    """Let whoever administers groups grant it."""
    propios = ("unir_organizacion", "cargar_listaexterna", "confirmar_coincidencia")
    return Permission.objects.filter(content_type__app_label="catalogos", codename__in=propios)


@hooks.register("register_snippet_listing_buttons")
def botones_de_union(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    if not isinstance(snippet, Organizacion) or not puede_unir(user):
        return
    accion, etiqueta = ("separar", _("Separar")) if snippet.unida_a_id else ("unir", _("Unir a otra"))
    yield Button(
        etiqueta, reverse(f"catalogos_duplicados:{accion}", args=[snippet.pk]), icon_name="resubmit", priority=40
    )


@hooks.register("register_snippet_listing_buttons")
def boton_de_generar(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Calendario) and puede_generar(user):
        url = reverse("catalogos_calendarios:generar", args=[snippet.pk])
        yield Button(_("Agregar los días de ley"), url, icon_name="calendar-check", priority=40)


@hooks.register("register_snippet_listing_buttons")
def botones_de_listas(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, ListaExterna) and puede_cargar_listas(user):
        versiones = reverse("catalogos_listas:versiones", args=[snippet.pk])
        yield Button(_("Versiones y carga"), versiones, icon_name="upload", priority=10)


@hooks.register("register_log_actions")
def acciones_de_bitacora(actions: Any) -> None:
    actions.register_action(
        "catalogos.generar_calendario", gettext_lazy("Agregar días de ley"), gettext_lazy("Agregó los días de ley")
    )
    actions.register_action("catalogos.unir", gettext_lazy("Unir"), gettext_lazy("Unió la organización a otra"))
    actions.register_action("catalogos.separar", gettext_lazy("Separar"), gettext_lazy("Deshizo la unión"))


# A merge keeps its author.
conservar_cuentas(
    lambda persona: persona.uniones.exists(),
    gettext_lazy("Esta persona unió o separó organizaciones: desactive su cuenta en lugar de borrarla."),
    gettext_lazy("Entre esas personas hay quien unió o separó organizaciones: desactive sus cuentas."),
)

conservar_cuentas(
    lambda persona: persona.listas_cargadas.exists() or persona.coincidencias_confirmadas.exists(),
    gettext_lazy("Esta persona cargó listas o decidió coincidencias: desactive su cuenta en lugar de borrarla."),
    gettext_lazy("Entre esas personas hay quien cargó listas o decidió coincidencias: desactive sus cuentas."),
)
