"""How the stages' forms are laid out: tabs, and one table for each list of rows."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel

from sitio.procesos.adicionales.formulario import PanelDeAdicionales, PestanasDeEtapa
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


def pestanas(primera: ObjectList, *otras: ObjectList) -> PestanasDeEtapa:
    """Return the form of a stage; its first tab begins with what the procedure asks and ends with what it adds."""
    titulo = FieldPanel("title", heading=_("Título"))
    paneles = [PanelDeAyuda(), titulo, *primera.children, PanelDeAdicionales()]
    return PestanasDeEtapa([ObjectList(paneles, heading=primera.heading), *otras], base_form_class=EtapaForm)
