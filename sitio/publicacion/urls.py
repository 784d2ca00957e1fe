from django.urls import path, re_path, register_converter

from sitio.publicacion import api, api_bitacora
from sitio.publicacion.direcciones import Segmento
from sitio.publicacion.masivos import api as masivos

register_converter(Segmento, "segmento")

app_name = "publicacion"
urlpatterns = [
    path("releases", api.Entregas.as_view(), name="entregas"),
    path("releases/<segmento:ocid>/<segmento:id_entrega>", api.UnaEntrega.as_view(), name="entrega"),
    path("records", api.Registros.as_view(), name="registros"),
    path("records/<segmento:ocid>", api.UnRegistro.as_view(), name="registro"),
    path("changes", api.Cambios.as_view(), name="cambios"),
    path("feed.atom", api.Atomo.as_view(), name="atomo"),
    path("openapi.json", api.Esquema.as_view(), name="esquema"),
    path("bitacora", api_bitacora.Portada.as_view(), name="bitacora"),
    path("bitacora/claraboya_verificar.py", api_bitacora.Verificador.as_view(), name="verificador"),
    path("bitacora/<slug:clave>", api_bitacora.Cadena.as_view(), name="cadena"),
    path("bitacora/<slug:clave>/contenidos", api_bitacora.Contenidos.as_view(), name="contenidos"),
    path("bitacora/<slug:clave>/sellos", api_bitacora.Sellos.as_view(), name="sellos"),
    path("bitacora/<slug:clave>/<int:secuencia>", api_bitacora.Eslabon.as_view(), name="eslabon"),
    path("masivos/index.json", masivos.Indice.as_view(), name="masivos"),
    path("masivos/catalogo.jsonld", masivos.Catalogo.as_view(), name="catalogo"),
    path("masivos/<str:nombre>", masivos.DelPortal.as_view(), name="masivo_del_portal"),
    path("masivos/<slug:clave>/<str:nombre>", masivos.DePublicador.as_view(), name="masivo"),
    re_path("", api.Ninguna.as_view()),
]
