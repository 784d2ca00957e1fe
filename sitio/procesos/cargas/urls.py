"""The addresses of uploads, inside the namespace of capture."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from sitio.procesos.cargas import vistas


class Formato(StringConverter):
    """The two formats a spreadsheet opens."""

    regex = "csv|xlsx"


class Que(StringConverter):
    """What of a list can be downloaded."""

    regex = "plantilla|renglones"


register_converter(Formato, "formato_de_lista")
register_converter(Que, "que_de_lista")

urlpatterns = [
    path("<int:pk>/<slug:lista>/", vistas.Cargar.as_view(), name="cargar"),
    path("<int:pk>/<slug:lista>/renglones/", vistas.Renglones.as_view(), name="renglones"),
    path(
        "<int:pk>/<slug:lista>/<que_de_lista:que>.<formato_de_lista:formato>",
        vistas.Descargar.as_view(),
        name="descargar_lista",
    ),
]
