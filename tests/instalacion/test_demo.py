"""The demo: only on a developer's own machine, and the second time it keeps what is there."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import Schedule
from wagtail.models import Page

from sitio.alertas.models import Alerta, Plazo
from sitio.instalacion.demostracion import usuarios
from sitio.procesos.models import Delegacion, LicitacionPage
from sitio.procesos.models.archivos import ArchivoDeDocumento
from sitio.publicacion.models import Entrega, Publicador

pytestmark = pytest.mark.django_db
# It tells what happened, run by run: the second adds its row.
HISTORIA = "alertas.corrida"


def cuentas() -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        modelo._meta.label_lower: modelo._default_manager.count()
        for modelo in apps.get_models()
        if modelo._meta.label_lower != HISTORIA
    }


def test_the_demo_is_refused_out_of_debug_and_creates_nobody(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="solo se carga con los ajustes de desarrollo"):
        call_command("cargar_demo")
    assert not get_user_model().objects.exists()
    assert not Publicador.objects.exists()


@pytest.mark.lenta
def test_loading_the_demo_twice_keeps_everything_as_it_was(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEBUG = True
    call_command("cargar_demo")
    dicho = capsys.readouterr().out
    primera = cuentas()
    claves = dict(get_user_model().objects.values_list("username", "password"))
    call_command("cargar_demo")
    assert cuentas() == primera
    assert dict(get_user_model().objects.values_list("username", "password")) == claves
    # And what was loaded is what was promised: real processes of three institutions, and a fictitious one at work
    assert Publicador.objects.count() == 4
    assert Entrega.objects.values("ocid").distinct().count() >= 60
    assert Alerta.objects.exists()
    assert Plazo.objects.abiertos().exists()
    assert Schedule.objects.exists()
    # And each thing that is captured can be seen: uploaded documents, extra fields, somebody who decides for another
    assert {a.nombre: a.publicado is not None for a in ArchivoDeDocumento.objects.all()} == {
        "convocatoria.pdf": True,
        "estudio-de-mercado.pdf": True,
        "proyecto-ejecutivo.pdf": True,
    }
    borradores = [pagina.get_latest_revision_as_object() for pagina in LicitacionPage.objects.all()]
    assert {clave for borrador in borradores for clave in borrador.adicionales} == {"ubicacion", "plazo-de-ejecucion"}
    delegaciones = Delegacion.objects.vigentes(timezone.localdate())
    assert [(d.titular.username, d.delegado.username) for d in delegaciones] == [
        ("aprobador.ejemplo", "publicador.ejemplo")
    ]
    # And every user it names can be tried
    nombrados = {nombre for nombre, _oficio in usuarios() if "‹" not in nombre}
    assert all(nombre in dicho for nombre in nombrados)
    assert nombrados <= set(claves)


def test_preparing_twice_makes_one_home_page() -> None:
    call_command("preparar")
    primera = cuentas()
    call_command("preparar")
    assert cuentas() == primera
    assert Page.objects.filter(depth=2).count() == 1
