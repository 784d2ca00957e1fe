"""What happened to a stage, and what each version of it changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Revision

from sitio.procesos.lectura.comparacion import cambios
from sitio.procesos.lectura.historia import historia, revisiones_de
from sitio.procesos.models import EtapaPage
from sitio.procesos.vistas.comunes import VistaDeEtapa

# The newest; the rest is one step further, in the address.
POR_PAGINA = 100
PUBLICADA = "publicada"


class Historia(VistaDeEtapa):
    """Everything that happened to a stage."""

    template_name = "procesos/historia.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        etapa = self.etapa(request, pk)
        titulo = _("Historia: %(etapa)s") % {"etapa": etapa._meta.verbose_name}
        hechos = historia([etapa], POR_PAGINA + 1)
        return self.mostrar(
            titulo, etapa=etapa, hechos=hechos[:POR_PAGINA], hay_mas=len(hechos) > POR_PAGINA, cuantos=POR_PAGINA
        )


class Cambios(VistaDeEtapa):
    """What a version of a stage says that another one did not: the one before, or what is published."""

    template_name = "procesos/cambios.html"

    def get(self, request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
        etapa = self.etapa(request, pk)
        revision = get_object_or_404(Revision.page_revisions, object_id=str(etapa.pk), pk=revision_pk)
        anterior = revisiones_de(etapa).filter(pk__lt=revision.pk).order_by("-pk").select_related("user").first()
        contra_publicada = request.GET.get("contra") == PUBLICADA and etapa.live
        objeto = _objeto(revision, etapa)
        return self.mostrar(
            _("Qué cambió: %(etapa)s") % {"etapa": etapa._meta.verbose_name},
            etapa=etapa,
            revision=revision,
            anterior=anterior,
            contra_publicada=contra_publicada,
            cambios=cambios(etapa if contra_publicada else _objeto(anterior, etapa), objeto),
        )


def _objeto(revision: Revision | None, etapa: EtapaPage) -> Any:
    if revision is None:
        return None
    objeto = revision.as_object()
    objeto.proceso = etapa.proceso
    return objeto
