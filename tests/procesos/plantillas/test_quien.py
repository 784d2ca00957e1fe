"""The template editor in the admin: who may enter, and who may change anything."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from sitio.procesos.models import PlantillaProcedimiento
from sitio.procesos.plantillas import borradores
from tests import fabricas
from tests.procesos.plantillas.comun import CLAVE, huella_del_orden

pytestmark = pytest.mark.django_db
PAGINAS = [
    ("plantillas", ()),
    ("plantilla_importar", ()),
    ("plantilla", (CLAVE,)),
    ("plantilla_comparar", (CLAVE,)),
    ("plantilla_version", "version"),
    ("plantilla_exportar", "version"),
    ("plantilla_copiar", "version"),
    ("borrador", "borrador"),
    ("borrador_generales", "borrador"),
    ("borrador_etapa", "borrador+"),
]


@pytest.mark.parametrize(("ruta", "de"), PAGINAS, ids=[ruta for ruta, _de in PAGINAS])
@pytest.mark.parametrize("quien", ["capturista", "revisor", "aprobador", "oic", "sin_papel", "anonimo", "editora"])
def test_only_who_may_change_templates_enters(
    como: Any, casa: fabricas.Casa, version: PlantillaProcedimiento, quien: str, ruta: str, de: Any
) -> None:
    borrador, _nuevo = borradores.abrir(version, casa.oic)
    args = {"version": (version.pk,), "borrador": (borrador.pk,), "borrador+": (borrador.pk, "contrato")}
    url = reverse(f"procesos:{ruta}", args=args.get(de, de) if isinstance(de, str) else de)
    if quien == "editora":
        casa.capturista.user_permissions.add(Permission.objects.get(codename="change_plantillaprocedimiento"))
    respuesta = como("capturista" if quien == "editora" else quien).get(url)
    assert respuesta.status_code == (200 if quien == "editora" else 302)


ACTOS = [
    ("plantilla_retirar", (CLAVE,)),
    ("plantilla_en_vigor", "version"),
    ("plantilla_editar", "version"),
    ("borrador_descartar", "borrador"),
    ("borrador_etapas", "borrador"),
    ("borrador", "borrador"),
]


@pytest.mark.parametrize(("ruta", "de"), ACTOS, ids=[ruta for ruta, _de in ACTOS])
@pytest.mark.parametrize("quien", ["capturista", "revisor", "aprobador", "oic", "sin_papel", "anonimo"])
def test_nobody_else_changes_anything(
    como: Any, casa: fabricas.Casa, version: PlantillaProcedimiento, quien: str, ruta: str, de: Any
) -> None:
    borrador, _nuevo = borradores.abrir(version, casa.oic)
    args = {"version": (version.pk,), "borrador": (borrador.pk,)}
    datos = {
        "nota": "x",
        "vigente": "on",
        "accion": "quitar",
        "etapa": "contrato",
        "huella": huella_del_orden(borrador),
    }
    url = reverse(f"procesos:{ruta}", args=args[de] if isinstance(de, str) else de)
    assert como(quien).post(url, datos).status_code == 302
    assert PlantillaProcedimiento.objects.get().vigente
    borrador.refresh_from_db()
    assert borrador.contenido == version.contenido
