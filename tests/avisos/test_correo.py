"""The mail channel, against a local server that speaks SMTP."""

import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core import mail

from sitio.avisos.canales import AvisoRendido, EntregaAmbigua, EntregaImposible, EntregaTemporal
from sitio.avisos.correo import CanalCorreo


class _Buzon(socketserver.StreamRequestHandler):
    """Answers what `server.respuestas` says to a command, and 250 to the rest; None hangs up without a word."""

    def handle(self) -> None:
        self._decir("220 pruebas")
        en_datos = False
        for linea in self.rfile:
            orden = linea.decode().split(" ", 1)[0].strip().upper()
            if en_datos and orden != ".":
                continue
            respuesta = self.server.respuestas.get(
                orden, {"DATA": "354 siga", "QUIT": "221 adiós"}.get(orden, "250 ok")
            )
            if respuesta is None:
                return
            en_datos = respuesta.startswith("354")
            self._decir(respuesta)

    def _decir(self, texto: str) -> None:
        self.wfile.write(f"{texto}\r\n".encode())


@pytest.fixture
def servidor(settings: object) -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Buzon) as buzon:
        buzon.daemon_threads = True
        buzon.respuestas = {}
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = buzon.server_address
        settings.EMAIL_TIMEOUT = 5
        threading.Thread(target=buzon.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield buzon
        buzon.shutdown()


def enviar() -> None:
    CanalCorreo().enviar(AvisoRendido(User(username="ana", email="ana@example.mx"), "Asunto", "Texto"))


def test_solo_alcanza_si_la_instalacion_envia_correo_y_la_persona_tiene_direccion(settings: object) -> None:
    con, sin = User(username="ana", email="ana@example.mx"), User(username="eva")
    assert not CanalCorreo().alcanza(con)
    settings.AVISOS_POR_CORREO = True
    assert CanalCorreo().alcanza(con)
    assert not CanalCorreo().alcanza(sin)


def test_el_correo_lleva_asunto_y_texto_a_su_direccion() -> None:
    enviar()

    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [(["ana@example.mx"], "Asunto", "Texto")]


def test_un_servidor_que_acepta_no_da_error(servidor: socketserver.ThreadingTCPServer) -> None:
    enviar()


@pytest.mark.parametrize(
    ("orden", "respuesta", "error"),
    [
        ("RCPT", "550 no existe", EntregaImposible),
        ("RCPT", "451 ocupado", EntregaTemporal),
        ("DATA", "554 rechazado", EntregaImposible),
        ("DATA", "452 sin espacio", EntregaTemporal),
        (".", "554 contenido rechazado", EntregaImposible),
        (".", None, EntregaAmbigua),
    ],
)
def test_lo_que_responde_el_servidor_decide(
    servidor: socketserver.ThreadingTCPServer, orden: str, respuesta: str | None, error: type[Exception]
) -> None:
    servidor.respuestas[orden] = respuesta

    with pytest.raises(error):
        enviar()


def test_un_servidor_que_no_escucha_se_reintenta(servidor: socketserver.ThreadingTCPServer, settings: object) -> None:
    settings.EMAIL_PORT = 1

    with pytest.raises(EntregaTemporal):
        enviar()
