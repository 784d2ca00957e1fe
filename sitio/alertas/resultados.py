"""The four outcomes of every flag over one process: missing data is said by name, and never looks clean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.alertas import servicios
from sitio.alertas.guardado.lectura import valores_de
from sitio.analisis.registro import BANDERAS, Alcance, Bandera, Resultado
from sitio.publicacion.models import Registro

TITULOS = {
    Resultado.BANDERA: gettext_lazy("Levantada"),
    Resultado.DATOS_INSUFICIENTES: gettext_lazy("Datos insuficientes"),
    Resultado.SIN_BANDERA: gettext_lazy("Sin bandera"),
    Resultado.NO_APLICA: gettext_lazy("No aplica"),
}
# What only a run over everything can tell.
CON_LOS_DEMAS = "con_los_demas"
# The gravest thing said of a flag's subjects is what the flag says of the process.
GRAVEDAD = (Resultado.BANDERA, Resultado.DATOS_INSUFICIENTES, Resultado.SIN_BANDERA, Resultado.NO_APLICA)


@dataclass(frozen=True)
class Renglon:
    """A flag, with the fields of OCDS that the record lacks, and how many of its subjects had that outcome."""

    regla: Bandera
    faltan: list[str]
    sujetos: int

    @property
    def titulo(self) -> str:
        """What it points out."""
        return _(self.regla.titulo)


@dataclass(frozen=True)
class Grupo:
    """The flags with the same outcome."""

    clave: str
    titulo: str
    renglones: list[Renglon]


def de_registro(registro: Registro) -> list[Grupo]:
    """Return every flag by its outcome over the record, computed now; nothing is kept."""
    resultados: dict[str, list[Resultado]] = {}
    for hallazgo in servicios.evaluar_registro(registro):
        resultados.setdefault(hallazgo.bandera_id, []).append(hallazgo.resultado)
    entrega = json.loads(bytes(registro.compilada))
    por_clave: dict[str, list[Renglon]] = {}
    for regla in BANDERAS.values():
        clave, sujetos = _resultado(regla, resultados)
        por_clave.setdefault(clave, []).append(_renglon(regla, clave, sujetos, entrega))
    titulos = {**{r.value: str(t) for r, t in TITULOS.items()}, CON_LOS_DEMAS: _("Se evalúan junto con otros procesos")}
    return [Grupo(clave, titulo, por_clave.get(clave, [])) for clave, titulo in titulos.items()]


def _resultado(regla: Bandera, resultados: Mapping[str, list[Resultado]]) -> tuple[str, int]:
    """Return the outcome of a flag, and of how many subjects. One that says nothing found nothing to apply to."""
    if regla.general or regla.alcance is not Alcance.PROCESO:
        return CON_LOS_DEMAS, 0
    dichos = resultados.get(regla.id, [])
    peor = next((r for r in GRAVEDAD if r in dichos), Resultado.NO_APLICA)
    return peor.value, dichos.count(peor)


def _renglon(regla: Bandera, clave: str, sujetos: int, entrega: Any) -> Renglon:
    insuficiente = clave == Resultado.DATOS_INSUFICIENTES
    faltan = [campo for campo in regla.campos if not valores_de(entrega, campo)] if insuficiente else []
    return Renglon(regla, faltan, sujetos)
