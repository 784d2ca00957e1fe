"""Uploaded documents: private from the moment they arrive until a release that names them is published."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.models import Entrega, Publicador


class ArchivoDeDocumento(models.Model):
    """A file of an institution, kept once however often it is uploaded. It never changes.

    It is deleted only while nothing names it and nothing ever published it: see `sitio.procesos.archivos.limpieza`.
    """

    publicador = models.ForeignKey(Publicador, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    nombre = models.CharField(_("nombre"), max_length=250)
    formato = models.CharField(_("formato"), max_length=100)
    bytes = models.PositiveBigIntegerField(_("tamaño en bytes"))
    ruta = models.CharField(max_length=300)
    subido_por = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Whose drafts may name it: the units that uploaded it.
    unidades = models.ManyToManyField("procesos.UnidadCompradoraPage", related_name="+", verbose_name=_("unidades"))
    # The last time, while it is not published.
    subido = models.DateTimeField(_("cuándo se subió (UTC)"))
    # Set once, by the release that first names it.
    publicado = models.DateTimeField(_("cuándo se publicó (UTC)"), null=True)

    class Meta:
        verbose_name = _("archivo de documento")
        verbose_name_plural = _("archivos de documentos")
        constraints = [
            models.UniqueConstraint(fields=["publicador", "sha256"], name="archivo_uno_por_huella"),
        ]

    def __str__(self) -> str:
        return f"{self.nombre} ({filesizeformat(self.bytes)}, SHA-256 {self.sha256[:12]}…)"

    @property
    def nombre_publico(self) -> str:
        """Its name as it can be written in any address and any disk."""
        tallo, _punto, extension = self.nombre.rpartition(".")
        return f"{slugify(tallo)[:80] or 'documento'}.{extension.lower()}"

    @property
    def url_publica(self) -> str:
        """Where it is, or will be, for everybody and for ever: another content has another address."""
        return absoluta("documentos:publico", self.publicador.clave, self.sha256, self.nombre_publico)


class ArchivoPublicado(models.Model):
    """A release that names a file: while one of them still says something, the file is public."""

    archivo = models.ForeignKey(ArchivoDeDocumento, on_delete=models.PROTECT, related_name="publicaciones")
    entrega = models.ForeignKey(Entrega, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("archivo publicado")
        verbose_name_plural = _("archivos publicados")
        constraints = [
            models.UniqueConstraint(fields=["archivo", "entrega"], name="archivo_publicado_una_vez"),
        ]

    def __str__(self) -> str:
        return f"{self.archivo} · {self.entrega}"


class LlaveDeArchivo(models.ForeignKey):
    """A row's uploaded file. Its form field takes the file itself."""

    def __init__(self, *args: Any, **opciones: Any) -> None:
        fijas = {
            "to": ArchivoDeDocumento,
            "on_delete": models.PROTECT,
            "null": True,
            "blank": True,
            "related_name": "+",
        }
        super().__init__(*args, **{**fijas, **opciones})

    def formfield(self, **opciones: Any) -> forms.Field:
        from sitio.procesos.archivos.campo import CampoDeArchivo

        return CampoDeArchivo(required=False, label=capfirst(self.verbose_name), help_text=self.help_text)


class EnlaceRevisado(models.Model):
    """What a published document's address answered the last time it was asked."""

    class Estado(models.TextChoices):
        RESPONDE = "responde", _("Responde")
        NO_RESPONDE = "no_responde", _("No responde")
        # The server is there, but lets no program in: a person may see the document.
        NO_SE_SABE = "no_se_sabe", _("No se pudo comprobar")

    url = models.URLField(max_length=500, unique=True)
    estado = models.CharField(_("estado"), max_length=20, choices=Estado)
    causa = models.CharField(_("causa"), max_length=300, blank=True)
    revisado = models.DateTimeField(_("última revisión (UTC)"), db_index=True)
    desde = models.DateTimeField(_("así desde (UTC)"))

    class Meta:
        verbose_name = _("enlace revisado")
        verbose_name_plural = _("enlaces revisados")

    def __str__(self) -> str:
        return f"{self.url}: {self.get_estado_display()}"
