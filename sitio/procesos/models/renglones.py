"""The rows that a stage nests: documents, items, milestones, organizations, payments. Concrete rows subclass these."""

import secrets
from functools import partial
from typing import Any

from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from sitio.catalogos.models import ClaveCucop, Organizacion
from sitio.ocds import listas

CENTAVO = MinValueValidator(0)
MONEDAS = [("MXN", _("Peso mexicano (MXN)")), ("USD", _("Dólar estadounidense (USD)")), ("EUR", _("Euro (EUR)"))]


def nuevo_id() -> str:
    """Return a local id for a row: stable for its life, so that releases merge it by id (OCDS merge rules)."""
    return secrets.token_hex(6)


def monto(nombre: Any, **opciones: Any) -> models.DecimalField:
    """Return the model field of an amount of money; empty while it is not known, never zero in its place."""
    return models.DecimalField(
        nombre, max_digits=20, decimal_places=2, null=True, blank=True, validators=[CENTAVO], **opciones
    )


def moneda() -> models.CharField:
    """Return the model field of the currency of an amount."""
    return models.CharField(_("moneda"), max_length=3, choices=MONEDAS, default="MXN")


class Renglon(Orderable):
    """A row of a stage with the `id` that OCDS merges by."""

    identificador = models.CharField(max_length=40, default=nuevo_id, editable=False)

    class Meta(Orderable.Meta):
        abstract = True


class DocumentoRenglon(Renglon):
    """An OCDS `Document`: published elsewhere, or uploaded here, but always with a public address."""

    tipo = models.CharField(_("tipo de documento"), max_length=60, choices=partial(listas.opciones, "documentType"))
    titulo = models.CharField(_("título"), max_length=250)
    url = models.URLField(
        _("dirección pública del documento"), max_length=500, validators=[URLValidator(["http", "https"])]
    )
    formato = models.CharField(
        _("formato"),
        max_length=80,
        default="application/pdf",
        help_text=_("Tipo de archivo según IANA, por ejemplo application/pdf."),
    )
    publicado = models.DateField(_("fecha de publicación"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("tipo"), FieldPanel("publicado")]),
        FieldPanel("titulo"),
        FieldPanel("url"),
        FieldPanel("formato"),
    ]

    class Meta(Renglon.Meta):
        abstract = True


class ArticuloRenglon(Renglon):
    """An OCDS `Item`: what is bought, classified by CUCoP+ where it is known."""

    descripcion = models.CharField(_("descripción"), max_length=500)
    clave_cucop = models.ForeignKey(
        ClaveCucop, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clave CUCoP+")
    )
    cantidad = models.DecimalField(_("cantidad"), max_digits=18, decimal_places=4, validators=[CENTAVO])
    unidad = models.CharField(_("unidad de medida"), max_length=80)
    precio_unitario = monto(_("precio unitario (MXN, sin IVA)"))

    panels = [
        FieldPanel("descripcion"),
        FieldPanel("clave_cucop"),
        FieldRowPanel([FieldPanel("cantidad"), FieldPanel("unidad")]),
        FieldPanel("precio_unitario"),
    ]

    class Meta(Renglon.Meta):
        abstract = True


class HitoRenglon(Renglon):
    """An OCDS `Milestone`: what must happen by a date, and when it did."""

    titulo = models.CharField(_("título"), max_length=250)
    tipo = models.CharField(
        _("tipo"), max_length=40, choices=partial(listas.opciones, "milestoneType"), default="delivery"
    )
    fecha_limite = models.DateField(_("fecha límite"), null=True, blank=True)
    fecha_cumplida = models.DateField(_("fecha en que se cumplió"), null=True, blank=True)
    estado = models.CharField(
        _("estado"), max_length=20, choices=partial(listas.opciones, "milestoneStatus"), default="scheduled"
    )

    panels = [
        FieldPanel("titulo"),
        FieldRowPanel([FieldPanel("tipo"), FieldPanel("estado")]),
        FieldRowPanel([FieldPanel("fecha_limite"), FieldPanel("fecha_cumplida")]),
    ]

    class Meta(Renglon.Meta):
        abstract = True


class OrganizacionRenglon(Renglon):
    """A reference to an organization of the register: a tenderer, a supplier."""

    organizacion = models.ForeignKey(
        Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=_("organización")
    )

    panels = [FieldPanel("organizacion")]

    class Meta(Renglon.Meta):
        abstract = True


class TransaccionRenglon(Renglon):
    """An OCDS `Transaction`: a payment made from the buyer to a supplier."""

    fecha = models.DateField(_("fecha del pago"))
    monto = models.DecimalField(_("monto pagado"), max_digits=20, decimal_places=2, validators=[CENTAVO])
    moneda = moneda()
    beneficiario = models.ForeignKey(
        Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=_("a quién se pagó")
    )

    panels = [
        FieldPanel("fecha"),
        FieldRowPanel([FieldPanel("monto"), FieldPanel("moneda")]),
        FieldPanel("beneficiario"),
    ]

    class Meta(Renglon.Meta):
        abstract = True
