"""The buying units of the country as CompraNet knows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sitio.catalogos.models.buscable import Buscable
from sitio.catalogos.models.organizacion import Organizacion


class UnidadCompradora(Buscable):
    """A buying unit with its CompraNet key: three characters of ramo, three of unidad responsable, three its own."""

    clave = models.CharField(_("clave UC"), max_length=20, primary_key=True)
    nombre = models.CharField(_("unidad compradora"), max_length=300)
    institucion = models.CharField(_("institución"), max_length=300)
    siglas = models.CharField(_("siglas"), max_length=60, blank=True)
    clave_ramo = models.CharField(_("clave del ramo"), max_length=5, blank=True)
    orden_gobierno = models.CharField(_("orden de gobierno"), max_length=10, blank=True)
    entidad_federativa = models.CharField(_("entidad federativa"), max_length=80, blank=True)
    organizacion = models.ForeignKey(
        Organizacion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="unidades_compradoras",
        verbose_name=_("organización del padrón"),
        help_text=_("Si la unidad ya contrata aquí: con qué registro aparece en los datos."),
    )

    panels = [
        FieldPanel("clave"),
        FieldPanel("nombre"),
        FieldRowPanel([FieldPanel("institucion"), FieldPanel("siglas")]),
        FieldRowPanel([FieldPanel("clave_ramo"), FieldPanel("orden_gobierno"), FieldPanel("entidad_federativa")]),
        FieldPanel("organizacion"),
    ]

    class Meta:
        verbose_name = _("unidad compradora de CompraNet")
        verbose_name_plural = _("unidades compradoras de CompraNet")
        ordering = ["clave"]

    def __str__(self) -> str:
        return f"{self.clave} {self.nombre}"

    @property
    def clave_ur(self) -> str:
        """The key of the unidad responsable, which a federal buying unit carries inside its own."""
        return self.clave[3:6] if self.orden_gobierno == "APF" and len(self.clave) == 9 else ""

    def textos_de_busqueda(self) -> list[str]:
        return [self.clave, self.nombre, self.institucion, self.siglas]
