from django.urls import path, re_path, register_converter

from sitio.publicacion import api
from sitio.publicacion.direcciones import Segmento

register_converter(Segmento, "segmento")

app_name = "publicacion"
urlpatterns = [
    path("releases", api.Entregas.as_view(), name="entregas"),
    path("releases/<segmento:ocid>/<segmento:id_entrega>", api.UnaEntrega.as_view(), name="entrega"),
    path("records", api.Registros.as_view(), name="registros"),
    path("records/<segmento:ocid>", api.UnRegistro.as_view(), name="registro"),
    re_path("", api.Ninguna.as_view()),
]
