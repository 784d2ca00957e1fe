"""A public installation, from an empty folder to its pages, with production's own settings."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.casas import RAIZ, entorno_de, manage

pytestmark = pytest.mark.lenta
NOMBRE = "contrataciones.example.mx"
VISITA = """
import json, django
django.setup()
from django.test import Client
cliente = Client(SERVER_NAME="contrataciones.example.mx")
rutas = ["/", "/contrataciones/", "/contrataciones/datos/", "/api/ocds/releases", "/admin/login/"]
paginas = {ruta: cliente.get(ruta, secure=True) for ruta in rutas}
estilos = b"".join(paginas["/"]).decode().split('rel="stylesheet" href="')[1:]
print(json.dumps({
    "estados": {ruta: pagina.status_code for ruta, pagina in paginas.items()},
    "sin_tls": cliente.get("/")["Location"],
    "ajeno": Client(SERVER_NAME="otro.example").get("/", secure=True).status_code,
    "estilos": [estilo.split('"')[0] for estilo in estilos],
    "hsts": paginas["/"]["Strict-Transport-Security"],
    "galletas": [bool(galleta["secure"]) for galleta in cliente.cookies.values()],
}))
"""


def test_every_page_answers_with_its_own_compressed_files_and_only_over_tls(base_migrada: Path, tmp_path: Path) -> None:
    # Given what README tells: settings, tables, catalogues, collected files
    entorno = entorno_de(
        base_migrada,
        tmp_path,
        DJANGO_SETTINGS_MODULE="sitio.ajustes.produccion",
        SECRET_KEY="x7-" * 20,
        ALLOWED_HOSTS=NOMBRE,
        URL_PUBLICA=f"https://{NOMBRE}",
    )
    manage(entorno, "preparar")
    manage(entorno, "collectstatic", "--noinput", "--verbosity", "0")

    # When its pages are asked for
    hecho = subprocess.run(
        [sys.executable, "-c", VISITA], cwd=RAIZ, env=entorno, capture_output=True, text=True, timeout=120
    )
    assert hecho.returncode == 0, hecho.stderr
    visto = json.loads(hecho.stdout)

    # Then all answer, over TLS and under their own name only
    assert set(visto["estados"].values()) == {200}
    assert visto["sin_tls"] == f"https://{NOMBRE}/"
    assert visto["ajeno"] == 400
    assert visto["hsts"].startswith("max-age=")
    assert visto["galletas"]
    assert all(visto["galletas"])
    # And every style sheet is a collected file with its digest in the name, and a compressed copy beside it
    assert len(visto["estilos"]) >= 3
    for estilo in visto["estilos"]:
        archivo = tmp_path / estilo.lstrip("/")
        assert archivo.is_file()
        assert len(archivo.name.split(".")) == 3
        assert Path(f"{archivo}.gz").is_file()
