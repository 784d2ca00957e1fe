"""What the admin pages of procedure templates share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.papeles.permisos import persona_de, puede_editar_plantillas

LISTA = {"url": reverse_lazy("procesos:plantillas"), "label": gettext_lazy("Plantillas de procedimiento")}


class VistaDePlantillas(VistaDelAdmin):
    """An admin page for whoever may change the templates."""

    header_icon = "list-ul"
    migas = [INICIO, LISTA]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not puede_editar_plantillas(persona_de(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
