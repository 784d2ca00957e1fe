"""How the stages' forms are laid out: tabs, and one table for each list of rows."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel

from sitio.procesos.adicionales.formularios import PanelDeAdicionales, PestanasDeEtapa
from sitio.procesos.formularios.cabecera import PanelDeAyuda
from sitio.procesos.formularios.etapa import EtapaForm


class Tabla(InlinePanel):
    """The rows of a list, headed by what their model is called."""

    def on_model_bound(self) -> None:
        super().on_model_bound()
        meta = self.db_field.related_model._meta
        self.heading = capfirst(meta.verbose_name_plural)
        self.label = meta.verbose_name

    class BoundPanel(InlinePanel.BoundPanel):
        """The forms of the rows; or, when the form left them out because they are many, a table to read them."""

        template_name = "procesos/tabla.html"
        formset: Any = None
        children: list[Any]

        def __init__(self, **kwargs: Any) -> None:
            form, panel = kwargs["form"], kwargs["panel"]
            self.es_larga = form is not None and panel.relation_name not in form.formsets
            if not self.es_larga:
                super().__init__(**kwargs)
                return
            Panel.BoundPanel.__init__(self, **kwargs)
            self.label, self.children = panel.label, []

        def js_opts(self) -> dict[str, Any]:
            return {"type": type(self.panel).__name__} if self.es_larga else super().js_opts()

        def telepath_pack(self, context: Any) -> Any:
            if self.es_larga:
                return (Panel.BoundPanel.telepath_adapter_name, [self.js_opts()])
            return super().telepath_pack(context)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            if self.es_larga:
                return {**Panel.BoundPanel.get_context_data(self, parent_context), **self._de_la_lista()}
            return {**super().get_context_data(parent_context), **self._de_la_lista()}

        def _de_la_lista(self) -> dict[str, Any]:
            from sitio.procesos.archivos import enlaces
            from sitio.procesos.cargas.tablas import pagina_de

            lista = self.panel.relation_name
            return {
                "etapa": self.instance,
                "lista": lista,
                "nombre": self.heading,
                "tabla": pagina_de(self.instance, lista) if self.es_larga else None,
                "caidos": enlaces.caidos([self.instance]) if lista == enlaces.LISTA and self.instance.pk else [],
                "cuantos": len(getattr(self.instance, lista).all()) if self.instance.pk else 0,
            }


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
