"""The rows of an award."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from sitio.procesos.mapeo import Campo, Entrada, Parte
from sitio.procesos.models.renglones.bases import (
    ArticuloDeLote,
    DocumentoRenglon,
    ModificacionRenglon,
    OrganizacionRenglon,
    RenglonConId,
    parte,
)

PAGINA = "procesos.AdjudicacionPage"


class Proveedor(OrganizacionRenglon):
    """A supplier of an award."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="proveedores")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "supplier"),)

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("proveedor adjudicado")
        verbose_name_plural = _("proveedores adjudicados")


class Subcontratista(RenglonConId):
    """Whom the supplier declared it would subcontract. Source: OCDS extension subcontracting."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="subcontratistas")
    organizacion = parte(_("subcontratista"))
    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Parte("organizacion", "subcontractor", "subcontractor"),
    )

    class Meta(RenglonConId.Meta):
        verbose_name = _("subcontratista")
        verbose_name_plural = _("subcontratistas")


class ArticuloDeAdjudicacion(ArticuloDeLote):
    """An item awarded."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="articulos")

    class Meta(ArticuloDeLote.Meta):
        verbose_name = _("artículo adjudicado")
        verbose_name_plural = _("artículos adjudicados")


class DocumentoDeAdjudicacion(DocumentoRenglon):
    """A document of the award stage."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de la adjudicación")
        verbose_name_plural = _("documentos de la adjudicación")


class ModificacionDeAdjudicacion(ModificacionRenglon):
    """A change to an award; most have none."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="modificaciones")

    class Meta(ModificacionRenglon.Meta):
        verbose_name = _("modificación del fallo")
        verbose_name_plural = _("modificaciones del fallo")
