"""What goes into the ledger and what comes back: proposals, results, and the reasons for a refusal."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from sitio.ocds import fusion
from sitio.ocds.perfil import ErrorDePerfil
from sitio.publicacion.models import Entrega


class Estado(StrEnum):
    """What became of a proposal."""

    EMITIDA = "emitida"
    REPETIDA = "repetida"
    RECHAZADA = "rechazada"


class EntregaInvalida(ValueError):
    """The release may not be published. `errores` says in Spanish where, what, and how to mend it."""

    def __init__(self, errores: list[ErrorDePerfil]) -> None:
        super().__init__("; ".join(str(error) for error in errores))
        self.errores = errores


class EntregaEnConflicto(EntregaInvalida):
    """The release is sound, but at odds with what is published: id taken, date not later, another one's process."""


@dataclass(frozen=True)
class Propuesta:
    """A release somebody wants published.

    `entrega` without `id`, `date` or `tag` gets them from the ledger. `referencia` is the caller's own (file and row,
    for its report). `redatar`: we wrote this release from tables, so its date is only the earliest it may have.
    """

    entrega: dict[str, Any]
    extensiones: tuple[str, ...] = ()
    referencia: object = None
    redatar: bool = False

    @cached_property
    def rasgos(self) -> int:
        """What a merge will have to mind in `entrega`: the gate and the ledger both ask."""
        return fusion.rasgos_de(self.entrega)


@dataclass(frozen=True)
class Resultado:
    """What became of `propuesta`: `entrega` is the stored row, new or found; None when refused, for `errores`."""

    propuesta: Propuesta
    entrega: Entrega | None
    estado: Estado
    errores: list[ErrorDePerfil] = field(default_factory=list)
