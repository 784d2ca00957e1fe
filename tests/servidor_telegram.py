"""A local server that speaks the part of the Bot API that we use: bot and outbox are tested over a real wire.

In a test:      with ServidorTelegram() as servidor: ...  (`url`, `token`, `mensajes`, `encolar_update`, `fallar`)
From a shell:   python tests/servidor_telegram.py --puerto 8399
                then TELEGRAM_API_URL=http://127.0.0.1:8399 TELEGRAM_TOKEN=<the printed one> manage.py bot
"""

import argparse
import json
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

TOKEN = "123456789:SECRETO-de-pruebas-que-nunca-debe-verse"
BOT_ID = 123456789


@dataclass(frozen=True)
class Mensaje:
    """A message that arrived in a chat."""

    chat_id: int
    texto: str
    formato: str
    parametros: dict[str, str]


@dataclass(frozen=True)
class Falla:
    """What the server does wrong with the next call, instead of answering it.

    `entrega`: the message does arrive, although the caller never learns it. `espera`: seconds of
    silence before the connection is closed. `crudo`: a body that is not the Bot API's JSON.
    """

    codigo: int = 500
    descripcion: str = "Internal Server Error"
    parametros: dict[str, int] = field(default_factory=dict)
    espera: float | None = None
    entrega: bool = False
    crudo: str | None = None

    @classmethod
    def bloqueado(cls) -> "Falla":
        """403: the person blocked the bot."""
        return cls(403, "Forbidden: bot was blocked by the user")

    @classmethod
    def despacio(cls, segundos: int) -> "Falla":
        """429: too many messages; come back in `segundos`."""
        return cls(429, f"Too Many Requests: retry after {segundos}", {"retry_after": segundos})

    @classmethod
    def malformado(cls) -> "Falla":
        """400: the text is not acceptable and never will be."""
        return cls(400, "Bad Request: can't parse entities")

    @classmethod
    def silencio(cls, segundos: float, *, entrega: bool) -> "Falla":
        """No answer for `segundos`, then the connection ends."""
        return cls(espera=segundos, entrega=entrega)


class ServidorTelegram:
    """The server, in threads of its own, on a free port of the loopback unless `puerto` says otherwise."""

    def __init__(self, *, puerto: int = 0, token: str = TOKEN, bot: str = "claraboya_pruebas_bot") -> None:
        self.token = token
        self.bot = bot
        self.mensajes: list[Mensaje] = []
        self.llamadas: list[str] = []
        self.al_recibir: Callable[[Mensaje], None] | None = None
        self._fallas: defaultdict[str, deque[Falla]] = defaultdict(deque)
        self._updates: list[dict[str, Any]] = []
        self._ultimo_update = 1000
        self._cambio = threading.Condition()
        self._parando = threading.Event()
        self._http = _Http(("127.0.0.1", puerto), _Manejador)
        self._http.servidor = self
        self._hilo = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._hilo.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.apagar()

    def apagar(self) -> None:
        """Stop listening: from here on every connection is refused. Twice does no harm."""
        if self._parando.is_set():
            return
        self._parando.set()
        with self._cambio:
            self._cambio.notify_all()
        self._http.shutdown()
        self._hilo.join()
        self._http.server_close()

    def fallar(self, *fallas: Falla, metodo: str = "sendMessage") -> None:
        """Program what the next calls of `metodo` find, one failure a call."""
        self._fallas[metodo].extend(fallas)

    def encolar_update(self, texto: str, chat_id: int, *, nombre: str = "Ana", tipo: str = "private") -> dict[str, Any]:
        """Queue what a person wrote in a chat, as `getUpdates` will tell it; returns the update."""
        with self._cambio:
            self._ultimo_update += 1
            update = _update(self._ultimo_update, texto, chat_id, nombre, tipo)
            self._updates.append(update)
            self._cambio.notify_all()
        return update

    def esperar(self, mensajes: int, segundos: float = 10) -> list[Mensaje]:
        """Wait until `mensajes` have arrived in all and return them; AssertionError after `segundos`."""
        with self._cambio:
            if not self._cambio.wait_for(lambda: len(self.mensajes) >= mensajes, segundos):
                raise AssertionError(
                    f"llegaron {len(self.mensajes)} mensajes y se esperaban {mensajes}: {self.mensajes}"
                )
            return list(self.mensajes)

    # What the handler asks. Everything here may run in many threads at once.

    def tomar_falla(self, metodo: str) -> Falla | None:
        fallas = self._fallas[metodo]
        return fallas.popleft() if fallas else None

    def dormir(self, segundos: float) -> None:
        self._parando.wait(segundos)

    def anotar(self, metodo: str) -> None:
        self.llamadas.append(metodo)

    def recibir(self, datos: dict[str, str]) -> Mensaje:
        mensaje = Mensaje(int(datos["chat_id"]), datos["text"], datos.get("parse_mode", ""), datos)
        with self._cambio:
            self.mensajes.append(mensaje)
            self._cambio.notify_all()
        if self.al_recibir:
            self.al_recibir(mensaje)
        return mensaje

    def updates_desde(self, desde: int, segundos: float) -> list[dict[str, Any]]:
        with self._cambio:
            self._updates = [u for u in self._updates if u["update_id"] >= desde]
            self._cambio.wait_for(lambda: self._updates or self._parando.is_set(), segundos)
            return list(self._updates)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    servidor: ServidorTelegram

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Manejador(BaseHTTPRequestHandler):
    server: _Http

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Silence: the access log would carry the token."""

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        cuerpo = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        datos = dict(parse_qsl(url.query) + parse_qsl(cuerpo, keep_blank_values=True))
        if url.path == "/_decir":
            self._responder(self.server.servidor.encolar_update(datos["texto"], int(datos.get("chat", "1"))))
            return
        token, _, metodo = url.path.removeprefix("/bot").rpartition("/")
        if token != self.server.servidor.token:
            self._negar(401, "Unauthorized")
            return
        self.server.servidor.anotar(metodo)
        falla = self.server.servidor.tomar_falla(metodo)
        if falla:
            self._fallar(falla, datos)
        else:
            self._atender(metodo, datos)

    def _atender(self, metodo: str, datos: dict[str, str]) -> None:
        servidor = self.server.servidor
        match metodo:
            case "getMe":
                self._responder({"id": BOT_ID, "is_bot": True, "first_name": "Claraboya", "username": servidor.bot})
            case "getUpdates":
                self._responder(servidor.updates_desde(int(datos.get("offset", "0")), float(datos.get("timeout", "0"))))
            case "sendMessage":
                self._enviar(datos)
            case "deleteWebhook" | "setMyCommands":
                self._responder(True)
            case _:
                self._negar(404, "Not Found: method not found")

    def _enviar(self, datos: dict[str, str]) -> None:
        if not datos.get("text"):
            self._negar(400, "Bad Request: message text is empty")
        elif len(datos["text"]) > 4096:
            self._negar(400, "Bad Request: message is too long")
        else:
            mensaje = self.server.servidor.recibir(datos)
            self._responder(
                {
                    "message_id": len(self.server.servidor.mensajes),
                    "date": int(time.time()),
                    "chat": {"id": mensaje.chat_id, "type": "private"},
                    "text": mensaje.texto,
                }
            )

    def _fallar(self, falla: Falla, datos: dict[str, str]) -> None:
        if falla.entrega:
            self.server.servidor.recibir(datos)
        if falla.espera is not None:
            self.server.servidor.dormir(falla.espera)
            self.close_connection = True
        elif falla.crudo is not None:
            self._escribir(falla.codigo, falla.crudo.replace("{url}", self.path).encode(), "text/html")
        else:
            self._negar(falla.codigo, falla.descripcion, falla.parametros)

    def _responder(self, resultado: object) -> None:
        self._json(200, {"ok": True, "result": resultado})

    def _negar(self, codigo: int, descripcion: str, parametros: dict[str, int] | None = None) -> None:
        cuerpo: dict[str, object] = {"ok": False, "error_code": codigo, "description": descripcion}
        self._json(codigo, cuerpo | ({"parameters": parametros} if parametros else {}))

    def _json(self, codigo: int, cuerpo: object) -> None:
        self._escribir(codigo, json.dumps(cuerpo).encode(), "application/json")

    def _escribir(self, codigo: int, cuerpo: bytes, tipo: str) -> None:
        self.send_response(codigo)
        self.send_header("Content-Type", tipo)
        self.send_header("Content-Length", str(len(cuerpo)))
        self.end_headers()
        self.wfile.write(cuerpo)


def _update(numero: int, texto: str, chat_id: int, nombre: str, tipo: str) -> dict[str, Any]:
    mensaje: dict[str, Any] = {
        "message_id": numero,
        "date": int(time.time()),
        "chat": {"id": chat_id, "type": tipo, "first_name": nombre},
        "from": {"id": abs(chat_id), "is_bot": False, "first_name": nombre},
        "text": texto,
    }
    if texto.startswith("/"):
        orden = texto.split(maxsplit=1)[0]
        mensaje["entities"] = [{"type": "bot_command", "offset": 0, "length": len(orden)}]
    return {"update_id": numero, "message": mensaje}


def principal() -> None:
    """Serve until Ctrl-C or the end of input: each line typed goes to the bot as a message; what it says is printed."""
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--puerto", type=int, default=8399)
    opciones.add_argument("--chat", type=int, default=1001, help="número del chat desde el que se escribe")
    argumentos = opciones.parse_args()
    with ServidorTelegram(puerto=argumentos.puerto) as servidor:
        servidor.al_recibir = lambda m: print(f"[chat {m.chat_id}] {m.texto}", flush=True)
        print(f"TELEGRAM_API_URL={servidor.url}\nTELEGRAM_TOKEN={servidor.token}", flush=True)
        print("Escriba una orden (/start TOKEN, /ayuda...) o mándela con:", flush=True)
        print(f"  curl {servidor.url}/_decir -d chat={argumentos.chat} --data-urlencode texto=/ayuda", flush=True)
        try:
            if sys.stdin.isatty():
                for linea in sys.stdin:
                    servidor.encolar_update(linea.strip(), argumentos.chat)
            else:
                threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    principal()
