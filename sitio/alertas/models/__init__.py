"""What analysis found, kept for people: alerts with a life, legal deadlines, figures, and the record of every run."""

from sitio.alertas.models.alertas import Alerta, EstadoDeAlerta, MovimientoAlerta, Severidad
from sitio.alertas.models.corridas import Corrida, EstadoDeCorrida, MotivoDeCorrida, Revisado
from sitio.alertas.models.mediciones import Medicion
from sitio.alertas.models.plazos import EstadoDePlazo, Plazo
from sitio.alertas.models.silencios import Silencio

__all__ = [
    "Alerta",
    "Corrida",
    "EstadoDeAlerta",
    "EstadoDeCorrida",
    "EstadoDePlazo",
    "Medicion",
    "MotivoDeCorrida",
    "MovimientoAlerta",
    "Plazo",
    "Revisado",
    "Severidad",
    "Silencio",
]
