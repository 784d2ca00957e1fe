"""Where a person links their account with Telegram. Each one sees and changes only their own link."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from bot import ajustes, vinculos
from bot.models import VinculoTelegram
from bot.vinculos import BotNoDisponible, Enlace


@method_decorator(never_cache, name="dispatch")
class MiTelegram(WagtailAdminTemplateMixin, View):
    """Whether one's account is linked, and the buttons to change it."""

    template_name = "bot/telegram.html"
    page_title = gettext_lazy("Telegram")
    header_icon = "mail"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Inicio")},
        {"url": reverse_lazy("wagtailadmin_account"), "label": gettext_lazy("Su cuenta")},
        {"url": "", "label": gettext_lazy("Telegram")},
    ]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.mostrar(request)

    def mostrar(self, request: HttpRequest, enlace: Enlace | None = None, problema: str = "") -> HttpResponse:
        """Render the page; `enlace` is shown this once."""
        contexto = self.get_context_data(
            vinculo=VinculoTelegram.objects.filter(usuario_id=request.user.pk).first(),
            hay_bot=bool(ajustes.token()),
            enlace=enlace,
            problema=problema,
        )
        return render(request, self.template_name, contexto, status=503 if problema else 200)


class Vincular(MiTelegram):
    """Make a link. The answer is the page itself: a redirect would have to keep the secret somewhere."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.mostrar(request, enlace=vinculos.crear_enlace(_persona(request)))
        except BotNoDisponible as error:
            return self.mostrar(request, problema=str(error))


class Desvincular(MiTelegram):
    """Forget the person's chat."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if vinculos.desvincular(_persona(request)):
            messages.success(request, _("Su cuenta ya no está vinculada con Telegram."))
        return redirect("bot:telegram")


def _persona(request: HttpRequest) -> User:
    """Wagtail's admin lets no anonymous visitor reach a view of ours."""
    return cast(User, request.user)
