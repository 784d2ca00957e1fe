"""Tender: how it is bought, by which law, when, and who took part (OCDS `tender` and `bids`)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sitio.procesos import mapeo
from sitio.procesos.mapeo import (
    ETIQUETAS,
    FIN_DEL_DIA,
    INICIO_DEL_DIA,
    Calculado,
    Campo,
    Dinero,
    Entrada,
    Lista,
    Volcado,
)
from sitio.procesos.mapeo.conversiones import PORCIENTO
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.formulario import pestana, pestanas, tabla
from sitio.procesos.models.renglones.bases import PORCENTAJE
from sitio.procesos.models.renglones.campos import Codigos, codigo, dia, momento, moneda, monto, si_o_no

# Id of the reason for the method that says that several institutions buy together.
CONSOLIDADA = "compra-consolidada"


class Caracter(models.TextChoices):
    """Who may take part, by nationality (LAASSP 2025 art. 36). OCDS has no field: it goes in the method's details."""

    NACIONAL = "nacional", _("Nacional")
    TRATADOS = "internacional bajo la cobertura de tratados", _("Internacional bajo la cobertura de tratados")
    ABIERTA = "internacional abierta", _("Internacional abierta")


def _fundamento(etapa: Any, pagina: Any) -> dict[str, str]:
    """The legal basis: the law of the procedure template, and the article and fraction the officer gives."""
    if not etapa.articulo:
        return {}
    ley = etapa.proceso.plantilla.contenido["marco_legal"]["ley"]
    fraccion = f", fracción {etapa.fraccion}" if etapa.fraccion else ""
    return {
        "id": "-".join(parte for parte in (etapa.articulo, etapa.fraccion) if parte),
        "description": f"{ley}, artículo {etapa.articulo}{fraccion}",
    }


def _metodo(etapa: Any, pagina: Any) -> str:
    """The method by its Mexican name, as CompraNet writes it: «Licitación pública nacional»."""
    return " ".join(parte for parte in (etapa.proceso.plantilla.contenido["detalle_metodo"], etapa.caracter) if parte)


def _leer_metodo(etapa: Any, valor: Any) -> None:
    dicho = str(valor).lower()
    etapa.caracter = next((caracter for caracter in Caracter.values if dicho.endswith(caracter)), "")


def _consolidada(etapa: Any, pagina: Any) -> list[dict[str, str]]:
    return [{"id": CONSOLIDADA, "description": "Compra consolidada"}] if etapa.consolidada else []


def _leer_consolidada(etapa: Any, valor: Any) -> None:
    etapa.consolidada = any(isinstance(m, dict) and m.get("id") == CONSOLIDADA for m in valor) or None


def _leer_fundamento(etapa: Any, valor: Any) -> None:
    articulo, _guion, fraccion = str(valor.get("id") or "").partition("-")
    etapa.articulo, etapa.fraccion = articulo[:20], fraccion[:20]


class LicitacionPage(EtapaPage):
    """Licitación. The method comes from the procedure template; bidders, meetings and bids come as they are known."""

    etapa = "licitacion"
    numero = models.CharField(
        _("número de procedimiento"), max_length=80, blank=True, help_text=_("Como aparece en la convocatoria.")
    )
    descripcion = models.TextField(_("objeto de la contratación"), blank=True)
    estado = codigo(_("estado"), "tenderStatus", default="active")
    categoria = codigo(_("qué se contrata"), "procurementCategory")
    categorias_adicionales = Codigos(_("con más precisión"), lista="extendedProcurementCategory")
    caracter = models.CharField(_("carácter"), max_length=60, choices=Caracter, blank=True)
    articulo = models.CharField(
        _("artículo de la ley"),
        max_length=20,
        blank=True,
        help_text=_("El que permite este procedimiento; por ejemplo, 54."),
    )
    fraccion = models.CharField(_("fracción"), max_length=20, blank=True, help_text=_("Por ejemplo IX."))
    motivo_metodo = models.TextField(
        _("fundamento del procedimiento"),
        blank=True,
        help_text=_("Por qué se usa este procedimiento: ley, artículo, fracción y razones."),
    )
    valor = monto(_("monto estimado con impuestos"))
    valor_neto = monto(_("monto estimado sin impuestos"))
    valor_minimo = monto(_("monto mínimo"), help_text=_("En un contrato abierto, lo menos que se comprará."))
    moneda = moneda()
    criterio = codigo(_("criterio de evaluación"), "awardCriteria")
    criterio_detalle = models.TextField(_("cómo se evalúa"), blank=True)
    presentacion = Codigos(_("cómo se presentan las proposiciones"), lista="submissionMethod")
    presentacion_detalle = models.CharField(_("dónde y cómo presentarlas"), max_length=500, blank=True)
    elegibilidad = models.TextField(_("requisitos para participar"), blank=True)
    consolidada = si_o_no(_("compra consolidada"), help_text=_("Si se compra para varias instituciones a la vez."))
    subcontratacion = models.TextField(_("condiciones para subcontratar"), blank=True)
    subcontratacion_maxima = models.DecimalField(
        _("porcentaje máximo que se puede subcontratar"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PORCENTAJE,
    )
    subasta = si_o_no(_("ofertas subsecuentes de descuento"))
    contrato_marco = si_o_no(_("de aquí sale un contrato marco"))
    marco_metodo = codigo(_("cómo se asignan los contratos específicos"), "frameworkAgreementMethod")
    marco_participantes = models.PositiveSmallIntegerField(_("máximo de proveedores"), null=True, blank=True)
    marco_compradores = models.CharField(_("quiénes pueden comprar"), max_length=500, blank=True)
    marco_valor = monto(_("monto máximo del contrato marco"))
    marco_inicio = dia(_("inicio del contrato marco"))
    marco_fin = dia(_("fin del contrato marco"))
    publicacion = momento(_("publicación de la convocatoria"))
    apertura = momento(_("presentación y apertura de proposiciones"))
    hay_aclaraciones = si_o_no(_("hubo preguntas"))
    aclaraciones_inicio = momento(_("inicio de aclaraciones"))
    aclaraciones_fin = momento(_("última junta de aclaraciones"))
    evaluacion_inicio = dia(_("inicio de la evaluación"))
    fallo_previsto = dia(_("fallo previsto"))
    inicio_previsto = dia(_("inicio previsto del contrato"))
    fin_previsto = dia(_("fin previsto del contrato"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("numero", "tender.id"),
        Campo("title", "tender.title"),
        Campo("descripcion", "tender.description"),
        Campo("estado", "tender.status"),
        Campo("categoria", "tender.mainProcurementCategory"),
        Campo("categorias_adicionales", "tender.additionalProcurementCategories", ETIQUETAS),
        Calculado("tender.procurementMethodDetails", _metodo, _leer_metodo, nombre="caracter"),
        Calculado("tender.legalBasis", _fundamento, _leer_fundamento, nombre="articulo"),
        Campo("motivo_metodo", "tender.procurementMethodRationale"),
        Dinero("valor", "tender.value", neto="valor_neto"),
        Dinero("valor_minimo", "tender.minValue"),
        Campo("criterio", "tender.awardCriteria"),
        Campo("criterio_detalle", "tender.awardCriteriaDetails"),
        Campo("presentacion", "tender.submissionMethod", ETIQUETAS),
        Campo("presentacion_detalle", "tender.submissionMethodDetails"),
        Campo("elegibilidad", "tender.eligibilityCriteria"),
        Calculado(
            "tender.procurementMethodRationaleClassifications", _consolidada, _leer_consolidada, nombre="consolidada"
        ),
        Campo("subcontratacion", "tender.subcontractingTerms.description"),
        Campo("subcontratacion_maxima", "tender.subcontractingTerms.competitiveMaximumPercentage", PORCIENTO),
        Campo("subasta", "tender.techniques.hasElectronicAuction"),
        Campo("contrato_marco", "tender.techniques.hasFrameworkAgreement"),
        Campo("marco_metodo", "tender.techniques.frameworkAgreement.method"),
        Campo("marco_participantes", "tender.techniques.frameworkAgreement.maximumParticipants"),
        Campo("marco_compradores", "tender.techniques.frameworkAgreement.buyerCategories"),
        Dinero("marco_valor", "tender.techniques.frameworkAgreement.value"),
        Campo("marco_inicio", "tender.techniques.frameworkAgreement.period.startDate", INICIO_DEL_DIA),
        Campo("marco_fin", "tender.techniques.frameworkAgreement.period.endDate", FIN_DEL_DIA),
        Campo("publicacion", "tender.tenderPeriod.startDate"),
        Campo("apertura", "tender.tenderPeriod.endDate"),
        Campo("hay_aclaraciones", "tender.hasEnquiries"),
        Campo("aclaraciones_inicio", "tender.enquiryPeriod.startDate"),
        Campo("aclaraciones_fin", "tender.enquiryPeriod.endDate"),
        Campo("evaluacion_inicio", "tender.awardPeriod.startDate", INICIO_DEL_DIA),
        Campo("fallo_previsto", "tender.awardPeriod.endDate", FIN_DEL_DIA),
        Campo("inicio_previsto", "tender.contractPeriod.startDate", INICIO_DEL_DIA),
        Campo("fin_previsto", "tender.contractPeriod.endDate", FIN_DEL_DIA),
        Lista("lotes", "tender.lots"),
        Lista("articulos", "tender.items"),
        Lista("invitados", ""),
        Lista("licitantes", "tender.tenderers"),
        Lista("juntas", "tender.clarificationMeetings"),
        Lista("preguntas", "tender.enquiries"),
        Lista("ofertas", "bids.details"),
        Lista("documentos", "tender.documents"),
        Lista("hitos", "tender.milestones"),
        Lista("modificaciones", "tender.amendments"),
    )

    edit_handler = pestanas(
        pestana(
            _("Procedimiento"),
            FieldRowPanel([FieldPanel("numero"), FieldPanel("estado")]),
            FieldPanel("descripcion"),
            FieldRowPanel([FieldPanel("categoria"), FieldPanel("caracter")]),
            FieldPanel("categorias_adicionales"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("articulo"), FieldPanel("fraccion")]), FieldPanel("motivo_metodo")],
                heading=_("Fundamento legal"),
            ),
            FieldRowPanel([FieldPanel("valor_neto"), FieldPanel("valor"), FieldPanel("moneda")]),
            FieldPanel("valor_minimo"),
            FieldPanel("criterio"),
            FieldPanel("criterio_detalle"),
            FieldPanel("elegibilidad"),
            MultiFieldPanel(
                [
                    FieldPanel("consolidada"),
                    FieldPanel("subasta"),
                    FieldPanel("subcontratacion"),
                    FieldPanel("subcontratacion_maxima"),
                ],
                heading=_("Compra consolidada, subasta y subcontratación"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("contrato_marco"),
                    FieldRowPanel([FieldPanel("marco_metodo"), FieldPanel("marco_participantes")]),
                    FieldPanel("marco_compradores"),
                    FieldRowPanel([FieldPanel("marco_valor"), FieldPanel("marco_inicio"), FieldPanel("marco_fin")]),
                ],
                heading=_("Contrato marco"),
            ),
        ),
        pestana(
            _("Fechas y juntas"),
            FieldRowPanel([FieldPanel("publicacion"), FieldPanel("apertura")]),
            FieldPanel("presentacion"),
            FieldPanel("presentacion_detalle"),
            FieldPanel("hay_aclaraciones"),
            FieldRowPanel([FieldPanel("aclaraciones_inicio"), FieldPanel("aclaraciones_fin")]),
            FieldRowPanel([FieldPanel("evaluacion_inicio"), FieldPanel("fallo_previsto")]),
            FieldRowPanel([FieldPanel("inicio_previsto"), FieldPanel("fin_previsto")]),
            tabla("juntas"),
            tabla("asistentes"),
            tabla("servidores"),
            tabla("preguntas"),
        ),
        pestana(_("Artículos y lotes"), tabla("lotes"), tabla("articulos")),
        pestana(
            _("Participantes y proposiciones"),
            tabla("invitados"),
            tabla("licitantes"),
            tabla("ofertas"),
            tabla("integrantes"),
        ),
        pestana(_("Documentos, hitos y modificaciones"), tabla("documentos"), tabla("hitos"), tabla("modificaciones")),
    )

    class Meta:
        verbose_name = _("licitación")
        verbose_name_plural = _("licitaciones")

    def bloque(self) -> Volcado:
        """Add what the template and the tree know: method, its name, and the procuring entity; and count bidders."""
        volcado = super().bloque()
        tender = volcado.bloque["tender"]
        plantilla, unidad = self.proceso.plantilla.contenido, self.proceso.unidad.organizacion
        tender.setdefault("id", self.proceso.ocid)
        tender["procurementMethod"] = plantilla["metodo"]
        tender["procuringEntity"] = mapeo.referencia(unidad)
        volcado.partes.append((unidad, "procuringEntity"))
        for oferta in volcado.bloque.get("bids", {}).get("details", []):
            oferta["tenderers"] = _una_vez(oferta["tenderers"])
        if licitantes := _licitantes(volcado.bloque):
            tender["tenderers"], tender["numberOfTenderers"] = licitantes, len(licitantes)
        return volcado


def _una_vez(partes: list[dict[str, str]]) -> list[dict[str, str]]:
    return list({parte["id"]: parte for parte in partes}.values())


def _licitantes(bloque: dict[str, Any]) -> list[dict[str, str]]:
    """Return who presented a bid: those listed, and those of each bid that was received and not withdrawn."""
    recibidas = [
        oferta
        for oferta in bloque.get("bids", {}).get("details", [])
        if oferta.get("status") not in ("invited", "withdrawn")
    ]
    todos = [*bloque["tender"].get("tenderers", []), *(parte for o in recibidas for parte in o["tenderers"])]
    return _una_vez(todos)
