"""The admin addresses of capture, under Wagtail's own admin."""

from django.urls import include, path

from sitio.procesos import views
from sitio.procesos.archivos.views import DesdeDentro

app_name = "procesos"
urlpatterns = [
    path("", views.ListaDeProcesos.as_view(), name="lista"),
    path("nuevo/", views.NuevoProceso.as_view(), name="nuevo"),
    path("<int:pk>/", views.Tablero.as_view(), name="tablero"),
    path("<int:pk>/etapas/", views.CrearEtapa.as_view(), name="crear_etapa"),
    path("<int:pk>/responsable/", views.CambiarResponsable.as_view(), name="cambiar_responsable"),
    path("revisar/<int:estado_pk>/", views.Revisar.as_view(), name="revisar"),
    path("documentos/<int:pk>/", DesdeDentro.as_view(), name="documento"),
    path("cargas/", include("sitio.procesos.cargas.urls")),
]
