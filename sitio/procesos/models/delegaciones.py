"""Who decides in whose name while somebody is away."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sitio.procesos.models.arbol import InstitucionPage


class DelegacionQuerySet(models.QuerySet["Delegacion"]):
    """What delegations are asked."""

    def vigentes(self, dia: date) -> "DelegacionQuerySet":
        """Return those in force on a local calendar date."""
        return self.filter(desde__lte=dia, hasta__gte=dia, revocada_en=None)


class Delegacion(models.Model):
    """Between two local dates, both included, `delegado` may decide the steps that fall to `titular`.

    It gives no role: it stops with the titular's own, and is not handed on. A revoked one stays, as a record.
    """

    institucion = models.ForeignKey(InstitucionPage, on_delete=models.CASCADE, related_name="delegaciones")
    titular = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegaciones_dadas",
        verbose_name=_("quien se ausenta"),
    )
    delegado = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegaciones_recibidas",
        verbose_name=_("quien decide en su nombre"),
    )
    desde = models.DateField(_("desde"))
    hasta = models.DateField(_("hasta"))
    creada_por = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    creada_en = models.DateTimeField(default=timezone.now)
    revocada_en = models.DateTimeField(null=True)

    objects = DelegacionQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegación")
        verbose_name_plural = _("delegaciones")
        ordering = ["-hasta", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(hasta__gte=models.F("desde")), name="delegacion_en_orden"),
            models.CheckConstraint(
                condition=~models.Q(titular=models.F("delegado")), name="delegacion_en_otra_persona"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titular} → {self.delegado} ({self.desde} – {self.hasta})"
