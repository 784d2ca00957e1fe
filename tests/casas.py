"""Installations of their own for tests that need real processes: a folder, a migrated SQLite file, an environment."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.core.files import locks

RAIZ = Path(__file__).resolve().parent.parent


def entorno_de(base: Path, carpeta: Path, **ajustes: str) -> dict[str, str]:
    """Return the environment of a demo installation in `carpeta` that starts from a copy of the database `base`."""
    shutil.copy(base, carpeta / "claraboya.sqlite3")
    return entorno_vacio(carpeta, **ajustes)


def casa_igual(demo: Path, carpeta: Path, **ajustes: str) -> dict[str, str]:
    """Return the environment of an installation in `carpeta` that starts from a copy of all that `demo` has."""
    shutil.copytree(demo, carpeta, dirs_exist_ok=True)
    return entorno_vacio(carpeta, **ajustes)


def entorno_vacio(carpeta: Path, **ajustes: str) -> dict[str, str]:
    """Return the environment of a demo installation in `carpeta` whose database is still to be made."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sitio.ajustes.desarrollo",
        "DATABASE_URL": f"sqlite:///{carpeta}/claraboya.sqlite3",
        "CLARABOYA_DATOS": str(carpeta),
        "REDIS_URL": "",
        **ajustes,
    }


def manage(entorno: dict[str, str], *orden: str) -> str:
    """Run a management command on an installation and return what it printed."""
    resultado = subprocess.run(
        [sys.executable, "manage.py", *orden], cwd=RAIZ, env=entorno, check=False, capture_output=True, text=True
    )
    assert resultado.returncode == 0, resultado.stderr
    return resultado.stdout


def una_vez(carpeta: Path, hacer: Callable[[Path], object]) -> Path:
    """Return `carpeta` as `hacer` fills it: whichever worker asks first does it, and the others wait for it."""
    with carpeta.with_suffix(".candado").open("w") as candado:
        locks.lock(candado, locks.LOCK_EX)
        if not carpeta.exists():
            # Under another name until it is whole, so that a failure leaves nothing that looks done.
            nueva = Path(tempfile.mkdtemp(dir=carpeta.parent))
            hacer(nueva)
            _recoger(nueva / "claraboya.sqlite3")
            nueva.rename(carpeta)
    return carpeta


def _recoger(base: Path) -> None:
    """Bring the write-ahead log into the file, so that the file alone may be copied."""
    with closing(sqlite3.connect(base)) as conexion:
        conexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
