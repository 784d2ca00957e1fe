"""The figures of the indicators, as they were last computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitio.alertas.models.corridas import Corrida
from sitio.analisis.indicadores import INDICADORES
from sitio.analisis.indicadores.registro import Ambito, Indicador, Medida


class ConsultaDeMediciones(models.QuerySet["Medicion"]):
    """Figures."""

    def por_anio(self) -> "ConsultaDeMediciones":
        """Return the series of each institution as a whole, year by year."""
        return self.filter(ambito=Ambito.ANIO).order_by("anio")


class Medicion(models.Model):
    """One figure: whose and of when, out of how many cases, and how many were left out and why.

    Derived from the published records alone: `manage.py medir` makes them all again. `valor` is in the unit of its
    measure, and null while there are too few cases. `anio` null: all the years; `unidad` and `metodo` empty: all of
    them.
    """

    publicador = models.ForeignKey(
        "publicacion.Publicador", on_delete=models.PROTECT, related_name="mediciones", verbose_name=_("publicador")
    )
    corrida = models.ForeignKey(Corrida, on_delete=models.PROTECT, related_name="mediciones", verbose_name=_("corrida"))
    indicador = models.CharField(_("indicador"), max_length=20)
    medida = models.CharField(_("medida"), max_length=40, blank=True)
    version = models.CharField(_("versión de la fórmula"), max_length=20)
    ambito = models.CharField(_("ámbito"), max_length=20)
    anio = models.PositiveSmallIntegerField(_("año"), null=True)
    unidad = models.CharField(_("unidad compradora"), max_length=200, blank=True)
    metodo = models.CharField(_("método"), max_length=40, blank=True)
    valor = models.DecimalField(_("valor"), max_digits=24, decimal_places=6, null=True)
    n = models.PositiveIntegerField(_("casos contados"))
    numerador = models.DecimalField(_("numerador"), max_digits=38, decimal_places=4, null=True)
    denominador = models.DecimalField(_("denominador"), max_digits=38, decimal_places=4, null=True)
    excluidos = models.JSONField(_("casos fuera, por motivo"), default=dict)
    calculada_en = models.DateTimeField(_("calculada en (UTC)"))

    objects = ConsultaDeMediciones.as_manager()

    class Meta:
        verbose_name = _("medición")
        verbose_name_plural = _("mediciones")
        ordering = ["publicador", "indicador", "medida", "ambito", "anio", "unidad", "metodo"]
        constraints = [
            models.UniqueConstraint(
                fields=["publicador", "indicador", "medida", "ambito", "anio", "unidad", "metodo"],
                name="medicion_unica",
            ),
            # Two nulls are not equal to a database: without a year, the rest must be told apart on its own.
            models.UniqueConstraint(
                fields=["publicador", "indicador", "medida", "ambito"],
                condition=models.Q(anio__isnull=True),
                name="medicion_unica_sin_anio",
            ),
        ]
        indexes = [models.Index(fields=["indicador", "medida", "anio"], name="medicion_comparable")]

    def __str__(self) -> str:
        return f"{self.indicador} {self.medida} {self.anio or ''} {self.valor}"

    @property
    def total(self) -> int:
        """All the cases it is about, counted or not: the N of «n of N»."""
        return self.n + sum(self.excluidos.values())

    @property
    def regla(self) -> Indicador | None:
        """What the registry says of it; None for one that was retired."""
        return INDICADORES.get(self.indicador)

    @property
    def definicion(self) -> Medida | None:
        """What the registry says of this measure; None if it, or its indicator, was retired."""
        return self.regla.medida(self.medida) if self.regla else None
