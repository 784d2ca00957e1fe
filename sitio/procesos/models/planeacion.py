"""Planning: why something is bought and with what money (OCDS `planning`)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from sitio.procesos import mapeo
from sitio.procesos.mapeo import Campo, Dinero, Entrada, Lista
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.renglones import DocumentoRenglon, HitoRenglon, moneda, monto


class PlaneacionPage(EtapaPage):
    """Planeación. Source: OCDS 1.1 `planning`; LAASSP art. 35 (market research) for what templates require."""

    etapa = "planeacion"
    justificacion = models.TextField(
        _("justificación"),
        blank=True,
        help_text=_("Por qué se necesita esta contratación, en palabras que cualquiera entienda."),
    )
    partida = models.CharField(_("partida presupuestaria"), max_length=60, blank=True)
    presupuesto_descripcion = models.CharField(_("origen de los recursos"), max_length=300, blank=True)
    presupuesto = monto(_("presupuesto autorizado"))
    moneda = moneda()
    proyecto = models.CharField(_("proyecto o programa"), max_length=300, blank=True)

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        # OCDS has no title before the tender: the process_title extension gives the process its own.
        Campo("title", "title"),
        Campo("justificacion", "planning.rationale"),
        Campo("partida", "planning.budget.id"),
        Campo("presupuesto_descripcion", "planning.budget.description"),
        Dinero("presupuesto", "planning.budget.amount"),
        Campo("proyecto", "planning.budget.project"),
        Lista("documentos", "planning.documents", mapeo.DOCUMENTO),
        Lista("hitos", "planning.milestones", mapeo.HITO),
    )

    content_panels = [
        *EtapaPage.content_panels,
        FieldPanel("justificacion"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("presupuesto"), FieldPanel("moneda")]),
                FieldPanel("partida"),
                FieldPanel("presupuesto_descripcion"),
                FieldPanel("proyecto"),
            ],
            heading=_("Presupuesto"),
        ),
        InlinePanel("documentos", heading=_("Documentos"), label=_("documento")),
        InlinePanel("hitos", heading=_("Hitos"), label=_("hito")),
    ]

    class Meta:
        verbose_name = _("planeación")
        verbose_name_plural = _("planeaciones")


class DocumentoDePlaneacion(DocumentoRenglon):
    """A document of the planning stage."""

    pagina = ParentalKey(PlaneacionPage, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de planeación")
        verbose_name_plural = _("documentos de planeación")


class HitoDePlaneacion(HitoRenglon):
    """A milestone of the planning stage."""

    pagina = ParentalKey(PlaneacionPage, on_delete=models.CASCADE, related_name="hitos")

    class Meta(HitoRenglon.Meta):
        verbose_name = _("hito de planeación")
        verbose_name_plural = _("hitos de planeación")
