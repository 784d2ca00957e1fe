"""Procedure templates: what each kind of procedure asks for at each stage, as data that is versioned."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlantillaProcedimiento(models.Model):
    """One version of a procedure template. A process keeps for ever the version it was born with."""

    clave = models.SlugField(_("clave"), max_length=80)
    version = models.PositiveIntegerField(_("versión"))
    titulo = models.CharField(_("título"), max_length=200)
    contenido = models.JSONField(_("contenido"))
    vigente = models.BooleanField(_("vigente para procesos nuevos"), default=True)

    class Meta:
        verbose_name = _("plantilla de procedimiento")
        verbose_name_plural = _("plantillas de procedimiento")
        ordering = ["titulo", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["clave", "version"], name="plantilla_version_unica"),
            models.UniqueConstraint(
                fields=["clave"], condition=models.Q(vigente=True), name="plantilla_una_version_vigente"
            ),
        ]

    def __str__(self) -> str:
        return self.titulo

    @property
    def etapas(self) -> list[str]:
        """The stages of this procedure, in order."""
        return [e["etapa"] for e in self.contenido["etapas"]]

    def etapa(self, nombre: str) -> dict[str, Any]:
        """Return what the template says of the stage `nombre`; KeyError if the procedure has no such stage."""
        for etapa in self.contenido["etapas"]:
            if etapa["etapa"] == nombre:
                return dict(etapa)
        raise KeyError(nombre)


class FlujoDeEtapa(models.Model):
    """The Wagtail workflow that approves a stage of the processes born with a template."""

    plantilla = models.ForeignKey(PlantillaProcedimiento, on_delete=models.CASCADE, related_name="flujos")
    etapa = models.CharField(_("etapa"), max_length=20)
    flujo = models.ForeignKey("wagtailcore.Workflow", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("flujo de etapa")
        verbose_name_plural = _("flujos de etapa")
        constraints = [
            models.UniqueConstraint(fields=["plantilla", "etapa"], name="flujo_uno_por_etapa"),
        ]

    def __str__(self) -> str:
        return f"{self.plantilla}: {self.etapa}"
