"""The cells of a table row, read one by one; all that is wrong is kept, so that a report tells everything at once."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

from sitio.importacion.tipos import Falla, ValorInvalido

T = TypeVar("T")


class Celdas:
    """A row. `nombres` says how the file calls each column, because that is what its author will look for."""

    def __init__(self, valores: Mapping[str, str], nombres: Mapping[str, str] | None = None) -> None:
        self._valores, self._nombres = valores, nombres or {}
        self.fallas: list[Falla] = []

    def leer(self, columna: str, lector: Callable[[str, str], T | None]) -> T | None:
        """The value of a column; None when empty, not in the file, or wrong (and then it is in `fallas`)."""
        try:
            return lector(self.nombre(columna), self._valores.get(columna, ""))
        except ValorInvalido as error:
            self.fallas.append(error.falla)
            return None

    def requerir(self, columna: str, lector: Callable[[str, str], T | None]) -> T | None:
        """As `leer`, but an empty cell is a failure too."""
        antes = len(self.fallas)
        valor = self.leer(columna, lector)
        if valor is None and len(self.fallas) == antes:
            self.fallar(columna, _("Falta este dato."), _("Escríbalo; sin él no se puede publicar el renglón."))
        return valor

    def fallar(self, columna: str, motivo: str, remedio: str) -> None:
        """Note something wrong in a column."""
        self.fallas.append(Falla(self.nombre(columna), self._valores.get(columna, ""), motivo, remedio))

    def nombre(self, columna: str) -> str:
        """How the file calls a column."""
        return self._nombres.get(columna, columna)
