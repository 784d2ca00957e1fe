"""Real processes over one database that has only the ledger: they start in a second, and no other room listens."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.casas import RAIZ

ARRANQUE = """
import json, os, sys
import django
from django.conf import settings
settings.INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django_q", "sitio.publicacion"]
settings.ROOT_URLCONF = "tests.publicacion.urls"
django.setup()
from django.core.management import call_command
from sitio.publicacion.bitacora import Propuesta, emitir, emitir_lote
from sitio.publicacion.models import Bitacora, Entrega, Publicador, Registro, Retiro
"""
_MIGRAR = "call_command('migrate', verbosity=0)"
# One process learns what all need, and the others are born of it: each with its own connection, as none is open yet.
_CRIAR = """
import traceback
import django.urls, django.test
django.urls.get_resolver().url_patterns
trabajos, carpeta = json.loads(sys.argv[1]), sys.argv[2]
leer_listos, avisar = os.pipe()
leer_salida, dar_salida = os.pipe()
hijos, codigos = {}, {}
for nombre, codigo, argumentos in trabajos:
    pid = os.fork()
    if pid:
        hijos[pid] = nombre
        continue
    os.close(dar_salida)
    for flujo in (1, 2):
        os.dup2(os.open(f"{carpeta}/{nombre}.{flujo}", os.O_WRONLY | os.O_CREAT), flujo)
    def listo():
        os.write(avisar, b".")
        os.read(leer_salida, 1)
    sys.argv = [nombre, *argumentos]
    try:
        exec(codigo, {**globals(), "listo": listo})
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        os.write(avisar, b".")
        os._exit(1)
    os._exit(0)
for _ in trabajos:
    os.read(leer_listos, 1)
os.close(dar_salida)
while hijos:
    pid, estado = os.wait()
    codigos[hijos.pop(pid)] = os.waitstatus_to_exitcode(estado)
    if set(hijos.values()) <= {"lector"}:
        open(f"{carpeta}/fin", "w").close()
print(json.dumps(codigos))
"""


def casa(tmp_path: Path, preparar: str = "") -> Iterator[dict[str, str]]:
    """Yield the environment of a migrated database that several processes can open, on the engine under test."""
    entorno = {**os.environ, "DJANGO_SETTINGS_MODULE": "sitio.ajustes.pruebas", "NIVEL_DE_BITACORA": "ERROR"}
    if connection.vendor == "sqlite":
        aparte = {**entorno, "DATABASE_URL": f"sqlite:///{tmp_path}/bitacora.sqlite3"}
        mandar(aparte, f"{_MIGRAR}\n{preparar}")
        yield aparte
        return
    nombre = f"concurrencia_{os.getpid()}"
    aparte = {**entorno, "DATABASE_URL": f"{entorno['DATABASE_URL'].rsplit('/', 1)[0]}/{nombre}"}
    _en_postgresql(entorno["DATABASE_URL"], f"CREATE DATABASE {nombre}")
    try:
        mandar(aparte, f"{_MIGRAR}\n{preparar}")
        yield aparte
    finally:
        _en_postgresql(entorno["DATABASE_URL"], f"DROP DATABASE {nombre} WITH (FORCE)")


def _en_postgresql(url: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(url, dbname="postgres", autocommit=True) as servidor:
        servidor.execute(sql)


def mandar(entorno: dict[str, str], codigo: str, *argumentos: str) -> str:
    """Run `codigo` in a process of its own and return what it wrote."""
    orden = [sys.executable, "-c", ARRANQUE + codigo, *argumentos]
    hecho = subprocess.run(orden, cwd=RAIZ, env=entorno, capture_output=True, text=True, check=False, timeout=180)
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr
    return hecho.stdout


@dataclass(frozen=True)
class Trabajo:
    """What one process runs: code that calls `listo()` once it may begin, which waits until all may."""

    nombre: str
    codigo: str
    argumentos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Final:
    """How a process ended: a negative code is the signal that killed it."""

    codigo: int
    salida: str
    errores: str


def a_la_vez(entorno: dict[str, str], carpeta: Path, *trabajos: Trabajo) -> dict[str, Final]:
    """Run the jobs at once, a process each, and return how each ended.

    A file named `fin` appears in `carpeta` when only the one called "lector" is left, if there is such a one.
    """
    pedido = json.dumps([[t.nombre, t.codigo, t.argumentos] for t in trabajos])
    codigos = json.loads(mandar(entorno, _CRIAR, pedido, str(carpeta)))
    return {
        nombre: Final(codigo, (carpeta / f"{nombre}.1").read_text(), (carpeta / f"{nombre}.2").read_text())
        for nombre, codigo in codigos.items()
    }


def sin_tropiezos(finales: dict[str, Final], *salvo: str) -> None:
    """Hold that all ended well and had nothing to complain of, but for those named."""
    mal = {n: f for n, f in finales.items() if n not in salvo and (f.codigo, f.errores) != (0, "")}
    assert not mal, "\n".join(f"{nombre}: {final.codigo} {final.errores}" for nombre, final in mal.items())
