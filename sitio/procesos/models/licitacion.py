"""Tender: how it is bought, when, and who took part (OCDS `tender`)."""

from functools import partial
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from sitio.ocds import listas
from sitio.procesos import mapeo
from sitio.procesos.mapeo import Campo, Dinero, Entrada, Lista, Volcado
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.renglones import ArticuloRenglon, DocumentoRenglon, OrganizacionRenglon, moneda, monto


class LicitacionPage(EtapaPage):
    """Licitación. The method comes from the procedure template; tenderers are added as they are known."""

    etapa = "licitacion"
    numero = models.CharField(
        _("número de procedimiento"), max_length=80, blank=True, help_text=_("Como aparece en la convocatoria.")
    )
    descripcion = models.TextField(_("objeto de la contratación"), blank=True)
    estado = models.CharField(
        _("estado"), max_length=20, choices=partial(listas.opciones, "tenderStatus"), default="active"
    )
    categoria = models.CharField(
        _("qué se contrata"), max_length=20, choices=partial(listas.opciones, "procurementCategory"), blank=True
    )
    motivo_metodo = models.TextField(
        _("fundamento del procedimiento"), blank=True, help_text=_("Ley, artículo y fracción que lo permiten.")
    )
    valor = monto(_("monto estimado"))
    moneda = moneda()
    criterio = models.CharField(
        _("criterio de evaluación"), max_length=40, choices=partial(listas.opciones, "awardCriteria"), blank=True
    )
    publicacion = models.DateTimeField(_("publicación de la convocatoria"), null=True, blank=True)
    apertura = models.DateTimeField(_("presentación y apertura de proposiciones"), null=True, blank=True)
    aclaraciones_inicio = models.DateTimeField(_("inicio de aclaraciones"), null=True, blank=True)
    aclaraciones_fin = models.DateTimeField(_("última junta de aclaraciones"), null=True, blank=True)
    elegibilidad = models.TextField(_("requisitos para participar"), blank=True)

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("numero", "tender.id"),
        Campo("title", "tender.title"),
        Campo("descripcion", "tender.description"),
        Campo("estado", "tender.status"),
        Campo("categoria", "tender.mainProcurementCategory"),
        Campo("motivo_metodo", "tender.procurementMethodRationale"),
        Dinero("valor", "tender.value"),
        Campo("criterio", "tender.awardCriteria"),
        Campo("publicacion", "tender.tenderPeriod.startDate"),
        Campo("apertura", "tender.tenderPeriod.endDate"),
        Campo("aclaraciones_inicio", "tender.enquiryPeriod.startDate"),
        Campo("aclaraciones_fin", "tender.enquiryPeriod.endDate"),
        Campo("elegibilidad", "tender.eligibilityCriteria"),
        Lista("articulos", "tender.items", mapeo.ARTICULO),
        Lista("licitantes", "tender.tenderers", mapeo.ORGANIZACION, papel="tenderer"),
        Lista("documentos", "tender.documents", mapeo.DOCUMENTO),
    )

    content_panels = [
        *EtapaPage.content_panels,
        FieldRowPanel([FieldPanel("numero"), FieldPanel("estado")]),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("categoria"), FieldPanel("criterio")]),
        FieldPanel("motivo_metodo"),
        FieldRowPanel([FieldPanel("valor"), FieldPanel("moneda")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("publicacion"), FieldPanel("apertura")]),
                FieldRowPanel([FieldPanel("aclaraciones_inicio"), FieldPanel("aclaraciones_fin")]),
            ],
            heading=_("Fechas del procedimiento"),
        ),
        FieldPanel("elegibilidad"),
        InlinePanel("articulos", heading=_("Artículos"), label=_("artículo")),
        InlinePanel("licitantes", heading=_("Licitantes"), label=_("licitante")),
        InlinePanel("documentos", heading=_("Documentos"), label=_("documento")),
    ]

    class Meta:
        verbose_name = _("licitación")
        verbose_name_plural = _("licitaciones")

    def bloque(self) -> Volcado:
        """Add what the template and the tree know: method, its name, and the procuring entity."""
        volcado = super().bloque()
        tender = volcado.bloque["tender"]
        plantilla, unidad = self.proceso.plantilla.contenido, self.proceso.unidad.organizacion
        tender.setdefault("id", self.proceso.ocid)
        tender["procurementMethod"] = plantilla["metodo"]
        tender["procurementMethodDetails"] = plantilla["detalle_metodo"]
        tender["procuringEntity"] = mapeo.referencia(unidad)
        volcado.partes.append((unidad, "procuringEntity"))
        if "tenderers" in tender:
            tender["numberOfTenderers"] = len(tender["tenderers"])
        return volcado

    def clean(self) -> None:
        super().clean()
        if self.publicacion and self.apertura and self.apertura < self.publicacion:
            raise ValidationError(
                {"apertura": _("La apertura no puede ser anterior a la publicación de la convocatoria.")}
            )


class ArticuloDeLicitacion(ArticuloRenglon):
    """An item asked for in a tender."""

    pagina = ParentalKey(LicitacionPage, on_delete=models.CASCADE, related_name="articulos")

    class Meta(ArticuloRenglon.Meta):
        verbose_name = _("artículo de la licitación")
        verbose_name_plural = _("artículos de la licitación")


class Licitante(OrganizacionRenglon):
    """An organization that presented a tender."""

    pagina = ParentalKey(LicitacionPage, on_delete=models.CASCADE, related_name="licitantes")

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("licitante")
        verbose_name_plural = _("licitantes")


class DocumentoDeLicitacion(DocumentoRenglon):
    """A document of the tender stage."""

    pagina = ParentalKey(LicitacionPage, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de la licitación")
        verbose_name_plural = _("documentos de la licitación")
