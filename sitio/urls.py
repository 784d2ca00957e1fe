"""The public addresses of the portal, for our own project and for any Wagtail site that installs it."""

from django.urls import include, path

urlpatterns = [
    path("api/ocds/", include("sitio.publicacion.urls")),
    path("contrataciones/documentos/", include("sitio.procesos.urls_publicas")),
    path("contrataciones/", include("sitio.portal.urls")),
    path("edca/", include("sitio.interconexion.urls")),
]
