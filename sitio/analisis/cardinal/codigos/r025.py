"""R025: excessive unsuccessful bids."""

from collections import Counter
from typing import Self

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo, Contexto, Grupo
from sitio.analisis.cardinal.estadistica import cerca_baja, cuantil
from sitio.analisis.cardinal.proceso import Proceso


class R025(Codigo):
    """Flag tenderers who take part as much as the top ones (`percentile` of participations) and hardly ever win.

    A tenderer takes part once in a process, with any valid bid of its own; the number shown is won ÷ taken part.
    """

    CLAVE = "R025"
    OPCIONES = {"percentile": valores.natural, "threshold": valores.decimal}

    def __init__(self, contexto: Contexto) -> None:
        super().__init__(contexto)
        self.participadas: Counter[str] = Counter()
        self.ganadas: Counter[str] = Counter()

    def mirar(self, proceso: Proceso) -> None:
        if (ganador := proceso.ganador) is None:
            return
        licitantes = {licitante for oferta in proceso.validas if (licitante := oferta.unico) is not None}
        for licitante in licitantes:
            self.participadas[licitante] += 1
        if ganador in licitantes:
            self.ganadas[ganador] += 1

    def sumar(self, otro: Self) -> None:
        self.participadas.update(otro.participadas)
        self.ganadas.update(otro.ganadas)

    def concluir(self) -> None:
        razones = {licitante: self.ganadas[licitante] / veces for licitante, veces in self.participadas.items()}
        asiduos = cuantil(sorted(map(float, self.participadas.values())), self.propios.get("percentile", 75) / 100)
        cerca: float | None = self.propios.get("threshold")
        q1 = 1.0
        if cerca is None:
            q1, q3 = self.anotar_cuartiles(razones.values())
            cerca = cerca_baja(q1, q3)
        self.meta |= {"upper_fence": asiduos, "lower_fence": cerca}
        if not (q1 > 0 and cerca > 0):
            return
        for licitante, razon in razones.items():
            if self.participadas[licitante] >= asiduos and razon <= cerca:
                self.marcas[Grupo.LICITANTE][licitante] = razon
