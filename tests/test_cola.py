"""The queue: a real cluster does what was asked, over the database or over Redis, and stops when told."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django_q.signals import post_spawn

from sitio import cola
from tests.casas import RAIZ, entorno_de, manage

ENCOLAR = """
from django.db import transaction
from sitio.cola import encolar
with transaction.atomic():
    encolar("sitio.alertas.tareas.vencer_plazos")
"""
CONTAR = "from django_q.models import Success; print('hechas', Success.objects.filter(func=TAREA).count())".replace(
    "TAREA", "'sitio.alertas.tareas.vencer_plazos'"
)


@pytest.fixture(params=["base de datos", "redis"])
def entorno(request: pytest.FixtureRequest, base_migrada: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own whose queue is in its database or in Redis."""
    redis = os.environ.get("REDIS_DE_PRUEBA", "")
    if request.param == "redis" and not redis:
        pytest.skip("no se indicó un Redis de prueba (REDIS_DE_PRUEBA)")
    ajustes = {"REDIS_URL": redis if request.param == "redis" else "", "TRABAJADORES": "1"}
    return entorno_de(base_migrada, tmp_path, **ajustes)


@pytest.fixture
def cluster(entorno: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A running `manage.py qcluster`."""
    proceso = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"], cwd=RAIZ, env=entorno, stderr=subprocess.DEVNULL
    )
    yield proceso
    if proceso.poll() is None:
        proceso.kill()
        proceso.wait()


@pytest.mark.lenta
def test_a_worker_does_what_was_committed_and_stops_when_told(
    entorno: dict[str, str], cluster: subprocess.Popen[bytes]
) -> None:
    manage(entorno, "shell", "--command", ENCOLAR)
    limite = time.monotonic() + 60
    while "hechas 1" not in manage(entorno, "shell", "--command", CONTAR):
        assert time.monotonic() < limite, "el trabajador no hizo la tarea en 60 s"
    cluster.terminate()
    assert cluster.wait(timeout=30) == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_was_rolled_back_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pedidas: list[str] = []
    monkeypatch.setattr(cola, "async_task", lambda tarea, *claves: pedidas.append(tarea))
    with transaction.atomic():
        cola.encolar("sitio.alertas.tareas.revisar_todo")
        transaction.set_rollback(True)
    with transaction.atomic():
        cola.encolar("sitio.alertas.tareas.vencer_plazos")
        assert pedidas == []
    assert pedidas == ["sitio.alertas.tareas.vencer_plazos"]


def test_a_worker_prepares_as_it_starts() -> None:
    """django-q2 says so in each worker before its first task."""
    hecho: list[str] = []

    def preparar() -> None:
        hecho.append("listo")

    cola.al_nacer(preparar)
    try:
        post_spawn.send(sender="django_q", proc_name="trabajador")
    finally:
        post_spawn.disconnect(dispatch_uid=f"{preparar.__module__}.{preparar.__qualname__}")
    assert hecho == ["listo"]


def test_a_schedule_says_every_how_many_minutes_or_at_what_time_but_not_both() -> None:
    with pytest.raises(ValueError, match="una de las dos cosas"):
        cola.programar("prueba", "sitio.alertas.tareas.revisar_todo")
    assert "prueba" not in cola.PROGRAMA
