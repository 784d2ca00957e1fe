"""What analysis found, kept for people: alerts with a life, legal deadlines, and the record of every run."""

from sitio.alertas.models.alertas import Alerta, EstadoDeAlerta, MovimientoAlerta, Severidad
from sitio.alertas.models.corridas import Corrida, MotivoDeCorrida, Revisado
from sitio.alertas.models.plazos import EstadoDePlazo, Plazo

__all__ = [
    "Alerta",
    "Corrida",
    "EstadoDeAlerta",
    "EstadoDePlazo",
    "MotivoDeCorrida",
    "MovimientoAlerta",
    "Plazo",
    "Revisado",
    "Severidad",
]
