"""The legal deadlines, by stage. Importing this package fills `registro.PLAZOS`."""

from sitio.analisis.plazos import (
    adjudicacion,
    contrato,
    convocatoria,
    garantias,
    licitacion,
    obra,
    pagos,
    rescision,
)

__all__ = [
    "adjudicacion",
    "contrato",
    "convocatoria",
    "garantias",
    "licitacion",
    "obra",
    "pagos",
    "rescision",
]
