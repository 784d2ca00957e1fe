"""The way of communications to the portal's home: they hold no right over the tree, so the explorer shows them none."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, Site

from sitio.portal.models import InicioPage

PERMISO = "portal.editar_portada"


def editar_portada(request: HttpRequest) -> HttpResponse:
    """Go to the editor of the home of this site."""
    if not request.user.has_perm(PERMISO):
        raise PermissionDenied
    raiz = Site.objects.filter(is_default_site=True).values_list("root_page", flat=True).first()
    portada = get_object_or_404(InicioPage, pk=raiz)
    return redirect("wagtailadmin_pages:edit", portada.pk)


class MenuDePortada(MenuItem):
    """Shown to who writes the home."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISO))


@hooks.register("register_admin_urls")
def direcciones() -> list[URLPattern]:
    return [path("portada/", editar_portada, name="portal_portada")]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return MenuDePortada(
        _("Portada del portal"), reverse("portal_portada"), icon_name="home", order=440, name="portada"
    )


@hooks.register("after_edit_page")
def quedarse(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After publishing, Wagtail would lead to the explorer, which is not theirs to see."""
    if isinstance(page, InicioPage) and not page.permissions_for_user(request.user).can_add_subpage():
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
