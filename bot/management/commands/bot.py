"""`manage.py bot`: the process that listens to Telegram. One per installation; Ctrl-C or SIGTERM stop it cleanly."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import TypeHandler

from bot import ajustes
from bot.aplicacion import construir, renovar_conexiones


class Command(BaseCommand):
    """Long polling: an installation inside a network needs no public address."""

    help = "Atiende a las personas en Telegram hasta que se detenga (Ctrl-C). Necesita TELEGRAM_TOKEN."

    def handle(self, *args: Any, **options: Any) -> None:
        if not ajustes.token():
            raise CommandError(
                _(
                    "Falta TELEGRAM_TOKEN. Pida un bot a @BotFather en Telegram y escriba su token en la variable "
                    "de entorno TELEGRAM_TOKEN antes de ejecutar «manage.py bot»."
                )
            )
        servidor = ajustes.base_url().removesuffix("/bot")
        self.stdout.write(_("Conectando con %(servidor)s…") % {"servidor": servidor})
        aplicacion = construir(al_conectar=self._decir_que_atiende)
        aplicacion.add_handler(TypeHandler(Update, renovar_conexiones), group=-1)
        try:
            aplicacion.run_polling(allowed_updates=["message"], bootstrap_retries=-1)
        except InvalidToken:
            # Without the cause: its text carries the token.
            raise CommandError(
                _("%(servidor)s no reconoce TELEGRAM_TOKEN. Revíselo con @BotFather.") % {"servidor": servidor}
            ) from None
        self.stdout.write(_("El bot se detuvo."))

    def _decir_que_atiende(self, bot: str) -> None:
        self.stdout.write(_("@%(bot)s atiende. Ctrl-C lo detiene.") % {"bot": bot})
