"""From the approval of a stage to its alerts, in an installation with a worker that waits: at most five seconds.

`python -m tests.banco.alerta`: the database is scratch, the workers are those that `manage.py servir` starts, and
stages are approved through the same service as the page and the chat.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.banco.comun import RAIZ, preparar_django, razon
from tests.casas import entorno_vacio, manage

VECES, META = 5, 5.0
# What is waited for, at most (seconds): a worker that starts, and one that reviews.
ARRANQUE, PACIENCIA = 120.0, 60.0


@contextmanager
def _servida(entorno: dict[str, str]) -> Iterator[None]:
    """Run the worker of the installation."""
    orden = [sys.executable, "manage.py", "qcluster"]
    trabajador = subprocess.Popen(orden, cwd=RAIZ, env=entorno, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        trabajador.terminate()
        trabajador.wait(timeout=30)


def _hasta_revisar(ocid: str, paciencia: float) -> float:
    """Return the seconds until the last release of a process has been reviewed."""
    from sitio.alertas.models import Revisado
    from sitio.publicacion.models import Registro

    inicio = time.perf_counter()
    while time.perf_counter() - inicio < paciencia:
        registro = Registro.objects.get(ocid=ocid)
        if Revisado.objects.filter(ocid=ocid, posicion=registro.posicion).exists():
            return time.perf_counter() - inicio
        time.sleep(0.02)
    raise TimeoutError(f"el trabajador no revisó {ocid} en {paciencia:g} s")


def medir_todo() -> None:
    """Print the median of some approvals, against the goal."""
    with tempfile.TemporaryDirectory(prefix="alerta-") as carpeta:
        entorno = entorno_vacio(Path(carpeta))
        os.environ.update(entorno)
        manage(entorno, "migrate", "--verbosity", "0")
        preparar_django()
        from tests import fabricas

        casa = fabricas.casa()
        with _servida(entorno):
            # The first one waits for the worker to start; from there on it is idle when each stage is approved.
            segundos = []
            for paciencia in (ARRANQUE, *[PACIENCIA] * VECES):
                proceso = fabricas.proceso(casa)
                fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
                segundos.append(_hasta_revisar(proceso.ocid, paciencia))
                time.sleep(1)
        razon("de la aprobación a la alerta (s)", median(segundos[1:]), META, 1, menos_es_mejor=True)


if __name__ == "__main__":
    medir_todo()
