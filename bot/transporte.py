"""The wire to Telegram from synchronous code: one call, one loop, one Bot, all closed at the end.

A Bot cannot outlive its event loop, and a Bot that is not initialized does not close its own connections.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot
from telegram.request import HTTPXRequest

from bot import ajustes

T = TypeVar("T")
# Connecting, writing and reading may each take this long: together they stay under the queue's timeout (120 s).
SEGUNDOS_DE_ESPERA = 15.0


def llamar(accion: Callable[[Bot], Awaitable[T]], segundos: float = SEGUNDOS_DE_ESPERA) -> T:
    """Run `accion` with a Bot and return its result; raises telegram.error.TelegramError when Telegram refuses."""
    return asyncio.run(_llamar(accion, segundos))


async def _llamar(accion: Callable[[Bot], Awaitable[T]], segundos: float) -> T:
    async with HTTPXRequest(
        connect_timeout=segundos, read_timeout=segundos, write_timeout=segundos, pool_timeout=segundos
    ) as peticion:
        bot = Bot(ajustes.token(), base_url=ajustes.base_url(), request=peticion, get_updates_request=peticion)
        return await accion(bot)
