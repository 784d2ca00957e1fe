"""The feeds that are harvested, in Wagtail's admin: what to harvest is decided there, how it goes is read there."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from sitio.importacion.models import Cosecha


class CosechaViewSet(SnippetViewSet):
    model = Cosecha
    icon = "download"
    list_display = ["url", "diaria", "estado", "emitidas", "rechazadas", "terminada_en"]
    list_filter = ["diaria", "estado"]
    menu_label = _("Cosechas")
    add_to_admin_menu = True
    menu_order = 415
    panels = [
        FieldPanel("url"),
        FieldPanel("publicador"),
        FieldPanel("prefijo"),
        FieldPanel("diaria"),
        FieldPanel("parcial"),
        MultiFieldPanel(
            [
                FieldPanel(campo, read_only=True)
                for campo in (
                    "estado",
                    "ultimo_error",
                    "terminada_en",
                    "paginas",
                    "emitidas",
                    "repetidas",
                    "rechazadas",
                    "siguiente",
                )
            ],
            heading=_("Cómo va"),
        ),
    ]


register_snippet(CosechaViewSet)
