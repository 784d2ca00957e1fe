"""Named calendars of non-working days."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy, ngettext

# The calendar that counts where nobody names another one.
FEDERAL = "federal"


class Calendario(models.Model):
    """A list of non-working days with a name: the federal one, a state's, an institution's own.

    `clave` is what procedure templates name, so it never changes. `base` is a calendar whose days count here as well:
    an institution adds its own days to those of its law.
    """

    clave = models.SlugField(
        "clave",
        max_length=40,
        primary_key=True,
        help_text="Nombre corto para las plantillas, en minúsculas y con guiones. No se cambia después.",
    )
    titulo = models.CharField("título", max_length=200)
    base = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="derivados",
        verbose_name="además de los días de",
        help_text="Sus días también cuentan en este calendario. Vacío, este calendario vale por sí solo.",
    )

    class Meta:
        verbose_name = "calendario"
        verbose_name_plural = "calendarios"
        ordering = ["titulo"]

    def __str__(self) -> str:
        return self.titulo

    def alcance(self) -> str:
        """Say how many days of its own it has and which years they cover: a year without days counts wrong."""
        datos = self.dias.aggregate(cuantos=models.Count("pk"), desde=models.Min("fecha"), hasta=models.Max("fecha"))
        if not datos["cuantos"]:
            return gettext("Sin días propios")
        return ngettext(
            "%(cuantos)d día, de %(desde)d", "%(cuantos)d días, de %(desde)d a %(hasta)d", datos["cuantos"]
        ) % {
            "cuantos": datos["cuantos"],
            "desde": datos["desde"].year,
            "hasta": datos["hasta"].year,
        }

    alcance.short_description = gettext_lazy("días registrados")  # type: ignore[attr-defined]  # read by Wagtail's list

    def cadena(self) -> list["Calendario"]:
        """Return this calendar and those whose days it takes in, each one once."""
        vistos: list[Calendario] = []
        actual: Calendario | None = self
        while actual is not None and actual not in vistos:
            vistos.append(actual)
            actual = actual.base
        return vistos

    def clean(self) -> None:
        if self.base is not None and self in self.base.cadena():
            raise ValidationError({"base": "Ese calendario ya toma los días de este. Elija otro o déjelo vacío."})


class DiaInhabil(models.Model):
    """A date on which legal terms in working days do not run, besides Saturdays and Sundays (LFPA art. 28)."""

    calendario = models.ForeignKey(
        Calendario,
        on_delete=models.PROTECT,
        default=FEDERAL,
        related_name="dias",
        verbose_name="calendario",
    )
    fecha = models.DateField("fecha")
    motivo = models.CharField("motivo", max_length=200)

    class Meta:
        verbose_name = "día inhábil"
        verbose_name_plural = "días inhábiles"
        ordering = ["fecha"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendario", "fecha"],
                name="dia_inhabil_uno_por_calendario",
                violation_error_message="Ese día ya está en el calendario.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fecha:%d/%m/%Y} {self.motivo}"
