"""What travels through an import: where a datum came from, why it was refused, who publishes it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ArchivoIlegible(Exception):
    """A whole file cannot be read, or not to its end. The message, in Spanish, says what and what to do."""


@dataclass(frozen=True)
class Falla:
    """One thing wrong in a unit of a file: the field, its value as it came, why it will not do, how to mend it."""

    campo: str
    valor: str
    motivo: str
    remedio: str


class ValorInvalido(ValueError):
    """A value of a table does not say what its column needs. Carries the `Falla` that the report will show."""

    def __init__(self, falla: Falla) -> None:
        super().__init__(falla.motivo)
        self.falla = falla


PATRON_CLAVE = re.compile(r"[A-Za-z0-9_-]{1,60}")
"""The key of a publisher: a slug."""


@dataclass(frozen=True)
class DatosPublicador:
    """Who publishes what is imported: what is needed to find or make the `Publicador` row."""

    clave: str
    nombre: str
    prefijo: str
    esquema: str = ""
    identificador: str = ""
    uri: str = ""
    licencia: str = ""
    politica: str = ""


class Nota(StrEnum):
    """Why a release does not enter just as it came."""

    ACTUALIZADA = "1.0"
    PARTES_DISTINTAS = "partes"
    DE_COMPILADA = "compilada"
    DE_VERSIONADA = "versionada"
    ENLAZADA = "enlazada"


@dataclass(frozen=True)
class Referencia:
    """Where a proposal was read: the units (file and row) that end in it, and the place inside a JSON document."""

    unidades: tuple[tuple[str, int], ...]
    publicador: DatosPublicador
    lugar: str = ""
    notas: tuple[Nota, ...] = ()


@dataclass(frozen=True)
class RenglonRechazado:
    """A unit of a file (a row, a line, a release) that never became a proposal, and why."""

    archivo: str
    renglon: int
    fallas: tuple[Falla, ...]


@dataclass(frozen=True)
class Opciones:
    """What the caller decides for a whole import.

    `publicador` is for the files that do not name their own; `de_la_clave` finds a publisher that is already in the
    database; nothing that happened after `ahora` (aware, UTC) is taken for a fact. `enlazada` fetches the release that
    a record only links (address with `#` and its id), and gives None where there is no network or it is not there.
    """

    publicador: DatosPublicador
    ahora: datetime
    publicador_explicito: bool = False
    de_la_clave: Callable[[str], DatosPublicador | None] = field(default=lambda clave: None)
    enlazada: Callable[[str], dict[str, Any] | None] = field(default=lambda direccion: None)
