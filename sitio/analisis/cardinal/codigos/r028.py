"""R028: identical bid prices."""

from sitio.analisis.cardinal.codigos.base import Codigo
from sitio.analisis.cardinal.proceso import Proceso


class R028(Codigo):
    """Flag processes where two submitted bids of different tenderers have the same price, and those tenderers."""

    CLAVE = "R028"

    def mirar(self, proceso: Proceso) -> None:
        if len(proceso.presentadas) < 2 or not self.contexto.ajustes.compara_precios(proceso.detalle):
            return
        vistos: dict[tuple[float, str], set[str]] = {}
        for oferta in proceso.presentadas:
            precio = oferta.precio
            if precio is None or not (licitantes := set(oferta.licitantes)):
                continue
            # The same tenderer may bid the same twice: each bid is compared with the last of that price.
            if vistos.get(precio, licitantes) != licitantes:
                self.senalar(proceso.ocid, 1.0, licitantes | vistos[precio], valor_de_ellos=1.0)
            vistos[precio] = licitantes
