"""The public addresses of capture: published documents, and nothing else."""

from django.urls import path

from sitio.procesos.archivos import vistas

app_name = "documentos"
urlpatterns = [path("<slug:clave>/<slug:sha256>/<str:nombre>", vistas.publico, name="publico")]
