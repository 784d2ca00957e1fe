"""Harvests by themselves: those asked for, each night, a stretch at a time; and the screen where they are asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ

from sitio.cola import PROGRAMA
from sitio.importacion import tareas
from sitio.importacion.models import Cosecha
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.importacion.test_cosechar import PACIENCIA, poner_paginas
from tests.servidor_ajeno import ServidorAjeno

pytestmark = pytest.mark.django_db
Hacer = Callable[..., dict[str, Any]]


@pytest.fixture
def ajeno(settings: Any) -> Iterator[ServidorAjeno]:
    settings.COSECHA = PACIENCIA
    with ServidorAjeno() as servidor:
        yield servidor


def encoladas() -> list[Any]:
    """The harvests in the queue; what they publish queues its own."""
    tareas_en_cola = [fila.task for fila in OrmQ.objects.order_by("pk")]
    return [tarea["args"] for tarea in tareas_en_cola if tarea["func"] == "sitio.importacion.tareas.cosechar_una"]


def test_cada_noche_se_encolan_las_que_se_pidieron(django_capture_on_commit_callbacks: Any) -> None:
    assert PROGRAMA["cosechar a otros publicadores"].tarea == "sitio.importacion.tareas.cosechar_diarias"
    pedida = Cosecha.objects.create(url="https://a.example.mx/", diaria=True)
    Cosecha.objects.create(url="https://b.example.mx/")
    with django_capture_on_commit_callbacks(execute=True):
        tareas.cosechar_diarias()
    assert encoladas() == [(pedida.pk,)]


def test_una_larga_se_reparte_en_varias_tareas(
    ajeno: ServidorAjeno,
    hacer_paquete: Hacer,
    hacer_entrega: Hacer,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    poner_paginas(ajeno, hacer_paquete, hacer_entrega, 3)
    cosecha = Cosecha.objects.create(url=f"{ajeno.url}/p1", diaria=True)
    reloj = iter(range(0, 10_000, 40))
    monkeypatch.setattr(tareas.time, "monotonic", lambda: next(reloj))
    with django_capture_on_commit_callbacks(execute=True):
        tareas.cosechar_una(cosecha.pk)
    assert Entrega.objects.count() in (1, 2)
    assert encoladas() == [(cosecha.pk,)]
    monkeypatch.undo()
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        tareas.cosechar_una(cosecha.pk)
    cosecha.refresh_from_db()
    assert (Entrega.objects.count(), cosecha.estado, encoladas()) == (3, "al_dia", [])


def test_una_que_ya_no_se_pide_no_se_cosecha(ajeno: ServidorAjeno) -> None:
    cosecha = Cosecha.objects.create(url=f"{ajeno.url}/p1")
    tareas.cosechar_una(cosecha.pk)
    assert ajeno.peticiones == []


def test_en_el_admin_se_pide_una_y_se_ve_como_va(client: Client) -> None:
    client.force_login(fabricas.persona("jefa", is_staff=True, is_superuser=True))
    direccion = reverse("wagtailsnippets_importacion_cosecha:add")
    datos = {"url": "https://datos.example.mx/releases", "publicador": "", "prefijo": "", "diaria": "on"}
    assert client.post(direccion, datos).status_code == 302
    cosecha = Cosecha.objects.get()
    assert (cosecha.url, cosecha.diaria, cosecha.estado) == ("https://datos.example.mx/releases", True, "nueva")
    Cosecha.objects.update(estado="detenida", ultimo_error="datos.example.mx contestó HTTP 404.")
    pagina = client.get(reverse("wagtailsnippets_importacion_cosecha:edit", args=[cosecha.pk])).content.decode()
    assert "contestó HTTP 404" in pagina
    assert "Detenida por un error" in client.get(reverse("wagtailsnippets_importacion_cosecha:list")).content.decode()


@pytest.mark.parametrize("url", ["ftp://datos.example.mx/", "datos", "https://ana:secreta@datos.example.mx/"])
def test_en_el_admin_no_se_pide_lo_que_no_se_puede_cosechar(client: Client, url: str) -> None:
    client.force_login(fabricas.persona("jefa", is_staff=True, is_superuser=True))
    respuesta = client.post(reverse("wagtailsnippets_importacion_cosecha:add"), {"url": url})
    assert respuesta.status_code == 200
    assert not Cosecha.objects.exists()
