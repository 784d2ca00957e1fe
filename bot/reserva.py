"""The bot's token is a password, and the libraries below write it in logs: nothing that is logged may carry it.

httpx logs every URL at INFO, python-telegram-bot its base URL at DEBUG and the whole token when the server refuses it.
"""

import logging
from typing import Any

from bot.ajustes import token

OCULTO = "<secreto>"


def ocultar(texto: str) -> str:
    """Return `texto` without the secret half of the bot's token."""
    secreto = token().partition(":")[2] or token()
    return texto.replace(secreto, OCULTO) if secreto else texto


class FabricaReservada:
    """A log record factory that hides the token in messages and tracebacks, whoever writes them."""

    def __init__(self, previa: Any) -> None:
        self.previa = previa

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        registro: logging.LogRecord = self.previa(*args, **kwargs)
        mensaje = registro.getMessage()
        reservado = ocultar(mensaje)
        if reservado != mensaje:
            registro.msg, registro.args = reservado, ()
        if registro.exc_info and registro.exc_info[0]:
            rastro = logging.Formatter().formatException(registro.exc_info)
            reservado = ocultar(rastro)
            if reservado != rastro:
                # Handlers that know exc_info would print it again; the hidden text is all they get.
                registro.exc_info, registro.exc_text = None, reservado
        return registro


def instalar() -> None:
    """Hide the token in every log of this process from now on; a second call changes nothing."""
    previa = logging.getLogRecordFactory()
    if not isinstance(previa, FabricaReservada):
        logging.setLogRecordFactory(FabricaReservada(previa))
