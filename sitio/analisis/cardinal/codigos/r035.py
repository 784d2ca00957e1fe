"""R035: all except the winning bid disqualified."""

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo, Contexto
from sitio.analisis.cardinal.proceso import Proceso


class R035(Codigo):
    """Flag processes where one tenderer has all valid bids and all awards, and `threshold` others were disqualified."""

    CLAVE = "R035"
    OPCIONES = {"threshold": valores.natural}

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        self.umbral = max(1, self.propios.get("threshold", 1))

    def mirar(self, proceso: Proceso) -> None:
        if not proceso.desechadas or not proceso.finales or not proceso.activas:
            return
        validos = {licitante for oferta in proceso.validas for licitante in oferta.licitantes}
        if len(validos) != 1 or validos != {p for activa in proceso.activas for p in activa.proveedores}:
            return
        desechados = {licitante for oferta in proceso.desechadas for licitante in oferta.licitantes} - validos
        if len(desechados) >= self.umbral:
            self.senalar(proceso.ocid, float(len(desechados)), validos)
