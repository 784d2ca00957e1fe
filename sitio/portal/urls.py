from django.urls import path, register_converter

from sitio.portal import views
from sitio.publicacion.direcciones import Segmento

# The same escaping as the API's: any ocid, even an imported one with a slash, has one address.
register_converter(Segmento, "ocid_de_proceso")

app_name = "portal"
urlpatterns = [
    path("", views.lista, name="lista"),
    path("datos/", views.datos, name="datos"),
    path("api/", views.api, name="api"),
    path("descargas/", views.descargas, name="descargas"),
    path("verificar/", views.verificar, name="verificar"),
    path("metodos.csv", views.metodos_csv, name="metodos_csv"),
    path("<ocid_de_proceso:ocid>/", views.proceso, name="proceso"),
    # Whoever writes an ocid with its slashes as they are arrives too, or is told that there is no such process.
    path("<path:ocid>/", views.proceso),
]
