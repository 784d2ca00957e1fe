"""Withdrawals: who asked for published content to go away, why, and who authorized it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sitio.publicacion.disparadores import Salvo
from sitio.publicacion.models.bitacora import Entrega


class Motivo(models.TextChoices):
    """Why published content may be taken away. The code is public: it goes into the tombstone as `reason`."""

    ORDEN_LEGAL = "orden_legal", _("Orden de una autoridad")
    DATOS_PERSONALES = "datos_personales", _("Datos personales")
    RESERVADA = "informacion_reservada", _("Información reservada o confidencial")


# A request is decided once: authorized or dismissed, and then it stays as it is.
RESOLVER_UNA_VEZ = Salvo(
    columnas=("autorizada_por_id", "autorizada_en", "acta_id", "descartada_por_id", "descartada_en"),
    cuando="OLD.autorizada_en IS NULL AND OLD.descartada_en IS NULL",
)
_SIN_AUTORIZAR = Q(autorizada_por__isnull=True, autorizada_en__isnull=True, acta__isnull=True)
_AUTORIZADA = Q(autorizada_por__isnull=False, autorizada_en__isnull=False, acta__isnull=False)
_SIN_DESCARTAR = Q(descartada_por__isnull=True, descartada_en__isnull=True)
_DESCARTADA = Q(descartada_por__isnull=False, descartada_en__isnull=False)


class Retiro(models.Model):
    """The request to take away the content of one release, and what was decided: one person asks, another authorizes.

    `acta` is the row of the ledger (class `retiro`) that the authorization appended.
    """

    SOLO_ANEXAR = True
    SALVO = RESOLVER_UNA_VEZ

    entrega = models.ForeignKey(Entrega, on_delete=models.PROTECT, related_name="retiros", verbose_name=_("entrega"))
    motivo = models.CharField(_("motivo"), max_length=30, choices=Motivo)
    fundamento = models.CharField(
        _("fundamento"), max_length=300, help_text=_("El artículo o el número de la orden. Se publica.")
    )
    explicacion = models.TextField(
        _("explicación pública"), help_text=_("Se publica: no repita aquí lo que se quiere retirar.")
    )
    # SHA-256 of the content without the keys that the ledger gives: so that it does not come back by another name.
    huella = models.CharField(max_length=64, db_index=True)
    solicitada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("solicitó")
    )
    solicitada_en = models.DateTimeField(_("solicitada en"))
    autorizada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("autorizó")
    )
    autorizada_en = models.DateTimeField(_("autorizada en"), null=True)
    acta = models.OneToOneField(Entrega, on_delete=models.PROTECT, null=True, related_name="retiro_asentado")
    descartada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("descartó")
    )
    descartada_en = models.DateTimeField(_("descartada en"), null=True)

    class Meta:
        verbose_name = _("retiro")
        verbose_name_plural = _("retiros")
        ordering = ["-pk"]
        permissions = [("retirar_entrega", _("Puede solicitar y autorizar el retiro de una entrega publicada"))]
        constraints = [
            models.UniqueConstraint(
                fields=["entrega"], condition=Q(descartada_en__isnull=True), name="retiro_uno_por_entrega"
            ),
            models.CheckConstraint(
                condition=Q(autorizada_por__isnull=True) | ~Q(autorizada_por=F("solicitada_por")),
                name="retiro_de_dos_personas",
            ),
            models.CheckConstraint(
                condition=(_SIN_AUTORIZAR | _AUTORIZADA & _SIN_DESCARTAR) & (_SIN_DESCARTAR | _DESCARTADA),
                name="retiro_resuelto_entero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.entrega}"
