"""The extra fields in a stage's edit form: their controls, and the panel that shows them."""

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel, TabbedInterface

from sitio.procesos import adicionales
from sitio.procesos.adicionales.tipos import TIPOS

if TYPE_CHECKING:
    from wagtail.admin.forms import WagtailAdminPageForm as _Base
else:
    _Base = object


class ConAdicionales(_Base):
    """A stage's form that also asks for what its template adds. Nothing is required of a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extras = adicionales.campos(self.instance) if self.instance.pk else []
        for extra in self.extras:
            self._pedir(extra)

    def _pedir(self, extra: dict[str, Any]) -> None:
        tipo = TIPOS[extra["tipo"]]
        inicial = tipo.inicial(self.instance.adicionales.get(extra["clave"]))
        for control, campo in tipo.controles(extra).items():
            nombre = adicionales.nombre_de(extra, control)
            campo.required, campo.initial = False, inicial[control]
            if control:
                campo.label = f"{extra['titulo']}: {campo.label}"
            else:
                campo.label, campo.help_text = extra["titulo"], extra.get("ayuda", "")
            self.fields[nombre] = campo

    def _post_clean(self) -> None:
        super()._post_clean()
        valores = dict(self.instance.adicionales)
        for extra in self.extras:
            nombres = {c: adicionales.nombre_de(extra, c) for c in TIPOS[extra["tipo"]].controles(extra)}
            if all(nombre in self.cleaned_data for nombre in nombres.values()):
                datos = {control: self.cleaned_data[nombre] for control, nombre in nombres.items()}
                valores[extra["clave"]] = TIPOS[extra["tipo"]].leer(datos, extra)
        self.instance.adicionales = {clave: valor for clave, valor in valores.items() if valor is not None}


class PanelDeAdicionales(Panel):
    """The controls of the extra fields of a stage; nothing where the template adds none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Datos adicionales de este procedimiento"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "procesos/adicionales.html"

        def is_shown(self) -> bool:
            return bool(getattr(self.form, "extras", None))

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            contexto: dict[str, Any] = super().get_context_data(parent_context)
            nombres = [nombre for nombre in self.form.fields if nombre.startswith(adicionales.PREFIJO)]
            return {**contexto, "campos": [self.form[nombre] for nombre in nombres]}


class PestanasDeEtapa(TabbedInterface):
    """The form of a stage. Wagtail draws again, bare, any field that no panel claims when the class is made."""

    class BoundPanel(TabbedInterface.BoundPanel):
        def render_missing_fields(self) -> SafeString:
            pedidos = self.panel.get_form_options().get("fields", [])
            otros = [n for n in self.form.fields if n not in pedidos and not n.startswith(adicionales.PREFIJO)]
            return format_html_join("", "{}", ((self.form[nombre],) for nombre in otros))
