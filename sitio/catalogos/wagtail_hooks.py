"""The registers in Wagtail's admin: administrators keep them, and stage forms choose from them."""

from django.utils.translation import gettext_lazy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from sitio.catalogos.models import ClaveCucop, DiaInhabil, Organizacion


class OrganizacionViewSet(SnippetViewSet):
    model = Organizacion
    icon = "group"
    list_display = ["nombre", "esquema", "identificador"]


class ClaveCucopViewSet(SnippetViewSet):
    model = ClaveCucop
    icon = "list-ul"
    list_display = ["clave", "descripcion", "unidad", "partida"]


class DiaInhabilViewSet(SnippetViewSet):
    model = DiaInhabil
    icon = "calendar-alt"
    list_display = ["fecha", "motivo"]


class CatalogosViewSetGroup(SnippetViewSetGroup):
    """Reference data that administrators keep."""

    items = (OrganizacionViewSet, ClaveCucopViewSet, DiaInhabilViewSet)
    menu_label = gettext_lazy("Catálogos")
    menu_name = "catalogos"
    menu_icon = "list-ul"
    menu_order = 400


register_snippet(CatalogosViewSetGroup)
