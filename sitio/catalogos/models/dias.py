"""The register of non-working days."""

from django.db import models


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
