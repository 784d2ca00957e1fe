"""`manage.py servir`: what starts together stops together, and leaves nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.casas import RAIZ, entorno_de

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="lee los procesos en /proc (Linux)")

# A child that ignores SIGTERM and has a child of its own that ignores it too.
TERCO = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
hijo = os.fork()
if hijo:
    open(sys.argv[1], "w").write(str(hijo))
time.sleep(120)
"""
SUPERVISOR = """
import sys
from sitio.instalacion import servidor
servidor.GRACIA = 1.0
python = sys.executable
ordenes = {{"terco": [python, "-c", {terco!r}, sys.argv[1]], "otro": [python, "-c", {otro!r}]}}
sys.exit(servidor.Servidor(ordenes).correr())
"""


def padres() -> dict[int, tuple[int, str]]:
    """Return pid -> (parent, state) of every process of this machine."""
    vivos = {}
    for carpeta in Path("/proc").iterdir():
        if carpeta.name.isdigit():
            try:
                campos = (carpeta / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            vivos[int(carpeta.name)] = (int(campos[1]), campos[0])
    return vivos


def descendientes(raiz: int) -> set[int]:
    """Return every process that descends from `raiz`."""
    hijos: dict[int, set[int]] = {}
    for pid, (padre, _estado) in padres().items():
        hijos.setdefault(padre, set()).add(pid)
    hallados: set[int] = set()
    pendientes = {raiz}
    while pendientes:
        nuevos = hijos.get(pendientes.pop(), set()) - hallados
        hallados |= nuevos
        pendientes |= nuevos
    return hallados


def siguen(pids: set[int]) -> set[int]:
    """Return which of `pids` still run; a zombie has already ended."""
    ahora = padres()
    return {pid for pid in pids if pid in ahora and ahora[pid][1] != "Z"}


def esperar(condicion: Callable[[], bool], segundos: float) -> bool:
    """Tell whether a condition came true in time."""
    limite = time.monotonic() + segundos
    while time.monotonic() < limite:
        if condicion():
            return True
        time.sleep(0.1)
    return condicion()


def responde(url: str) -> bool:
    """Tell whether an address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as respuesta:
            return bool(respuesta.status == 200)
    except OSError:
        return False


@pytest.mark.lenta
def test_ctrl_c_stops_web_and_worker_and_leaves_nobody_behind(base_migrada: Path, tmp_path: Path) -> None:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto = enchufe.getsockname()[1]
    servidor = subprocess.Popen(
        [sys.executable, "manage.py", "servir", "--puerto", str(puerto)],
        cwd=RAIZ,
        env=entorno_de(base_migrada, tmp_path, TELEGRAM_TOKEN=""),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        # Given a portal that answers, with its worker: a cluster, its sentinel, its monitors and two workers
        assert esperar(lambda: responde(f"http://127.0.0.1:{puerto}/api/ocds/releases"), 90)
        assert esperar(lambda: len(descendientes(servidor.pid)) >= 6, 60)
        todos = descendientes(servidor.pid)
        # When Ctrl-C arrives, as from a terminal: to the whole group in the foreground
        os.killpg(servidor.pid, signal.SIGINT)
        # Then it ends well and soon, and so does everything it started
        assert servidor.wait(timeout=30) == 0
        assert esperar(lambda: not siguen(todos), 5), siguen(todos)
        assert not responde(f"http://127.0.0.1:{puerto}/api/ocds/releases")
    finally:
        for pid in siguen({servidor.pid} | descendientes(servidor.pid)):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("otro", "senal", "codigo"),
    [
        ("import time; time.sleep(120)", signal.SIGTERM, 0),
        ("import time; time.sleep(2)", None, 1),
    ],
    ids=["asked to stop", "one ended by itself"],
)
def test_even_a_stubborn_child_and_its_own_children_end_with_the_rest(
    tmp_path: Path, otro: str, senal: signal.Signals | None, codigo: int
) -> None:
    aviso = tmp_path / "nieto"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR.format(terco=TERCO, otro=otro), str(aviso)],
        cwd=RAIZ,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert esperar(lambda: aviso.exists() and bool(aviso.read_text()), 20)
    todos = descendientes(supervisor.pid)
    assert int(aviso.read_text()) in todos
    if senal:
        supervisor.send_signal(senal)
    _salida, errores = supervisor.communicate(timeout=20)
    assert supervisor.returncode == codigo
    assert ("Terminó por sí solo: otro" in errores) is (codigo == 1)
    assert esperar(lambda: not siguen(todos), 5), siguen(todos)
