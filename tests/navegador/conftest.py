"""A whole installation in a folder of its own: database, web, worker, bot, a Telegram of ours and a real browser."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.casas import RAIZ, casa_igual, manage
from tests.servidor_telegram import ServidorTelegram

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Without these a fresh Chromium keeps calling home, which a closed network makes slow.
SIN_RED = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


@dataclass
class Instalacion:
    """A running portal: where it answers, and the Telegram it talks to."""

    url: str
    telegram: ServidorTelegram
    entorno: dict[str, str]

    def manage(self, *orden: str) -> str:
        """Run a management command on this installation and return what it printed."""
        return manage(self.entorno, *orden)


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("no hay Chromium en esta máquina (paquete chromium de Debian)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SIN_RED)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def instalacion(navegador: Browser, demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instalacion]:
    """The demo, served as `make demo` does, on a free port and with its own database and files."""
    carpeta = tmp_path_factory.mktemp("instalacion")
    puerto = _puerto_libre()
    with ServidorTelegram() as telegram:
        entorno = casa_igual(
            demo, carpeta, PUERTO=str(puerto), TELEGRAM_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url
        )
        casa = Instalacion(f"http://localhost:{puerto}", telegram, entorno)
        registro = (carpeta / "servir.log").open("w")
        servidor = subprocess.Popen(
            [sys.executable, "manage.py", "servir", "--puerto", str(puerto)],
            cwd=RAIZ,
            env=entorno,
            stdout=registro,
            stderr=subprocess.STDOUT,
        )
        try:
            _esperar(casa.url, servidor)
            yield casa
        finally:
            servidor.terminate()
            servidor.wait(timeout=20)
            registro.close()


@pytest.fixture
def pagina(navegador: Browser) -> Iterator[Page]:
    """A clean browser tab that fails the test on any script error."""
    contexto = navegador.new_context(locale="es-MX", viewport={"width": 1440, "height": 900})
    pestana = contexto.new_page()
    errores: list[str] = []
    pestana.on("pageerror", lambda error: errores.append(str(error)))
    yield pestana
    contexto.close()
    assert errores == []


def a_la_vista(pagina: Page, selector: str) -> Locator:
    """Open the tab where a control is, as somebody who looks for it would, and return it."""
    control = pagina.locator(selector)
    pestana = control.evaluate("c => c.closest('[role=tabpanel]')?.id || ''")
    if pestana and not control.is_visible():
        pagina.click(f"a[role=tab][href='#{pestana}']")
    return control


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


def _esperar(url: str, servidor: subprocess.Popen[bytes]) -> None:
    limite = time.monotonic() + 60
    while time.monotonic() < limite:
        if servidor.poll() is not None:
            raise RuntimeError(f"el servidor terminó con {servidor.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise RuntimeError("el servidor no respondió en 60 s")
