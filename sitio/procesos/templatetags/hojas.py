"""`{% load hojas %}`: a long list in parts, so that a stage of a thousand rows opens and is read to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.template import Context

POR_HOJA = 50
register = template.Library()


@dataclass(frozen=True)
class Hoja:
    """The rows to show, and the addresses of the parts before and after; empty where there is none."""

    pagina: "Page[Any]"
    anterior: str
    siguiente: str


@register.simple_tag(takes_context=True)
def hoja(context: Context, filas: Sequence[Any], clave: str) -> Hoja:
    """Return the part of `filas` that the address asks for in its parameter `clave`; the first one when it does not."""
    peticion: HttpRequest = context["request"]
    pagina = Paginator(filas, POR_HOJA).get_page(peticion.GET.get(clave))
    return Hoja(
        pagina,
        _direccion(peticion, clave, pagina.number - 1) if pagina.has_previous() else "",
        _direccion(peticion, clave, pagina.number + 1) if pagina.has_next() else "",
    )


def _direccion(peticion: HttpRequest, clave: str, numero: int) -> str:
    """The same address, with the other lists as they are."""
    datos = peticion.GET.copy()
    datos[clave] = str(numero)
    return f"?{datos.urlencode()}#{clave}"
