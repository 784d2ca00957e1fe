"""The rows of a contract."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sitio.ocds import hitos
from sitio.procesos.mapeo import FIN_DEL_DIA, INICIO_DEL_DIA, Calculado, Campo, Dinero, Entrada, Parte
from sitio.procesos.models.renglones.bases import (
    ArticuloDeLote,
    DocumentoRenglon,
    HitoRenglon,
    ModificacionRenglon,
    OrganizacionRenglon,
    RelacionadoRenglon,
    Renglon,
    RenglonConId,
    paneles_de_hito,
    parte,
)
from sitio.procesos.models.renglones.campos import CENTAVO, codigo, dia, moneda, monto

PAGINA = "procesos.ContratoPage"


class Firmante(OrganizacionRenglon):
    """Who signed. Source: OCDS extension contract_signatories."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="firmantes")
    papel = models.CharField(
        _("firma por"),
        max_length=20,
        choices=[("procuringEntity", _("La institución")), ("supplier", _("El proveedor"))],
        default="supplier",
    )
    panels = [FieldRowPanel([FieldPanel("papel"), FieldPanel("organizacion")])]
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "", papel_de="papel"),)

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("firmante")
        verbose_name_plural = _("firmantes")


class TipoDeCambio(Renglon):
    """An exchange rate to pesos of a contract in another currency. Source: OCDS extension exchangeRate."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="tipos_de_cambio")
    tasa = models.DecimalField(_("pesos por unidad"), max_digits=14, decimal_places=6, validators=[CENTAVO])
    fecha = models.DateField(_("fecha"))
    fuente = codigo(_("de dónde sale"), "exchangeRateSource", default="contract")
    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("tasa", "rate"),
        Calculado("currency", lambda fila, pagina: "MXN"),
        Campo("fecha", "date", INICIO_DEL_DIA),
        Campo("fuente", "source"),
    )
    panels = [FieldRowPanel([FieldPanel("tasa"), FieldPanel("fecha"), FieldPanel("fuente")])]

    class Meta(Renglon.Meta):
        verbose_name = _("tipo de cambio")
        verbose_name_plural = _("tipos de cambio")


class Garantia(RenglonConId):
    """A guarantee (LAASSP 2025 art. 69). Source: EDCA-MX extension guarantees."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="garantias")
    tipo = codigo(_("tipo de garantía"), "guaranteeType", blank=False)
    obligaciones = codigo(_("qué garantiza"), "guaranteedObligations", blank=False)
    fecha = dia(_("fecha de entrega"))
    valor = monto(_("monto garantizado"))
    moneda = moneda()
    garante = parte(_("quién garantiza"), null=True, blank=True)
    inicio = dia(_("vigente desde"))
    fin = dia(_("vigente hasta"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("tipo", "type"),
        Campo("obligaciones", "obligations"),
        Campo("fecha", "date", INICIO_DEL_DIA),
        Dinero("valor", "value"),
        Parte("garante", "guarantor", "guarantor"),
        Campo("inicio", "period.startDate", INICIO_DEL_DIA),
        Campo("fin", "period.endDate", FIN_DEL_DIA),
    )

    panels = [
        FieldRowPanel([FieldPanel("tipo"), FieldPanel("obligaciones")]),
        FieldRowPanel([FieldPanel("valor"), FieldPanel("moneda"), FieldPanel("fecha")]),
        FieldPanel("garante"),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
    ]

    class Meta(RenglonConId.Meta):
        verbose_name = _("garantía")
        verbose_name_plural = _("garantías")


class ArticuloDeContrato(ArticuloDeLote):
    """An item contracted."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="articulos")

    class Meta(ArticuloDeLote.Meta):
        verbose_name = _("artículo del contrato")
        verbose_name_plural = _("artículos del contrato")


class DocumentoDeContrato(DocumentoRenglon):
    """A document of the contract stage."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento del contrato")
        verbose_name_plural = _("documentos del contrato")


class HitoDeContrato(HitoRenglon):
    """A milestone agreed in the contract."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="hitos")
    panels = paneles_de_hito(hitos.DE_CONTRATO)

    class Meta(HitoRenglon.Meta):
        verbose_name = _("hito del contrato")
        verbose_name_plural = _("hitos del contrato")


class ModificacionDeContrato(ModificacionRenglon):
    """A modifying agreement (convenio modificatorio; LAASSP 2025 art. 74)."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="modificaciones")

    class Meta(ModificacionRenglon.Meta):
        verbose_name = _("convenio modificatorio")
        verbose_name_plural = _("convenios modificatorios")


class RelacionadoDeContrato(RelacionadoRenglon):
    """A process that comes from this contract: a subcontract, the one that renews or replaces it."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="relacionados")

    class Meta(RelacionadoRenglon.Meta):
        verbose_name = _("proceso que sigue a este contrato")
        verbose_name_plural = _("procesos que siguen a este contrato")
