"""The distance between the winning bid and the next one, which R024 finds too small and R058 too large."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sitio.analisis.cardinal.ajustes import Ajustes
from sitio.analisis.cardinal.estadistica import cociente
from sitio.analisis.cardinal.monedas import Monedas
from sitio.analisis.cardinal.proceso import Proceso

Precio = tuple[float, str]


class Razon(NamedTuple):
    """(second − winning) ÷ winning, never negative between positive prices."""

    valor: float
    ganador: str
    segundo: str


class Razones:
    """The ratio of every process with one winner, among valid bids of one tenderer each in the main currency."""

    def __init__(self, ajustes: Ajustes, monedas: Monedas) -> None:
        self.ajustes = ajustes
        self.monedas = monedas
        self._por_moneda: defaultdict[str, dict[str, Razon]] = defaultdict(dict)

    def mirar(self, proceso: Proceso) -> None:
        ganador = proceso.ganador
        if ganador is None or not self.ajustes.compara_precios(proceso.detalle):
            return
        for moneda, precios in self._precios(proceso).items():
            if razon := _razon(ganador, precios):
                self._por_moneda[moneda][proceso.ocid] = razon

    def sumar(self, otras: "Razones") -> None:
        for moneda, razones in otras._por_moneda.items():
            self._por_moneda[moneda].update(razones)

    @property
    def principales(self) -> Mapping[str, Razon]:
        """By ocid, in the main currency."""
        return self._por_moneda.get(self.monedas.principal or "", {})

    def _precios(self, proceso: Proceso) -> dict[str, list[Precio]]:
        precios: defaultdict[str, list[Precio]] = defaultdict(list)
        for oferta in proceso.validas:
            if (licitante := oferta.unico) is not None and (precio := oferta.precio):
                monto, moneda = precio
                if self.monedas.admite(moneda):
                    precios[moneda].append((monto, licitante))
        return precios


def _razon(ganador: str, precios: list[Precio]) -> Razon | None:
    """None unless both the winner and another bid, and nobody bid less: then price alone did not decide."""
    propios = [monto for monto, licitante in precios if licitante == ganador]
    ajenos = [precio for precio in precios if precio[1] != ganador]
    if not propios or not ajenos:
        return None
    ganado = min(propios)
    siguiente, segundo = min(ajenos, key=lambda precio: precio[0])
    if siguiente < ganado:
        return None
    return Razon(cociente(siguiente - ganado, ganado), ganador, segundo)
