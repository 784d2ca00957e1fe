"""The names of flags and deadlines as people read them in a message."""

from django.utils.translation import gettext

from sitio.analisis.registro import BANDERAS, PLAZOS


def titulo_de_bandera(clave: str) -> str:
    """Return a flag's title in the active language; its id when the rule is no longer installed."""
    bandera = BANDERAS.get(clave)
    return gettext(bandera.titulo) if bandera else clave


def titulo_de_plazo(clave: str) -> str:
    """Return a deadline's title in the active language; its id when the rule is no longer installed."""
    plazo = PLAZOS.get(clave)
    return gettext(plazo.titulo) if plazo else clave
