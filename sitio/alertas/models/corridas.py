"""The record of every run of the analysis, and up to where each process has been read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MotivoDeCorrida(models.TextChoices):
    """What started a run."""

    PUBLICACION = "publicacion", _("Una publicación")
    PROGRAMADA = "programada", _("La revisión programada")
    LISTA = "lista", _("El cambio de una lista")
    MANUAL = "manual", _("Una orden manual")


class EstadoDeCorrida(models.TextChoices):
    """How far a run is."""

    EN_CURSO = "en_curso", _("En curso")
    TERMINADA = "terminada", _("Terminada")
    FALLIDA = "fallida", _("Fallida")


class Corrida(models.Model):
    """One run of the analysis: which rules, on how many processes, what came out. It is kept with its results.

    A general run (`general`) reads everything, in as many turns as it takes: `avance` is where it is, `turno` and
    `latido_en` whose turn it is now and when that worker was last heard of. The database lets one be under way.
    """

    motivo = models.CharField(_("motivo"), max_length=20, choices=MotivoDeCorrida)
    general = models.BooleanField(_("revisó todo"), default=False)
    estado = models.CharField(_("estado"), max_length=20, choices=EstadoDeCorrida, default=EstadoDeCorrida.TERMINADA)
    iniciada_en = models.DateTimeField(_("iniciada en (UTC)"))
    terminada_en = models.DateTimeField(_("terminada en (UTC)"), null=True)
    segundos = models.FloatField(_("segundos de trabajo"), default=0)
    versiones = models.JSONField(_("versiones de las reglas"), default=dict)
    referencias = models.JSONField(
        _("tablas de referencia"), default=dict, help_text=_("Renglones de cada una, y versión de cada lista externa.")
    )
    resultados = models.JSONField(
        _("resultados por bandera"), default=dict, help_text=_("Cuántos sujetos tuvieron cada resultado.")
    )
    error = models.TextField(_("por qué falló"), blank=True)
    avance = models.JSONField(default=dict)
    turno = models.CharField(max_length=32, blank=True)
    latido_en = models.DateTimeField(null=True)
    procesos = models.PositiveIntegerField(_("procesos revisados"), default=0)
    alertas_nuevas = models.PositiveIntegerField(_("alertas nuevas"), default=0)
    alertas_reabiertas = models.PositiveIntegerField(_("alertas reabiertas"), default=0)
    alertas_actualizadas = models.PositiveIntegerField(_("alertas con evidencia nueva"), default=0)
    alertas_cerradas = models.PositiveIntegerField(_("alertas cerradas"), default=0)
    plazos_nuevos = models.PositiveIntegerField(_("plazos nuevos"), default=0)
    plazos_actualizados = models.PositiveIntegerField(_("plazos actualizados"), default=0)

    class Meta:
        verbose_name = _("corrida")
        verbose_name_plural = _("corridas")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["general"],
                condition=models.Q(general=True, estado=EstadoDeCorrida.EN_CURSO),
                name="una_corrida_general_a_la_vez",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iniciada_en:%Y-%m-%d %H:%M} {self.get_motivo_display()}"


class Revisado(models.Model):
    """Up to which release of a process its alerts and deadlines are right; its row is what two runs take turns at."""

    ocid = models.CharField("ocid", max_length=200, primary_key=True)
    posicion = models.BigIntegerField(_("posición de la entrega leída"))

    class Meta:
        verbose_name = _("proceso revisado")
        verbose_name_plural = _("procesos revisados")

    def __str__(self) -> str:
        return f"{self.ocid} {self.posicion}"
