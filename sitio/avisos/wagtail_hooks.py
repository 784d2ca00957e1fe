"""Where this room hangs from the admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from sitio.avisos import vistas

URLS = [path("avisos/vista-previa/<slug:tema>/", vistas.vista_previa, name="vista_previa")]


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    """The preview of the texts of notices; Wagtail lets in only who has access to the admin."""
    return [path("", include((URLS, "avisos")))]
