"""The nginx configuration we ship, run as it is: over TLS, in front of a public installation."""

import gzip
import http.client
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import proxy
from tests.banco import servidor
from tests.casas import RAIZ, entorno_de, manage

pytestmark = [
    pytest.mark.lenta,
    pytest.mark.skipif(proxy.NGINX is None, reason="no está instalado nginx"),
]
NOMBRE = "contrataciones.ejemplo.gob.mx"
PUBLICAR = """
import django
django.setup()
from tests.publicacion.vida import crear_publicador, importable, importar
importar(crear_publicador(), *(importable(f"ocds-213czf-{n}", titulo="Mobiliario escolar " * 60) for n in range(3)))
"""
UNA = "/api/ocds/releases/ocds-213czf-1/ocds-213czf-1-d1"


Conexion = http.client.HTTPSConnection


class Casa(NamedTuple):
    """Where the servers of the test listen, and their folder."""

    puerto: int
    http: int
    aplicacion: int
    datos: Path
    proxy: Path


class Respuesta(NamedTuple):
    """What came back."""

    estado: int
    cabeceras: dict[str, str]
    cuerpo: bytes


@contextmanager
def levantar(datos: Path, aplicacion: int) -> Iterator[Casa]:
    """Run nginx as we ship it in front of an application server's port."""
    carpeta = datos / f"proxy-{aplicacion}"
    carpeta.mkdir()
    casa = Casa(servidor.puerto_libre(), servidor.puerto_libre(), aplicacion, datos, carpeta)
    proxy.certificado(carpeta, NOMBRE)
    principal = proxy.escribir(carpeta, datos=datos, puerto=casa.puerto, http=casa.http, aplicacion=aplicacion)
    assert "syntax is ok" in proxy.revisar(principal)
    orden = [str(proxy.NGINX), "-p", str(carpeta), "-c", str(principal), "-e", str(carpeta / "error.log")]
    with servidor.proceso(orden, casa.puerto, {**os.environ}, carpeta / "salida.log"):
        yield casa


@pytest.fixture(scope="module")
def casa(base_migrada: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casa]:
    """A public installation with three processes published, its application server, and nginx in front."""
    datos = tmp_path_factory.mktemp("nginx")
    entorno = entorno_de(
        base_migrada,
        datos,
        DJANGO_SETTINGS_MODULE="sitio.ajustes.produccion",
        SECRET_KEY="x7-" * 20,
        ALLOWED_HOSTS=NOMBRE,
        URL_PUBLICA=f"https://{NOMBRE}",
        DETRAS_DE_PROXY="1",
    )
    manage(entorno, "collectstatic", "--noinput", "--verbosity", "0")
    subprocess.run([sys.executable, "-c", PUBLICAR], cwd=RAIZ, env=entorno, check=True, timeout=120)
    (datos / "media" / "documents").mkdir(parents=True)
    (datos / "media" / "documents" / "secreto.pdf").write_bytes(b"%PDF")
    puerto = servidor.puerto_libre()
    orden = [sys.executable, "-m", "gunicorn", "sitio.wsgi", "--bind", f"127.0.0.1:{puerto}"]
    with servidor.proceso(orden, puerto, entorno, datos / "gunicorn.log"), levantar(datos, puerto) as casa:
        yield casa


@pytest.fixture
def conexion(casa: Casa) -> Iterator[Conexion]:
    with closing(conectar(casa)) as abierta:
        yield abierta


def conectar(casa: Casa) -> Conexion:
    contexto = ssl.create_default_context(cafile=str(casa.proxy / "contrataciones.pem"))
    contexto.check_hostname = False
    return Conexion("127.0.0.1", casa.puerto, timeout=60, context=contexto)


def pedir(conexion: http.client.HTTPConnection, ruta: str, metodo: str = "GET", **cabeceras: str) -> Respuesta:
    conexion.request(metodo, ruta, headers={"Host": NOMBRE, **{c.replace("_", "-"): v for c, v in cabeceras.items()}})
    respuesta = conexion.getresponse()
    return Respuesta(respuesta.status, dict(respuesta.getheaders()), respuesta.read())


def test_sin_tls_manda_a_tls(casa: Casa) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", casa.http, timeout=30)) as conexion:
        respuesta = pedir(conexion, "/api/ocds/releases?limit=1")

    assert respuesta.estado == 301
    assert respuesta.cabeceras["Location"] == f"https://{NOMBRE}/api/ocds/releases?limit=1"


def test_sin_el_portal_la_api_dice_cuanto_esperar(tmp_path: Path) -> None:
    with levantar(tmp_path, servidor.puerto_libre()) as sola, closing(conectar(sola)) as conexion:
        respuesta = pedir(conexion, "/api/ocds/changes")

    assert respuesta.estado == 503
    assert respuesta.cabeceras["Content-Type"] == "application/problem+json"
    assert respuesta.cabeceras["Retry-After"] == "30"
    assert json.loads(respuesta.cuerpo)["status"] == 503


def test_una_entrega_se_recuerda_en_sus_dos_formas_y_se_valida_con_su_etag(
    conexion: Conexion,
) -> None:
    for acepta, otra_vez in (("", "identity"), ("gzip, deflate, br", "br, gzip")):
        primera = pedir(conexion, UNA, Accept_Encoding=acepta)
        segunda = pedir(conexion, UNA, Accept_Encoding=otra_vez)
        assert (primera.cabeceras["X-Cache-Status"], segunda.cabeceras["X-Cache-Status"]) == ("MISS", "HIT")
        assert segunda.cuerpo == primera.cuerpo
        assert segunda.cabeceras["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "X-Accel-Expires" not in segunda.cabeceras
        etag = segunda.cabeceras["ETag"]
        assert pedir(conexion, UNA, Accept_Encoding=acepta, If_None_Match=etag).estado == 304
    assert json.loads(gzip.decompress(segunda.cuerpo))["releases"][0]["ocid"] == "ocds-213czf-1"


def test_una_pagina_llena_se_recuerda_y_la_ultima_no(conexion: Conexion) -> None:
    vistas = {
        ruta: [pedir(conexion, ruta).cabeceras["X-Cache-Status"] for _vez in range(2)]
        for ruta in ("/api/ocds/releases?limit=2", "/api/ocds/releases?limit=50", "/api/ocds/records")
    }

    assert [estados[1] for estados in vistas.values()] == ["HIT", "MISS", "MISS"]


def test_head_y_los_errores_de_la_api_llegan_como_son(conexion: Conexion) -> None:

    sin_cuerpo = pedir(conexion, "/api/ocds/records", "HEAD")
    assert (sin_cuerpo.estado, sin_cuerpo.cuerpo) == (200, b"")
    assert int(sin_cuerpo.cabeceras["Content-Length"]) > 0
    assert pedir(conexion, "/api/ocds/nada").estado == 404
    assert pedir(conexion, "/api/ocds/releases", "POST").estado == 405


def test_los_archivos_reunidos_los_reparte_nginx_comprimidos(casa: Casa, conexion: Conexion) -> None:
    [estilo] = (casa.datos / "static" / "portal").glob("portal.*.css")

    respuesta = pedir(conexion, f"/static/portal/{estilo.name}", Accept_Encoding="gzip")

    assert respuesta.cabeceras["Content-Encoding"] == "gzip"
    assert respuesta.cabeceras["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(respuesta.cuerpo) == estilo.read_bytes()


def test_los_documentos_no_se_reparten_sin_revisar_permisos(conexion: Conexion) -> None:
    assert pedir(conexion, "/media/documents/secreto.pdf").estado == 404


def test_el_portal_y_la_administracion_pasan(conexion: Conexion) -> None:

    assert [pedir(conexion, ruta).estado for ruta in ("/contrataciones/datos/", "/admin/login/")] == [200, 200]


def test_el_limite_del_portal_cuenta_la_direccion_de_verdad(conexion: Conexion) -> None:

    quedan = [
        int(pedir(conexion, "/api/ocds/changes", X_Forwarded_For=f"198.51.100.{n}").cabeceras["X-RateLimit-Remaining"])
        for n in range(3)
    ]

    assert quedan == [quedan[0], quedan[0] - 1, quedan[0] - 2]


def test_quien_pregunta_demasiado_recibe_429_con_retry_after(casa: Casa, tmp_path: Path) -> None:
    # Another nginx, which nobody else's requests count in. Everything remembered: what counts is its own limit.
    with levantar(tmp_path, casa.aplicacion) as otra, closing(conectar(otra)) as conexion:
        respuestas = [pedir(conexion, UNA) for _vez in range(400)]

    de_mas = [respuesta for respuesta in respuestas if respuesta.estado != 200]
    assert de_mas
    assert {respuesta.estado for respuesta in de_mas} == {429}
    assert de_mas[0].cabeceras["Content-Type"] == "application/problem+json"
    assert de_mas[0].cabeceras["Retry-After"] == "5"
    assert de_mas[0].cabeceras["Access-Control-Allow-Origin"] == "*"
    assert json.loads(de_mas[0].cuerpo)["status"] == 429
