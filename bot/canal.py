"""The channel "telegram" of the outbox: what Telegram answers, translated into what the outbox must do."""

from datetime import timedelta
from typing import Literal

import httpx
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from telegram import Bot, LinkPreviewOptions
from telegram.constants import MessageLimit, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import ajustes
from bot.models import VinculoTelegram
from bot.reserva import ocultar
from bot.transporte import SEGUNDOS_DE_ESPERA, llamar
from sitio.avisos.canales import AvisoRendido, EntregaAmbigua, EntregaImposible, EntregaTemporal

# The request never left this machine: the message certainly did not arrive.
NO_SALIO = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class CanalTelegram:
    """Private chats. `segundos`: how long to wait for Telegram at each step."""

    clave = "telegram"
    formato: Literal["html", "txt"] = "html"
    limite = int(MessageLimit.MAX_TEXT_LENGTH)

    def __init__(self, segundos: float = SEGUNDOS_DE_ESPERA) -> None:
        self.segundos = segundos

    def alcanza(self, usuario: User) -> bool:
        """Tell whether the person has a living link, and this installation a bot."""
        return bool(ajustes.token()) and VinculoTelegram.objects.vigentes().filter(usuario_id=usuario.pk).exists()

    def enviar(self, aviso: AvisoRendido) -> None:
        """Send one message to the person's chat. A person who blocked the bot loses the link (and may link again)."""
        vinculo = VinculoTelegram.objects.vigentes().filter(usuario_id=aviso.usuario.pk).first()
        if vinculo is None:
            raise EntregaImposible(_("La persona ya no tiene Telegram vinculado."))
        try:
            enviar_texto(vinculo.chat_id, aviso.texto, self.segundos)
        except Forbidden as error:
            VinculoTelegram.objects.filter(chat_id=vinculo.chat_id).update(activo=False)
            raise EntregaImposible(_("La persona bloqueó al bot: su vínculo quedó inactivo.")) from error
        except TelegramError as error:
            raise traducir(error) from error


def enviar_texto(chat_id: int, texto: str, segundos: float = SEGUNDOS_DE_ESPERA) -> None:
    """Send a text in Telegram's HTML to a chat; TelegramError when it is not confirmed."""

    async def accion(bot: Bot) -> None:
        await bot.send_message(
            chat_id,
            texto,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    llamar(accion, segundos)


def traducir(error: TelegramError) -> EntregaTemporal | EntregaImposible | EntregaAmbigua:
    """Return what the outbox must do after `error`.

    BadRequest and TimedOut are NetworkErrors for python-telegram-bot, so the order matters. Without an answer, only a
    connection that was never made proves that nothing was sent; with an answer 5xx, Telegram says it failed.
    """
    motivo = ocultar(f"{type(error).__name__}: {error.message}")
    if isinstance(error, RetryAfter):
        return EntregaTemporal(motivo, _segundos(error) + timedelta(seconds=1))
    if isinstance(error, (BadRequest, ChatMigrated)):
        return EntregaImposible(motivo)
    if isinstance(error, (InvalidToken, Conflict)):
        return EntregaTemporal(motivo)
    causa = error.__cause__
    if isinstance(error, NetworkError) and (isinstance(causa, (*NO_SALIO, TelegramError)) or causa is None):
        return EntregaTemporal(motivo)
    return EntregaAmbigua(motivo)


def _segundos(error: RetryAfter) -> timedelta:
    """python-telegram-bot 22 gives an int unless PTB_TIMEDELTA is set before its import; later ones, a timedelta."""
    espera = error.retry_after
    return espera if isinstance(espera, timedelta) else timedelta(seconds=espera)
