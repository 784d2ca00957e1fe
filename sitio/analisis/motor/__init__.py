"""Run the rules over the flat tables: Ibis writes each one for an engine (DuckDB here), and the engine runs it."""

from datetime import date

from sitio.analisis.motor.banderas import Hallazgo, evaluar, evaluar_en
from sitio.analisis.motor.conexion import Base, Recursos, sobre_almacen
from sitio.analisis.motor.plazos import PlazoCalculado, contador, plazos, vencimiento
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.ocds.tablas import aplanar

__all__ = [
    "MARCO_FEDERAL",
    "Base",
    "Hallazgo",
    "PlazoCalculado",
    "Recursos",
    "contador",
    "evaluar",
    "evaluar_en",
    "plazos",
    "precalentar",
    "sobre_almacen",
    "vencimiento",
]


def precalentar() -> None:
    """Write and plan the queries of the rules that a publication runs: seconds of work, so that it does not wait."""
    ninguna = aplanar([])
    evaluar(ninguna)
    plazos(ninguna, (), date.min)
