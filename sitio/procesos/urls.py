"""The admin addresses of capture, under Wagtail's own admin."""

from django.urls import include, path

from sitio.procesos import views, vistas_de_adopcion

app_name = "procesos"
urlpatterns = [
    path("", views.ListaDeProcesos.as_view(), name="lista"),
    path("nuevo/", views.NuevoProceso.as_view(), name="nuevo"),
    path("importados/", vistas_de_adopcion.ListaDeImportados.as_view(), name="importados"),
    path("importados/<str:ocid>/", vistas_de_adopcion.Adoptar.as_view(), name="adoptar"),
    path("<int:pk>/", views.Tablero.as_view(), name="tablero"),
    path("<int:pk>/etapas/", views.CrearEtapa.as_view(), name="crear_etapa"),
    path("<int:pk>/responsable/", views.CambiarResponsable.as_view(), name="cambiar_responsable"),
    path("plantillas/", include("sitio.procesos.plantillas.urls")),
    path("revisar/<int:estado_pk>/", views.Revisar.as_view(), name="revisar"),
]
