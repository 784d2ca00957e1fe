"""Checkpoints: what the chain of a publisher was on a day, signed with a key that is not in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitio.publicacion.models.bitacora import Publicador


class LlavePublica(models.Model):
    """A public key (Ed25519) of this portal. Each is valid from `desde` until the next one begins.

    `firma` is what the key before it signed to hand over (`sitio.publicacion.llaves.relevo`); empty when nobody could.
    """

    SOLO_ANEXAR = True

    clave = models.CharField(_("identificador"), max_length=16, unique=True)
    publica = models.CharField(_("llave pública, en hexadecimal"), max_length=64)
    desde = models.DateTimeField(_("desde (UTC)"))
    anterior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    firma = models.CharField(_("firma de la anterior, en hexadecimal"), max_length=128, blank=True)

    class Meta:
        verbose_name = _("llave pública")
        verbose_name_plural = _("llaves públicas")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.clave


class Sello(models.Model):
    """A signed checkpoint. `contenido` is its canonical JSON, which is what the signature covers."""

    SOLO_ANEXAR = True

    publicador = models.ForeignKey(Publicador, on_delete=models.PROTECT, related_name="sellos", db_index=False)
    numero = models.PositiveIntegerField(_("número"))
    secuencia = models.BigIntegerField(_("hasta qué número de la cadena"))
    fecha = models.DateTimeField(_("fecha (UTC)"))
    contenido = models.BinaryField(_("contenido canónico"))
    sha256 = models.CharField(max_length=64)
    llave = models.ForeignKey(LlavePublica, on_delete=models.PROTECT, related_name="+")
    firma = models.CharField(_("firma, en hexadecimal"), max_length=128)

    class Meta:
        verbose_name = _("sello")
        verbose_name_plural = _("sellos")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publicador", "numero"], name="sello_numero_unico"),
            models.UniqueConstraint(fields=["publicador", "secuencia"], name="sello_secuencia_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.publicador_id} · {self.numero}"
