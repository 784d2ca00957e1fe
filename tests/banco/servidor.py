"""Real servers for the benchmarks: a scratch PostgreSQL database, gunicorn and nginx on loopback, and load on them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.banco.comun import RAIZ

NOMBRE = "contrataciones.ejemplo.gob.mx"
WRK = shutil.which("wrk")
# Production answers only over TLS, and counts by the address that the proxy writes: the load comes from many.
_CARGA = """
wrk.headers["Host"] = "NOMBRE"
wrk.headers["X-Forwarded-Proto"] = "https"
local n = 0
request = function()
  n = n + 1
  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", n % 8, n / 8 % 250, n / 2000 % 250)
  return wrk.format()
end
""".replace("NOMBRE", NOMBRE)


@contextmanager
def base_de_paso(nombre: str) -> Iterator[str]:
    """Create an empty PostgreSQL database beside that of DATABASE_URL; yield its URL, and drop it at the end."""
    import psycopg

    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgresql:"):
        print("no se mide: falta DATABASE_URL=postgresql:///nombre")
        sys.exit(0)
    ruta = urlsplit(url).path
    propia = f"{ruta.strip('/')}_{nombre}"
    with psycopg.connect(url.replace(ruta, "/postgres"), autocommit=True) as conexion:
        conexion.execute(f"DROP DATABASE IF EXISTS {propia} WITH (FORCE)")
        conexion.execute(f"CREATE DATABASE {propia}")
        try:
            yield url.replace(ruta, f"/{propia}")
        finally:
            conexion.execute(f"DROP DATABASE IF EXISTS {propia} WITH (FORCE)")


def puerto_libre() -> int:
    """Return a TCP port that nobody listens on."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


@contextmanager
def proceso(orden: Sequence[str], puerto: int, entorno: dict[str, str], registro: Path) -> Iterator[None]:
    """Run a server until the block ends; wait until its port answers. RuntimeError with its output if it does not."""
    with registro.open("wb") as salida:
        hijo = subprocess.Popen(orden, cwd=RAIZ, env=entorno, stdout=salida, stderr=subprocess.STDOUT)
    try:
        esperar(puerto, hijo, registro)
        yield
    finally:
        hijo.terminate()
        hijo.wait(timeout=30)


def esperar(puerto: int, hijo: "subprocess.Popen[bytes]", registro: Path) -> None:
    """Wait up to half a minute for a port. RuntimeError with what the server wrote when it never answers."""
    for _intento in range(300):
        with socket.socket() as enchufe:
            if enchufe.connect_ex(("127.0.0.1", puerto)) == 0:
                return
        if hijo.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(registro.read_text() if registro.exists() else "no respondió")


def traer(url: str) -> bytes:
    """GET a URL as the proxy would ask for it."""
    cabeceras = {"Host": NOMBRE, "X-Forwarded-Proto": "https"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=cabeceras), timeout=120) as respuesta:
        return bytes(respuesta.read())


def peticiones_por_segundo(url: str, carpeta: Path, segundos: int = 2, conexiones: int = 4) -> float:
    """Return how many answers a second `url` gives to wrk. RuntimeError when any of them is an error, or all are."""
    guion = carpeta / "carga.lua"
    guion.write_text(_CARGA)
    orden = [str(WRK), "-t1", f"-c{conexiones}", f"-d{segundos:d}s", "-s", str(guion), url]
    salida = subprocess.run(orden, capture_output=True, text=True, check=True).stdout
    por_segundo = re.search(r"Requests/sec:\s+([\d.]+)", salida)
    if "Non-2xx" in salida or por_segundo is None or float(por_segundo[1]) == 0:
        raise RuntimeError(salida)
    return float(por_segundo[1])


def comparar(nuestra: str, ajena: str, carpeta: Path, veces: int = 7) -> tuple[float, float]:
    """Return the requests a second of both addresses, in the turn whose ratio is the median of all.

    Turns follow one another, so that the noise of the machine falls on both. The first answer of each address is not
    counted: servers load and remember then.
    """
    for url in (nuestra, ajena):
        traer(url)
    turnos = [
        (peticiones_por_segundo(nuestra, carpeta), peticiones_por_segundo(ajena, carpeta)) for _vez in range(veces)
    ]
    return sorted(turnos, key=lambda turno: turno[0] / turno[1])[veces // 2]
