"""What a procedure template changes of the rules: other terms, other thresholds, rules switched off. Plain data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sitio.analisis.registro import Bandera, DefinicionDePlazo, Numero, Termino, Unidad

Valores = tuple[tuple[str, Numero], ...]


@dataclass(frozen=True)
class Origen:
    """The template version that says so: what evidence keeps, because a process never changes its version."""

    plantilla: str
    version: int
    titulo: str


@dataclass(frozen=True)
class AjusteDePlazo:
    """How one deadline differs. Without `dias` the term of the law stays; without `calendario`, the federal one."""

    activo: bool = True
    dias: int | None = None
    unidad: Unidad = Unidad.NATURALES
    calendario: str = ""
    fundamento: str = ""


@dataclass(frozen=True)
class AjusteDeBandera:
    """How one flag differs: switched off, or with other values for some of its thresholds."""

    activa: bool = True
    parametros: Mapping[str, Numero] = field(default_factory=dict)


@dataclass(frozen=True)
class Ajustes:
    """All that one template version changes, by id of the rule; whatever is absent stays as the registry says."""

    origen: Origen
    plazos: Mapping[str, AjusteDePlazo] = field(default_factory=dict)
    banderas: Mapping[str, AjusteDeBandera] = field(default_factory=dict)

    def valores(self, bandera: Bandera) -> Valores:
        """Return every threshold of `bandera` for these processes, in the order the registry declares them."""
        propios = self.banderas[bandera.id].parametros if bandera.id in self.banderas else {}
        return tuple((nombre, propios.get(nombre, valor)) for nombre, valor in bandera.valores().items())

    def evidencia(self, **usado: Any) -> dict[str, Any]:
        """Return what an alert or deadline keeps: the template version, and what of it was used."""
        return {"ajuste": {**asdict(self.origen), **usado}}


def termino_para(definicion: DefinicionDePlazo, termino: Termino | None, ajustes: Ajustes | None) -> Termino | None:
    """Return the term that holds, given the one of the law (None if that law sets none); None if there is none.

    A template's own term holds under any law: that is how another state's law enters without code. It never borrows
    the article of a term that it replaces.
    """
    propio = ajustes.plazos.get(definicion.id) if ajustes else None
    if ajustes is None or propio is None:
        return termino
    if not propio.activo:
        return None
    if propio.dias is not None:
        fundamento = propio.fundamento or f"Plantilla «{ajustes.origen.titulo}», versión {ajustes.origen.version}"
        se_recorre = all(t.se_recorre for t in definicion.terminos.values())
        return Termino(propio.dias, propio.unidad, fundamento, se_recorre)
    if termino is None or not propio.fundamento:
        return termino
    return Termino(termino.dias, termino.unidad, propio.fundamento, termino.se_recorre)
