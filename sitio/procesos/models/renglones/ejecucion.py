"""The rows of an implementation: payments, progress, milestones and the budget that was spent."""

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sitio.ocds import hitos
from sitio.procesos.mapeo import INICIO_DEL_DIA, Calculado, Campo, Dinero, Entrada, Parte
from sitio.procesos.models.renglones.bases import (
    PORCENTAJE,
    DocumentoRenglon,
    HitoRenglon,
    Renglon,
    RenglonConId,
    paneles_de_hito,
    parte,
)
from sitio.procesos.models.renglones.campos import CENTAVO, codigo, dia, moneda, monto
from sitio.procesos.models.renglones.presupuesto import DesgloseRenglon, LineaPresupuestariaRenglon

PAGINA = "procesos.EjecucionPage"


def id_de_factura(fila: Any) -> str:
    """Return the id of the milestone that says when the invoice of a payment was accepted."""
    return f"factura-{fila.identificador}"


def _factura(fila: Any, pagina: Any) -> dict[str, str]:
    return {"id": id_de_factura(fila), "title": "Factura aceptada"} if fila.factura else {}


class Transaccion(RenglonConId):
    """An OCDS `Transaction`: a payment made from the buyer to a supplier, and when its invoice was accepted.

    The term to pay runs from the invoice (LAASSP 2025 art. 73), for which OCDS has no field of the payment: it goes
    out as a milestone of the kind `payment`, and the payment refers to it (extension transaction_milestones).
    """

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="transacciones")
    fecha = models.DateField(_("fecha del pago"))
    monto_neto = monto(_("monto pagado sin impuestos"))
    monto = models.DecimalField(_("monto pagado con impuestos"), max_digits=20, decimal_places=2, validators=[CENTAVO])
    moneda = moneda()
    beneficiario = parte(_("a quién se pagó"))
    metodo = codigo(_("forma de pago"), "paymentMethod")
    factura = dia(_("aceptación de la factura"), help_text=_("De aquí corre el plazo para pagar."))
    fuente = models.URLField(
        _("sistema de donde sale"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    url = models.URLField(
        _("dónde consultarlo"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("fecha", "date", INICIO_DEL_DIA),
        Dinero("monto", "value", neto="monto_neto"),
        Parte("beneficiario", "payee", "payee"),
        Campo("metodo", "paymentMethod"),
        Calculado("relatedImplementationMilestone", _factura, nombre="factura"),
        Campo("fuente", "source"),
        Campo("url", "uri"),
    )

    panels = [
        FieldRowPanel([FieldPanel("fecha"), FieldPanel("factura"), FieldPanel("metodo")]),
        FieldRowPanel([FieldPanel("monto_neto"), FieldPanel("monto"), FieldPanel("moneda")]),
        FieldPanel("beneficiario"),
        FieldRowPanel([FieldPanel("fuente"), FieldPanel("url")]),
    ]

    class Meta(RenglonConId.Meta):
        verbose_name = _("pago")
        verbose_name_plural = _("pagos")


class Avance(Renglon):
    """How far the contract was on a date, in works done and in money. Source: OCDS extension metrics."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="avances")
    fecha = models.DateField(_("fecha"))
    fisico = models.DecimalField(
        _("avance físico (%)"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PORCENTAJE
    )
    financiero = models.DecimalField(
        _("avance financiero (%)"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PORCENTAJE
    )
    nota = models.CharField(_("nota"), max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("fecha"), FieldPanel("fisico"), FieldPanel("financiero")]),
        FieldPanel("nota"),
    ]

    class Meta(Renglon.Meta):
        verbose_name = _("avance")
        verbose_name_plural = _("avances físico y financiero")


class DesgloseEjercido(DesgloseRenglon):
    """A part of the budget as it was spent on this contract."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="desgloses")

    class Meta(DesgloseRenglon.Meta):
        verbose_name = _("desglose del presupuesto ejercido")
        verbose_name_plural = _("desgloses del presupuesto ejercido")


class LineaEjercida(LineaPresupuestariaRenglon):
    """A budget line as it was spent on this contract."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="lineas")

    class Meta(LineaPresupuestariaRenglon.Meta):
        verbose_name = _("línea presupuestaria ejercida")
        verbose_name_plural = _("líneas presupuestarias ejercidas")


class HitoDeEjecucion(HitoRenglon):
    """A milestone of the implementation."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="hitos")
    panels = paneles_de_hito(hitos.DE_CONTRATO)

    class Meta(HitoRenglon.Meta):
        verbose_name = _("hito de ejecución")
        verbose_name_plural = _("hitos de ejecución")


class DocumentoDeEjecucion(DocumentoRenglon):
    """A document of the implementation stage."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de ejecución")
        verbose_name_plural = _("documentos de ejecución")
