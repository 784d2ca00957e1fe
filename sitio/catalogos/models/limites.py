"""What rules on amounts compare with: the limits of each year, what each buyer may spend, and the UMA."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sitio.catalogos.models.organizacion import Organizacion

POSITIVO = [MinValueValidator(Decimal("0.01"))]


class Ley(models.TextChoices):
    """The law that a limit is of."""

    LAASSP = "LAASSP", _("Adquisiciones, arrendamientos y servicios (LAASSP)")
    LOPSRM = "LOPSRM", _("Obras públicas y servicios relacionados (LOPSRM)")


class Objeto(models.TextChoices):
    """What is bought with it."""

    ADQUISICIONES = "adquisiciones", _("Adquisiciones, arrendamientos y servicios")
    OBRA = "obra", _("Obra pública")
    SERVICIOS_DE_OBRA = "servicios_de_obra", _("Servicios relacionados con la obra")


def _anio() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(_("año"), validators=[MinValueValidator(2000)])


def _pesos(nombre: Any, **opciones: Any) -> models.DecimalField:
    return models.DecimalField(nombre, max_digits=20, decimal_places=2, validators=POSITIVO, **opciones)


class LimiteDeMonto(models.Model):
    """A bracket of the yearly table: up to how much may be bought without a public tender (PEF, annex 9; no IVA)."""

    anio = _anio()
    ley = models.CharField(_("ley"), max_length=10, choices=Ley)
    objeto = models.CharField(_("qué se contrata"), max_length=20, choices=Objeto)
    tramo = models.PositiveSmallIntegerField(
        _("renglón"), help_text=_("El lugar del renglón en la tabla: 1 es el del presupuesto más bajo.")
    )
    presupuesto_hasta = _pesos(
        _("presupuesto autorizado hasta"),
        null=True,
        blank=True,
        help_text=_("En pesos. Vacío en el último renglón: de ahí en adelante."),
    )
    directa = _pesos(_("máximo de una adjudicación directa"), help_text=_("En pesos y sin IVA."))
    invitacion = _pesos(_("máximo de una invitación"), help_text=_("En pesos y sin IVA."))

    class Meta:
        verbose_name = _("monto máximo")
        verbose_name_plural = _("montos máximos")
        ordering = ["-anio", "ley", "objeto", "tramo"]
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "ley", "objeto", "tramo"],
                name="limite_uno_por_tramo",
                violation_error_message=_("Ese renglón ya está en la tabla de ese año."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anio} {self.ley} {self.get_objeto_display()} {self.tramo}"

    def clean(self) -> None:
        if self.ley and self.objeto and (self.ley == Ley.LAASSP) != (self.objeto == Objeto.ADQUISICIONES):
            raise ValidationError({"objeto": _t("Ese objeto es de la otra ley.")})
        if self.directa and self.invitacion and self.directa > self.invitacion:
            raise ValidationError({"invitacion": _t("El máximo de una invitación no es menor que el de una directa.")})


class PresupuestoAutorizado(models.Model):
    """What a buyer, or one of its units, may spend in a year under a law: the bracket that its limits come from."""

    comprador = models.ForeignKey(Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=_("comprador"))
    unidad = models.ForeignKey(
        Organizacion,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("unidad compradora"),
        help_text=_("Vacía, el monto es de todo el comprador."),
    )
    anio = _anio()
    ley = models.CharField(_("ley"), max_length=10, choices=Ley)
    monto = _pesos(_("presupuesto anual autorizado"), help_text=_("En pesos, para contratar con esa ley."))
    fuente = models.CharField(_("de dónde sale"), max_length=300, help_text=_("El oficio o documento que lo autoriza."))

    class Meta:
        verbose_name = _("presupuesto autorizado")
        verbose_name_plural = _("presupuestos autorizados")
        ordering = ["-anio", "comprador", "unidad", "ley"]
        constraints = [
            models.UniqueConstraint(
                fields=["comprador", "unidad", "anio", "ley"],
                name="presupuesto_uno_por_unidad",
                violation_error_message=_("Ya hay un presupuesto de esa unidad para ese año y esa ley."),
            ),
            models.UniqueConstraint(
                fields=["comprador", "anio", "ley"],
                condition=models.Q(unidad=None),
                name="presupuesto_uno_por_comprador",
                violation_error_message=_("Ya hay un presupuesto de ese comprador para ese año y esa ley."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anio} {self.ley} {self.unidad or self.comprador}"


class Uma(models.Model):
    """The daily value of the UMA that is in force from 1 February of a year (INEGI, published in the DOF)."""

    anio = models.PositiveSmallIntegerField(
        _("año"),
        primary_key=True,
        help_text=_("Rige desde el 1 de febrero de ese año."),
        validators=[MinValueValidator(2016)],
    )
    diaria = _pesos(_("valor diario"), help_text=_("En pesos."))

    class Meta:
        verbose_name = _("valor de la UMA")
        verbose_name_plural = _("valores de la UMA")
        ordering = ["-anio"]

    def __str__(self) -> str:
        return str(self.anio)
