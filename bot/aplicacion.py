"""The polling process: python-telegram-bot outside, our plain functions inside."""

import logging
from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from telegram import BotCommand, LinkPreviewOptions, Update
from telegram.constants import MessageLimit, ParseMode
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)

from bot import ajustes, ordenes
from bot.ordenes import Mensaje
from sitio.avisos.textos import partir

bitacora = logging.getLogger(__name__)


def construir(
    aplicacion: ApplicationBuilder | None = None, al_conectar: Callable[[str], None] | None = None
) -> Application:
    """Return the bot ready to run, with every command connected; `al_conectar` is told its username once it is."""

    async def empezar(conectada: Application) -> None:
        await _publicar_menu(conectada)
        if al_conectar:
            al_conectar(conectada.bot.username)

    resultado: Application = (
        (aplicacion or ApplicationBuilder())
        .token(ajustes.token())
        .base_url(ajustes.base_url())
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)
        .post_init(empezar)
        .build()
    )
    # Edited messages and channel posts are not orders.
    nuevos = filters.UpdateType.MESSAGE
    resultado.add_handler(CommandHandler(["start", "help", *ordenes.ORDENES], al_recibir_orden, nuevos))
    resultado.add_handler(MessageHandler(nuevos & filters.ChatType.PRIVATE, al_recibir_orden))
    resultado.add_error_handler(al_fallar)
    return resultado


async def al_recibir_orden(update: Update, contexto: ContextTypes.DEFAULT_TYPE) -> None:
    """Translate an update into a plain message, and the answer into as many messages as it takes."""
    mensaje, persona = update.effective_message, update.effective_user
    if mensaje is None or persona is None:
        return
    # "/Plazos@mi_bot hoy" → "plazos"; anything that is not a command asks for help.
    primera = (mensaje.text or "").split(maxsplit=1)[:1]
    orden = primera[0][1:].partition("@")[0].lower() if primera and primera[0].startswith("/") else ""
    recibido = Mensaje(
        chat_id=persona.id,
        tipo_de_chat=str(mensaje.chat.type),
        orden=orden,
        argumentos=list(contexto.args or []),
        nombre=persona.full_name,
    )
    respuesta = await sync_to_async(ordenes.atender, thread_sensitive=True)(recibido)
    for parte in partir(respuesta, int(MessageLimit.MAX_TEXT_LENGTH)):
        await mensaje.reply_text(parte)


async def renovar_conexiones(update: object, contexto: ContextTypes.DEFAULT_TYPE) -> None:
    """Drop the connections that the database closed while nobody wrote: outside a request nobody else does."""
    await sync_to_async(close_old_connections, thread_sensitive=True)()


async def al_fallar(update: object, contexto: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong and go on: the next message deserves an answer."""
    error = contexto.error
    if isinstance(error, TelegramError):
        bitacora.warning("Telegram no tomó una respuesta: %s: %s", type(error).__name__, error.message)
    else:
        bitacora.error("Falló la respuesta a un mensaje", exc_info=error)


async def _publicar_menu(aplicacion: Application) -> None:
    """Give Telegram the list of commands. A server that does not know how to is no reason to stop."""
    try:
        await aplicacion.bot.set_my_commands([BotCommand(fila["orden"], fila["ayuda"]) for fila in ordenes.menu()])
    except TelegramError as error:
        bitacora.warning("Telegram no tomó la lista de órdenes: %s", type(error).__name__)
