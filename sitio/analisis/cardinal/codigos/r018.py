"""R018: single bid received."""

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo, Contexto
from sitio.analisis.cardinal.codigos.r003 import admite
from sitio.analisis.cardinal.proceso import Proceso


class R018(Codigo):
    """Flag a tender whose numberOfTenderers is the integer 1, by an open or selective method. Bids are not counted."""

    CLAVE = "R018"
    OPCIONES = {"procurement_methods": valores.lista}

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        self.metodos: frozenset[str] = self.propios.get("procurement_methods", frozenset({"open", "selective"}))

    def mirar(self, proceso: Proceso) -> None:
        numero = proceso.licitacion.numero_de_licitantes
        if type(numero) is int and numero == 1 and admite(proceso.licitacion.metodo, self.metodos):
            self.senalar(proceso.ocid, 1.0)
