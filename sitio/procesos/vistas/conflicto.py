"""The page that stands between two people on the same stage, and the shut door of the server's autosave."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sitio.componentes.admin import VistaDelAdmin
from sitio.procesos.formularios.conflictos import Conflicto, conflicto_de
from sitio.procesos.models import EtapaPage
from sitio.procesos.vistas.comunes import migas_del_tablero


class PaginaDeConflicto(VistaDelAdmin):
    """Says what the other person changed, and keeps what this one wrote."""

    template_name = "procesos/conflicto.html"

    def responder(self, etapa: EtapaPage, conflicto: Conflicto) -> HttpResponse:
        """Return the page, as 409."""
        self.migas = migas_del_tablero(etapa.proceso)
        return self.mostrar(
            _("Otra persona guardó antes que usted"),
            409,
            conflicto=conflicto,
            url_de_recuperar=reverse("procesos:recuperar", args=[etapa.pk]),
            url_del_formulario=reverse("wagtailadmin_pages:edit", args=[etapa.pk]),
        )


def antes_de_guardar(request: HttpRequest, etapa: EtapaPage) -> HttpResponse | None:
    """Refuse to write over a version: another person's, or any of them through Wagtail's door for autosave."""
    if request.method != "POST" or request.resolver_match is None or request.resolver_match.url_name != "edit":
        return None
    if request.POST.get("overwrite_revision_id"):
        raise PermissionDenied
    conflicto = conflicto_de(etapa, request)
    if conflicto is None:
        return None
    vista = PaginaDeConflicto()
    vista.setup(request)
    return vista.responder(etapa, conflicto)
