"""What a stage's form says at its head: what the stage is for, and what this procedure asks before it is sent."""

from typing import Any

from wagtail.admin.panels import HelpPanel


class PanelDeAyuda(HelpPanel):
    """The template's help for the stage being edited, and the fields and documents it requires."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "procesos/ayuda.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from sitio.procesos.entregas import lo_que_pide

            contexto: dict[str, Any] = super().get_context_data(parent_context)
            return {**contexto, "regla": self.instance.regla, "pide": lo_que_pide(self.instance)}
