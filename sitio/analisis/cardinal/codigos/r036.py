"""R036: lowest bid disqualified."""

from collections import defaultdict
from typing import Self

from sitio.analisis.cardinal.codigos.base import Codigo, Contexto
from sitio.analisis.cardinal.proceso import Presentada, Proceso


class R036(Codigo):
    """Flag awarded processes whose lowest submitted bid was disqualified while another, valid, had a price.

    Bids in the main currency count; of equal ones, the first. The award criteria are not read.
    """

    CLAVE = "R036"

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        # The main currency is known at the end.
        self.por_moneda: defaultdict[str, list[str]] = defaultdict(list)

    def mirar(self, proceso: Proceso) -> None:
        if not proceso.activas or not proceso.presentadas or not self.contexto.ajustes.compara_precios(proceso.detalle):
            return
        for moneda, ofertas in self._con_precio(proceso).items():
            _monto, menor = min(ofertas, key=lambda par: par[0])
            if menor.estado == "disqualified" and any(oferta.estado == "valid" for _monto, oferta in ofertas):
                self.por_moneda[moneda].append(proceso.ocid)

    def sumar(self, otro: Self) -> None:
        for moneda, ocids in otro.por_moneda.items():
            self.por_moneda[moneda] += ocids

    def concluir(self) -> None:
        for ocid in self.por_moneda.get(self.contexto.monedas.principal or "", ()):
            self.senalar(ocid, 1.0)

    def _con_precio(self, proceso: Proceso) -> dict[str, list[tuple[float, Presentada]]]:
        ofertas: defaultdict[str, list[tuple[float, Presentada]]] = defaultdict(list)
        for oferta in proceso.presentadas:
            if precio := oferta.precio:
                monto, moneda = precio
                if self.contexto.monedas.admite(moneda):
                    ofertas[moneda].append((monto, oferta))
        return ofertas
