"""A process that is killed while it imports a file leaves nothing of it behind."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.casas import RAIZ
from tests.publicacion import procesos

# Dies with two stretches of its file written and a third one waiting, in a transaction that is still open.
A_LA_MITAD = """
import signal
from pathlib import Path
from sitio.importacion.servicios import importar
def avance(resumen):
    if resumen.emitidas == 900:
        print("a la mitad", Entrega.objects.count(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
importar([Path(sys.argv[1])], avance=avance)
"""
CONTAR = """
from django.db import transaction
from sitio.publicacion import candado
with transaction.atomic():
    print([m.objects.count() for m in (Entrega, Registro, Publicador)], candado.tomar())
"""
ENTERO = """
from pathlib import Path
from sitio.importacion.servicios import importar
print(importar([Path(sys.argv[1])]).completa)
"""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a database for several processes."""
    yield from procesos.casa(tmp_path)


@pytest.mark.django_db
def test_matar_el_proceso_a_la_mitad_no_deja_nada_y_repetirlo_lo_completa(
    base: dict[str, str], tmp_path: Path, hacer_entrega: Any
) -> None:
    ruta = tmp_path / "d.jsonl"
    ruta.write_text("".join(json.dumps(hacer_entrega(str(n))) + "\n" for n in range(1200)))
    muerto = subprocess.run(
        [sys.executable, "-c", procesos.ARRANQUE + A_LA_MITAD, ruta],
        cwd=RAIZ,
        env=base,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (muerto.stdout, muerto.returncode) == ("a la mitad 1000\n", -signal.SIGKILL), muerto.stderr
    assert procesos.mandar(base, CONTAR) == "[0, 0, 0] 0\n"
    assert procesos.mandar(base, ENTERO, str(ruta)) == "True\n"
    assert procesos.mandar(base, CONTAR) == "[1200, 1200, 1] 1200\n"
