"""The branches of the tree above the stages: institution, buying unit, year and process."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester

from sitio.catalogos.models import Calendario, Organizacion
from sitio.ocds.identificadores import validar_ocid
from sitio.procesos.papeles.permisos import SOLO_DE_INSTITUCION, Papel, ProbadorDeProceso, ProbadorDeRama
from sitio.publicacion.models import Publicador


class RamaPage(Page):
    """What the four branches share: the public sees the portal, never these pages."""

    # No preview to offer; Wagtail's "view draft" address still answers, with what `serve` says.
    preview_modes: list[tuple[str, str]] = []
    default_preview_mode = ""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("portal:lista")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ProbadorDeRama(user, self)


def _calendario(ayuda: Any) -> models.ForeignKey:
    """Return the model field of the calendar that a branch counts its terms with."""
    return models.ForeignKey(
        Calendario,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calendario de días inhábiles"),
        help_text=ayuda,
    )


class InstitucionPage(RamaPage):
    """An institution: a branch of the tree with its publisher data and its own role groups."""

    publicador = models.OneToOneField(
        Publicador, on_delete=models.PROTECT, related_name="institucion", verbose_name=_("publicador")
    )
    organizacion = models.ForeignKey(
        Organizacion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organización compradora"),
        help_text=_("La institución como aparece en los datos: comprador (buyer) de cada proceso."),
    )

    calendario = _calendario(_("Con él se cuentan los plazos de sus procesos. Vacío, el federal."))

    content_panels = [
        *Page.content_panels,
        FieldPanel("publicador"),
        FieldPanel("organizacion"),
        FieldPanel("calendario"),
    ]
    subpage_types = ["procesos.UnidadCompradoraPage"]

    class Meta:
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")


class UnidadCompradoraPage(RamaPage):
    """A buying unit (unidad compradora): the procuring entity of its processes."""

    organizacion = models.ForeignKey(
        Organizacion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("unidad compradora"),
        help_text=_("La unidad como aparece en los datos: entidad contratante (procuringEntity)."),
    )

    calendario = _calendario(_("Solo si la unidad no cuenta con el de su institución."))

    content_panels = [*Page.content_panels, FieldPanel("organizacion"), FieldPanel("calendario")]
    parent_page_types = ["procesos.InstitucionPage"]
    subpage_types = ["procesos.EjercicioPage"]

    class Meta:
        verbose_name = _("unidad compradora")
        verbose_name_plural = _("unidades compradoras")


class EjercicioPage(RamaPage):
    """A budget year of a buying unit; it keeps the siblings of a process under a thousand."""

    anio = models.PositiveSmallIntegerField(_("año"))

    content_panels = [*Page.content_panels, FieldPanel("anio")]
    parent_page_types = ["procesos.UnidadCompradoraPage"]
    subpage_types = ["procesos.ProcesoPage"]

    class Meta:
        verbose_name = _("ejercicio")
        verbose_name_plural = _("ejercicios")


class ProcesoPage(RamaPage):
    """A contracting process: its ocid, given once, and the template version it was born with."""

    ocid = models.CharField(_("ocid"), max_length=200, unique=True, editable=False)
    plantilla = models.ForeignKey(
        "procesos.PlantillaProcedimiento",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("plantilla de procedimiento"),
        editable=False,
    )
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="procesos_a_cargo",
        verbose_name=_("persona responsable"),
        help_text=_("Recibe los avisos de alertas y plazos de este proceso."),
    )

    content_panels = [*Page.content_panels, FieldPanel("responsable")]
    parent_page_types = ["procesos.EjercicioPage"]
    subpage_types = [
        "procesos.PlaneacionPage",
        "procesos.LicitacionPage",
        "procesos.AdjudicacionPage",
        "procesos.ContratoPage",
    ]
    # A process is born from a template, through its own form: see servicios.crear_proceso.
    is_creatable = False

    class Meta:
        verbose_name = _("proceso")
        verbose_name_plural = _("procesos")

    def clean(self) -> None:
        super().clean()
        validar_ocid(self.ocid)
        anterior = type(self).objects.filter(pk=self.pk).values_list("ocid", flat=True).first()
        if anterior and anterior != self.ocid:
            raise ValidationError(_("El ocid de un proceso se asigna una sola vez y no cambia."))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("portal:proceso", ocid=self.ocid)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ProbadorDeProceso(user, self)

    @property
    def institucion(self) -> InstitucionPage:
        """The institution whose branch this process hangs from."""
        return InstitucionPage.objects.ancestor_of(self).select_related("publicador", "organizacion").get()

    @property
    def unidad(self) -> UnidadCompradoraPage:
        """The buying unit whose branch this process hangs from."""
        return UnidadCompradoraPage.objects.ancestor_of(self).select_related("organizacion").get()


class PapelInstitucional(models.Model):
    """The group of users who hold a role in an institution, or in one of its buying units."""

    institucion = models.ForeignKey(InstitucionPage, on_delete=models.CASCADE, related_name="papeles")
    unidad = models.ForeignKey(
        UnidadCompradoraPage,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="papeles",
        verbose_name=_("unidad compradora"),
        help_text=_("Vacía: en toda la institución."),
    )
    papel = models.CharField(_("papel"), max_length=20, choices=Papel)
    grupo = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="papel_institucional")

    class Meta:
        verbose_name = _("papel en la institución")
        verbose_name_plural = _("papeles en la institución")
        constraints = [
            models.UniqueConstraint(
                fields=["institucion", "papel"],
                condition=models.Q(unidad__isnull=True),
                name="papel_uno_por_institucion",
            ),
            models.UniqueConstraint(
                fields=["unidad", "papel"], condition=models.Q(unidad__isnull=False), name="papel_uno_por_unidad"
            ),
            models.CheckConstraint(
                condition=models.Q(unidad__isnull=True) | ~models.Q(papel__in=[p.value for p in SOLO_DE_INSTITUCION]),
                name="papel_de_toda_la_institucion",
            ),
        ]

    def __str__(self) -> str:
        return str(self.grupo)


class Folio(models.Model):
    """The last local number given to a process of a publisher in a year: what makes an ocid unique."""

    publicador = models.ForeignKey(Publicador, on_delete=models.PROTECT, related_name="+")
    anio = models.PositiveSmallIntegerField()
    ultimo = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("folio")
        verbose_name_plural = _("folios")
        constraints = [models.UniqueConstraint(fields=["publicador", "anio"], name="folio_uno_por_anio")]

    def __str__(self) -> str:
        return f"{self.publicador.clave}-{self.anio}-{self.ultimo:05d}"
