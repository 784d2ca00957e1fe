"""What the five stages share: template, workflow, closed publishing, and the block of a release they fill."""

from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PagePermissionTester, Workflow

from sitio.procesos import adicionales
from sitio.procesos.formularios.etapa import EtapaForm
from sitio.procesos.mapeo import Entrada, Lectura, Volcado, recoger, volcar
from sitio.procesos.models.arbol import ProcesoPage
from sitio.procesos.models.renglones.bases import Renglon
from sitio.procesos.papeles.permisos import ProbadorDeProceso


class EtapaPage(Page):
    """A stage of a process. Each stage type declares its `etapa`, its OCDS table `MAPA` and where its block goes."""

    # A real table (multi-table inheritance), so that approvals and publications can point to any stage.
    # What the template's extra fields hold, {clave: value}: see sitio.procesos.adicionales.
    adicionales = models.JSONField(default=dict, blank=True, editable=False)

    etapa: ClassVar[str] = ""
    MAPA: ClassVar[tuple[Entrada, ...]] = ()
    base_form_class = EtapaForm
    parent_page_types = ["procesos.ProcesoPage"]
    subpage_types: list[str] = []
    # Stages are born from the board, in the order of the procedure template: see servicios.crear_etapa.
    is_creatable = False

    class Meta:
        verbose_name = _("etapa")
        verbose_name_plural = _("etapas")

    @classmethod
    def from_serializable_data(cls, data: Any, check_fks: bool = True, strict_fks: bool = False) -> "EtapaPage | None":
        """Read a revision, and find what its rows name in one query for each kind of thing and list."""
        etapa: EtapaPage | None = super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)
        for relacion in get_all_child_relations(cls) if etapa else ():
            modelo = relacion.related_model
            nombrados = [c.name for c in modelo._meta.concrete_fields if c.is_relation and c is not relacion.field]
            if issubclass(modelo, Renglon) and nombrados:
                prefetch_related_objects(list(getattr(etapa, relacion.get_accessor_name()).all()), *nombrados)
        return etapa

    @cached_property
    def proceso(self) -> ProcesoPage:
        """The process this stage belongs to."""
        return ProcesoPage.objects.ancestor_of(self).select_related("plantilla", "responsable").get()

    @cached_property
    def regla(self) -> dict[str, Any]:
        """What the process's template says of this stage."""
        return self.proceso.plantilla.etapa(self.etapa)

    def bloque(self) -> Volcado:
        """Return this stage's part of a release, and the parties it names. Reads this very object: draft or live."""
        return adicionales.agregar(self, volcar(self, self.MAPA))

    def recoger(self, bloque: dict[str, Any], lectura: Lectura) -> None:
        """Fill this page from its part of a release that somebody published (see `lugar`)."""
        recoger(self, self.MAPA, bloque, lectura)
        adicionales.recoger(self, bloque)

    def lugar(self, entrega: dict[str, Any]) -> dict[str, Any]:
        """Return the part of a release or record that `MAPA` is relative to, for this page; {} if it is not there."""
        return entrega

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("portal:proceso", ocid=self.proceso.ocid)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as a reviewer reads it; only who may edit or decide reaches a preview."""
        from sitio.procesos.lectura import legible

        contexto = {"etapa": self, "campos": legible.campos(self, None), "tablas": legible.tablas(self)}
        return render(request, "procesos/vista_previa.html", contexto)

    def get_admin_display_title(self) -> str:
        """Tell the stages of a process apart in the admin: they usually share the title."""
        return f"{capfirst(self._meta.verbose_name)}: {super().get_admin_display_title()}"

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ProbadorDeProceso(user, self)

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """Return the workflow that this process's template sets for this stage."""
        try:
            return self.proceso.plantilla.flujos.select_related("flujo").get(etapa=self.etapa, flujo__active=True).flujo
        except ObjectDoesNotExist:
            return None
