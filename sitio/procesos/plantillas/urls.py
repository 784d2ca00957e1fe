"""The addresses of the template editor, under those of capture."""

from django.urls import path

from sitio.procesos.plantillas.vistas import borrador, versiones

urlpatterns = [
    path("", versiones.ListaDePlantillas.as_view(), name="plantillas"),
    path("cargar/", versiones.Importar.as_view(), name="plantilla_importar"),
    path("procedimiento/<slug:clave>/", versiones.Procedimiento.as_view(), name="plantilla"),
    path("procedimiento/<slug:clave>/comparar/", versiones.Comparar.as_view(), name="plantilla_comparar"),
    path("procedimiento/<slug:clave>/retirar/", versiones.Retirar.as_view(), name="plantilla_retirar"),
    path("version/<int:pk>/", versiones.Version.as_view(), name="plantilla_version"),
    path("version/<int:pk>/json/", versiones.Exportar.as_view(), name="plantilla_exportar"),
    path("version/<int:pk>/copiar/", versiones.Copiar.as_view(), name="plantilla_copiar"),
    path("version/<int:pk>/en-vigor/", versiones.PonerEnVigor.as_view(), name="plantilla_en_vigor"),
    path("version/<int:pk>/editar/", borrador.Editar.as_view(), name="plantilla_editar"),
    path("borrador/<int:pk>/", borrador.Borrador.as_view(), name="borrador"),
    path("borrador/<int:pk>/generales/", borrador.Generales.as_view(), name="borrador_generales"),
    path("borrador/<int:pk>/etapas/", borrador.Etapas.as_view(), name="borrador_etapas"),
    path("borrador/<int:pk>/etapas/<slug:etapa>/", borrador.Etapa.as_view(), name="borrador_etapa"),
    path(
        "borrador/<int:pk>/seccion/<slug:nombre>/",
        borrador.SeccionDeBorrador.as_view(),
        name="borrador_seccion",
    ),
    path("borrador/<int:pk>/descartar/", borrador.Descartar.as_view(), name="borrador_descartar"),
]
