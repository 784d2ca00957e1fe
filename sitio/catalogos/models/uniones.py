"""Who said that two rows of the register are the same organization, and who said they are not."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitio.catalogos.models.organizacion import Organizacion


class Union(models.Model):
    """A merge of two organizations, or its undoing. Append-only: the database refuses to change or delete it."""

    class Accion(models.TextChoices):
        """What was done."""

        UNIR = "unir", _("Unión")
        SEPARAR = "separar", _("Separación")

    SOLO_ANEXAR = True

    organizacion = models.ForeignKey(
        Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=_("organización repetida")
    )
    permanece = models.ForeignKey(
        Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=_("organización que permanece")
    )
    accion = models.CharField(_("acción"), max_length=10, choices=Accion)
    motivo = models.CharField(_("motivo"), max_length=500)
    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uniones", verbose_name=_("quién")
    )
    momento = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("unión de organizaciones")
        verbose_name_plural = _("uniones de organizaciones")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_accion_display()}: {self.organizacion} → {self.permanece}"
