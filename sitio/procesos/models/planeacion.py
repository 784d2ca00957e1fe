"""Planning: why something is bought, for whom, with what money and what the market said (OCDS `planning`)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sitio.procesos.mapeo import Calculado, Campo, Dinero, Entrada, Lista
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.formulario import pestana, pestanas, tabla
from sitio.procesos.models.renglones.campos import moneda, monto, si_o_no

# Id of the related process that says which line of the annual plan this purchase carries out.
PLAN_ANUAL = "plan-anual"


def _plan_anual(etapa: Any, pagina: Any) -> list[dict[str, Any]]:
    if not etapa.linea_del_plan:
        return []
    titulo = f"Programa anual de adquisiciones, línea {etapa.linea_del_plan}"
    return [
        {"id": PLAN_ANUAL, "relationship": ["planning"], "title": titulo, "identifier": etapa.linea_del_plan},
    ]


def _leer_plan_anual(etapa: Any, valor: Any) -> None:
    propio = next((r for r in valor if isinstance(r, dict) and r.get("id") == PLAN_ANUAL), {})
    etapa.linea_del_plan = str(propio.get("identifier") or "")


class PlaneacionPage(EtapaPage):
    """Planeación. Source: OCDS 1.1 `planning`; LAASSP 2025 art. 35 (market research) for what templates require."""

    etapa = "planeacion"
    justificacion = models.TextField(
        _("justificación"),
        blank=True,
        help_text=_("Por qué se necesita esta contratación, en palabras que cualquiera entienda."),
    )
    linea_del_plan = models.CharField(
        _("línea del programa anual"),
        max_length=80,
        blank=True,
        help_text=_("Número o clave de la línea del programa anual de adquisiciones (PAAAS) u obras."),
    )
    hay_cotizaciones = si_o_no(
        _("se pidieron cotizaciones"), help_text=_("Si la investigación de mercado incluyó pedir cotizaciones.")
    )
    partida = models.CharField(_("partida presupuestaria"), max_length=60, blank=True)
    presupuesto_descripcion = models.CharField(_("origen de los recursos"), max_length=300, blank=True)
    presupuesto = monto(_("presupuesto autorizado"))
    moneda = moneda()
    proyecto = models.CharField(_("proyecto o programa"), max_length=300, blank=True)
    clave_cartera = models.CharField(
        _("clave de cartera"),
        max_length=40,
        blank=True,
        help_text=_("La que da la Unidad de Inversiones de la SHCP a un proyecto de inversión."),
    )
    presupuesto_url = models.URLField(_("dónde consultar el presupuesto"), max_length=500, blank=True)

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        # OCDS has no title before the tender: the process_title extension gives the process its own.
        Campo("title", "title"),
        Campo("justificacion", "planning.rationale"),
        Campo("hay_cotizaciones", "planning.hasQuotes"),
        Campo("partida", "planning.budget.id"),
        Campo("presupuesto_descripcion", "planning.budget.description"),
        Dinero("presupuesto", "planning.budget.amount"),
        Campo("proyecto", "planning.budget.project"),
        Campo("clave_cartera", "planning.budget.projectID"),
        Campo("presupuesto_url", "planning.budget.uri"),
        Lista("desgloses", "planning.budget.budgetBreakdown"),
        Lista("areas_requirentes", "planning.requestingUnits"),
        Lista("areas_contratantes", "planning.contractingUnits"),
        Lista("areas_responsables", "planning.responsibleUnits"),
        Lista("areas_tecnicas", ""),
        Lista("solicitudes", "planning.requestsForQuotes"),
        Lista("documentos", "planning.documents"),
        Lista("hitos", "planning.milestones"),
        Calculado("relatedProcesses", _plan_anual, _leer_plan_anual, nombre="linea_del_plan"),
        Lista("relacionados", "relatedProcesses", sin=PLAN_ANUAL),
    )

    edit_handler = pestanas(
        pestana(
            _("Necesidad"),
            FieldPanel("justificacion"),
            FieldPanel("linea_del_plan"),
            tabla("areas_requirentes"),
            tabla("areas_contratantes"),
            tabla("areas_responsables"),
            tabla("areas_tecnicas"),
            tabla("relacionados"),
        ),
        pestana(
            _("Presupuesto"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("presupuesto"), FieldPanel("moneda")]),
                    FieldRowPanel([FieldPanel("partida"), FieldPanel("presupuesto_descripcion")]),
                    FieldRowPanel([FieldPanel("proyecto"), FieldPanel("clave_cartera")]),
                    FieldPanel("presupuesto_url"),
                ],
                heading=_("Presupuesto"),
            ),
            tabla("desgloses"),
            tabla("lineas"),
        ),
        pestana(
            _("Cotizaciones"),
            FieldPanel("hay_cotizaciones"),
            tabla("solicitudes"),
            tabla("articulos_solicitados"),
            tabla("invitados_a_cotizar"),
            tabla("cotizaciones"),
            tabla("articulos_cotizados"),
        ),
        pestana(_("Documentos e hitos"), tabla("documentos"), tabla("hitos")),
    )

    class Meta:
        verbose_name = _("planeación")
        verbose_name_plural = _("planeaciones")
