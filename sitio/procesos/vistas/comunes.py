"""What the admin pages of capture share: where they hang, and whom they let see a process."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.models import EtapaPage, ProcesoPage
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import persona_de

LISTA = {"url": reverse_lazy("procesos:lista"), "label": gettext_lazy("Procesos")}


class VistaDeProcesos(VistaDelAdmin):
    """An admin page under the list of processes."""

    migas = [INICIO, LISTA]


class VistaDeEtapa(VistaDeProcesos):
    """A page about one stage, under the board of its process."""

    def etapa(self, request: HttpRequest, pk: int) -> EtapaPage:
        """Return the stage if the person may see its process; PermissionDenied otherwise."""
        pagina: EtapaPage = get_object_or_404(EtapaPage, pk=pk).specific
        if not permisos.puede_ver(persona_de(request), pagina.proceso):
            raise PermissionDenied
        self.migas = migas_del_tablero(pagina.proceso)
        return pagina


def migas_del_tablero(proceso: ProcesoPage) -> list[dict[str, Any]]:
    """Return the breadcrumbs of a page that hangs from the board of a process."""
    return [INICIO, LISTA, {"url": reverse("procesos:tablero", args=[proceso.pk]), "label": proceso.title}]


def proceso_visible(request: HttpRequest, pk: int) -> ProcesoPage:
    """Return the process if the person has a role in its institution; PermissionDenied otherwise."""
    proceso = get_object_or_404(ProcesoPage.objects.select_related("plantilla", "responsable"), pk=pk)
    if not permisos.puede_ver(persona_de(request), proceso):
        raise PermissionDenied
    return proceso
