"""Several processes publishing at once lose nothing, fork no chain and skip no position."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

RAIZ = Path(__file__).resolve().parents[2]
ESCRITORES = 3
POR_ESCRITOR = 12

# Only the ledger: a process starts in a second, and no other room listens.
ARRANQUE = """
import json, sys
import django
from django.conf import settings
settings.INSTALLED_APPS = ["sitio.publicacion"]
django.setup()
from django.core.management import call_command
from sitio.publicacion.bitacora import Propuesta, emitir, emitir_lote
from sitio.publicacion.models import Bitacora, Entrega, Publicador
"""
SQL = """
from django.db import connection
with connection._nodb_cursor() as cursor:
    cursor.execute({!r})
"""
MIGRAR = "call_command('migrate', verbosity=0)"
PREPARAR = "Publicador.objects.create(clave='finanzas', nombre='Finanzas', prefijo_ocid='ocds-213czf')"
# Each one writes to a process of its own and to one that all of them share.
ESCRIBIR = """
publicador, yo, veces = Publicador.objects.get(), sys.argv[1], int(sys.argv[2])
print("listo", flush=True)
sys.stdin.readline()
for n in range(veces):
    base = {"initiationType": "tender", "planning": {"rationale": f"{yo} dice {n}"}}
    emitir(publicador, {**base, "ocid": "ocds-213czf-comun"}, origen="captura")
    fecha = f"2020-01-{n + 1:02}T00:00:00Z"
    propia = {**base, "ocid": f"ocds-213czf-{yo}", "id": f"{yo}-{n}", "date": fecha, "tag": ["planning"]}
    [resultado] = emitir_lote(publicador, [Propuesta(propia)], origen="importacion")
    assert resultado.estado == "emitida", resultado
"""
CONTAR = """
filas = Entrega.objects.order_by("posicion").values_list("posicion", "secuencia", "ocid", "fecha")
print(json.dumps([list(fila) for fila in filas], default=str))
"""


@pytest.fixture
def entorno(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database with only the ledger that several processes can open, on the engine under test."""
    entorno = {**os.environ, "DJANGO_SETTINGS_MODULE": "sitio.ajustes.pruebas"}
    if connection.vendor == "sqlite":
        aparte = {**entorno, "DATABASE_URL": f"sqlite:///{tmp_path}/bitacora.sqlite3"}
        mandar(aparte, MIGRAR)
        yield aparte
        return
    nombre = f"concurrencia_{os.getpid()}"
    aparte = {**entorno, "DATABASE_URL": f"{entorno['DATABASE_URL'].rsplit('/', 1)[0]}/{nombre}"}
    mandar(entorno, SQL.format(f"CREATE DATABASE {nombre}"))
    try:
        mandar(aparte, MIGRAR)
        yield aparte
    finally:
        mandar(entorno, SQL.format(f"DROP DATABASE {nombre} WITH (FORCE)"))


def mandar(entorno: dict[str, str], codigo: str) -> str:
    orden = [sys.executable, "-c", ARRANQUE + codigo]
    hecho = subprocess.run(orden, cwd=RAIZ, env=entorno, capture_output=True, text=True)
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr
    return hecho.stdout


def lanzar(entorno: dict[str, str], nombre: str) -> "subprocess.Popen[str]":
    orden = [sys.executable, "-c", ARRANQUE + ESCRIBIR, nombre, str(POR_ESCRITOR)]
    tubo = subprocess.PIPE
    return subprocess.Popen(orden, cwd=RAIZ, env=entorno, stdin=tubo, stdout=tubo, stderr=tubo, text=True)


def publicar_a_la_vez(entorno: dict[str, str]) -> None:
    escritores = [lanzar(entorno, f"escritor{n}") for n in range(ESCRITORES)]
    for escritor in escritores:
        assert escritor.stdout
        assert escritor.stdout.readline() == "listo\n", escritor.communicate()[1]
    finales: list[Any] = []
    for escritor in escritores:
        assert escritor.stdin
        escritor.stdin.write("ya\n")
        escritor.stdin.flush()
    for escritor in escritores:
        finales.append((escritor.communicate(timeout=120)[1], escritor.returncode))
    assert finales == [("", 0)] * ESCRITORES


@pytest.mark.lenta
def test_varios_procesos_publicando_a_la_vez_no_pierden_nada(entorno: dict[str, str]) -> None:
    mandar(entorno, PREPARAR)

    publicar_a_la_vez(entorno)

    filas = json.loads(mandar(entorno, CONTAR))
    todas = ESCRITORES * POR_ESCRITOR * 2
    assert [fila[0] for fila in filas] == [fila[1] for fila in filas] == list(range(1, todas + 1))
    comunes = [fecha for _posicion, _secuencia, ocid, fecha in filas if ocid == "ocds-213czf-comun"]
    assert len(comunes) == ESCRITORES * POR_ESCRITOR
    assert comunes == sorted(set(comunes))
    informe = mandar(entorno, "call_command('verificar_bitacora')")
    assert f"íntegra. Entregas: {todas}. Procesos: {ESCRITORES + 1}." in informe
