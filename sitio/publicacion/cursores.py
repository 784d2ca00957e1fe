"""Opaque cursors: a place in a list, and of which list, with which filters and in which order it is a place."""

import base64
import re
from dataclasses import dataclass
from typing import Self

_FORMA = re.compile(r"(?P<lista>[a-z:]+):(?P<hacia>[da]):(?P<posicion>[0-9]{1,18}):(?P<huella>[0-9a-f]{12})")


@dataclass(frozen=True)
class Cursor:
    """The rows after `posicion` in the order of a list, or before it. `huella` is of the filters and the order."""

    lista: str
    posicion: int
    huella: str
    hacia_atras: bool = False

    def __str__(self) -> str:
        plano = f"{self.lista}:{'a' if self.hacia_atras else 'd'}:{self.posicion}:{self.huella}"
        return base64.urlsafe_b64encode(plano.encode()).decode().rstrip("=")

    @classmethod
    def leer(cls, texto: str) -> Self:
        """Read a cursor as it was given; ValueError for one that was cut or touched: it is refused, not guessed."""
        plano = base64.urlsafe_b64decode(texto + "=" * (-len(texto) % 4)).decode()
        partes = _FORMA.fullmatch(plano)
        if partes is None:
            raise ValueError(texto)
        leido = cls(partes["lista"], int(partes["posicion"]), partes["huella"], partes["hacia"] == "a")
        if str(leido) != texto:
            raise ValueError(texto)
        return leido
