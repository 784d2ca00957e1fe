"""The short way of what the public API remembers: no session, no user, no view."""

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from sitio.publicacion import hojas


class DeMemoria:
    """Answer from memory what will not change: pages of the past and releases (`sitio.publicacion.hojas`).

    What it answers costs almost nothing and does not count for anybody's limit. Optional: without it, views answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(self._entregas) and request.method in ("GET", "HEAD"):
            hoja = hojas.recordada(request)
            if hoja is not None:
                # As everywhere else, only under the portal's own names (ALLOWED_HOSTS).
                request.get_host()
                return hoja.enviar(request)
        return self.get_response(request)

    @cached_property
    def _entregas(self) -> str:
        return reverse("publicacion:entregas")
