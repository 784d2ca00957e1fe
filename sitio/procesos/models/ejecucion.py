"""Implementation: what was paid and delivered under a contract (OCDS `contracts[].implementation`)."""

from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel

from sitio.ocds import listas
from sitio.procesos import mapeo
from sitio.procesos.mapeo import Campo, Entrada, Lista, Volcado
from sitio.procesos.models.contrato import ContratoPage
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.renglones import DocumentoRenglon, HitoRenglon, TransaccionRenglon


class EjecucionPage(EtapaPage):
    """Ejecución. It hangs from its contract and repeats its id and award, as OCDS merges a contract by id."""

    etapa = "ejecucion"
    estado_contrato = models.CharField(
        _("estado del contrato"),
        max_length=20,
        choices=partial(listas.opciones, "contractStatus"),
        default="active",
        help_text=_("«Terminado» publica el cierre del contrato."),
    )

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("estado_contrato", "status"),
        Lista(
            "transacciones",
            "implementation.transactions",
            mapeo.TRANSACCION,
            papel="payee",
            organizacion="beneficiario",
        ),
        Lista("hitos", "implementation.milestones", mapeo.HITO),
        Lista("documentos", "implementation.documents", mapeo.DOCUMENTO),
    )

    content_panels = [
        *EtapaPage.content_panels,
        FieldPanel("estado_contrato"),
        InlinePanel("transacciones", heading=_("Pagos"), label=_("pago")),
        InlinePanel("hitos", heading=_("Entregas e hitos"), label=_("hito")),
        InlinePanel("documentos", heading=_("Documentos"), label=_("documento")),
    ]
    parent_page_types = ["procesos.ContratoPage"]

    class Meta:
        verbose_name = _("ejecución")
        verbose_name_plural = _("ejecuciones")

    @property
    def contrato(self) -> ContratoPage:
        """The contract being carried out."""
        return ContratoPage.objects.parent_of(self).select_related("adjudicacion").get()

    def lugar(self, entrega: dict[str, Any]) -> dict[str, Any]:
        return mapeo.miembro(entrega, "contracts", self.contrato.id_contrato)

    def bloque(self) -> Volcado:
        """Add the contract's id and award, and the buyer as payer of each transaction."""
        volcado = super().bloque()
        contrato, comprador = self.contrato, self.proceso.institucion.organizacion
        pagos = volcado.bloque.get("implementation", {}).get("transactions", [])
        for pago in pagos:
            pago["payer"] = mapeo.referencia(comprador)
        if pagos:
            volcado.partes.append((comprador, "payer"))
        base = {"id": contrato.id_contrato, "awardID": contrato.adjudicacion.id_adjudicacion}
        return Volcado({"contracts": [{**base, **volcado.bloque}]}, volcado.partes)


class Transaccion(TransaccionRenglon):
    """A payment under the contract."""

    pagina = ParentalKey(EjecucionPage, on_delete=models.CASCADE, related_name="transacciones")

    class Meta(TransaccionRenglon.Meta):
        verbose_name = _("pago")
        verbose_name_plural = _("pagos")


class HitoDeEjecucion(HitoRenglon):
    """A milestone of the implementation."""

    pagina = ParentalKey(EjecucionPage, on_delete=models.CASCADE, related_name="hitos")

    class Meta(HitoRenglon.Meta):
        verbose_name = _("hito de ejecución")
        verbose_name_plural = _("hitos de ejecución")


class DocumentoDeEjecucion(DocumentoRenglon):
    """A document of the implementation stage."""

    pagina = ParentalKey(EjecucionPage, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de ejecución")
        verbose_name_plural = _("documentos de ejecución")
