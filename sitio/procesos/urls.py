"""The admin addresses of capture, under Wagtail's own admin."""

from django.urls import include, path

from sitio.procesos.archivos.vistas import DesdeDentro
from sitio.procesos.vistas import (
    adopcion,
    copiar,
    delegaciones,
    escrito,
    estado,
    historia,
    institucion,
    lista,
    nuevo,
    personas,
    revisar,
    tablero,
)

app_name = "procesos"
urlpatterns = [
    path("", lista.ListaDeProcesos.as_view(), name="lista"),
    path("nuevo/", nuevo.NuevoProceso.as_view(), name="nuevo"),
    path("importados/", adopcion.ListaDeImportados.as_view(), name="importados"),
    path("importados/<str:ocid>/", adopcion.Adoptar.as_view(), name="adoptar"),
    path("<int:pk>/", tablero.Tablero.as_view(), name="tablero"),
    path("<int:pk>/etapas/", tablero.CrearEtapa.as_view(), name="crear_etapa"),
    path("<int:pk>/responsable/", tablero.CambiarResponsable.as_view(), name="cambiar_responsable"),
    path("plantillas/", include("sitio.procesos.plantillas.urls")),
    path("leer/<int:pk>/", revisar.Leer.as_view(), name="leer"),
    path("personas/", personas.Personas.as_view(), name="personas"),
    path("personas/<int:institucion_pk>/", personas.PersonasDe.as_view(), name="personas_de"),
    path("personas/<int:institucion_pk>/invitar/", personas.Invitar.as_view(), name="invitar"),
    path(
        "personas/<int:institucion_pk>/publicador/",
        institucion.DatosDelPublicador.as_view(),
        name="datos_del_publicador",
    ),
    path("personas/<int:institucion_pk>/unidades/", institucion.NuevaUnidad.as_view(), name="nueva_unidad"),
    path("personas/<int:institucion_pk>/<int:pk>/", personas.Persona.as_view(), name="persona"),
    path("personas/<int:institucion_pk>/<int:pk>/dar/", personas.DarPapel.as_view(), name="dar_papel"),
    path("personas/<int:institucion_pk>/<int:pk>/quitar/", personas.QuitarPapel.as_view(), name="quitar_papel"),
    path("personas/<int:institucion_pk>/<int:pk>/activar/", personas.Activar.as_view(), name="activar"),
    path(
        "personas/<int:institucion_pk>/<int:pk>/enlace/",
        personas.ReenviarEnlace.as_view(),
        name="reenviar_enlace",
    ),
    path("delegaciones/", delegaciones.Delegaciones.as_view(), name="delegaciones"),
    path("delegaciones/<int:pk>/revocar/", delegaciones.RevocarDelegacion.as_view(), name="revocar_delegacion"),
    path("<int:pk>/copiar/", copiar.Copiar.as_view(), name="copiar"),
    path("etapas/<int:page_id>/recuperar/", escrito.Recuperar.as_view(), name="recuperar"),
    path("etapas/<int:pk>/estado/", estado.CambiarEstado.as_view(), name="cambiar_estado"),
    path("etapas/<int:pk>/historia/", historia.Historia.as_view(), name="historia"),
    path("etapas/<int:pk>/cambios/<int:revision_pk>/", historia.Cambios.as_view(), name="cambios"),
    path("revisar/<int:estado_pk>/", revisar.Revisar.as_view(), name="revisar"),
    path("documentos/<int:pk>/", DesdeDentro.as_view(), name="documento"),
    path("cargas/", include("sitio.procesos.cargas.urls")),
]
