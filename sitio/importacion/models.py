"""The feeds that are harvested, and how far each harvest got."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sitio.importacion.cosecha.direcciones import DireccionProhibida, leer_url

_PLAZO = timedelta(minutes=20)
"""Whoever takes a harvest and dies keeps it this long, longer than any page takes."""


def cosechable(direccion: str) -> None:
    """Refuse, with ValidationError, what is not a whole web address, or carries a password."""
    try:
        leer_url(direccion)
    except DireccionProhibida as error:
        raise ValidationError(str(error)) from error


class EstadoDeCosecha(models.TextChoices):
    """How the last run ended, or that one is under way."""

    NUEVA = "nueva", _("Sin empezar")
    A_MEDIAS = "a_medias", _("A medias")
    AL_DIA = "al_dia", _("Al día")
    DETENIDA = "detenida", _("Detenida por un error")


class Cosecha(models.Model):
    """A feed of somebody else, and the place to go on from.

    `siguiente` is the page to ask for; when it is empty, the feed was read to its end, whose page is `ultima`, with
    what to ask whether it changed (`etag`, `modificado`).
    """

    Estado = EstadoDeCosecha
    _mia: datetime | None = None

    url = models.CharField(_("dirección"), max_length=1000, unique=True, validators=[cosechable])
    publicador = models.SlugField(
        _("publicador"), max_length=60, blank=True, help_text=_("Clave del publicador, si los datos no dicen el suyo.")
    )
    prefijo = models.CharField(_("prefijo OCID"), max_length=60, blank=True)
    diaria = models.BooleanField(_("cosechar cada noche"), default=False)
    parcial = models.BooleanField(
        _("aceptar páginas con rechazos"), default=False, help_text=_("Sin esto, una página con algo mal la detiene.")
    )
    estado = models.CharField(_("estado"), max_length=20, choices=EstadoDeCosecha, default=EstadoDeCosecha.NUEVA)
    siguiente = models.TextField(_("página siguiente"), blank=True)
    ultima = models.TextField(_("última página"), blank=True)
    etag = models.CharField(max_length=300, blank=True)
    modificado = models.CharField(max_length=100, blank=True)
    descendente = models.BooleanField(_("lo más nuevo va primero"), default=False)
    paginas = models.PositiveIntegerField(_("páginas"), default=0)
    emitidas = models.PositiveBigIntegerField(_("entregas emitidas"), default=0)
    repetidas = models.PositiveBigIntegerField(_("entregas repetidas"), default=0)
    rechazadas = models.PositiveBigIntegerField(_("entregas rechazadas"), default=0)
    ultimo_error = models.TextField(_("último error"), blank=True)
    terminada_en = models.DateTimeField(_("última vez"), null=True, blank=True)
    apartada_hasta = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cosecha")
        verbose_name_plural = _("cosechas")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url

    def apartar(self) -> bool:
        """Take it for this process; False when another one has it. Again, to keep it."""
        ahora = timezone.now()
        libre = Q(apartada_hasta__isnull=True) | Q(apartada_hasta__lt=ahora) | Q(apartada_hasta=self._mia)
        hasta = ahora + _PLAZO
        if not Cosecha.objects.filter(libre, pk=self.pk).update(apartada_hasta=hasta):
            return False
        self._mia = self.apartada_hasta = hasta
        return True

    def soltar(self) -> None:
        """Let others take it."""
        Cosecha.objects.filter(pk=self.pk, apartada_hasta=self._mia).update(apartada_hasta=None)
        self._mia = self.apartada_hasta = None

    def olvidar(self) -> None:
        """Forget how far it got: the next run begins at the beginning."""
        self.siguiente = self.ultima = self.etag = self.modificado = ""
        self.estado = EstadoDeCosecha.NUEVA

    def terminar(self, estado: EstadoDeCosecha, error: str = "") -> None:
        """Note how the run ended."""
        self.estado, self.ultimo_error, self.terminada_en = estado, error, timezone.now()
        self.avanzar("ultimo_error", "terminada_en")

    def avanzar(self, *otros: str) -> None:
        """Save the place and `otros`, and nothing of what people decide meanwhile."""
        self.save(update_fields=["estado", "siguiente", "ultima", "etag", "modificado", "descendente", *otros])
