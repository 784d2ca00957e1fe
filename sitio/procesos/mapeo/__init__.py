"""The table language in which each stage, and each row it nests, says which of its fields is which OCDS path.

One table serves three ways: out to a release (`volcar`), back with nulls what was taken away (`retirar`), and in from
a release that somebody else published (`recoger`).
"""

from sitio.procesos.mapeo.busqueda import campo_de, planas
from sitio.procesos.mapeo.conversiones import (
    ENTERO,
    ETIQUETAS,
    FIN_DEL_DIA,
    INICIO_DEL_DIA,
    INSTANTE,
    TAL_CUAL,
    Conversion,
    clasificacion,
    fin_del_dia,
    inicio_del_dia,
    referencia,
)
from sitio.procesos.mapeo.entradas import (
    Calculado,
    Campo,
    Dinero,
    Entrada,
    Lectura,
    Lista,
    Parte,
    Volcado,
    miembro,
    recoger,
    volcar,
)
from sitio.procesos.mapeo.retiro import retirar

__all__ = [
    "ENTERO",
    "ETIQUETAS",
    "FIN_DEL_DIA",
    "INICIO_DEL_DIA",
    "INSTANTE",
    "TAL_CUAL",
    "Calculado",
    "Campo",
    "Conversion",
    "Dinero",
    "Entrada",
    "Lectura",
    "Lista",
    "Parte",
    "Volcado",
    "campo_de",
    "clasificacion",
    "fin_del_dia",
    "inicio_del_dia",
    "miembro",
    "planas",
    "recoger",
    "referencia",
    "retirar",
    "volcar",
]
