"""Where the bot enters Wagtail's admin: its page, the way to it, and the record of who linked what."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bot import ajustes


@hooks.register("register_admin_urls")
def direcciones() -> list[URLResolver]:
    return [path("telegram/", include("bot.urls"))]


class MenuDeTelegram(MenuItem):
    """Shown where there is a bot to link with."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(ajustes.token())


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return MenuDeTelegram(_("Telegram"), reverse("bot:telegram"), icon_name="mail", order=9000, name="telegram")


@hooks.register("register_account_menu_item")
def en_la_cuenta(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("bot:telegram"),
        "label": _("Telegram"),
        "help_text": _("Reciba en su chat los avisos de sus procesos."),
    }


@hooks.register("register_log_actions")
def acciones(registro: Any) -> None:
    registro.register_action("bot.vincular", _("Vincular con Telegram"), _("Vinculó su cuenta con un chat de Telegram"))
    registro.register_action(
        "bot.desvincular", _("Desvincular de Telegram"), _("Desvinculó su cuenta de un chat de Telegram")
    )
