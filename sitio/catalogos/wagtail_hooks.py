"""The registers in Wagtail's admin: administrators keep them, and stage forms choose from them."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from sitio.catalogos.models import Calendario, ClaveCucop, DiaInhabil, Organizacion


class OrganizacionViewSet(SnippetViewSet):
    model = Organizacion
    icon = "group"
    list_display = ["nombre", "esquema", "identificador"]


class ClaveCucopViewSet(SnippetViewSet):
    model = ClaveCucop
    icon = "list-ul"
    list_display = ["clave", "descripcion", "unidad", "partida"]


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


class CatalogosViewSetGroup(SnippetViewSetGroup):
    """Reference data that administrators keep."""

    items = (OrganizacionViewSet, ClaveCucopViewSet, CalendarioViewSet, DiaInhabilViewSet)
    menu_label = gettext_lazy("Catálogos")
    menu_name = "catalogos"
    menu_icon = "list-ul"
    menu_order = 400


register_snippet(CatalogosViewSetGroup)
