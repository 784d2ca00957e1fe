"""Contract: what was signed, with whom and until when (OCDS `contracts`)."""

from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from sitio.ocds import listas
from sitio.procesos import mapeo
from sitio.procesos.mapeo import Campo, Dinero, Entrada, Lista, Volcado
from sitio.procesos.models.adjudicacion import AdjudicacionPage
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.renglones import ArticuloRenglon, DocumentoRenglon, moneda, monto, nuevo_id


class ContratoPage(EtapaPage):
    """Contrato. It belongs to one award of the same process."""

    etapa = "contrato"
    id_contrato = models.CharField(max_length=40, default=nuevo_id, editable=False)
    adjudicacion = models.ForeignKey(
        AdjudicacionPage,
        on_delete=models.PROTECT,
        related_name="contratos",
        editable=False,
        verbose_name=_("adjudicación"),
    )
    descripcion = models.TextField(_("objeto del contrato"), blank=True)
    estado = models.CharField(
        _("estado"), max_length=20, choices=partial(listas.opciones, "contractStatus"), default="active"
    )
    firma = models.DateField(_("fecha de firma"), null=True, blank=True)
    inicio = models.DateField(_("inicio de vigencia"), null=True, blank=True)
    fin = models.DateField(_("fin de vigencia"), null=True, blank=True)
    valor = monto(_("monto del contrato"))
    moneda = moneda()

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("id_contrato", "id"),
        Campo("title", "title"),
        Campo("descripcion", "description"),
        Campo("estado", "status"),
        Campo("firma", "dateSigned", mapeo.inicio_del_dia),
        Campo("inicio", "period.startDate", mapeo.inicio_del_dia),
        Campo("fin", "period.endDate", mapeo.fin_del_dia),
        Dinero("valor", "value"),
        Lista("articulos", "items", mapeo.ARTICULO),
        Lista("documentos", "documents", mapeo.DOCUMENTO),
    )

    content_panels = [
        *EtapaPage.content_panels,
        FieldRowPanel([FieldPanel("firma"), FieldPanel("estado")]),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("valor"), FieldPanel("moneda")]),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
        InlinePanel("articulos", heading=_("Artículos"), label=_("artículo")),
        InlinePanel("documentos", heading=_("Documentos"), label=_("documento")),
    ]
    subpage_types = ["procesos.EjecucionPage"]

    class Meta:
        verbose_name = _("contrato")
        verbose_name_plural = _("contratos")

    def lugar(self, entrega: dict[str, Any]) -> dict[str, Any]:
        return mapeo.miembro(entrega, "contracts", self.id_contrato)

    def bloque(self) -> Volcado:
        volcado = super().bloque()
        contrato = {"awardID": self.adjudicacion.id_adjudicacion, **volcado.bloque}
        return Volcado({"contracts": [contrato]}, volcado.partes)

    def clean(self) -> None:
        super().clean()
        if self.inicio and self.fin and self.fin < self.inicio:
            raise ValidationError({"fin": _("El fin de la vigencia no puede ser anterior a su inicio.")})


class ArticuloDeContrato(ArticuloRenglon):
    """An item contracted."""

    pagina = ParentalKey(ContratoPage, on_delete=models.CASCADE, related_name="articulos")

    class Meta(ArticuloRenglon.Meta):
        verbose_name = _("artículo del contrato")
        verbose_name_plural = _("artículos del contrato")


class DocumentoDeContrato(DocumentoRenglon):
    """A document of the contract stage."""

    pagina = ParentalKey(ContratoPage, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento del contrato")
        verbose_name_plural = _("documentos del contrato")
