"""Market research: the unit prices that were published for the same goods, and how they are distributed."""

from sitio.analisis.mercado.distribucion import (
    MINIMO,
    Distribucion,
    Grupo,
    Lejania,
    a_pesos_de,
    agrupar,
    cuantil,
    lejania,
    resumir,
)
from sitio.analisis.mercado.precios import Exclusion, PrecioUnitario, precios_publicados
from sitio.analisis.mercado.unidades import normalizar_unidad

__all__ = [
    "MINIMO",
    "Distribucion",
    "Exclusion",
    "Grupo",
    "Lejania",
    "PrecioUnitario",
    "a_pesos_de",
    "agrupar",
    "cuantil",
    "lejania",
    "normalizar_unidad",
    "precios_publicados",
    "resumir",
]
