"""R058: heavily discounted bid."""

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo
from sitio.analisis.cardinal.estadistica import cerca_alta


class R058(Codigo):
    """Flag the processes where the winning bid is strangely far below the second lowest valid one.

    Strangely: its ratio is not under the upper fence of all, or `threshold`, which must be above zero.
    """

    CLAVE = "R058"
    OPCIONES = {"threshold": valores.decimal}

    def concluir(self) -> None:
        razones = self.contexto.razones.principales
        cerca: float | None = self.propios.get("threshold")
        if cerca is None:
            cerca = cerca_alta(*self.anotar_cuartiles(razon.valor for razon in razones.values()))
        self.meta["upper_fence"] = cerca
        for ocid, razon in razones.items():
            if razon.valor >= cerca > 0:
                self.senalar(ocid, razon.valor, (razon.ganador,))
