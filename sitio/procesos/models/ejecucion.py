"""Implementation: what was paid, delivered and closed under a contract (OCDS `contracts[].implementation`)."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sitio.ocds import rutas
from sitio.procesos import mapeo
from sitio.procesos.mapeo import FIN_DEL_DIA, Calculado, Campo, Dinero, Entrada, Lectura, Lista, Volcado, inicio_del_dia
from sitio.procesos.mapeo.conversiones import dia_local
from sitio.procesos.models.contrato import ContratoPage
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.formulario import pestana, pestanas, tabla
from sitio.procesos.models.renglones.campos import codigo, dia, moneda, monto
from sitio.procesos.models.renglones.ejecucion import id_de_factura

# Field of a progress row, and the metric it is an observation of.
METRICAS = {"fisico": ("avance-fisico", "Avance físico"), "financiero": ("avance-financiero", "Avance financiero")}


def _metricas(etapa: Any, pagina: Any) -> list[dict[str, Any]]:
    metricas = []
    for campo, (clave, titulo) in METRICAS.items():
        observaciones = [
            {
                "id": f"{clave}-{avance.fecha.isoformat()}",
                "period": {"endDate": mapeo.fin_del_dia(avance.fecha)},
                "measure": getattr(avance, campo),
                "unit": {"name": "%"},
                **({"notes": avance.nota} if avance.nota else {}),
            }
            for avance in etapa.avances.all()
            if getattr(avance, campo) is not None
        ]
        if observaciones:
            metricas.append({"id": clave, "title": titulo, "observations": observaciones})
    return metricas


def _leer_metricas(etapa: Any, valor: Any) -> None:
    por_dia: dict[Any, Any] = {}
    nombres = {clave: campo for campo, (clave, _titulo) in METRICAS.items()}
    for metrica in (m for m in valor if isinstance(m, dict) and m.get("id") in nombres):
        for observacion in metrica.get("observations", []):
            fecha, medida = rutas.leer(observacion, "period.endDate"), observacion.get("measure")
            if fecha and medida is not None:
                avance = por_dia.setdefault(dia_local(fecha), etapa.avances.model(fecha=dia_local(fecha)))
                setattr(avance, nombres[metrica["id"]], round(Decimal(str(medida)), 2))
                avance.nota = observacion.get("notes") or avance.nota
    etapa.avances = [por_dia[fecha] for fecha in sorted(por_dia)]


class EjecucionPage(EtapaPage):
    """Ejecución. It hangs from its contract and repeats its id and award, as OCDS merges a contract by id."""

    etapa = "ejecucion"
    estado_contrato = codigo(
        _("estado del contrato"),
        "contractStatus",
        default="active",
        help_text=_("«Terminado» publica el cierre del contrato."),
    )
    estado = codigo(_("en qué va la ejecución"), "implementationStatus")
    termino = dia(_("fecha en que terminó"), help_text=_("Cuando se recibió todo, o cuando se rescindió."))
    termino_motivo = models.TextField(
        _("cómo terminó"),
        blank=True,
        help_text=_("Cumplimiento, terminación anticipada, rescisión o suspensión, y su fundamento."),
    )
    finiquito = monto(_("monto final (finiquito)"))
    moneda = moneda()
    finiquito_detalle = models.TextField(_("cómo se llegó al monto final"), blank=True)

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("estado_contrato", "status"),
        Campo("estado", "implementation.status"),
        Campo("termino", "implementation.endDate", FIN_DEL_DIA),
        Campo("termino_motivo", "implementation.endDateDetails"),
        Dinero("finiquito", "implementation.finalValue"),
        Campo("finiquito_detalle", "implementation.finalValueDetails"),
        Calculado("implementation.metrics", _metricas, _leer_metricas, nombre="avances"),
        Lista("transacciones", "implementation.transactions"),
        Lista("hitos", "implementation.milestones"),
        Lista("desgloses", "implementation.budgetBreakdown"),
        Lista("documentos", "implementation.documents"),
    )

    edit_handler = pestanas(
        pestana(
            _("Pagos y avance"),
            FieldRowPanel([FieldPanel("estado_contrato"), FieldPanel("estado")]),
            tabla("transacciones"),
            tabla("avances"),
        ),
        pestana(_("Entregas e hitos"), tabla("hitos")),
        pestana(_("Presupuesto ejercido"), tabla("desgloses"), tabla("lineas")),
        pestana(
            _("Cierre y documentos"),
            MultiFieldPanel(
                [
                    FieldPanel("termino"),
                    FieldPanel("termino_motivo"),
                    FieldRowPanel([FieldPanel("finiquito"), FieldPanel("moneda")]),
                    FieldPanel("finiquito_detalle"),
                ],
                heading=_("Terminación y finiquito"),
            ),
            tabla("documentos"),
        ),
    )
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
        """Add the contract's id and award, the buyer as payer of each transaction, and the invoices as milestones."""
        volcado = super().bloque()
        contrato, comprador = self.contrato, self.proceso.institucion.organizacion
        pagos = rutas.leer(volcado.bloque, "implementation.transactions", [])
        for pago in pagos:
            pago["payer"] = mapeo.referencia(comprador)
        if pagos:
            volcado.partes.append((comprador, "payer"))
        if facturas := self._facturas():
            hitos = rutas.leer(volcado.bloque, "implementation.milestones", [])
            rutas.poner(volcado.bloque, "implementation.milestones", [*hitos, *facturas])
        base = {"id": contrato.id_contrato, "awardID": contrato.adjudicacion.id_adjudicacion}
        return Volcado({"contracts": [{**base, **volcado.bloque}]}, volcado.partes)

    def recoger(self, bloque: dict[str, Any], lectura: Lectura) -> None:
        """Read also the invoices, which come as milestones."""
        super().recoger(bloque, lectura)
        facturas = {id_de_factura(pago): pago for pago in self.transacciones.all()}
        for hito in [h for h in self.hitos.all() if h.identificador in facturas]:
            facturas[hito.identificador].factura = hito.fecha_cumplida
            self.hitos.remove(hito)

    def _facturas(self) -> list[dict[str, Any]]:
        return [
            {
                "id": id_de_factura(pago),
                "title": "Factura aceptada",
                "type": "payment",
                "dateMet": inicio_del_dia(pago.factura),
                "status": "met",
            }
            for pago in self.transacciones.all()
            if pago.factura
        ]
