"""The consumer price index of INEGI, by which amounts of different months are told in the same pesos."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Inpc(models.Model):
    """The INPC of one month, national and general, as INEGI published it."""

    anio = models.PositiveSmallIntegerField(_("año"), validators=[MinValueValidator(1969), MaxValueValidator(2100)])
    mes = models.PositiveSmallIntegerField(_("mes"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    indice = models.DecimalField(
        _("índice"), max_digits=12, decimal_places=4, validators=[MinValueValidator(Decimal("0.0001"))]
    )
    base = models.CharField(_("base"), max_length=100)
    fuente = models.CharField(_("fuente"), max_length=300)

    class Meta:
        verbose_name = _("INPC de un mes")
        verbose_name_plural = _("INPC, índice de precios al consumidor")
        ordering = ["-anio", "-mes"]
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "mes"], name="inpc_uno_por_mes", violation_error_message=_("Ese mes ya tiene índice.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anio}-{self.mes:02d}: {self.indice}"


def indices_inpc() -> dict[tuple[int, int], Decimal]:
    """Return the index of each month that is loaded, by (year, month)."""
    return {(anio, mes): indice for anio, mes, indice in Inpc.objects.values_list("anio", "mes", "indice")}
