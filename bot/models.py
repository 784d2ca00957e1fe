"""Who is who in Telegram: the link between an account of the portal and a private chat, and how it is made."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VIGENCIA_DEL_ENLACE = timedelta(minutes=15)
FALLOS_MAXIMOS = 5
VENTANA_DE_FALLOS = timedelta(hours=1)


class VinculoQuerySet(models.QuerySet["VinculoTelegram"]):
    """What links are asked."""

    def vigentes(self) -> "VinculoQuerySet":
        """Return the links through which one may speak: active, of people whose account is active."""
        return self.filter(activo=True, usuario__is_active=True)


class VinculoTelegram(models.Model):
    """The private chat of one person. Inactive when the person blocked the bot; a new link turns it on again."""

    usuario = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vinculo_telegram", verbose_name=_("persona")
    )
    chat_id = models.BigIntegerField(_("chat"), unique=True)
    nombre = models.CharField(_("nombre en Telegram"), max_length=130, blank=True)
    activo = models.BooleanField(_("activo"), default=True)
    vinculado_en = models.DateTimeField(_("vinculado en"), default=timezone.now)

    objects = VinculoQuerySet.as_manager()

    class Meta:
        verbose_name = _("vínculo con Telegram")
        verbose_name_plural = _("vínculos con Telegram")

    def __str__(self) -> str:
        return f"{self.usuario} ↔ {self.nombre}"


class TokenQuerySet(models.QuerySet["TokenVinculo"]):
    """What link tokens are asked."""

    def vigentes(self, ahora: datetime) -> "TokenQuerySet":
        """Return those that may still be used."""
        return self.filter(consumido_en=None, expira__gt=ahora)


class TokenVinculo(models.Model):
    """A link that a person asked for. Only the digest is kept: who reads this table cannot link anything."""

    sha256 = models.CharField(max_length=64, unique=True)
    usuario = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    creado_en = models.DateTimeField(default=timezone.now)
    expira = models.DateTimeField()
    consumido_en = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("enlace de vinculación")
        verbose_name_plural = _("enlaces de vinculación")

    def __str__(self) -> str:
        return f"{self.usuario} ({self.expira:%Y-%m-%d %H:%M} UTC)"


class FallosDeVinculo(models.Model):
    """How many bad links a chat has tried since `desde`: past the limit it must wait."""

    chat_id = models.BigIntegerField(primary_key=True)
    fallos = models.PositiveSmallIntegerField(default=0)
    desde = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fallos de vinculación")
        verbose_name_plural = _("fallos de vinculación")

    def __str__(self) -> str:
        return f"{self.chat_id}: {self.fallos}"
