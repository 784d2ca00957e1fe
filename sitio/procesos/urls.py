"""The admin addresses of capture, under Wagtail's own admin."""

from django.urls import path

from sitio.procesos import views
from sitio.procesos.vistas import copiar, escrito, estado, historia, lista

app_name = "procesos"
urlpatterns = [
    path("", lista.ListaDeProcesos.as_view(), name="lista"),
    path("nuevo/", views.NuevoProceso.as_view(), name="nuevo"),
    path("<int:pk>/", views.Tablero.as_view(), name="tablero"),
    path("<int:pk>/etapas/", views.CrearEtapa.as_view(), name="crear_etapa"),
    path("<int:pk>/responsable/", views.CambiarResponsable.as_view(), name="cambiar_responsable"),
    path("<int:pk>/copiar/", copiar.Copiar.as_view(), name="copiar"),
    path("etapas/<int:page_id>/recuperar/", escrito.Recuperar.as_view(), name="recuperar"),
    path("etapas/<int:pk>/estado/", estado.CambiarEstado.as_view(), name="cambiar_estado"),
    path("etapas/<int:pk>/historia/", historia.Historia.as_view(), name="historia"),
    path("etapas/<int:pk>/cambios/<int:revision_pk>/", historia.Cambios.as_view(), name="cambios"),
    path("revisar/<int:estado_pk>/", views.Revisar.as_view(), name="revisar"),
]
