"""The addresses of the template editor, under those of capture."""

from django.urls import path

from sitio.procesos.plantillas import vistas, vistas_de_borrador

urlpatterns = [
    path("", vistas.ListaDePlantillas.as_view(), name="plantillas"),
    path("cargar/", vistas.Importar.as_view(), name="plantilla_importar"),
    path("procedimiento/<slug:clave>/", vistas.Procedimiento.as_view(), name="plantilla"),
    path("procedimiento/<slug:clave>/comparar/", vistas.Comparar.as_view(), name="plantilla_comparar"),
    path("procedimiento/<slug:clave>/retirar/", vistas.Retirar.as_view(), name="plantilla_retirar"),
    path("version/<int:pk>/", vistas.Version.as_view(), name="plantilla_version"),
    path("version/<int:pk>/json/", vistas.Exportar.as_view(), name="plantilla_exportar"),
    path("version/<int:pk>/copiar/", vistas.Copiar.as_view(), name="plantilla_copiar"),
    path("version/<int:pk>/en-vigor/", vistas.PonerEnVigor.as_view(), name="plantilla_en_vigor"),
    path("version/<int:pk>/editar/", vistas_de_borrador.Editar.as_view(), name="plantilla_editar"),
    path("borrador/<int:pk>/", vistas_de_borrador.Borrador.as_view(), name="borrador"),
    path("borrador/<int:pk>/generales/", vistas_de_borrador.Generales.as_view(), name="borrador_generales"),
    path("borrador/<int:pk>/etapas/", vistas_de_borrador.Etapas.as_view(), name="borrador_etapas"),
    path("borrador/<int:pk>/etapas/<slug:etapa>/", vistas_de_borrador.Etapa.as_view(), name="borrador_etapa"),
    path(
        "borrador/<int:pk>/seccion/<slug:nombre>/",
        vistas_de_borrador.SeccionDeBorrador.as_view(),
        name="borrador_seccion",
    ),
    path("borrador/<int:pk>/descartar/", vistas_de_borrador.Descartar.as_view(), name="borrador_descartar"),
]
