"""Contract: what was signed, with whom and until when (OCDS `contracts`)."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sitio.procesos import mapeo
from sitio.procesos.mapeo import ETIQUETAS, FIN_DEL_DIA, INICIO_DEL_DIA, Campo, Dinero, Entrada, Lista, Volcado
from sitio.procesos.models.adjudicacion import AdjudicacionPage
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.formulario import pestana, pestanas, tabla
from sitio.procesos.models.renglones.campos import Codigos, codigo, dia, moneda, monto, nuevo_id


class ContratoPage(EtapaPage):
    """Contrato. It belongs to one award of the same process."""

    etapa = "contrato"
    id_contrato = models.CharField(
        _("número de contrato"),
        max_length=200,
        default=nuevo_id,
        help_text=_("Identifica el contrato en los datos abiertos. Una vez publicado ya no cambia."),
    )
    adjudicacion = models.ForeignKey(
        AdjudicacionPage,
        on_delete=models.PROTECT,
        related_name="contratos",
        editable=False,
        verbose_name=_("adjudicación"),
    )
    descripcion = models.TextField(_("objeto del contrato"), blank=True)
    estado = codigo(_("estado"), "contractStatus", default="active")
    firma = dia(_("fecha de firma"))
    inicio = dia(_("inicio de vigencia"))
    fin = dia(_("fin de vigencia"))
    prorroga = dia(_("fin de vigencia con prórrogas"), help_text=_("Hasta cuándo podría extenderse, si se previó."))
    valor = monto(_("monto del contrato con impuestos"))
    valor_neto = monto(_("monto del contrato sin impuestos"))
    moneda = moneda()
    vigilancia = Codigos(_("mecanismos de vigilancia"), lista="surveillanceMechanisms")

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("id_contrato", "id"),
        Campo("title", "title"),
        Campo("descripcion", "description"),
        Campo("estado", "status"),
        Campo("firma", "dateSigned", INICIO_DEL_DIA),
        Campo("inicio", "period.startDate", INICIO_DEL_DIA),
        Campo("fin", "period.endDate", FIN_DEL_DIA),
        Campo("prorroga", "period.maxExtentDate", FIN_DEL_DIA),
        Dinero("valor", "value", neto="valor_neto"),
        Lista("tipos_de_cambio", "value.exchangeRates"),
        Campo("vigilancia", "surveillanceMechanisms", ETIQUETAS),
        Lista("firmantes", "signatories"),
        Lista("articulos", "items"),
        Lista("garantias", "guarantees"),
        Lista("documentos", "documents"),
        Lista("hitos", "milestones"),
        Lista("modificaciones", "amendments"),
        Lista("relacionados", "relatedProcesses"),
    )

    edit_handler = pestanas(
        pestana(
            _("Contrato"),
            FieldPanel("id_contrato"),
            FieldRowPanel([FieldPanel("firma"), FieldPanel("estado")]),
            FieldPanel("descripcion"),
            FieldRowPanel([FieldPanel("valor_neto"), FieldPanel("valor"), FieldPanel("moneda")]),
            tabla("tipos_de_cambio"),
            FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin"), FieldPanel("prorroga")]),
            FieldPanel("vigilancia"),
            tabla("firmantes"),
        ),
        pestana(_("Artículos"), tabla("articulos")),
        pestana(_("Garantías"), tabla("garantias")),
        pestana(
            _("Documentos, hitos y convenios"),
            tabla("documentos"),
            tabla("hitos"),
            tabla("modificaciones"),
            tabla("relacionados"),
        ),
    )
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
        """Hold the contract's number to what OCDS merges by: one in the process, and never another once published."""
        super().clean()
        publicado = type(self).objects.filter(pk=self.pk, live=True).values_list("id_contrato", flat=True).first()
        if publicado and publicado != self.id_contrato:
            raise ValidationError(
                {"id_contrato": _("El contrato ya se publicó como «%(numero)s» y ese número ya no cambia.")},
                params={"numero": publicado},
            )
        hermanos = type(self).objects.sibling_of(self, inclusive=False) if self.path else type(self).objects.none()
        if hermanos.filter(id_contrato=self.id_contrato).exists():
            raise ValidationError({"id_contrato": _("Otro contrato de este proceso ya tiene ese número.")})
