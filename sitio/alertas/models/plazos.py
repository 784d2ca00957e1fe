"""Legal deadlines of each process."""

from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.alertas.consultas import ConsultaDePlazos
from sitio.alertas.models.corridas import Corrida
from sitio.analisis.registro import PLAZOS, DefinicionDePlazo


class EstadoDePlazo(models.TextChoices):
    """The life of a deadline: it is met by evidence in the data, never by a click."""

    PENDIENTE = "pendiente", _("Pendiente")
    CUMPLIDO = "cumplido", _("Cumplido")
    VENCIDO = "vencido", _("Vencido")
    SUSPENDIDO = "suspendido", _("Suspendido")
    CANCELADO = "cancelado", _("Cancelado")


class Plazo(models.Model):
    """A legal date of one process: from which date it runs, when it falls due (local calendar dates), and what met it.

    `historico` marks those already long past when they were first computed (an import of old processes):
    they are kept for the record and never shown as something to do.
    """

    ocid = models.CharField("ocid", max_length=200, db_index=True)
    publicador = models.ForeignKey(
        "publicacion.Publicador", on_delete=models.PROTECT, related_name="plazos", verbose_name=_("publicador")
    )
    corrida = models.ForeignKey(Corrida, on_delete=models.PROTECT, related_name="plazos", verbose_name=_("corrida"))
    plazo = models.CharField(_("plazo"), max_length=20)
    version = models.CharField(_("versión de la regla"), max_length=20)
    sujeto = models.CharField(_("sujeto"), max_length=250)
    base = models.DateField(_("corre desde"))
    vence = models.DateField(_("vence"))
    fundamento = models.CharField(_("fundamento"), max_length=300)
    estado = models.CharField(_("estado"), max_length=20, choices=EstadoDePlazo)
    cumplido_en = models.DateField(_("cumplido el"), null=True)
    evidencia = models.JSONField(_("evidencia"), default=dict, encoder=DjangoJSONEncoder)
    posicion = models.BigIntegerField(_("posición de la entrega leída"))
    historico = models.BooleanField(_("histórico"), default=False)
    creado_en = models.DateTimeField(_("creado en (UTC)"), default=timezone.now)
    actualizado_en = models.DateTimeField(_("último cambio (UTC)"), default=timezone.now)
    por_anunciar = models.BooleanField(default=False)

    objects = ConsultaDePlazos.as_manager()

    class Meta:
        verbose_name = _("plazo")
        verbose_name_plural = _("plazos")
        ordering = ["vence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ocid", "plazo", "sujeto"], name="plazo_unico"),
        ]
        indexes = [
            models.Index(fields=["publicador", "estado", "vence"], name="plazo_agenda"),
            models.Index(fields=["ocid"], name="plazo_por_anunciar", condition=models.Q(por_anunciar=True)),
        ]

    def __str__(self) -> str:
        return f"{self.plazo} {self.ocid} {self.vence}"

    @property
    def regla(self) -> DefinicionDePlazo | None:
        """What the registry says of this deadline; None for one that was retired."""
        return PLAZOS.get(self.plazo)

    @property
    def titulo(self) -> str:
        """What must be done, in the reader's language."""
        return gettext(self.regla.titulo) if self.regla else self.plazo

    @property
    def suspensiones(self) -> list[tuple[date, date | None]]:
        """Days from which and to which its clock stopped; None while it has not run again."""
        pausas = [pausa.split("/") for pausa in self.evidencia.get("suspensiones", [])]
        return [(date.fromisoformat(d), None if h == ".." else date.fromisoformat(h)) for d, h in pausas]

    @property
    def con_retraso(self) -> bool:
        """Whether it was met after its date."""
        return bool(self.cumplido_en and self.cumplido_en > self.vence)
