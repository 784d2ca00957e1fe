"""What other rooms show on the process board: a list to which each one adds its own."""

from typing import Protocol

from django.http import HttpRequest
from django.utils.safestring import SafeString

from sitio.procesos.models import ProcesoPage


class Panel(Protocol):
    """What another room shows on the board. An empty string hides it."""

    orden: int

    def render(self, proceso: ProcesoPage, request: HttpRequest) -> SafeString:
        """Return the panel's HTML for who is looking."""
        ...


PANELES: list[Panel] = []


def registrar_panel(panel: Panel) -> None:
    """Add a panel to every process board."""
    PANELES.append(panel)
    PANELES.sort(key=lambda p: p.orden)
