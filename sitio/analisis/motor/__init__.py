"""Run the rules over the flat tables: Ibis writes each one for an engine (DuckDB here), and the engine runs it."""

from sitio.analisis.motor.banderas import Hallazgo, evaluar, evaluar_en
from sitio.analisis.motor.conexion import Recursos, consulta, sobre_almacen
from sitio.analisis.motor.plazos import PlazoCalculado, contador, plazos, vencimiento
from sitio.analisis.regimen import MARCO_FEDERAL
from sitio.analisis.registro import BANDERAS, PLAZOS

__all__ = [
    "MARCO_FEDERAL",
    "Hallazgo",
    "PlazoCalculado",
    "Recursos",
    "compilar",
    "contador",
    "evaluar",
    "evaluar_en",
    "plazos",
    "sobre_almacen",
    "vencimiento",
]


def compilar() -> None:
    """Write the queries of the rules that a publication runs: seconds of work, so that it does not wait for them."""
    for bandera in BANDERAS.values():
        if bandera.de_un_proceso:
            consulta(bandera.expresion, tuple(bandera.valores().items()))
    for definicion in PLAZOS.values():
        consulta(definicion.expresion)
