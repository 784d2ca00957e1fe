from django.urls import path, register_converter

from sitio.portal import vistas
from sitio.portal.indicadores import vistas as indicadores
from sitio.publicacion.direcciones import Segmento

# The same escaping as the API's: any ocid, even an imported one with a slash, has one address.
register_converter(Segmento, "ocid_de_proceso")

app_name = "portal"
urlpatterns = [
    path("", vistas.lista, name="lista"),
    path("datos/", vistas.datos, name="datos"),
    path("api/", vistas.api, name="api"),
    path("descargas/", vistas.descargas, name="descargas"),
    path("verificar/", vistas.verificar, name="verificar"),
    path("metodos.csv", vistas.metodos_csv, name="metodos_csv"),
    path("indicadores/", indicadores.instituciones, name="indicadores"),
    path("indicadores/<slug:clave>.json", indicadores.en_json, name="indicadores_json"),
    path("indicadores/<slug:clave>.csv", indicadores.en_csv, name="indicadores_csv"),
    path("indicadores/<slug:clave>/", indicadores.institucion, name="indicadores_de"),
    path("<ocid_de_proceso:ocid>/", vistas.proceso, name="proceso"),
    # Whoever writes an ocid with its slashes as they are arrives too, or is told that there is no such process.
    path("<path:ocid>/", vistas.proceso),
]
