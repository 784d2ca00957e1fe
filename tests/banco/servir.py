"""Requests a second of the feeds: against the same bytes as a static file, and against a plain DRF list view.

The same gunicorn serves them all, with production's own settings, over PostgreSQL and with the API's limit counting;
and then nginx, with the configuration we ship, in front of it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import proxy
from tests.banco import servidor
from tests.banco.comun import RAIZ, preparar_django, razon
from tests.banco.servidor import NOMBRE

ENTREGAS = 1000
PREFIJO = "ocds-213czf"


def medir_todo() -> None:
    """Print every ratio."""
    if servidor.WRK is None:
        print("no se mide: falta el programa wrk")
        return
    with servidor.base_de_paso("servir") as url, tempfile.TemporaryDirectory() as carpeta:
        datos = Path(carpeta)
        entorno = _entorno(url, datos)
        _preparar(entorno)
        with _gunicorn(entorno, datos) as puerto:
            pagina, entrega = _guardar_como_archivos(datos, puerto)
        # WhiteNoise looks at its folder when it starts.
        with _gunicorn(entorno, datos) as puerto:
            _contra_archivos("gunicorn", f"http://127.0.0.1:{puerto}", pagina, entrega, datos, meta=0.5)
            _contra_la_llana(f"http://127.0.0.1:{puerto}", pagina, datos)
            if proxy.NGINX is None:
                print("no se mide nginx: falta el programa")
                return
            with _nginx(datos, puerto) as base:
                _contra_archivos("nginx", base, pagina, entrega, datos, meta=0.8)


def _entorno(url: str, datos: Path) -> dict[str, str]:
    propio = {
        "DJANGO_SETTINGS_MODULE": "tests.banco.llana.ajustes",
        "SECRET_KEY": "x7-" * 20,
        "ALLOWED_HOSTS": NOMBRE,
        "URL_PUBLICA": f"https://{NOMBRE}",
        "DATABASE_URL": url,
        "CLARABOYA_DATOS": str(datos),
        "DETRAS_DE_PROXY": "1",
        "NIVEL_DE_BITACORA": "ERROR",
    }
    os.environ.update(propio)
    return {**os.environ}


def _preparar(entorno: dict[str, str]) -> None:
    for orden in (["migrate"], ["collectstatic", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *orden, "-v0"], cwd=RAIZ, env=entorno, check=True)
    preparar_django()
    from django.db import connection

    _publicar()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE banco_llana AS SELECT posicion AS id, ocid, convert_from(contenido, 'UTF8')::jsonb AS entrega"
            " FROM publicacion_entrega"
        )
        cursor.execute("ALTER TABLE banco_llana ADD PRIMARY KEY (id)")
        cursor.execute("VACUUM ANALYZE")


def _publicar() -> None:
    from sitio.publicacion import bitacora
    from sitio.publicacion.models import Origen, Publicador

    publicador = Publicador.objects.create(clave="banco", nombre="Banco de pruebas", prefijo_ocid=PREFIJO)
    propuestas = (bitacora.Propuesta(_entrega(n)) for n in range(ENTREGAS))
    for _resultado in bitacora.emitir_lote(publicador, propuestas, origen=Origen.IMPORTACION):
        pass


def _entrega(n: int) -> dict[str, Any]:
    """A release of 2.5 KB, the mean of those of OCP's own benchmark cut by stage."""
    articulos = [
        {
            "id": str(i),
            "description": f"Mobiliario escolar de la partida {i}, según el anexo técnico",
            "quantity": 100 + i,
            "unit": {"name": "Pieza", "value": {"amount": 1234.5 + i, "currency": "MXN"}},
        }
        for i in range(14)
    ]
    return {
        "ocid": f"{PREFIJO}-{n}",
        "id": f"{PREFIJO}-{n}-1",
        "date": "2026-01-01T12:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "tender": {"id": "T-1", "title": "Mobiliario escolar", "items": articulos},
    }


@contextmanager
def _gunicorn(entorno: dict[str, str], datos: Path) -> Iterator[int]:
    puerto = servidor.puerto_libre()
    orden = [f"{RAIZ}/.venv/bin/gunicorn", "sitio.wsgi", "--workers", "2", "--bind", f"127.0.0.1:{puerto}"]
    with servidor.proceso(orden, puerto, entorno, datos / "gunicorn.log"):
        yield puerto


@contextmanager
def _nginx(datos: Path, aplicacion: int) -> Iterator[str]:
    carpeta = datos / "nginx"
    carpeta.mkdir()
    puerto = servidor.puerto_libre()
    principal = proxy.escribir(
        carpeta, datos=datos, puerto=puerto, http=servidor.puerto_libre(), aplicacion=aplicacion, de_medir=True
    )
    orden = [str(proxy.NGINX), "-p", str(carpeta), "-c", str(principal), "-e", str(carpeta / "error.log")]
    with servidor.proceso(orden, puerto, {**os.environ}, carpeta / "salida.log"):
        yield f"http://127.0.0.1:{puerto}"


def _guardar_como_archivos(datos: Path, puerto: int) -> tuple[str, str]:
    """Write a full page and a release as static files; return their paths in the API."""
    rutas = ("/api/ocds/releases?limit=100", f"/api/ocds/releases/{PREFIJO}-5/{PREFIJO}-5-1")
    for nombre, ruta in zip(("pagina", "entrega"), rutas, strict=True):
        cuerpo = servidor.traer(f"http://127.0.0.1:{puerto}{ruta}")
        (datos / "static" / f"{nombre}.json").write_bytes(cuerpo)
        print(f"{nombre}: {len(cuerpo):,} bytes")
    return rutas


def _contra_archivos(quien: str, base: str, pagina: str, entrega: str, datos: Path, meta: float) -> None:
    for que, ruta, archivo in (("página de 100", pagina, "pagina"), ("una entrega", entrega, "entrega")):
        nuestra, ajena = servidor.comparar(f"{base}{ruta}", f"{base}/static/{archivo}.json", datos)
        razon(f"{quien}: {que} contra el mismo archivo estático (peticiones/s)", nuestra, ajena, meta)


def _contra_la_llana(base: str, pagina: str, datos: Path) -> None:
    # The newest page is never remembered: it is read from the database each time, as the plain view does.
    for que, ruta in (("página de 100", pagina), ("página de 100, sin memoria,", f"{pagina}&order=desc")):
        nuestra, ajena = servidor.comparar(f"{base}{ruta}", f"{base}/llana", datos)
        razon(f"gunicorn: {que} contra una vista de lista de DRF (peticiones/s)", nuestra, ajena, 3)


if __name__ == "__main__":
    medir_todo()
