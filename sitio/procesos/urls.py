"""The admin addresses of capture, under Wagtail's own admin."""

from django.urls import include, path

from sitio.procesos import views, views_de_delegaciones, views_de_personas, vistas_de_adopcion
from sitio.procesos.archivos.views import DesdeDentro
from sitio.procesos.vistas import copiar, escrito, estado, historia, lista

app_name = "procesos"
urlpatterns = [
    path("", lista.ListaDeProcesos.as_view(), name="lista"),
    path("nuevo/", views.NuevoProceso.as_view(), name="nuevo"),
    path("importados/", vistas_de_adopcion.ListaDeImportados.as_view(), name="importados"),
    path("importados/<str:ocid>/", vistas_de_adopcion.Adoptar.as_view(), name="adoptar"),
    path("<int:pk>/", views.Tablero.as_view(), name="tablero"),
    path("<int:pk>/etapas/", views.CrearEtapa.as_view(), name="crear_etapa"),
    path("<int:pk>/responsable/", views.CambiarResponsable.as_view(), name="cambiar_responsable"),
    path("plantillas/", include("sitio.procesos.plantillas.urls")),
    path("leer/<int:pk>/", views.Leer.as_view(), name="leer"),
    path("personas/", views_de_personas.Personas.as_view(), name="personas"),
    path("personas/<int:institucion_pk>/", views_de_personas.PersonasDe.as_view(), name="personas_de"),
    path("personas/<int:institucion_pk>/invitar/", views_de_personas.Invitar.as_view(), name="invitar"),
    path(
        "personas/<int:institucion_pk>/publicador/",
        views_de_personas.DatosDelPublicador.as_view(),
        name="datos_del_publicador",
    ),
    path("personas/<int:institucion_pk>/unidades/", views_de_personas.NuevaUnidad.as_view(), name="nueva_unidad"),
    path("personas/<int:institucion_pk>/<int:pk>/", views_de_personas.Persona.as_view(), name="persona"),
    path("personas/<int:institucion_pk>/<int:pk>/dar/", views_de_personas.DarPapel.as_view(), name="dar_papel"),
    path(
        "personas/<int:institucion_pk>/<int:pk>/quitar/", views_de_personas.QuitarPapel.as_view(), name="quitar_papel"
    ),
    path("personas/<int:institucion_pk>/<int:pk>/activar/", views_de_personas.Activar.as_view(), name="activar"),
    path(
        "personas/<int:institucion_pk>/<int:pk>/enlace/",
        views_de_personas.ReenviarEnlace.as_view(),
        name="reenviar_enlace",
    ),
    path("delegaciones/", views_de_delegaciones.Delegaciones.as_view(), name="delegaciones"),
    path(
        "delegaciones/<int:pk>/revocar/", views_de_delegaciones.RevocarDelegacion.as_view(), name="revocar_delegacion"
    ),
    path("<int:pk>/copiar/", copiar.Copiar.as_view(), name="copiar"),
    path("etapas/<int:page_id>/recuperar/", escrito.Recuperar.as_view(), name="recuperar"),
    path("etapas/<int:pk>/estado/", estado.CambiarEstado.as_view(), name="cambiar_estado"),
    path("etapas/<int:pk>/historia/", historia.Historia.as_view(), name="historia"),
    path("etapas/<int:pk>/cambios/<int:revision_pk>/", historia.Cambios.as_view(), name="cambios"),
    path("revisar/<int:estado_pk>/", views.Revisar.as_view(), name="revisar"),
    path("documentos/<int:pk>/", DesdeDentro.as_view(), name="documento"),
    path("cargas/", include("sitio.procesos.cargas.urls")),
]
