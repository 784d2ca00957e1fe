"""Keep what analysis found. A second run over the same data changes nothing."""

from sitio.alertas.guardado.alertas import guardar_alertas, huella, huella_de
from sitio.alertas.guardado.comun import Conteo, Origen, PorOcid
from sitio.alertas.guardado.plazos import guardar_plazos

__all__ = ["Conteo", "Origen", "PorOcid", "guardar_alertas", "guardar_plazos", "huella", "huella_de"]
