"""R030: late bid won."""

from sitio.analisis.cardinal.codigos.base import Codigo
from sitio.analisis.cardinal.entrega import texto
from sitio.analisis.cardinal.proceso import Proceso


class R030(Codigo):
    """Flag processes where a supplier of an active award had a valid bid dated after the tender period, as text.

    Text is compared, not instants: with mixed offsets or formats the answer may be wrong.
    """

    CLAVE = "R030"

    def mirar(self, proceso: Proceso) -> None:
        periodo = proceso.licitacion.periodo
        fin = texto(periodo.fin) if periodo else None
        if fin is None or not proceso.activas:
            return
        tardias = [oferta for oferta in proceso.validas if oferta.fecha is not None and oferta.fecha > fin]
        tarde = {licitante for oferta in tardias for licitante in oferta.licitantes}
        if tarde and (ganadores := tarde & {p for activa in proceso.activas for p in activa.proveedores}):
            self.senalar(proceso.ocid, 1.0, ganadores, valor_de_ellos=1.0)
