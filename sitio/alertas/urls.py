"""The pages and actions on alerts, besides the lists that modeladmin serves."""

from django.urls import path

from sitio.alertas import vistas

URLS = [
    path("alertas/mover/<int:pk>/", vistas.mover, name="mover"),
    path("alertas/asignar/<int:pk>/", vistas.asignar, name="asignar"),
    path("alertas/lote/", vistas.lote, name="lote"),
    path("alertas/resumen/", vistas.ResumenDeAlertas.as_view(), name="resumen"),
    path("alertas/probar-umbral/", vistas.ProbarUmbral.as_view(), name="probar_umbral"),
    path("alertas/silencios/", vistas.Silencios.as_view(), name="silencios"),
    path("alertas/silencios/<int:pk>/levantar/", vistas.levantar, name="levantar_silencio"),
    path("alertas/reglas/<path:ocid>/", vistas.ReglasEvaluadas.as_view(), name="reglas"),
]
