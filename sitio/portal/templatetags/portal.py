"""`{% load portal %}`: what every page of the portal says of itself."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, to_locale
from wagtail.models import Site

register = template.Library()


@register.simple_tag
def idioma() -> str:
    """Return the language of the page as HTML writes it: `es-MX`."""
    return to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")


@register.simple_tag(takes_context=True)
def nombre_del_portal(context: Context) -> str:
    """Return the name of the Wagtail site that answers, or that of the installation."""
    peticion = context.get("request")
    sitio = Site.find_for_request(peticion) if isinstance(peticion, HttpRequest) else None
    return (sitio.site_name if sitio else "") or settings.WAGTAIL_SITE_NAME


@register.simple_tag
def direccion_del_portal() -> str:
    """Return the public address of the portal, without a slash at the end."""
    raiz: str = getattr(settings, "URL_PUBLICA", "") or getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    return raiz.rstrip("/")


@register.simple_tag(takes_context=True)
def direccion_canonica(context: Context) -> str:
    """Return the public address of the page, from the settings and never from what the visitor's request says."""
    peticion = context.get("request")
    return f"{direccion_del_portal()}{escape_uri_path(peticion.path)}" if isinstance(peticion, HttpRequest) else ""
