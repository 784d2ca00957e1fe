"""Award: who won, why and for how much (OCDS `awards`)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sitio.procesos import mapeo
from sitio.procesos.mapeo import FIN_DEL_DIA, INICIO_DEL_DIA, Campo, Dinero, Entrada, Lista, Volcado
from sitio.procesos.mapeo.conversiones import CLAVES, PORCIENTO
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.formulario import pestana, pestanas, tabla
from sitio.procesos.models.renglones.bases import PORCENTAJE
from sitio.procesos.models.renglones.campos import clave, codigo, dia, moneda, monto, nuevo_id, si_o_no


class AdjudicacionPage(EtapaPage):
    """Adjudicación. One page an award: a procedure split among suppliers has several."""

    etapa = "adjudicacion"
    id_adjudicacion = models.CharField(max_length=200, default=nuevo_id, editable=False)
    descripcion = models.TextField(_("qué se adjudicó"), blank=True)
    justificacion = models.TextField(
        _("motivos del fallo"), blank=True, help_text=_("Por qué se eligió esta proposición y no otra.")
    )
    estado = codigo(_("estado"), "awardStatus", default="active")
    fecha = dia(_("fecha del fallo"))
    valor = monto(_("monto adjudicado con impuestos"))
    valor_neto = monto(_("monto adjudicado sin impuestos"))
    moneda = moneda()
    inicio = dia(_("inicio previsto del contrato"))
    fin = dia(_("fin previsto del contrato"))
    lotes = models.CharField(
        _("lotes"),
        max_length=300,
        blank=True,
        help_text=_("Claves de los lotes adjudicados, separadas por comas."),
    )
    oferta = clave(_("proposición ganadora"), blank=True, help_text=_("Clave de la proposición en la licitación."))
    hay_subcontratacion = si_o_no(_("se va a subcontratar"))
    subcontratacion = models.TextField(_("qué se va a subcontratar"), blank=True)
    subcontratacion_porcentaje = models.DecimalField(
        _("porcentaje que se va a subcontratar"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PORCENTAJE,
    )

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("id_adjudicacion", "id"),
        Campo("title", "title"),
        Campo("descripcion", "description"),
        Campo("justificacion", "rationale"),
        Campo("estado", "status"),
        Campo("fecha", "date", INICIO_DEL_DIA),
        Dinero("valor", "value", neto="valor_neto"),
        Campo("inicio", "contractPeriod.startDate", INICIO_DEL_DIA),
        Campo("fin", "contractPeriod.endDate", FIN_DEL_DIA),
        Campo("lotes", "relatedLots", CLAVES),
        Campo("oferta", "relatedBid"),
        Campo("hay_subcontratacion", "hasSubcontracting"),
        Campo("subcontratacion", "subcontracting.description"),
        Campo("subcontratacion_porcentaje", "subcontracting.maximumPercentage", PORCIENTO),
        Lista("subcontratistas", "subcontracting.subcontracts"),
        Lista("proveedores", "suppliers"),
        Lista("articulos", "items"),
        Lista("documentos", "documents"),
        Lista("modificaciones", "amendments"),
    )

    edit_handler = pestanas(
        pestana(
            _("Fallo"),
            FieldRowPanel([FieldPanel("fecha"), FieldPanel("estado")]),
            FieldPanel("descripcion"),
            FieldPanel("justificacion"),
            FieldRowPanel([FieldPanel("valor_neto"), FieldPanel("valor"), FieldPanel("moneda")]),
            FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
            FieldRowPanel([FieldPanel("oferta"), FieldPanel("lotes")]),
            tabla("proveedores"),
            MultiFieldPanel(
                [
                    FieldPanel("hay_subcontratacion"),
                    FieldPanel("subcontratacion"),
                    FieldPanel("subcontratacion_porcentaje"),
                ],
                heading=_("Subcontratación"),
            ),
            tabla("subcontratistas"),
        ),
        pestana(_("Artículos"), tabla("articulos")),
        pestana(_("Documentos y modificaciones"), tabla("documentos"), tabla("modificaciones")),
    )

    class Meta:
        verbose_name = _("adjudicación")
        verbose_name_plural = _("adjudicaciones")

    def lugar(self, entrega: dict[str, Any]) -> dict[str, Any]:
        return mapeo.miembro(entrega, "awards", self.id_adjudicacion)

    def bloque(self) -> Volcado:
        volcado = super().bloque()
        return Volcado({"awards": [volcado.bloque]}, volcado.partes)
