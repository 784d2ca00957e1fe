"""What an installation cannot do without, told before it publishes anything wrong."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from sitio.ajustes import plugin

FIN_DE_FLUJO = plugin.AJUSTES["WAGTAIL_FINISH_WORKFLOW_ACTION"]


@register()
def ajustes_de_captura(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings with which an approval would publish a page and no release, or packages without an address."""
    errores: list[CheckMessage] = []
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", "") != FIN_DE_FLUJO:
        errores.append(
            Error(
                "Sin WAGTAIL_FINISH_WORKFLOW_ACTION, aprobar una etapa publicaría su página y ninguna entrega.",
                hint="Agregue globals().update(plugin.AJUSTES) al final de sus ajustes, como dice el README.",
                id="procesos.E001",
            )
        )
    if not getattr(settings, "URL_PUBLICA", ""):
        errores.append(
            Error(
                "Falta URL_PUBLICA: de ella salen las direcciones de los datos abiertos y los enlaces de los avisos.",
                hint='Por ejemplo: URL_PUBLICA = "https://contrataciones.ejemplo.gob.mx"',
                id="procesos.E002",
            )
        )
    return errores
