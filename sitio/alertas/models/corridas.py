"""The record of every run of the analysis, and up to where each process has been read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MotivoDeCorrida(models.TextChoices):
    """What started a run."""

    PUBLICACION = "publicacion", _("Una publicación")
    PROGRAMADA = "programada", _("La revisión programada")
    MANUAL = "manual", _("Una orden manual")


class Corrida(models.Model):
    """One run of the analysis: which rules, on how many processes, what came out. It is kept with its results."""

    motivo = models.CharField(_("motivo"), max_length=20, choices=MotivoDeCorrida)
    iniciada_en = models.DateTimeField(_("iniciada en (UTC)"))
    terminada_en = models.DateTimeField(_("terminada en (UTC)"))
    versiones = models.JSONField(_("versiones de las reglas"), default=dict)
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
