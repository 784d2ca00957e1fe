"""The publishers in Wagtail's admin: what every package says of who publishes it."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from sitio.publicacion.models import Publicador


class PublicadorViewSet(SnippetViewSet):
    model = Publicador
    icon = "site"
    list_display = ["nombre", "clave", "prefijo_ocid"]
    menu_label = "Publicadores"
    add_to_admin_menu = True
    menu_order = 410


register_snippet(PublicadorViewSet)
