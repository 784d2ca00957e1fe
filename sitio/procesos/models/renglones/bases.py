"""What rows of several stages share: documents, items, milestones, organizations, amendments, budget lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.models import Orderable

from sitio.catalogos.models import ClaveCucop, Organizacion, Partida
from sitio.ocds import rutas
from sitio.ocds.identificadores import formato_fecha
from sitio.procesos.formularios.sugerencias import ConSugerencias
from sitio.procesos.mapeo import FIN_DEL_DIA, INICIO_DEL_DIA, Calculado, Campo, Dinero, Entrada, Volcado
from sitio.procesos.mapeo.conversiones import COG, CUCOP
from sitio.procesos.models.archivos import ArchivoDeDocumento, LlaveDeArchivo
from sitio.procesos.models.renglones.campos import CENTAVO, clave, codigo, dia, moneda, monto, nuevo_id

PORCENTAJE = [CENTAVO, MaxValueValidator(100)]


def parte(nombre: Any, **opciones: Any) -> models.ForeignKey:
    """Return the model field of an organization of the register."""
    return models.ForeignKey(Organizacion, on_delete=models.PROTECT, related_name="+", verbose_name=nombre, **opciones)


class Renglon(Orderable):
    """A row of a stage, with its table of fields and OCDS paths."""

    MAPA: ClassVar[tuple[Entrada, ...]] = ()

    class Meta(Orderable.Meta):
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: Any, check_fks: bool = True, strict_fks: bool = False) -> "Renglon":
        """Read a row of a revision without asking the database for each thing it names: the stage finds all at once."""
        fila: Renglon = model_from_serializable_data(cls, data, check_fks=False)
        return fila


class RenglonConId(Renglon):
    """A row with an `id` of our own for OCDS to merge by."""

    identificador = models.CharField(max_length=200, default=nuevo_id, editable=False)

    class Meta(Renglon.Meta):
        abstract = True


class RenglonConClave(Renglon):
    """A row that others name: its key is what an officer writes and the `id` that OCDS merges by.

    Once published the key stays: another key is another row.
    """

    clave = clave(_("clave"), help_text=_("Corta y sin repetir, por ejemplo 1, 2, 3. Otros renglones la citan."))

    class Meta(Renglon.Meta):
        abstract = True


@dataclass(frozen=True)
class DelArchivo(Campo):
    """A field of a document that its uploaded file, where there is one, knows by itself."""

    del_archivo: Callable[[ArchivoDeDocumento], str] = str

    def volcar(self, objeto: Any, pagina: Any, destino: dict[str, Any], volcado: Volcado) -> None:
        if objeto.archivo_id:
            rutas.poner(destino, self.ruta, self.del_archivo(objeto.archivo))
        else:
            super().volcar(objeto, pagina, destino, volcado)


def _publicacion(archivo: ArchivoDeDocumento) -> str:
    # Until it is published, as if it were now: that is what the release would say. A file never changes after that.
    return formato_fecha(archivo.publicado or timezone.now())


class DocumentoRenglon(RenglonConId):
    """An OCDS `Document`: published elsewhere, or uploaded here, but always with a public address."""

    tipo = codigo(_("tipo de documento"), "documentType", blank=False)
    titulo = models.CharField(_("título"), max_length=250)
    descripcion = models.CharField(_("descripción"), max_length=500, blank=True)
    url = models.URLField(
        _("dirección pública del documento"),
        max_length=500,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("Si está publicado en otro sitio. Si no, suba el archivo."),
    )
    archivo = LlaveDeArchivo(
        verbose_name=_("archivo que se publica"),
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, CSV, texto, XML, JPG, PNG o ZIP; sin macros."),
    )
    original = LlaveDeArchivo(
        verbose_name=_("original reservado"),
        help_text=_("Solo si lo que se publica es una versión pública: el original no sale de la institución."),
    )
    formato = models.CharField(
        _("formato"),
        max_length=80,
        default="application/pdf",
        help_text=_("Tipo según IANA, por ejemplo application/pdf. De un archivo subido se sabe solo."),
    )
    publicado = dia(_("fecha de publicación"))
    modificado = dia(_("fecha de la última versión"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("tipo", "documentType"),
        Campo("titulo", "title"),
        Campo("descripcion", "description"),
        DelArchivo("url", "url", del_archivo=lambda archivo: archivo.url_publica),
        DelArchivo("formato", "format", del_archivo=lambda archivo: archivo.formato),
        DelArchivo("publicado", "datePublished", INICIO_DEL_DIA, _publicacion),
        DelArchivo("modificado", "dateModified", INICIO_DEL_DIA, _publicacion),
    )

    panels = [
        FieldRowPanel([FieldPanel("tipo"), FieldPanel("formato")]),
        FieldPanel("titulo"),
        FieldPanel("descripcion"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("archivo"), FieldPanel("original")]),
        FieldRowPanel([FieldPanel("publicado"), FieldPanel("modificado")]),
    ]

    class Meta(RenglonConId.Meta):
        abstract = True


class ArticuloRenglon(RenglonConId):
    """An OCDS `Item`: what is bought, classified by CUCoP+, or by the COG while it has no key there."""

    descripcion = models.CharField(_("descripción"), max_length=1000)
    clave_cucop = models.ForeignKey(
        ClaveCucop, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clave CUCoP+")
    )
    partida = models.ForeignKey(
        Partida, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partida del gasto")
    )
    cantidad = models.DecimalField(
        _("cantidad"), max_digits=18, decimal_places=4, null=True, blank=True, validators=[CENTAVO]
    )
    unidad = models.CharField(_("unidad de medida"), max_length=80, blank=True)
    precio_unitario = monto(_("precio unitario con impuestos"))
    precio_neto = monto(_("precio unitario sin impuestos"))
    moneda = moneda()
    lugar = models.CharField(_("lugar de entrega"), max_length=300, blank=True)

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("descripcion", "description"),
        Campo("clave_cucop", "classification", CUCOP),
        Campo("partida", "additionalClassifications", COG),
        Campo("cantidad", "quantity"),
        Campo("unidad", "unit.name"),
        Dinero("precio_unitario", "unit.value", neto="precio_neto"),
        Campo("lugar", "deliveryLocation.description"),
    )

    panels = [
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("clave_cucop"), FieldPanel("partida")]),
        FieldRowPanel([FieldPanel("cantidad"), FieldPanel("unidad")]),
        FieldRowPanel([FieldPanel("precio_neto"), FieldPanel("precio_unitario"), FieldPanel("moneda")]),
        FieldPanel("lugar"),
    ]

    class Meta(RenglonConId.Meta):
        abstract = True


class ArticuloDeLote(ArticuloRenglon):
    """An item that may belong to a lot of the tender."""

    lote = clave(_("lote"), blank=True, help_text=_("Clave del lote al que pertenece, si la licitación tiene lotes."))

    MAPA: ClassVar[tuple[Entrada, ...]] = (*ArticuloRenglon.MAPA, Campo("lote", "relatedLot"))

    panels = [*ArticuloRenglon.panels, FieldPanel("lote")]

    class Meta(ArticuloRenglon.Meta):
        abstract = True


def paneles_de_hito(codigos: Mapping[str, str]) -> list[Panel]:
    """Return the form of a milestone that suggests these codes, each with what it means."""
    return [
        FieldPanel("titulo"),
        FieldPanel("descripcion"),
        FieldRowPanel([FieldPanel("tipo"), FieldPanel("estado"), FieldPanel("clave", widget=ConSugerencias(codigos))]),
        FieldRowPanel([FieldPanel("fecha_limite"), FieldPanel("fecha_cumplida")]),
    ]


class HitoRenglon(RenglonConId):
    """An OCDS `Milestone`: what must happen by a date, and when it did, before or after it."""

    titulo = models.CharField(_("título"), max_length=250)
    descripcion = models.CharField(_("descripción"), max_length=500, blank=True)
    tipo = codigo(_("tipo"), "milestoneType", default="delivery")
    clave = clave(_("código"), blank=True)
    fecha_limite = dia(_("fecha límite"))
    fecha_cumplida = dia(_("fecha en que se cumplió"), help_text=_("Puede ser anterior a la fecha límite."))
    estado = codigo(_("estado"), "milestoneStatus", default="scheduled")

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("titulo", "title"),
        Campo("descripcion", "description"),
        Campo("tipo", "type"),
        Campo("clave", "code"),
        Campo("fecha_limite", "dueDate", FIN_DEL_DIA),
        Campo("fecha_cumplida", "dateMet", INICIO_DEL_DIA),
        Campo("estado", "status"),
    )

    panels = paneles_de_hito({})

    class Meta(RenglonConId.Meta):
        abstract = True


class OrganizacionRenglon(Renglon):
    """A reference to an organization of the register. Each list says which role it gives."""

    organizacion = parte(_("organización"))

    panels = [FieldPanel("organizacion")]

    class Meta(Renglon.Meta):
        abstract = True


class ModificacionRenglon(RenglonConId):
    """An OCDS `Amendment`: what was changed, when and why. Which release it amends is worked out, never typed."""

    fecha = models.DateField(_("fecha"))
    justificacion = models.TextField(_("justificación"), help_text=_("Por qué se modificó y con qué fundamento."))
    descripcion = models.TextField(_("qué cambió"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Campo("fecha", "date", INICIO_DEL_DIA),
        Campo("justificacion", "rationale"),
        Campo("descripcion", "description"),
    )

    panels = [FieldPanel("fecha"), FieldPanel("justificacion"), FieldPanel("descripcion")]

    class Meta(RenglonConId.Meta):
        abstract = True


class RelacionadoRenglon(RenglonConId):
    """An OCDS `RelatedProcess`: the framework agreement of a call-off, the tender that failed before, a subcontract."""

    relacion = codigo(_("qué relación tiene"), "relatedProcess", blank=False)
    titulo = models.CharField(_("título"), max_length=250, blank=True)
    ocid = models.CharField(_("ocid del otro proceso"), max_length=200, blank=True)
    url = models.URLField(
        _("dirección pública"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Calculado(
            "relationship",
            lambda fila, pagina: [fila.relacion],
            lambda fila, valor: setattr(fila, "relacion", str(valor[0]) if valor else ""),
        ),
        Campo("titulo", "title"),
        Calculado("scheme", lambda fila, pagina: "ocid" if fila.ocid else ""),
        Campo("ocid", "identifier"),
        Campo("url", "uri"),
    )

    panels = [FieldPanel("relacion"), FieldPanel("titulo"), FieldPanel("ocid"), FieldPanel("url")]

    class Meta(RenglonConId.Meta):
        abstract = True
