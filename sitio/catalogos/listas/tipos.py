"""What a reader of list files gives: rows, what it could not take, and the date the file says of itself."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from sitio.ocds.nombres import normalizar


class ListaInvalida(ValueError):
    """A file of a list cannot be loaded; the message, in Spanish, says what is wrong and what to do."""


@dataclass(frozen=True)
class Fila:
    """Who is on the list, read. `pasajero`: the columns that change with every file and say nothing (its number)."""

    numero: int
    situacion: str
    nombre: str = ""
    rfc: str = ""
    curp: str = ""
    desde: date | None = None
    hasta: date | None = None
    datos: dict[str, Any] = field(default_factory=dict)
    pasajero: tuple[str, ...] = ()

    @cached_property
    def nombre_normalizado(self) -> str:
        """The name as names are compared."""
        return normalizar(self.nombre)

    @property
    def clave(self) -> str:
        """What makes it the same one in the next version: its RFC, its CURP or, failing both, its name."""
        return self.rfc or self.curp or self.nombre_normalizado

    @cached_property
    def huella(self) -> str:
        """The SHA-256 of all that the row says."""
        datos = {columna: valor for columna, valor in self.datos.items() if columna not in self.pasajero}
        dicho = [self.rfc, self.curp, self.nombre, self.situacion, str(self.desde), str(self.hasta), datos]
        return hashlib.sha256(json.dumps(dicho, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Rechazo:
    """A row that was not taken, where and why; `clave` is whose it was, when that much could be read."""

    renglon: int
    campo: str
    valor: str
    motivo: str
    remedio: str
    clave: str = ""


@dataclass(frozen=True)
class Lectura:
    """A file of a list, read."""

    filas: list[Fila]
    rechazos: list[Rechazo]
    codificacion: str
    fecha: date | None = None


class CampoMalo(ValueError):
    """A field of a row that cannot be read: which, what it said, why, and how to mend it."""

    def __init__(self, campo: str, valor: str, motivo: str, remedio: str) -> None:
        super().__init__(motivo)
        self.campo, self.valor, self.motivo, self.remedio = campo, valor, motivo, remedio

    def rechazo(self, renglon: int, clave: str) -> Rechazo:
        """The rejection of row `renglon` for this field."""
        return Rechazo(renglon, self.campo, self.valor, self.motivo, self.remedio, clave)


NOMBRE_MAXIMO = 500


def exigir_identidad(fila: Fila, campo: str) -> Fila:
    """Return `fila` if it says whose it is, and can be kept. Raises CampoMalo on `campo`, the one with the name."""
    if not fila.clave:
        raise CampoMalo(campo, fila.nombre, _("No dice de quién es."), _("Escriba el nombre o el RFC."))
    if len(fila.nombre) > NOMBRE_MAXIMO:
        remedio = _("Revise que el renglón no traiga pegado otro dato en el nombre.")
        raise CampoMalo(campo, f"{fila.nombre[:80]}…", _("Tiene más de 500 caracteres."), remedio)
    return fila
