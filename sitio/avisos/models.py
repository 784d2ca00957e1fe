"""The outbox: one row for each message that one person must hear through one channel, once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A worker that has held a row longer than this is dead: the queue kills a task after two minutes (Q_CLUSTER timeout).
CADUCIDAD_DE_TOMA = timedelta(minutes=5)
# A wake-up that has not been heard after this was lost with its queue.
CADUCIDAD_DE_LLAMADO = timedelta(minutes=10)
INTENTOS_MAXIMOS = 12
PRIMERA_ESPERA = timedelta(seconds=30)
ESPERA_MAXIMA = timedelta(hours=2)
LARGO_DEL_ERROR = 500


class Estado(models.TextChoices):
    """Where a message is. The last four are final."""

    PENDIENTE = "pendiente", _("Pendiente")
    ENVIANDO = "enviando", _("Enviando")
    ENTREGADO = "entregado", _("Entregado")
    SIN_ACUSE = "sin_acuse", _("Entregado sin acuse")
    FALLIDO = "fallido", _("Fallido")
    DESCARTADO = "descartado", _("Descartado")


class AvisoQuerySet(models.QuerySet["Aviso"]):
    """What the outbox is asked."""

    def por_enviar(self, ahora: datetime) -> "AvisoQuerySet":
        """Return those whose time has come."""
        return self.filter(estado=Estado.PENDIENTE, proximo_intento__lte=ahora)

    def sin_llamar(self, ahora: datetime) -> "AvisoQuerySet":
        """Return those due that no worker has been called for: never, not since they are due, or too long ago."""
        return self.por_enviar(ahora).filter(
            Q(llamado_en=None) | Q(llamado_en__lt=F("proximo_intento")) | Q(llamado_en__lt=ahora - CADUCIDAD_DE_LLAMADO)
        )

    def abandonados(self, ahora: datetime) -> "AvisoQuerySet":
        """Return those whose worker died with them in hand."""
        return self.filter(estado=Estado.ENVIANDO, tomado_en__lt=ahora - CADUCIDAD_DE_TOMA)


class Aviso(models.Model):
    """A message for one person through one channel.

    The promise is "one message, once". `clave` keeps a second copy from being written; a conditional UPDATE lets one
    worker take the row, and `intentos` then names who holds it. `en_camino_en` is set just before the wire is
    touched and cleared by the answer: a worker that dies before it can be repeated, one that dies after it cannot
    (the person may have the message already), and the row ends as "entregado sin acuse".
    """

    clave = models.CharField(_("clave"), max_length=250, unique=True)
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="avisos", verbose_name=_("persona")
    )
    canal = models.CharField(_("canal"), max_length=20)
    tema = models.CharField(_("tema"), max_length=40)
    ocid = models.CharField("ocid", max_length=200, blank=True, db_index=True)
    contexto = models.JSONField(_("contexto"), default=dict, help_text=_("Datos del mensaje; ninguno personal."))
    estado = models.CharField(_("estado"), max_length=20, choices=Estado, default=Estado.PENDIENTE)
    intentos = models.PositiveSmallIntegerField(_("intentos"), default=0)
    partes_entregadas = models.PositiveSmallIntegerField(_("partes entregadas"), default=0)
    creado_en = models.DateTimeField(_("creado en"), default=timezone.now)
    proximo_intento = models.DateTimeField(_("próximo intento"), default=timezone.now)
    llamado_en = models.DateTimeField(_("última vez que se puso en la cola"), null=True)
    tomado_en = models.DateTimeField(_("tomado en"), null=True)
    en_camino_en = models.DateTimeField(_("puesto en camino en"), null=True)
    entregado_en = models.DateTimeField(_("entregado en"), null=True)
    ultimo_error = models.CharField(_("último error"), max_length=LARGO_DEL_ERROR, blank=True)

    objects = AvisoQuerySet.as_manager()

    class Meta:
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["estado", "proximo_intento"],
                condition=Q(estado__in=["pendiente", "enviando"]),
                name="aviso_por_entregar",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tema} {self.ocid} ({self.canal}, {self.get_estado_display()})"

    def tomar(self, ahora: datetime) -> bool:
        """Take the row to send it; False when it is not due, or another worker was faster."""
        tomado = (
            type(self)
            .objects.por_enviar(ahora)
            .filter(pk=self.pk)
            .update(estado=Estado.ENVIANDO, tomado_en=ahora, en_camino_en=None, intentos=F("intentos") + 1)
        )
        if tomado:
            self.refresh_from_db()
        return bool(tomado)

    def poner_en_camino(self, ahora: datetime) -> bool:
        """Say that the wire is about to be touched; False when the row is no longer ours, and nothing may be sent."""
        return self._anotar(en_camino_en=ahora)

    def acusar_parte(self) -> None:
        """Record that the channel confirmed one more part of the message."""
        self.partes_entregadas += 1
        self._anotar(en_camino_en=None, partes_entregadas=self.partes_entregadas)

    def terminar(self, estado: Estado, ahora: datetime, error: str = "") -> None:
        """End as `estado`, which must be final."""
        if estado not in (Estado.ENTREGADO, Estado.SIN_ACUSE, Estado.FALLIDO, Estado.DESCARTADO):
            raise ValueError(f"{estado} is not final")
        llego = estado in (Estado.ENTREGADO, Estado.SIN_ACUSE)
        self._anotar(
            estado=estado,
            entregado_en=ahora if llego else None,
            en_camino_en=None,
            ultimo_error=error[:LARGO_DEL_ERROR],
        )

    def posponer(self, ahora: datetime, error: str, espera: timedelta | None = None) -> None:
        """Try again after `espera` (each time the double, if the channel names none), or fail when tries run out."""
        if self.intentos >= INTENTOS_MAXIMOS:
            self.terminar(Estado.FALLIDO, ahora, error)
            return
        self._anotar(
            estado=Estado.PENDIENTE,
            proximo_intento=ahora + (espera or self.espera()),
            en_camino_en=None,
            ultimo_error=error[:LARGO_DEL_ERROR],
        )

    def espera(self) -> timedelta:
        """Return how long to wait after the tries so far: 30 s, 1 min, 2 min… up to two hours."""
        return min(PRIMERA_ESPERA * 2 ** max(self.intentos - 1, 0), ESPERA_MAXIMA)

    def _anotar(self, **campos: object) -> bool:
        """Write `campos` if the row is still in the hands of this try."""
        anotado = type(self).objects.filter(pk=self.pk, estado=Estado.ENVIANDO, intentos=self.intentos).update(**campos)
        for nombre, valor in campos.items():
            setattr(self, nombre, valor)
        return bool(anotado)
