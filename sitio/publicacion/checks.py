"""What a public installation should not lack, told by `manage.py check --deploy`."""

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from sitio.publicacion import llaves


@register(Tags.security, deploy=True)
def llave_de_sellos(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when nothing signs the ledger's checkpoints, or when others may read the key that does."""
    lugar = llaves.ruta()
    if lugar is None or not lugar.is_file():
        return [
            checks.Warning(
                "La bitácora no se sella: no hay llave en LLAVE_DE_SELLOS.",
                hint="Haga una con «manage.py crear_llave» y guarde una copia fuera del servidor.",
                id="publicacion.W001",
            )
        ]
    if lugar.stat().st_mode & 0o077:
        return [
            checks.Warning(
                f"Otras cuentas de este equipo pueden leer la llave de los sellos, {lugar}.",
                hint=f"Quíteles el permiso: chmod 600 {lugar}",
                id="publicacion.W002",
            )
        ]
    return []
