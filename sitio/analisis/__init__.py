"""Pure analysis of the published records: flags and deadlines as Ibis expressions, and the registries of both."""

from sitio.analisis import banderas, plazos
from sitio.analisis.registro import BANDERAS, PLAZOS

__all__ = ["BANDERAS", "PLAZOS", "banderas", "plazos"]
