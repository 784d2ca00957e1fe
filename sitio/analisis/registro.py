"""The typed registries of analysis: what a flag and a deadline say of themselves, and how each one is added.

Titles and explanations are Spanish source strings marked with `_`; whoever shows them translates them.
This room knows no Django: `_` only marks the text for the translators' tools.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

import ibis.expr.types as ir

from sitio.analisis.regimen import Regimen
from sitio.analisis.tablas import Tablas


def gettext_noop(texto: str) -> str:
    """Mark `texto` for translation and return it as it is."""
    return texto


_ = gettext_noop

# A threshold: whole where it counts things, decimal where it measures.
Numero = int | Decimal


class Severidad(IntEnum):
    """How much a flag weighs. CRITICA is kept for what the law forbids outright."""

    INFO = 1
    BAJA = 2
    MEDIA = 3
    ALTA = 4
    CRITICA = 5


class Alcance(StrEnum):
    """Whose flag it is: what one `sujeto` stands for."""

    PROCESO = "proceso"
    COMPRADOR = "comprador"
    PROVEEDOR = "proveedor"
    PAREJA = "pareja"


class Resultado(StrEnum):
    """The four outcomes of a flag. Missing data is never shown as clean."""

    BANDERA = "bandera"
    SIN_BANDERA = "sin_bandera"
    DATOS_INSUFICIENTES = "datos_insuficientes"
    NO_APLICA = "no_aplica"


@dataclass(frozen=True)
class Parametro:
    """A threshold of a rule, with its unit; `titulo` is what an officer reads beside the number."""

    nombre: str
    valor: Numero
    unidad: str
    titulo: str


Expresion = Callable[[Tablas, Mapping[str, Numero]], ir.Table]


@dataclass(frozen=True)
class Bandera:
    """A flag: what it is called, where it comes from, what it needs, and the pure function that computes it.

    `expresion` returns one row per subject with `ocid, sujeto, resultado, valor`; every other column is
    evidence and is kept with the alert under its own name (dates and numbers as they are in the data), but for
    `severidad`, which weighs that row otherwise than the flag. A flag of a buyer, a supplier or a pair returns
    `publicador` and `procesos` (the ocids behind it, some of them when they are many) instead of `ocid`.

    `general`: it looks beyond the process, at peers or at the sum of many, so only a run over everything evaluates it;
    always so for what is not of one process.
    """

    id: str
    titulo: str
    version: str
    etapa: str
    alcance: Alcance
    severidad: Severidad
    fuente: str
    campos: tuple[str, ...]
    por_que_importa: str
    falsos_positivos: tuple[str, ...]
    que_hacer: str
    expresion: Expresion
    codigo_ocp: str = ""
    regimenes: tuple[Regimen, ...] = ()
    vigente_desde: date | None = None
    vigente_hasta: date | None = None
    parametros: tuple[Parametro, ...] = ()
    nombra_personas: bool = False
    general: bool = False
    evidencias: Mapping[str, str] = field(default_factory=dict)

    def valores(self) -> dict[str, Numero]:
        """Return the parameters by name."""
        return {p.nombre: p.valor for p in self.parametros}

    @property
    def de_un_proceso(self) -> bool:
        """Whether a process alone, with nobody to compare it to, is enough to evaluate it."""
        return self.alcance is Alcance.PROCESO and not self.general


class Unidad(StrEnum):
    """How a legal term is counted."""

    NATURALES = "días naturales"
    HABILES = "días hábiles"
    MESES = "meses"


@dataclass(frozen=True)
class Termino:
    """How long a term is under one regime. Negative `dias` count back from the base (a limit before an event).

    None of them: on the very day of the base, or on an agreed date. With `unidad` MESES they are months.
    """

    dias: int
    unidad: Unidad
    fundamento: str
    # LFPA art. 29: a term that ends on a non-working day runs to the next working one. Not for agreed dates,
    # nor for limits counted back from an event, which would shorten the minimum the law protects.
    se_recorre: bool = True


@dataclass(frozen=True)
class DefinicionDePlazo:
    """A legal deadline: who must do what, from which date it runs, and the evidence that meets it.

    `terminos` gives the term of each regime; the key None is for dates that no law sets (agreed in the contract) and
    that hold under any. `expresion` returns one row per subject with `ocid, sujeto, regimen, base, cumplido_en`
    (calendar dates; `cumplido_en` null while nothing in the data meets it) and, when its clock can stop,
    `suspensiones` (see `plazos.filas`); other columns are evidence. Rows without `base` give no deadline: a missing
    date is never invented.
    """

    id: str
    titulo: str
    version: str
    etapa: str
    responsable: str
    terminos: Mapping[Regimen | None, Termino]
    campos: tuple[str, ...]
    evidencia_que_cumple: str
    que_hacer: str
    expresion: Callable[[Tablas], ir.Table]
    evidencias: Mapping[str, str] = field(default_factory=dict)


BANDERAS: dict[str, Bandera] = {}
PLAZOS: dict[str, DefinicionDePlazo] = {}


def registrar_bandera(bandera: Bandera) -> Bandera:
    """Add a flag to the registry; ValueError if its id is taken."""
    if bandera.id in BANDERAS:
        raise ValueError(f"La bandera {bandera.id} ya está registrada.")
    BANDERAS[bandera.id] = bandera
    return bandera


def registrar_plazo(plazo: DefinicionDePlazo) -> DefinicionDePlazo:
    """Add a deadline to the registry; ValueError if its id is taken."""
    if plazo.id in PLAZOS:
        raise ValueError(f"El plazo {plazo.id} ya está registrado.")
    PLAZOS[plazo.id] = plazo
    return plazo
