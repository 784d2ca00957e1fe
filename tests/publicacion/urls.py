"""Only the feeds, for processes that have only the ledger."""

from django.urls import include, path

urlpatterns = [path("api/ocds/", include("sitio.publicacion.urls"))]
