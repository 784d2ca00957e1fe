"""How many requests one network address may make: generous, the same for all, and said in every answer."""

from django.conf import settings
from django.utils.translation import ngettext
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

OMITIDO = "600/min"


class PorDireccion(SimpleRateThrottle):
    """`LIMITE_DE_LA_API` requests (such as 600/min; empty for no limit) from each address, counted in Django's cache.

    Each process counts apart unless that cache is shared (REDIS_URL).
    """

    scope = "api_ocds"
    # What DRF reads from the rate; None when there is no limit.
    num_requests: int | None
    duration: int | None

    def get_rate(self) -> str | None:
        return getattr(settings, "LIMITE_DE_LA_API", OMITIDO) or None

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def get_ident(self, request: Request) -> str:
        # X-Forwarded-For is what anybody writes, until NUM_PROXIES says how many of ours have written in it.
        if not api_settings.NUM_PROXIES:
            return str(request.META.get("REMOTE_ADDR", ""))
        return str(super().get_ident(request))

    def cabeceras(self) -> dict[str, str]:
        """Return what the one who asked may still ask, and in how many seconds the whole limit is back."""
        if self.num_requests is None or self.duration is None:
            return {}
        # DRF keeps the moments of the last period, the newest first.
        vuelve = self.duration - (self.now - self.history[-1]) if self.history else self.duration
        return {
            "X-RateLimit-Limit": str(self.num_requests),
            "X-RateLimit-Remaining": str(max(0, self.num_requests - len(self.history))),
            "X-RateLimit-Reset": str(max(0, round(vuelve))),
        }


def en_palabras() -> str:
    """Say the limit to a person; "" when there is none."""
    limite = PorDireccion()
    if limite.num_requests is None or limite.duration is None:
        return ""
    return ngettext(
        "%(cuantas)s consultas por segundo desde cada dirección de red.",
        "%(cuantas)s consultas cada %(segundos)s segundos desde cada dirección de red.",
        limite.duration,
    ) % {"cuantas": limite.num_requests, "segundos": limite.duration}
