"""What an installation cannot do without, told before it publishes anything wrong."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Advertencia
from django.core.files.storage import FileSystemStorage, InvalidStorageError, storages

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


@register()
def almacen_de_documentos(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to keep the documents of drafts where the web server hands out files to anybody who asks."""
    try:
        almacen = storages["documentos"]
    except InvalidStorageError:
        return [
            Advertencia(
                "Falta STORAGES['documentos']: en las etapas no se podrán subir documentos.",
                hint="Como en sitio.ajustes.base: una carpeta que el servidor web no entregue.",
                id="procesos.W001",
            )
        ]
    carpeta = Path(almacen.location).resolve() if isinstance(almacen, FileSystemStorage) else None
    if carpeta and settings.MEDIA_ROOT and carpeta.is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        return [
            Error(
                "STORAGES['documentos'] está dentro de MEDIA_ROOT, que el servidor web entrega a cualquiera.",
                hint="Los documentos de un borrador no son públicos: guárdelos en otra carpeta.",
                id="procesos.E003",
            )
        ]
    return []
