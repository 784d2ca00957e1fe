from django.urls import path

# The converter `segmento` is registered there.
import sitio.publicacion.urls  # noqa: F401 - imported for what it registers
from sitio.interconexion import vistas

app_name = "interconexion"
urlpatterns = [
    path("fiscalYears", vistas.Ejercicios.as_view(), name="ejercicios"),
    path("contractingprocess/<str:anios>", vistas.Procesos.as_view(), name="procesos"),
    path("cp/<segmento:ocid>", vistas.Proceso.as_view(), name="proceso"),
]
