"""External lists (69-B, sanctioned, S2 and S3, own ones) with every version that was loaded, and who is on them.

A row is kept once, with the version that brought it and, apart, the one that no longer had it: twelve thousand rows
loaded every month cost what changed. Append-only, but for the list's own title and the like.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sitio.catalogos.models.organizacion import Organizacion
from sitio.catalogos.texto import compacto
from sitio.ocds.nombres import normalizar


class ListaExterna(models.Model):
    """A list that somebody publishes, or that an institution keeps for itself."""

    class Tipo(models.TextChoices):
        """What being on it means."""

        EFOS = "efos", _("Operaciones inexistentes (artículo 69-B del CFF)")
        INHABILITADOS = "inhabilitados", _("Proveedores y contratistas sancionados")
        SERVIDORES_SANCIONADOS = "servidores_sancionados", _("Personas servidoras públicas sancionadas (S3)")
        SERVIDORES = "servidores", _("Personas servidoras públicas en contrataciones (S2)")
        FISCALES = "fiscales", _("Incumplidos del fisco (artículos 69 y 69-B Bis del CFF)")
        PARAISOS = "paraisos", _("Países con secreto financiero")
        PADRON = "padron", _("Padrón o registro de proveedores")
        PROPIA = "propia", _("Lista propia")

    clave = models.SlugField(_("clave"), max_length=60, unique=True)
    titulo = models.CharField(_("título"), max_length=250)
    tipo = models.CharField(_("tipo"), max_length=30, choices=Tipo)
    formato = models.CharField(_("formato de sus archivos"), max_length=40)
    institucion = models.ForeignKey(
        Organizacion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institución"),
        help_text=_("Vacía, la lista vale para todas; si no, solo para las contrataciones de esa institución."),
    )

    class Meta:
        verbose_name = _("lista externa")
        verbose_name_plural = _("listas externas")
        ordering = ["titulo"]
        permissions = [
            ("cargar_listaexterna", _("Puede cargar listas externas")),
            ("confirmar_coincidencia", _("Puede confirmar o rechazar coincidencias con las listas")),
        ]

    def __str__(self) -> str:
        return self.titulo

    @property
    def version_vigente(self) -> "VersionDeLista | None":
        """The version loaded last, which is the one that counts."""
        return self.versiones.first()


class VersionDeLista(models.Model):
    """One file of a list, as it was loaded."""

    SOLO_ANEXAR = True

    lista = models.ForeignKey(ListaExterna, on_delete=models.PROTECT, related_name="versiones")
    fecha = models.DateField(_("fecha de la lista"))
    archivo = models.CharField(_("archivo"), max_length=250)
    sha256 = models.CharField(_("huella SHA-256"), max_length=64)
    codificacion = models.CharField(_("codificación"), max_length=20)
    renglones = models.PositiveIntegerField(_("renglones"))
    rechazos = models.JSONField(_("renglones rechazados"), default=list)
    cargada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="listas_cargadas"
    )
    cargada_en = models.DateTimeField(_("cargada"), auto_now_add=True)

    class Meta:
        verbose_name = _("versión de una lista")
        verbose_name_plural = _("versiones de listas")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.lista} ({self.fecha})"


class RenglonQuerySet(models.QuerySet["RenglonDeLista"]):
    """The rows, asked in the words of the lists."""

    def vigentes(self) -> Self:
        """Keep the rows of the versions in force."""
        return self.filter(baja=None)

    def de_la_version(self, version: VersionDeLista) -> Self:
        """Keep the rows that `version` had."""
        sigue = Q(baja=None) | Q(baja__version__gt=version.pk)
        return self.filter(sigue, lista=version.lista_id, alta__lte=version.pk)

    def parecidos_a(self, consulta: str) -> Self:
        """Keep the rows whose RFC begins as `consulta`, or whose name has its words."""
        return self.filter(Q(rfc__startswith=compacto(consulta)) | Q(nombre_normalizado__contains=normalizar(consulta)))

    def que_cuentan(self) -> Self:
        """Keep the rows in force, and those that left their list when their own term was already over.

        A debarment that ended is taken off the directory, and an award made while it ran was still forbidden.
        """
        return self.filter(Q(baja=None) | Q(hasta__lt=F("baja__version__fecha")))


class RenglonDeLista(models.Model):
    """Who is on a list, since when, until when, and every column that the file said."""

    class Situacion(models.TextChoices):
        """What the list says of who is on it, in one vocabulary for all lists."""

        PRESUNTO = "presunto", _("Presunto")
        DEFINITIVO = "definitivo", _("Definitivo")
        DESVIRTUADO = "desvirtuado", _("Desvirtuado")
        SENTENCIA_FAVORABLE = "sentencia_favorable", _("Sentencia favorable")
        INHABILITADO = "inhabilitado", _("Inhabilitado")
        SUSPENDIDO = "suspendido", _("Inhabilitado, con la sanción suspendida")
        MULTADO = "multado", _("Sancionado sin inhabilitación")
        EN_LISTA = "en_lista", _("En la lista")

    SOLO_ANEXAR = True

    lista = models.ForeignKey(ListaExterna, on_delete=models.PROTECT, related_name="renglones")
    alta = models.ForeignKey(VersionDeLista, on_delete=models.PROTECT, related_name="altas")
    numero = models.PositiveIntegerField(_("renglón del archivo"))
    clave = models.CharField(max_length=500)
    rfc = models.CharField(_("RFC"), max_length=20, blank=True)
    curp = models.CharField(_("CURP"), max_length=20, blank=True)
    nombre = models.CharField(_("nombre"), max_length=500, blank=True)
    nombre_normalizado = models.CharField(max_length=500, blank=True)
    situacion = models.CharField(_("situación"), max_length=30, choices=Situacion)
    desde = models.DateField(_("desde"), null=True)
    hasta = models.DateField(_("hasta"), null=True)
    datos = models.JSONField(_("columnas del archivo"), default=dict)
    huella = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["RenglonDeLista"]] = RenglonQuerySet.as_manager()

    class Meta:
        verbose_name = _("renglón de una lista")
        verbose_name_plural = _("renglones de listas")
        ordering = ["lista", "nombre_normalizado", "pk"]
        indexes = [
            models.Index(fields=["lista", "clave"], name="renglon_por_clave"),
            models.Index(fields=["rfc"], name="renglon_por_rfc"),
            models.Index(fields=["nombre_normalizado"], name="renglon_por_nombre"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} {self.rfc}".strip()


class BajaDeRenglon(models.Model):
    """The version that no longer had a row. A table apart, so that both stay append-only."""

    SOLO_ANEXAR = True

    renglon = models.OneToOneField(RenglonDeLista, on_delete=models.PROTECT, related_name="baja")
    version = models.ForeignKey(VersionDeLista, on_delete=models.PROTECT, related_name="bajas")

    class Meta:
        verbose_name = _("baja de un renglón")
        verbose_name_plural = _("bajas de renglones")

    def __str__(self) -> str:
        return f"{self.renglon} − {self.version}"


class CoincidenciaConfirmada(models.Model):
    """A person's word on whether who is on a list is the party of the same name; the last one said counts."""

    class Decision(models.TextChoices):
        """What was decided."""

        CONFIRMADA = "confirmada", _("Es la misma persona o empresa")
        RECHAZADA = "rechazada", _("No es la misma persona o empresa")

    SOLO_ANEXAR = True

    lista = models.ForeignKey(ListaExterna, on_delete=models.PROTECT, related_name="confirmaciones")
    clave = models.CharField(_("quién en la lista"), max_length=500)
    rfc = models.CharField(_("RFC de la parte"), max_length=20, blank=True)
    nombre = models.CharField(_("nombre normalizado de la parte"), max_length=500)
    decision = models.CharField(_("decisión"), max_length=12, choices=Decision)
    motivo = models.CharField(_("motivo"), max_length=500)
    persona = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="coincidencias_confirmadas",
        verbose_name=_("quién"),
    )
    momento = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("coincidencia confirmada")
        verbose_name_plural = _("coincidencias confirmadas")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["nombre"], name="confirmacion_por_nombre")]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.nombre}"
