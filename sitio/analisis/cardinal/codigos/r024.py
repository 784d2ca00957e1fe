"""R024: price close to the winning bid."""

from sitio.analisis.cardinal import valores
from sitio.analisis.cardinal.codigos.base import Codigo
from sitio.analisis.cardinal.estadistica import cerca_baja


class R024(Codigo):
    """Flag the processes where the second lowest valid bid is strangely close to the winning one.

    Strangely: its ratio is not above the lower fence of all, or `threshold`. When a quarter of the processes have no
    distance at all nothing is flagged, or all those would be.
    """

    CLAVE = "R024"
    OPCIONES = {"threshold": valores.decimal}

    def concluir(self) -> None:
        razones = self.contexto.razones.principales
        cerca: float | None = self.propios.get("threshold")
        q1 = 1.0
        if cerca is None:
            q1, q3 = self.anotar_cuartiles(razon.valor for razon in razones.values())
            cerca = cerca_baja(q1, q3)
        self.meta["lower_fence"] = cerca
        if not (q1 > 0 and cerca > 0):
            return
        for ocid, razon in razones.items():
            if razon.valor <= cerca:
                self.senalar(ocid, razon.valor, (razon.ganador, razon.segundo))
