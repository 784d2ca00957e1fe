"""Reference data and registries: who contracts, who supplies, what is bought, which days do not count."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.search import index


class Organizacion(index.Indexed, models.Model):
    """An institution, buying unit or supplier, identified as an OCDS `Organization` (`{scheme}-{id}`)."""

    esquema = models.CharField("esquema del identificador", max_length=40, default="MX-RFC")
    identificador = models.CharField(
        "identificador", max_length=60, help_text="RFC con homoclave cuando el esquema es MX-RFC."
    )
    nombre = models.CharField("nombre o razón social", max_length=500)
    pais = models.CharField("país", max_length=2, default="MX")
    entidad_federativa = models.CharField("entidad federativa", max_length=80, blank=True)

    search_fields = [
        index.SearchField("nombre"),
        index.AutocompleteField("nombre"),
        index.SearchField("identificador"),
        index.AutocompleteField("identificador"),
        index.FilterField("esquema"),
    ]

    class Meta:
        verbose_name = "organización"
        verbose_name_plural = "organizaciones"
        ordering = ["nombre"]
        constraints = [
            models.UniqueConstraint(fields=["esquema", "identificador"], name="organizacion_identificador_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.identificador})"

    @property
    def id_ocds(self) -> str:
        """The `id` of this party in every release: `{scheme}-{identifier}`."""
        return f"{self.esquema}-{self.identificador}"

    def clean(self) -> None:
        self.identificador = self.identificador.strip().upper()
        self.nombre = " ".join(self.nombre.split())
        if self.esquema == "MX-RFC" and len(self.identificador) not in (12, 13):
            raise ValidationError(
                {"identificador": "Un RFC tiene 12 caracteres (persona moral) o 13 (persona física). Revíselo."}
            )


class ClaveCucop(index.Indexed, models.Model):
    """A line of CUCoP+ (Clasificador Único de las Contrataciones Públicas): what items are classified with."""

    clave = models.CharField("clave CUCoP+", max_length=20, primary_key=True)
    descripcion = models.CharField("descripción", max_length=500)
    unidad = models.CharField("unidad de medida", max_length=80, blank=True)
    partida = models.CharField("partida específica (COG)", max_length=5, db_index=True)

    search_fields = [
        index.SearchField("clave"),
        index.AutocompleteField("clave"),
        index.SearchField("descripcion"),
        index.AutocompleteField("descripcion"),
        index.FilterField("partida"),
    ]

    class Meta:
        verbose_name = "clave CUCoP+"
        verbose_name_plural = "claves CUCoP+"
        ordering = ["clave"]

    def __str__(self) -> str:
        return f"{self.clave} {self.descripcion}"


class Partida(models.Model):
    """A line of the COG (Clasificador por Objeto del Gasto)."""

    clave = models.CharField("clave", max_length=5, primary_key=True)
    descripcion = models.CharField("descripción", max_length=300)

    class Meta:
        verbose_name = "partida del gasto"
        verbose_name_plural = "partidas del gasto"
        ordering = ["clave"]

    def __str__(self) -> str:
        return f"{self.clave} {self.descripcion}"


class DiaInhabil(models.Model):
    """A date on which legal terms in working days do not run, besides Saturdays and Sundays (LFPA art. 28)."""

    fecha = models.DateField("fecha", unique=True)
    motivo = models.CharField("motivo", max_length=200)

    class Meta:
        verbose_name = "día inhábil"
        verbose_name_plural = "días inhábiles"
        ordering = ["fecha"]

    def __str__(self) -> str:
        return f"{self.fecha:%d/%m/%Y} {self.motivo}"
