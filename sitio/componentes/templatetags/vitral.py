"""`{% load vitral %}`: the five-pane strip. The page that shows it links `componentes/vitral.css`."""

from collections.abc import Collection
from typing import Any

from django import template

from sitio.componentes import vitral as strip

register = template.Library()


@register.inclusion_tag("componentes/vitral.html")
def vitral(
    etapas: Collection[str],
    en_aprobacion: Collection[str] = (),
    vencidas: Collection[str] = (),
    canceladas: Collection[str] = (),
    nota: str = "",
) -> dict[str, Any]:
    """Draw the strip of a process; `nota` (what comes next) ends its text alternative."""
    paneles = strip.paneles(etapas, en_aprobacion=en_aprobacion, vencidas=vencidas, canceladas=canceladas)
    return {"paneles": paneles, "resumen": strip.resumen(paneles, nota)}


@register.inclusion_tag("componentes/vitral_panel.html")
def vitral_panel(panel: strip.Panel) -> dict[str, strip.Panel]:
    """Draw one pane inside an `<svg viewBox="0 0 22 28">`; the words beside it are its text alternative."""
    return {"panel": panel}
