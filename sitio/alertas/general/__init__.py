"""The general run: every flag and every deadline over everything that is published."""

from sitio.alertas.general.corrida import correr, hay_que_seguir
from sitio.alertas.general.proveedores import revisar_proveedores
from sitio.alertas.general.turnos import CorridaEnCurso, TurnoPerdido
from sitio.alertas.general.umbrales import probar_umbral

__all__ = [
    "CorridaEnCurso",
    "TurnoPerdido",
    "correr",
    "hay_que_seguir",
    "probar_umbral",
    "revisar_proveedores",
]
