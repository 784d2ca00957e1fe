"""The admin addresses of this room."""

from django.urls import path

from sitio.mercado import vistas

app_name = "mercado"
urlpatterns = [
    path("", vistas.Investigacion.as_view(), name="investigacion"),
    path("anexo/", vistas.Anexo.as_view(), name="anexo"),
]
