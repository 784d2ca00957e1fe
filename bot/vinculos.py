"""How an account of the portal and a private chat in Telegram come to know each other."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from telegram import Bot
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url
from wagtail.log_actions import log

from bot import ajustes
from bot.models import (
    FALLOS_MAXIMOS,
    VENTANA_DE_FALLOS,
    VIGENCIA_DEL_ENLACE,
    FallosDeVinculo,
    TokenVinculo,
    VinculoTelegram,
)
from bot.transporte import llamar

bitacora = logging.getLogger(__name__)
UN_DIA = 24 * 60 * 60


class VinculoRechazado(Exception):
    """The link was not made; the message says to the person why and what to do."""


class BotNoDisponible(Exception):
    """There is no bot to link with; the message says to the person why and what to do."""


@dataclass(frozen=True)
class Enlace:
    """What the person follows in Telegram. It is shown once: nobody can read it again, in the database either."""

    url: str
    expira: datetime


def crear_enlace(usuario: User) -> Enlace:
    """Make a link for `usuario`, good for 15 minutes and one use; their earlier ones stop working.

    Raises BotNoDisponible when this installation has no bot, or Telegram does not say its name.
    """
    bot = nombre_del_bot()
    token = secrets.token_urlsafe(32)
    ahora = timezone.now()
    with transaction.atomic():
        TokenVinculo.objects.filter(usuario_id=usuario.pk).delete()
        TokenVinculo.objects.filter(expira__lt=ahora - VENTANA_DE_FALLOS).delete()
        nuevo = TokenVinculo.objects.create(
            sha256=_huella(token), usuario_id=usuario.pk, creado_en=ahora, expira=ahora + VIGENCIA_DEL_ENLACE
        )
    return Enlace(create_deep_linked_url(bot, token), nuevo.expira)


def nombre_del_bot() -> str:
    """Return the bot's username: TELEGRAM_BOT, or what Telegram says (asked once a day). Raises BotNoDisponible."""
    if not ajustes.token():
        raise BotNoDisponible(_("Esta instalación no tiene bot de Telegram: lo configura quien la administra."))
    if ajustes.nombre():
        return ajustes.nombre()
    # The key changes with the bot, and does not tell its token.
    clave = f"bot-nombre-{_huella(ajustes.token())[:16]}"
    nombre = cache.get(clave)
    if nombre is None:
        nombre = _preguntar_nombre()
        cache.set(clave, nombre, UN_DIA)
    return str(nombre)


def _preguntar_nombre() -> str:
    async def accion(bot: Bot) -> str | None:
        return (await bot.get_me()).username

    try:
        nombre = llamar(accion, segundos=5)
    except TelegramError as error:
        bitacora.warning("Telegram no dice el nombre del bot: %s", type(error).__name__)
        raise BotNoDisponible(_("No se pudo hablar con Telegram. Inténtelo de nuevo en unos minutos.")) from error
    if not nombre:
        raise BotNoDisponible(_("Telegram no dice el nombre del bot. Pida que se indique en TELEGRAM_BOT."))
    return nombre


def consumir(token: str, chat_id: int, nombre: str) -> VinculoTelegram:
    """Link the private chat `chat_id` to who asked for `token`; raises VinculoRechazado.

    Unknown, expired and used tokens get the same answer, so that nothing is learnt by trying.
    """
    ahora = timezone.now()
    if _demasiados_fallos(chat_id, ahora):
        raise VinculoRechazado(_("Demasiados intentos desde este chat. Espere una hora y pida un enlace nuevo."))
    usuario = None
    try:
        with transaction.atomic():
            usuario = _gastar(token, ahora)
            vinculo = _unir(usuario, chat_id, nombre, ahora) if usuario else None
    except IntegrityError as error:
        raise VinculoRechazado(
            _("Este chat ya está vinculado con otra cuenta. Envíe /desvincular y vuelva a abrir el enlace.")
        ) from error
    if vinculo is None:
        _contar_fallo(chat_id, ahora)
        raise VinculoRechazado(_("El enlace no es válido o ya venció. Pida uno nuevo en su perfil del portal."))
    FallosDeVinculo.objects.filter(chat_id=chat_id).delete()
    log(vinculo, "bot.vincular", user=vinculo.usuario)
    return vinculo


def _gastar(token: str, ahora: datetime) -> User | None:
    """Use the token up in one conditional UPDATE; return whose it was, if they may still enter the admin."""
    huella = _huella(token)
    if not TokenVinculo.objects.vigentes(ahora).filter(sha256=huella).update(consumido_en=ahora):
        return None
    usuario: User = TokenVinculo.objects.select_related("usuario").get(sha256=huella).usuario
    return usuario if usuario.is_active and usuario.has_perm("wagtailadmin.access_admin") else None


def _unir(usuario: User, chat_id: int, nombre: str, ahora: datetime) -> VinculoTelegram:
    """Write the link; IntegrityError when the chat belongs to another living account."""
    vivos = VinculoTelegram.objects.vigentes().values("pk")
    VinculoTelegram.objects.filter(chat_id=chat_id).exclude(usuario_id=usuario.pk).exclude(pk__in=vivos).delete()
    vinculo, _creado = VinculoTelegram.objects.update_or_create(
        usuario_id=usuario.pk,
        defaults={"chat_id": chat_id, "nombre": nombre[:130], "activo": True, "vinculado_en": ahora},
    )
    return vinculo


def desvincular(usuario: User) -> bool:
    """Forget the person's chat and their pending links; tell whether there was a chat."""
    TokenVinculo.objects.filter(usuario_id=usuario.pk).delete()
    vinculo = VinculoTelegram.objects.filter(usuario_id=usuario.pk).first()
    if vinculo is None:
        return False
    log(vinculo, "bot.desvincular", user=usuario)
    vinculo.delete()
    return True


def usuario_de(chat_id: int) -> User | None:
    """Return who speaks from a private chat: a linked person whose link and account are active, or nobody."""
    vinculo = VinculoTelegram.objects.vigentes().select_related("usuario").filter(chat_id=chat_id).first()
    return vinculo.usuario if vinculo else None


def _huella(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _demasiados_fallos(chat_id: int, ahora: datetime) -> bool:
    return FallosDeVinculo.objects.filter(
        chat_id=chat_id, fallos__gte=FALLOS_MAXIMOS, desde__gt=ahora - VENTANA_DE_FALLOS
    ).exists()


def _contar_fallo(chat_id: int, ahora: datetime) -> None:
    FallosDeVinculo.objects.filter(desde__lte=ahora - VENTANA_DE_FALLOS).delete()
    FallosDeVinculo.objects.get_or_create(chat_id=chat_id, defaults={"desde": ahora})
    FallosDeVinculo.objects.filter(chat_id=chat_id).update(fallos=F("fallos") + 1)
    bitacora.warning("enlace de Telegram rechazado en el chat %s", chat_id)
