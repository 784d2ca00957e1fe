"""Procedure templates: what each kind of procedure asks for at each stage, as data that is versioned."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Origen(models.TextChoices):
    """Where a version came from: with the portal, or from the people who use it."""

    ENVIADA = "enviada", _("Viene con el portal")
    PROPIA = "propia", _("Hecha en este portal")


class VersionInmutable(Exception):
    """Somebody tried to rewrite a version: processes were born under it, so a change is a new version."""


class PlantillaProcedimiento(models.Model):
    """One version of a procedure template. A process keeps for ever the version it was born with."""

    clave = models.SlugField(_("clave"), max_length=80)
    version = models.PositiveIntegerField(_("versión"))
    titulo = models.CharField(_("título"), max_length=200)
    contenido = models.JSONField(_("contenido"))
    vigente = models.BooleanField(_("vigente para procesos nuevos"), default=True)
    origen = models.CharField(_("origen"), max_length=10, choices=Origen, default=Origen.ENVIADA)
    nota = models.CharField(_("qué cambió y por qué"), max_length=500, blank=True)
    creada = models.DateTimeField(_("creada"), default=timezone.now)
    autor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién la guardó"),
    )

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the version; what it says is written once. Raises VersionInmutable."""
        escrito = type(self).objects.filter(pk=self.pk).values_list("contenido", flat=True).first()
        if escrito not in (None, self.contenido):
            raise VersionInmutable(f"{self.clave} v{self.version}")
        super().save(*args, **kwargs)

    def en_vigor(self, dia: date) -> bool:
        """Tell whether the law of this template ruled what begins on `dia` (a local calendar date)."""
        marco, texto = self.contenido["marco_legal"], dia.isoformat()
        return str(marco.get("desde", texto)) <= texto <= str(marco.get("hasta", texto))

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


class BorradorDePlantilla(models.Model):
    """A procedure template while somebody edits it: one for each procedure, seen by nobody who captures.

    `base` is the version it departs from: of the same procedure, or of the one it was copied from.
    """

    clave = models.SlugField(_("clave"), max_length=80, unique=True)
    contenido = models.JSONField(_("contenido"))
    base = models.ForeignKey(PlantillaProcedimiento, on_delete=models.CASCADE, related_name="+")
    autor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    cambiado = models.DateTimeField(_("último cambio"), auto_now=True)

    class Meta:
        verbose_name = _("borrador de plantilla")
        verbose_name_plural = _("borradores de plantilla")

    def __str__(self) -> str:
        return str(self.contenido["titulo"])
