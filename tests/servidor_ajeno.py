"""A publisher of somebody else on the loopback, with the manners that real ones have."""

import json
import ssl
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Contestacion:
    """An answer as it goes over the wire. `goteo`: seconds between each byte of the body. `de_menos`: bytes promised
    in Content-Length that never come."""

    cuerpo: bytes = b""
    codigo: int = 200
    cabeceras: dict[str, str] = field(default_factory=dict)
    goteo: float = 0
    de_menos: int = 0


Pagina = Contestacion | Callable[["Peticion"], Contestacion]


@dataclass(frozen=True)
class Peticion:
    """What was asked: the path with its query, and the headers in lower case."""

    ruta: str
    cabeceras: dict[str, str]
    metodo: str = "GET"


class ServidorAjeno:
    """The server, in threads of its own, on a free port: `paginas` is what it has, `peticiones` what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.paginas: dict[str, Pagina] = {}
        self.peticiones: list[Peticion] = []
        self._antes: defaultdict[str, deque[Contestacion]] = defaultdict(deque)
        self._parando = threading.Event()
        self._http = _Http(("127.0.0.1", 0), _Manejador)
        self._http.servidor = self
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._hilo = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.sitio = f"127.0.0.1:{self._http.server_address[1]}"
        self.url = f"http{'s' if tls else ''}://{self.sitio}"

    def __enter__(self) -> Self:
        self._hilo.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._parando.set()
        self._http.shutdown()
        self._hilo.join()
        self._http.server_close()

    def poner(self, ruta: str, contenido: Any, **cabeceras: str) -> None:
        """Put a page: bytes as they are, anything else as JSON. Header names come with `_` for `-`."""
        cuerpo = contenido if isinstance(contenido, bytes) else json.dumps(contenido, ensure_ascii=False).encode()
        self.paginas[ruta] = Contestacion(
            cuerpo, cabeceras={nombre.replace("_", "-"): valor for nombre, valor in cabeceras.items()}
        )

    def antes(self, ruta: str, *contestaciones: Contestacion) -> None:
        """What the next requests for `ruta` get instead of it, one each."""
        self._antes[ruta].extend(contestaciones)

    def pedidas(self) -> list[str]:
        """The paths asked for since the last time, in order."""
        rutas = [peticion.ruta for peticion in self.peticiones]
        self.peticiones.clear()
        return rutas

    # What the handler asks.

    def contestar(self, peticion: Peticion) -> Contestacion:
        self.peticiones.append(peticion)
        if self._antes[peticion.ruta]:
            return self._antes[peticion.ruta].popleft()
        pagina = self.paginas.get(peticion.ruta, Contestacion(b"Not found", 404))
        contestacion = pagina(peticion) if callable(pagina) else pagina
        etag = contestacion.cabeceras.get("ETag")
        if etag and peticion.cabeceras.get("if-none-match") == etag:
            return Contestacion(codigo=304)
        return contestacion

    def dormir(self, segundos: float) -> None:
        self._parando.wait(segundos)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    servidor: ServidorAjeno

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


class _Manejador(BaseHTTPRequestHandler):
    server: _Http

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Silence."""

    def do_HEAD(self) -> None:
        servidor = self.server.servidor
        peticion = Peticion(self.path, {n.lower(): v for n, v in self.headers.items()}, "HEAD")
        contestacion = servidor.contestar(peticion)
        self.send_response(contestacion.codigo)
        for nombre, valor in contestacion.cabeceras.items():
            self.send_header(nombre, valor)
        self.end_headers()

    def do_GET(self) -> None:
        servidor = self.server.servidor
        contestacion = servidor.contestar(Peticion(self.path, {n.lower(): v for n, v in self.headers.items()}))
        self.send_response(contestacion.codigo)
        for nombre, valor in contestacion.cabeceras.items():
            self.send_header(nombre, valor)
        self.send_header("Content-Length", str(len(contestacion.cuerpo) + contestacion.de_menos))
        self.end_headers()
        if not contestacion.goteo:
            self.wfile.write(contestacion.cuerpo)
            return
        for byte in contestacion.cuerpo:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            servidor.dormir(contestacion.goteo)
