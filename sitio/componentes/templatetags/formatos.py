"""`{% load formatos %}`: the functions of `sitio.componentes.formatos` as template filters."""

from django import template

from sitio.componentes import formatos

register = template.Library()

register.filter("dinero", formatos.dinero)
register.filter("dinero_corto", formatos.dinero_corto)
register.filter("numero", formatos.numero)
register.filter("fecha", formatos.fecha)
register.filter("fecha_hora", formatos.fecha_hora)
register.filter("vencimiento", formatos.vencimiento)
register.filter("antiguedad", formatos.antiguedad)


@register.filter
def publicado(valor: object) -> object:
    """Return `valor`, or "No publicado" when there is none (an honest 0 stays)."""
    return formatos.no_publicado() if valor is None or valor in ("", [], {}) else valor
