"""nginx with the configuration we ship, on loopback: only its paths, its ports and its certificate change."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.casas import RAIZ

EJEMPLO = RAIZ / "docs" / "ejemplos" / "nginx.conf"
# Some systems keep it where only root looks.
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
_PRINCIPAL = """
{usuario}
daemon off;
pid {carpeta}/nginx.pid;
error_log {carpeta}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    types {{ application/json json; text/css css; }}
    client_body_temp_path {carpeta}/cuerpos;
    proxy_temp_path {carpeta}/proxy;
    fastcgi_temp_path {carpeta}/fastcgi;
    uwsgi_temp_path {carpeta}/uwsgi;
    scgi_temp_path {carpeta}/scgi;
    include {carpeta}/sitio.conf;
}}
"""


def escribir(carpeta: Path, *, datos: Path, puerto: int, http: int, aplicacion: int, de_medir: bool = False) -> Path:
    """Write into `carpeta` the shipped site for these ports, and the file that nginx starts with; return the latter.

    `datos` is the folder that /var/lib/claraboya stands for. The certificate is `carpeta`/contrataciones.pem and .key.
    `de_medir`: without TLS and without limits, because a whole load comes from one address.
    """
    sitio = EJEMPLO.read_text(encoding="utf-8")
    if de_medir:
        sitio = re.sub(r"^ *(ssl_|limit_req |limit_conn ).*\n", "", sitio, flags=re.MULTILINE)
        sitio = sitio.replace("Proto $scheme", "Proto https")
    sitio = re.sub(r"^ *listen \[::\].*\n", "", sitio, flags=re.MULTILINE)
    propios = {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{puerto}{'' if de_medir else ' ssl'};",
        "127.0.0.1:8001": f"127.0.0.1:{aplicacion}",
        "/var/lib/claraboya": str(datos),
        "/var/cache/nginx/claraboya": f"{carpeta}/memoria",
    }
    if not de_medir:
        propios |= {"/etc/ssl/certs": str(carpeta), "/etc/ssl/private": str(carpeta)}
    for de, a in propios.items():
        if de not in sitio:
            raise ValueError(f"{EJEMPLO.name} ya no dice «{de}»")
        sitio = sitio.replace(de, a)
    (carpeta / "sitio.conf").write_text(sitio, encoding="utf-8")
    principal = carpeta / "nginx.conf"
    # Started by root it would read as nobody, who sees no temporary folder.
    usuario = "user root;" if os.geteuid() == 0 else ""
    principal.write_text(_PRINCIPAL.format(carpeta=carpeta, usuario=usuario), encoding="utf-8")
    return principal


def certificado(carpeta: Path, nombre: str) -> None:
    """Write a self-signed certificate for `nombre` where `escribir` looks for it."""
    orden = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={nombre}"]
    llaves = ["-keyout", f"{carpeta}/contrataciones.key", "-out", f"{carpeta}/contrataciones.pem"]
    subprocess.run([*orden, *llaves], check=True, capture_output=True)


def revisar(principal: Path) -> str:
    """Return what nginx says of a configuration; CalledProcessError when it refuses it."""
    orden = [str(NGINX), "-t", "-p", str(principal.parent), "-c", str(principal), "-e", f"{principal.parent}/error.log"]
    return subprocess.run(orden, check=True, capture_output=True, text=True).stderr


@contextmanager
def servir(principal: Path) -> Iterator[None]:
    """Run nginx until the block ends."""
    orden = [str(NGINX), "-p", str(principal.parent), "-c", str(principal), "-e", f"{principal.parent}/error.log"]
    hijo = subprocess.Popen(orden)
    try:
        yield
    finally:
        hijo.terminate()
        hijo.wait(timeout=30)
