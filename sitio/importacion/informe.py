"""What an import did: counts by file, and a table of what was refused that a person can open and work through."""

import csv
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from sitio.importacion.tipos import Falla, Nota, RenglonRechazado
from sitio.importacion.valores import legible

COLUMNAS = ("archivo", "renglon", "campo", "valor", "motivo", "remedio", "tipo")
_VALOR_MAXIMO = 200
_MUESTRA = 5


class Tipo(StrEnum):
    """What a line of the report is: something refused, or something that entered and looks strange."""

    RECHAZO = "rechazo"
    AVISO = "aviso"


@dataclass
class Resumen:
    """The account of a file (or of a set read together).

    Units are what the file is made of: releases of a package, lines, rows of a table. Every unit read ends in exactly
    one of `emitidas`, `repetidas`, `rechazadas` or `retenidas` (right, but of a file that had something refused; while
    the file is examined, what waits its turn). `entregas` are the releases written to the ledger: fewer than the units
    emitted when several rows make one process. `notas` counts releases that did not enter just as they came.
    """

    archivo: str
    emitidas: int = 0
    repetidas: int = 0
    rechazadas: int = 0
    retenidas: int = 0
    entregas: int = 0
    avisos: int = 0
    error: str = ""
    notas: Counter[Nota] = field(default_factory=Counter)
    primeros_rechazos: list[RenglonRechazado] = field(default_factory=list)

    @property
    def leidas(self) -> int:
        """Units read from the file."""
        return self.emitidas + self.repetidas + self.rechazadas + self.retenidas

    def retener(self) -> None:
        """Count what had entered as waiting: the file was undone whole."""
        self.retenidas += self.emitidas
        self.emitidas = self.entregas = 0
        self.notas.clear()

    def anotar_rechazo(self, rechazo: RenglonRechazado, unidades: int = 1) -> None:
        """Count a refusal; the first few are kept to be shown."""
        self.rechazadas += unidades
        if len(self.primeros_rechazos) < _MUESTRA:
            self.primeros_rechazos.append(rechazo)


class Informe:
    """The report of refusals, written as they come. Without a file, it goes nowhere."""

    def __init__(self, salida: TextIO | None = None) -> None:
        self._escritor = csv.writer(salida, lineterminator="\r\n") if salida else None
        self._escribir([COLUMNAS])

    def anotar(self, rechazo: RenglonRechazado, tipo: Tipo = Tipo.RECHAZO) -> None:
        """Write a line for each thing wrong, or strange, in a unit."""
        self._escribir((rechazo.archivo, str(rechazo.renglon), *_de_falla(falla), tipo) for falla in rechazo.fallas)

    def anotar_error(self, archivo: str, error: str) -> None:
        """Write the line of a file that could not be read, or not to its end."""
        self._escribir([(archivo, "", "", "", error, "", Tipo.RECHAZO)])

    def _escribir(self, lineas: Iterable[Iterable[str]]) -> None:
        if self._escritor:
            self._escritor.writerows([inofensivo(celda) for celda in linea] for linea in lineas)


def abrir(pila: ExitStack, ruta: Path | None) -> Informe:
    """The report at `ruta`, which `pila` will close; one that goes nowhere without it. Raises OSError."""
    if ruta is None:
        return Informe()
    # The byte order mark makes spreadsheets read the accents.
    return Informe(pila.enter_context(ruta.open("w", encoding="utf-8-sig", newline="")))


def _de_falla(falla: Falla) -> tuple[str, str, str, str]:
    valor = falla.valor if len(falla.valor) <= _VALOR_MAXIMO else falla.valor[: _VALOR_MAXIMO - 1] + "…"
    return falla.campo, valor, falla.motivo, falla.remedio


def inofensivo(celda: str) -> str:
    """A cell that no spreadsheet nor terminal will obey: what begins like a formula gets an apostrophe before it."""
    limpia = legible(celda)
    return f"'{limpia}" if limpia.lstrip().startswith(("=", "+", "-", "@")) else limpia
