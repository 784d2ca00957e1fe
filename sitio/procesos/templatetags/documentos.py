"""`{% load documentos %}`: the uploaded files of a stage, for who must read them before deciding."""

from typing import Any

from django import template

from sitio.procesos.models import EtapaPage

register = template.Library()


@register.inclusion_tag("procesos/archivos_de_etapa.html")
def archivos_de_etapa(etapa: EtapaPage) -> dict[str, Any]:
    """List the files of `etapa` (this very object) with their inside address; nothing when it has none."""
    documentos: Any = etapa.documentos
    return {"documentos": [d for d in documentos.all() if d.archivo_id or d.original_id]}
