"""What a stage's form says at its head: what the stage is for, and what this procedure asks before it is sent."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import HelpPanel


class PanelDeAyuda(HelpPanel):
    """The template's help for the stage being edited, and the fields and documents it requires."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "procesos/ayuda.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from sitio.procesos.entregas import ajenas
            from sitio.procesos.entregas.requisitos import lo_que_pide
            from sitio.procesos.tablero.estados_sugeridos import propuestas
            from sitio.publicacion import consultas

            contexto: dict[str, Any] = super().get_context_data(parent_context)
            publicada = consultas.entrega_compilada(self.instance.proceso.ocid) or {}
            return {
                **contexto,
                **self._lo_escrito(),
                "regla": self.instance.regla,
                "pide": lo_que_pide(self.instance),
                "advertencias": [mensaje for _campo, mensaje in ajenas.problemas(self.instance, publicada)],
                "propuestas": propuestas([self.instance]),
                "url_del_tablero": reverse("procesos:tablero", args=[self.instance.proceso.pk]),
            }

        def _lo_escrito(self) -> dict[str, Any]:
            """What the script that keeps a copy in the browser must know (static/procesos/borrador.js)."""
            revision = self.instance.get_latest_revision()
            return {
                "instancia": self.instance,
                "usuario_pk": self.request.user.pk,
                "es_mia": revision is not None and revision.user_id == self.request.user.pk,
                "recuperado": getattr(self.request, "recuperado", False),
                "url_de_recuperar": reverse("procesos:recuperar", args=[self.instance.pk]),
            }
