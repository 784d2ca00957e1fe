"""The rows of a tender: lots, items, who was invited, meetings, questions, bids and their evaluation."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sitio.ocds import hitos
from sitio.procesos.mapeo import FIN_DEL_DIA, INICIO_DEL_DIA, Calculado, Campo, Dinero, Entrada, Lista, Parte
from sitio.procesos.mapeo.conversiones import CLAVES
from sitio.procesos.models.renglones.bases import (
    ArticuloDeLote,
    DocumentoRenglon,
    HitoRenglon,
    ModificacionRenglon,
    OrganizacionRenglon,
    RenglonConClave,
    RenglonConId,
    paneles_de_hito,
    parte,
)
from sitio.procesos.models.renglones.campos import clave, codigo, dia, momento, moneda, monto

PAGINA = "procesos.LicitacionPage"


class Lote(RenglonConClave):
    """A lot («partida») that is awarded on its own. Source: OCDS extension lots."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="lotes")
    titulo = models.CharField(_("título"), max_length=250)
    descripcion = models.CharField(_("descripción"), max_length=1000, blank=True)
    estado = codigo(_("estado"), "tenderStatus", default="active")
    valor = monto(_("monto estimado con impuestos"))
    valor_neto = monto(_("monto estimado sin impuestos"))
    moneda = moneda()
    inicio = dia(_("inicio previsto del contrato"))
    fin = dia(_("fin previsto del contrato"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("clave", "id"),
        Campo("titulo", "title"),
        Campo("descripcion", "description"),
        Campo("estado", "status"),
        Dinero("valor", "value", neto="valor_neto"),
        Campo("inicio", "contractPeriod.startDate", INICIO_DEL_DIA),
        Campo("fin", "contractPeriod.endDate", FIN_DEL_DIA),
    )

    panels = [
        FieldRowPanel([FieldPanel("clave"), FieldPanel("estado")]),
        FieldPanel("titulo"),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("valor_neto"), FieldPanel("valor"), FieldPanel("moneda")]),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
    ]

    class Meta(RenglonConClave.Meta):
        verbose_name = _("lote")
        verbose_name_plural = _("lotes")


class ArticuloDeLicitacion(ArticuloDeLote):
    """An item asked for in a tender."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="articulos")

    class Meta(ArticuloDeLote.Meta):
        verbose_name = _("artículo de la licitación")
        verbose_name_plural = _("artículos de la licitación")


class Invitado(OrganizacionRenglon):
    """A supplier invited to a restricted procedure (LAASSP 2025 art. 56). Known by its role among the parties."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="invitados")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "invitedSupplier", sin_referencia=True),)

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("proveedor invitado")
        verbose_name_plural = _("proveedores invitados")


class Licitante(OrganizacionRenglon):
    """An organization that presented a tender."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="licitantes")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "tenderer"),)

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("licitante")
        verbose_name_plural = _("licitantes")


class JuntaDeAclaraciones(RenglonConClave):
    """A clarification meeting (LAASSP 2025 arts. 43 and 44). Source: EDCA-MX extension clarificationMeetings."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="juntas")
    fecha = momento(_("fecha y hora"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("clave", "id"),
        Campo("fecha", "date"),
        Lista("asistentes", "attendees", de=("junta", "clave")),
        Lista("servidores", "officials", de=("junta", "clave")),
    )

    panels = [FieldRowPanel([FieldPanel("clave"), FieldPanel("fecha")])]

    class Meta(RenglonConClave.Meta):
        verbose_name = _("junta de aclaraciones")
        verbose_name_plural = _("juntas de aclaraciones")


class DeJunta(OrganizacionRenglon):
    """Somebody at a clarification meeting."""

    junta = clave(_("junta"), help_text=_("Clave de la junta de aclaraciones."))
    panels = [FieldRowPanel([FieldPanel("junta"), FieldPanel("organizacion")])]

    class Meta(OrganizacionRenglon.Meta):
        abstract = True


class AsistenteAJunta(DeJunta):
    """A supplier that attended."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="asistentes")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "attendee"),)

    class Meta(DeJunta.Meta):
        verbose_name = _("asistente a una junta")
        verbose_name_plural = _("asistentes a las juntas")


class ServidorEnJunta(DeJunta):
    """A public official, or the area, that answered."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="servidores")
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "official"),)

    class Meta(DeJunta.Meta):
        verbose_name = _("persona servidora pública en una junta")
        verbose_name_plural = _("personas servidoras públicas en las juntas")


class Pregunta(RenglonConId):
    """A question about the call and its answer. Source: OCDS extension enquiries."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="preguntas")
    fecha = momento(_("fecha de la pregunta"))
    quien = parte(_("quién preguntó"), null=True, blank=True)
    pregunta = models.TextField(_("pregunta"))
    respuesta = models.TextField(_("respuesta"), blank=True)
    respondida = momento(_("fecha de la respuesta"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("fecha", "date"),
        Parte("quien", "enquirer", "author"),
        Campo("pregunta", "description"),
        Campo("respuesta", "answer"),
        Campo("respondida", "dateAnswered"),
    )

    panels = [
        FieldRowPanel([FieldPanel("fecha"), FieldPanel("quien")]),
        FieldPanel("pregunta"),
        FieldPanel("respuesta"),
        FieldPanel("respondida"),
    ]

    class Meta(RenglonConId.Meta):
        verbose_name = _("pregunta")
        verbose_name_plural = _("preguntas")


def _evaluacion(fila: Any, pagina: Any) -> list[dict[str, str]]:
    """The evaluation of a bid as its document: OCDS bids have no field for words about them."""
    if not fila.dictamen:
        return []
    return [
        {
            "id": f"{fila.clave}-dictamen",
            "documentType": "evaluationReports",
            "title": "Resultado de la evaluación",
            "description": fila.dictamen,
        }
    ]


def _leer_evaluacion(fila: Any, valor: Any) -> None:
    propio = next((d for d in valor if isinstance(d, dict) and str(d.get("id", "")).endswith("-dictamen")), {})
    fila.dictamen = str(propio.get("description") or "")


class Oferta(RenglonConClave):
    """A bid and what its evaluation said. Source: OCDS extension bids."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="ofertas")
    licitante = parte(_("licitante"))
    fecha = momento(_("recibida"))
    estado = codigo(_("resultado de la evaluación"), "bidStatus", default="pending")
    valor = monto(_("monto con impuestos"))
    valor_neto = monto(_("monto sin impuestos"))
    moneda = moneda()
    lotes = models.CharField(
        _("lotes"), max_length=300, blank=True, help_text=_("Claves de los lotes, separadas por comas.")
    )
    dictamen = models.TextField(
        _("motivos de la evaluación"), blank=True, help_text=_("Por qué es solvente o por qué se desechó.")
    )

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("clave", "id"),
        Parte("licitante", "tenderer", "tenderers", en_lista=True),
        Lista("integrantes", "tenderers", de=("oferta", "clave")),
        Campo("fecha", "date"),
        Campo("estado", "status"),
        Dinero("valor", "value", neto="valor_neto"),
        Campo("lotes", "relatedLots", CLAVES),
        Calculado("documents", _evaluacion, _leer_evaluacion, nombre="dictamen"),
    )

    panels = [
        FieldRowPanel([FieldPanel("clave"), FieldPanel("fecha"), FieldPanel("estado")]),
        FieldPanel("licitante"),
        FieldRowPanel([FieldPanel("valor_neto"), FieldPanel("valor"), FieldPanel("moneda")]),
        FieldPanel("lotes"),
        FieldPanel("dictamen"),
    ]

    class Meta(RenglonConClave.Meta):
        verbose_name = _("proposición")
        verbose_name_plural = _("proposiciones")


class IntegranteDeOferta(OrganizacionRenglon):
    """Another member of a joint bid (LAASSP 2025 art. 45)."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="integrantes")
    oferta = clave(_("proposición"), help_text=_("Clave de la proposición conjunta."))
    MAPA: ClassVar[tuple[Entrada, ...]] = (Parte("organizacion", "tenderer"),)
    panels = [FieldRowPanel([FieldPanel("oferta"), FieldPanel("organizacion")])]

    class Meta(OrganizacionRenglon.Meta):
        verbose_name = _("integrante de una proposición conjunta")
        verbose_name_plural = _("integrantes de proposiciones conjuntas")


class DocumentoDeLicitacion(DocumentoRenglon):
    """A document of the tender stage."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="documentos")

    class Meta(DocumentoRenglon.Meta):
        verbose_name = _("documento de la licitación")
        verbose_name_plural = _("documentos de la licitación")


class HitoDeLicitacion(HitoRenglon):
    """A milestone of the tender."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="hitos")
    panels = paneles_de_hito(hitos.DE_LICITACION)

    class Meta(HitoRenglon.Meta):
        verbose_name = _("hito de la licitación")
        verbose_name_plural = _("hitos de la licitación")


class ModificacionDeLicitacion(ModificacionRenglon):
    """A change to the call."""

    pagina = ParentalKey(PAGINA, on_delete=models.CASCADE, related_name="modificaciones")

    class Meta(ModificacionRenglon.Meta):
        verbose_name = _("modificación de la convocatoria")
        verbose_name_plural = _("modificaciones de la convocatoria")
