"""Award: who won, why and for how much (OCDS `awards`)."""

from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from sitio.ocds import listas
from sitio.procesos import mapeo
from sitio.procesos.mapeo import Campo, Dinero, Entrada, Lista, Volcado
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.renglones import (
    ArticuloRenglon,
    DocumentoRenglon,
    OrganizacionRenglon,
    moneda,
    monto,
    nuevo_id,
)


class AdjudicacionPage(EtapaPage):
    """Adjudicación. One page an award: a procedure split among suppliers has several."""

    etapa = "adjudicacion"
    id_adjudicacion = models.CharField(max_length=40, default=nuevo_id, editable=False)
    descripcion = models.TextField(_("motivos del fallo"), blank=True)
    estado = models.CharField(
        _("estado"), max_length=20, choices=partial(listas.opciones, "awardStatus"), default="active"
    )
    fecha = models.DateField(_("fecha del fallo"), null=True, blank=True)
    valor = monto(_("monto adjudicado"))
    moneda = moneda()
    inicio = models.DateField(_("inicio previsto del contrato"), null=True, blank=True)
    fin = models.DateField(_("fin previsto del contrato"), null=True, blank=True)

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("id_adjudicacion", "id"),
        Campo("title", "title"),
        Campo("descripcion", "description"),
        Campo("estado", "status"),
        Campo("fecha", "date", mapeo.inicio_del_dia),
        Dinero("valor", "value"),
        Campo("inicio", "contractPeriod.startDate", mapeo.inicio_del_dia),
        Campo("fin", "contractPeriod.endDate", mapeo.fin_del_dia),
        Lista("proveedores", "suppliers", mapeo.ORGANIZACION, papel="supplier"),
        Lista("articulos", "items", mapeo.ARTICULO),
        Lista("documentos", "documents", mapeo.DOCUMENTO),
    )

    content_panels = [
        *EtapaPage.content_panels,
        FieldRowPanel([FieldPanel("fecha"), FieldPanel("estado")]),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("valor"), FieldPanel("moneda")]),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
        InlinePanel("proveedores", heading=_("Proveedores adjudicados"), label=_("proveedor")),
        InlinePanel("articulos", heading=_("Artículos"), label=_("artículo")),
        InlinePanel("documentos", heading=_("Documentos"), label=_("documento")),
    ]

    class Meta:
        verbose_name = _("adjudicación")
        verbose_name_plural = _("adjudicaciones")

    def lugar(self, entrega: dict[str, Any]) -> dict[str, Any]:
        return mapeo.miembro(entrega, "awards", self.id_adjudicacion)

    def bloque(self) -> Volcado:
        volcado = super().bloque()
        return Volcado({"awards": [volcado.bloque]}, volcado.partes)


class Proveedor(OrganizacionRenglon):
    """A supplier of an award."""

    pagina = ParentalKey(AdjudicacionPage, on_delete=models.CASCADE, related_name="proveedores")

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("proveedor adjudicado")
        verbose_name_plural = _("proveedores adjudicados")


class ArticuloDeAdjudicacion(ArticuloRenglon):
    """An item awarded."""

    pagina = ParentalKey(AdjudicacionPage, on_delete=models.CASCADE, related_name="articulos")

    class Meta(ArticuloRenglon.Meta):
        verbose_name = _("artículo adjudicado")
        verbose_name_plural = _("artículos adjudicados")


class DocumentoDeAdjudicacion(DocumentoRenglon):
    """A document of the award stage."""

    pagina = ParentalKey(AdjudicacionPage, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de la adjudicación")
        verbose_name_plural = _("documentos de la adjudicación")
