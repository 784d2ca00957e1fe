"""The ledger in Wagtail's admin: the publishers, and the withdrawals with their two people."""

from typing import cast

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from sitio.cuentas import conservar_cuentas
from sitio.publicacion import retiros, vistas_de_retiros
from sitio.publicacion.models import Publicador


class PublicadorViewSet(SnippetViewSet):
    model = Publicador
    icon = "site"
    list_display = ["nombre", "clave", "prefijo_ocid"]
    menu_label = "Publicadores"
    add_to_admin_menu = True
    menu_order = 410


register_snippet(PublicadorViewSet)


class MenuDeRetiros(MenuItem):
    """Shown to whoever may withdraw."""

    def is_shown(self, request: HttpRequest) -> bool:
        return retiros.puede_retirar(cast(User, request.user))


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    return [path("retiros/", include((vistas_de_retiros.URLS, "publicacion_retiros")))]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return MenuDeRetiros(
        gettext_lazy("Retiros"), reverse("publicacion_retiros:lista"), icon_name="bin", order=420, name="retiros"
    )


@hooks.register("register_permissions")
def permisos() -> "QuerySet[Permission]":
    """Let whoever administers groups grant it."""
    return Permission.objects.filter(content_type__app_label="publicacion", codename="retirar_entrega")


# A withdrawal keeps its people.
conservar_cuentas(
    retiros.participo,
    gettext_lazy("Esta persona pidió o resolvió retiros: desactive su cuenta en lugar de borrarla."),
    gettext_lazy("Entre esas personas hay quien pidió o resolvió retiros: desactive sus cuentas."),
)
