from collections.abc import Iterator

import pytest
from django.core.cache import cache

from bot.canal import CanalTelegram
from sitio.avisos import canales
from tests.avisos.mundo import Mundo, crear_mundo
from tests.servidor_telegram import ServidorTelegram


@pytest.fixture
def mundo(db: None) -> Mundo:
    return crear_mundo()


@pytest.fixture
def servidor(settings: object) -> Iterator[ServidorTelegram]:
    """A Bot API of our own, which the portal takes for Telegram."""
    cache.clear()
    with ServidorTelegram() as telegram:
        settings.TELEGRAM_API_URL = telegram.url
        settings.TELEGRAM_TOKEN = telegram.token
        settings.TELEGRAM_BOT = ""
        yield telegram


@pytest.fixture
def canal(servidor: ServidorTelegram, monkeypatch: pytest.MonkeyPatch) -> CanalTelegram:
    """The channel that the outbox uses, to be made impatient where a test is about silence."""
    nuevo = CanalTelegram()
    monkeypatch.setitem(canales.CANALES, "telegram", nuevo)
    return nuevo
