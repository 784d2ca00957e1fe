"""The same rules over the whole store: what is raised comes home in order, the rest only as counts."""

from sitio.analisis.motor.general.banderas import Caso, Clave, casos, evaluar_todo
from sitio.analisis.motor.general.lecturas import Lectura, lecturas
from sitio.analisis.motor.general.plazos import CasoDePlazos, casos_de_plazo
from sitio.analisis.motor.general.umbrales import Prueba, probar

__all__ = [
    "Caso",
    "CasoDePlazos",
    "Clave",
    "Lectura",
    "Prueba",
    "casos",
    "casos_de_plazo",
    "evaluar_todo",
    "lecturas",
    "probar",
]
