"""Addresses of Wagtail's admin that tell, or do, more than the tree permits, closed where Wagtail leaves no hook.

Wagtail keeps multi-tenancy out of these views (refs: "multi-site is not multi-tenant"): they answer anybody who may
enter the admin. Each one is wrapped once, when the admin's addresses are loaded, and tests/procesos/test_matriz.py
proves it: a Wagtail that renames one of them fails there, not in production.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from sitio.procesos.papeles import permisos


def paginas_a_la_vista(usuario: Any) -> "models.QuerySet[Page]":
    """Return the pages that `usuario` may find in the explorer."""
    paginas: models.QuerySet[Page] = policy_registry.get_by_type(Page).explorable_instances(usuario)
    return paginas


def cerrar() -> None:
    """Close them. Repeatable."""
    from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
    from wagtail.admin.views.pages.workflow import ConfirmWorkflowCancellationView
    from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView

    _exigir(BrowseView, _ve_la_rama)
    _exigir(ChosenMultipleView, _ve_lo_elegido)
    _exigir(ConfirmWorkflowCancellationView, _puede_editarla)
    # It names the last page of each type in the whole installation.
    _exigir(PageTypesUsageReportView, lambda vista: permisos.ve_todo(vista.request.user))


def _exigir(vista: type[Any], permite: Callable[[Any], bool]) -> None:
    original = vista.dispatch
    if hasattr(original, "cerrada"):
        return

    def dispatch(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not permite(self):
            raise PermissionDenied
        return original(self, request, *args, **kwargs)

    dispatch.cerrada = True  # type: ignore[attr-defined]  # the mark of having been here
    vista.dispatch = dispatch


def _ve_la_rama(vista: Any) -> bool:
    pk = vista.kwargs.get("parent_page_id") or _rama_que_se_propone(vista.request)
    return pk is None or paginas_a_la_vista(vista.request.user).filter(pk=pk).exists()


def _rama_que_se_propone(request: HttpRequest) -> int | None:
    """Where the chooser of some types of page opens: over all of them, whoever they belong to."""
    from wagtail.admin.views.chooser import page_models_from_string

    tipos = request.GET.get("page_type") or "wagtailcore.page"
    try:
        clases = page_models_from_string(tipos)
    except (ValueError, LookupError):
        return None
    return None if clases == (Page,) else Page.objects.all().type(*clases).first_common_ancestor().pk


def _ve_lo_elegido(vista: Any) -> bool:
    pks = {pk for pk in vista.request.GET.getlist("id") if pk.isdecimal()}
    return paginas_a_la_vista(vista.request.user).filter(pk__in=pks).count() == len(pks)


def _puede_editarla(vista: Any) -> bool:
    return bool(vista.object.permissions_for_user(vista.request.user).can_edit())


def api_del_admin() -> type[Any]:
    """Return the admin's API of pages, with the actions over branches and processes refused before they begin.

    Wagtail's own would save a revision of the page before asking whether one may publish it.
    """
    from rest_framework.exceptions import PermissionDenied as Prohibido
    from wagtail.admin.api.views import PagesAdminAPIViewSet

    from sitio.procesos.models import EtapaPage
    from sitio.procesos.models.arbol import RamaPage

    class PaginasDelAdmin(PagesAdminAPIViewSet):
        def action_view(self, request: Any, pk: int, action_name: str) -> Any:
            pagina = self.get_object().specific
            if isinstance(pagina, (EtapaPage, RamaPage)) or permisos.tiene_historia(pagina):
                raise Prohibido
            return super().action_view(request, pk, action_name)

    return PaginasDelAdmin
