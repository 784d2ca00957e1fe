"""The four outcomes of every flag over one process: missing data is said by name, and never looks clean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.alertas import servicios
from sitio.alertas.guardado.lectura import valores_de
from sitio.alertas.presentacion import titulo_de_campo
from sitio.analisis.registro import BANDERAS, Alcance, Bandera, Resultado
from sitio.publicacion.models import Registro

TITULOS = {
    Resultado.BANDERA: gettext_lazy("Levantada"),
    Resultado.DATOS_INSUFICIENTES: gettext_lazy("Datos insuficientes"),
    Resultado.SIN_BANDERA: gettext_lazy("Sin bandera"),
    Resultado.NO_APLICA: gettext_lazy("No aplica"),
}
QUE_ES = {
    Resultado.BANDERA: gettext_lazy("Lo publicado muestra algo que conviene revisar."),
    Resultado.DATOS_INSUFICIENTES: gettext_lazy(
        "No se puede saber: falta publicar lo que la regla lee. Cuando se publique, se evaluará."
    ),
    Resultado.SIN_BANDERA: gettext_lazy("Se evaluó con lo publicado, y no hay qué señalar."),
    Resultado.NO_APLICA: gettext_lazy(
        "La regla no es para este procedimiento, o el proceso todavía no llega a la etapa que revisa."
    ),
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
    url: str = ""

    @property
    def titulo(self) -> str:
        """What it points out."""
        return _(self.regla.titulo)

    @property
    def campos(self) -> list[str]:
        """What is missing, in words."""
        return [titulo_de_campo(campo) for campo in self.faltan]


@dataclass(frozen=True)
class Grupo:
    """The flags with the same outcome."""

    clave: str
    titulo: str
    que_es: str
    renglones: list[Renglon]


def de_registro(registro: Registro, alertas: Mapping[str, str] | None = None) -> list[Grupo]:
    """Return every flag by its outcome over the record, computed now; nothing is kept.

    `alertas` are the addresses of its open alerts by flag.
    """
    resultados: dict[str, list[Resultado]] = {}
    for hallazgo in servicios.evaluar_registro(registro):
        resultados.setdefault(hallazgo.bandera_id, []).append(hallazgo.resultado)
    entrega = json.loads(bytes(registro.compilada))
    por_clave: dict[str, list[Renglon]] = {}
    for regla in BANDERAS.values():
        clave, sujetos = _resultado(regla, resultados)
        url = (alertas or {}).get(regla.id, "") if clave == Resultado.BANDERA else ""
        por_clave.setdefault(clave, []).append(Renglon(regla, _faltan(regla, clave, entrega), sujetos, url))
    grupos = [Grupo(r.value, str(t), str(QUE_ES[r]), por_clave.get(r.value, [])) for r, t in TITULOS.items()]
    con_los_demas = Grupo(
        CON_LOS_DEMAS,
        _("Se evalúan junto con otros procesos"),
        _("Comparan compras, proveedores o unidades entre sí: se calculan cada noche. Lo que señalan está en Alertas."),
        por_clave.get(CON_LOS_DEMAS, []),
    )
    return [*grupos, con_los_demas]


def _resultado(regla: Bandera, resultados: Mapping[str, list[Resultado]]) -> tuple[str, int]:
    """Return the outcome of a flag, and of how many subjects. One that says nothing found nothing to apply to."""
    if regla.general or regla.alcance is not Alcance.PROCESO:
        return CON_LOS_DEMAS, 0
    dichos = resultados.get(regla.id, [])
    peor = next((r for r in GRAVEDAD if r in dichos), Resultado.NO_APLICA)
    return peor.value, dichos.count(peor)


def _faltan(regla: Bandera, clave: str, entrega: Any) -> list[str]:
    insuficiente = clave == Resultado.DATOS_INSUFICIENTES
    return [campo for campo in regla.campos if not valores_de(entrega, campo)] if insuficiente else []
