"""How the stages' forms are laid out: tabs, and one table for each list of rows."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel, TabbedInterface

from sitio.procesos.forms import EtapaForm
from sitio.procesos.paneles import PanelDeAyuda


class Tabla(InlinePanel):
    """The rows of a list, headed by what their model is called."""

    def on_model_bound(self) -> None:
        super().on_model_bound()
        meta = self.db_field.related_model._meta
        self.heading = capfirst(meta.verbose_name_plural)
        self.label = meta.verbose_name


def tabla(nombre: str) -> Tabla:
    """Return the panel of a list of rows."""
    return Tabla(nombre)


def pestana(titulo: Any, *paneles: Panel) -> ObjectList:
    """Return a tab of a stage's form."""
    return ObjectList(list(paneles), heading=titulo)


def pestanas(primera: ObjectList, *otras: ObjectList) -> TabbedInterface:
    """Return the form of a stage; its first tab begins with what the procedure asks and the title."""
    titulo = FieldPanel("title", heading=_("Título"))
    cabeza = ObjectList([PanelDeAyuda(), titulo, *primera.children], heading=primera.heading)
    return TabbedInterface([cabeza, *otras], base_form_class=EtapaForm)
