"""The performance indicators, by theme. Importing this package fills `registro.INDICADORES`."""

from sitio.analisis.indicadores import (
    avance,
    competencia,
    ejecucion,
    mercado,
    metodo,
    pagos,
    planeacion,
    precios,
    publicacion,
    tiempos,
)
from sitio.analisis.indicadores.registro import INDICADORES

__all__ = [
    "INDICADORES",
    "avance",
    "competencia",
    "ejecucion",
    "mercado",
    "metodo",
    "pagos",
    "planeacion",
    "precios",
    "publicacion",
    "tiempos",
]
