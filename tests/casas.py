"""Installations of their own for tests that need real processes: a folder, a migrated SQLite file, an environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

RAIZ = Path(__file__).resolve().parent.parent


def entorno_de(base: Path, carpeta: Path, **ajustes: str) -> dict[str, str]:
    """Return the environment of a demo installation in `carpeta` that starts from a copy of the database `base`."""
    shutil.copy(base, carpeta / "claraboya.sqlite3")
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
