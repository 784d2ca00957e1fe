"""The pages of alerts and what is done in them. They translate requests; the rules live in vida."""

from sitio.alertas.vistas.decisiones import asignar, lote, mover
from sitio.alertas.vistas.reglas import ReglasEvaluadas
from sitio.alertas.vistas.resumen import ResumenDeAlertas
from sitio.alertas.vistas.silencios import Silencios, levantar
from sitio.alertas.vistas.umbrales import ProbarUmbral

__all__ = ["ProbarUmbral", "ReglasEvaluadas", "ResumenDeAlertas", "Silencios", "asignar", "levantar", "lote", "mover"]
