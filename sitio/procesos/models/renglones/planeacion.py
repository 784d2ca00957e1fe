"""The rows of planning: areas, budget, requests for quotes and what they brought."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sitio.procesos.mapeo import FIN_DEL_DIA, INICIO_DEL_DIA, Campo, Dinero, Entrada, Lista, Parte
from sitio.procesos.models.renglones.bases import (
    ArticuloRenglon,
    DocumentoRenglon,
    HitoRenglon,
    OrganizacionRenglon,
    RelacionadoRenglon,
    RenglonConClave,
    parte,
)
from sitio.procesos.models.renglones.campos import clave, dia, moneda, monto
from sitio.procesos.models.renglones.presupuesto import DesgloseRenglon, LineaPresupuestariaRenglon

PAGINA = "procesos.PlaneacionPage"


class AreaBase(OrganizacionRenglon):
    """A unit of the institution that takes part in the purchase. Source: EDCA-MX extension procurementUnits."""

    class Meta(OrganizacionRenglon.Meta):
        abstract = True


class AreaRequirente(AreaBase):
    """Who asks for what is bought."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="areas_requirentes")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "requestingUnit"),)

    class Meta(AreaBase.Meta):
        verbose_name = _("área requirente")
        verbose_name_plural = _("áreas requirentes")


class AreaContratante(AreaBase):
    """Who runs the procedure and signs."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="areas_contratantes")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "contractingUnit"),)

    class Meta(AreaBase.Meta):
        verbose_name = _("área contratante")
        verbose_name_plural = _("áreas contratantes")


class AreaResponsable(AreaBase):
    """Who answers for the contract being carried out."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="areas_responsables")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "responsibleUnit"),)

    class Meta(AreaBase.Meta):
        verbose_name = _("área responsable de la ejecución")
        verbose_name_plural = _("áreas responsables de la ejecución")


class AreaTecnica(AreaBase):
    """Who writes the technical annex and evaluates by it. OCDS has its role, not a list for it."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="areas_tecnicas")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "technicalUnit", sin_referencia=True),)

    class Meta(AreaBase.Meta):
        verbose_name = _("área técnica")
        verbose_name_plural = _("áreas técnicas")


class Desglose(DesgloseRenglon):
    """A part of the authorized budget."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="desgloses")

    class Meta(DesgloseRenglon.Meta):
        verbose_name = _("desglose del presupuesto")
        verbose_name_plural = _("desgloses del presupuesto")


class LineaPresupuestaria(LineaPresupuestariaRenglon):
    """A line of the authorized budget."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="lineas")

    class Meta(LineaPresupuestariaRenglon.Meta):
        verbose_name = _("línea presupuestaria")
        verbose_name_plural = _("líneas presupuestarias")


class SolicitudDeCotizacion(RenglonConClave):
    """A request for quotes of the market research (LAASSP 2025 art. 35). Source: EDCA-MX extension requestForQuotes."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="solicitudes")
    titulo = models.CharField(_("título"), max_length=250)
    descripcion = models.TextField(_("descripción"), blank=True)
    inicio = dia(_("desde"))
    fin = dia(_("hasta"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("clave", "id"),
        Campo("titulo", "title"),
        Campo("descripcion", "description"),
        Campo("inicio", "period.startDate", INICIO_DEL_DIA),
        Campo("fin", "period.endDate", FIN_DEL_DIA),
        Lista("articulos_solicitados", "items", de=("solicitud", "clave")),
        Lista("invitados_a_cotizar", "invitedSuppliers", de=("solicitud", "clave")),
        Lista("cotizaciones", "quotes", de=("solicitud", "clave")),
    )

    panels = [
        FieldRowPanel([FieldPanel("clave"), FieldPanel("titulo")]),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
    ]

    class Meta(RenglonConClave.Meta):
        verbose_name = _("solicitud de cotización")
        verbose_name_plural = _("solicitudes de cotización")


def _solicitud() -> models.CharField:
    return clave(_("solicitud"), help_text=_("Clave de la solicitud de cotización."))


class ArticuloSolicitado(ArticuloRenglon):
    """An item of a request for quotes."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="articulos_solicitados")
    solicitud = _solicitud()
    panels = [FieldPanel("solicitud"), *ArticuloRenglon.panels]

    class Meta(ArticuloRenglon.Meta):
        verbose_name = _("artículo por cotizar")
        verbose_name_plural = _("artículos por cotizar")


class InvitadoACotizar(OrganizacionRenglon):
    """A supplier asked for a quote."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="invitados_a_cotizar")
    solicitud = _solicitud()
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "invitedSupplier"),)
    panels = [FieldRowPanel([FieldPanel("solicitud"), FieldPanel("organizacion")])]

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("proveedor invitado a cotizar")
        verbose_name_plural = _("proveedores invitados a cotizar")


class Cotizacion(RenglonConClave):
    """A quote that came back."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="cotizaciones")
    solicitud = _solicitud()
    proveedor = parte(_("quién cotizó"))
    fecha = dia(_("fecha"))
    valor = monto(_("monto con impuestos"))
    valor_neto = monto(_("monto sin impuestos"))
    moneda = moneda()
    descripcion = models.CharField(_("descripción"), max_length=500, blank=True)
    inicio = dia(_("vigente desde"))
    fin = dia(_("vigente hasta"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("clave", "id"),
        Parte("proveedor", "issuingSupplier", "issuingSupplier"),
        Campo("fecha", "date", INICIO_DEL_DIA),
        Dinero("valor", "value", neto="valor_neto"),
        Campo("descripcion", "description"),
        Campo("inicio", "period.startDate", INICIO_DEL_DIA),
        Campo("fin", "period.endDate", FIN_DEL_DIA),
        Lista("articulos_cotizados", "items", de=("cotizacion", "clave")),
    )

    panels = [
        FieldRowPanel([FieldPanel("clave"), FieldPanel("solicitud"), FieldPanel("fecha")]),
        FieldPanel("proveedor"),
        FieldRowPanel([FieldPanel("valor_neto"), FieldPanel("valor"), FieldPanel("moneda")]),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
    ]

    class Meta(RenglonConClave.Meta):
        verbose_name = _("cotización")
        verbose_name_plural = _("cotizaciones")


class ArticuloCotizado(ArticuloRenglon):
    """An item of a quote, with its price."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="articulos_cotizados")
    cotizacion = clave(_("cotización"), help_text=_("Clave de la cotización."))
    panels = [FieldPanel("cotizacion"), *ArticuloRenglon.panels]

    class Meta(ArticuloRenglon.Meta):
        verbose_name = _("artículo cotizado")
        verbose_name_plural = _("artículos cotizados")


class RelacionadoDeProceso(RelacionadoRenglon):
    """Another process that this one comes from: its framework agreement, the tender that was declared deserted."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="relacionados")

    class Meta(RelacionadoRenglon.Meta):
        verbose_name = _("proceso relacionado")
        verbose_name_plural = _("procesos relacionados")


class DocumentoDePlaneacion(DocumentoRenglon):
    """A document of the planning stage."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de planeación")
        verbose_name_plural = _("documentos de planeación")


class HitoDePlaneacion(HitoRenglon):
    """A milestone of the planning stage."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="hitos")

    class Meta(HitoRenglon.Meta):
        verbose_name = _("hito de planeación")
        verbose_name_plural = _("hitos de planeación")
