"""Channels: how a message reaches a person. The outbox knows none of them; each one registers itself here."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

from django.contrib.auth.models import User


class EntregaTemporal(Exception):
    """The message certainly did not arrive and may later. `reintentar_en`: what the channel asked for, if it did."""

    def __init__(self, motivo: str, reintentar_en: timedelta | None = None) -> None:
        super().__init__(motivo)
        self.reintentar_en = reintentar_en


class EntregaImposible(Exception):
    """The message did not arrive and never will: trying again is useless."""


class EntregaAmbigua(Exception):
    """The message went out and nobody confirmed it: it may have arrived, so sending it again could repeat it."""


@dataclass(frozen=True)
class AvisoRendido:
    """What a channel sends: a text ready in the channel's own format, no longer than its limit."""

    usuario: User
    asunto: str
    texto: str


class Canal(Protocol):
    """A way of reaching people.

    `formato` names the template (`<tema>.html` or `<tema>.txt`) and `limite` the characters one message takes.
    """

    clave: str
    formato: Literal["html", "txt"]
    limite: int

    def alcanza(self, usuario: User) -> bool:
        """Tell whether the person can be reached through this channel now."""
        ...

    def enviar(self, aviso: AvisoRendido) -> None:
        """Send one message, or raise EntregaTemporal, EntregaImposible or EntregaAmbigua (without secrets in them)."""
        ...


CANALES: dict[str, Canal] = {}


def registrar(canal: Canal) -> None:
    """Add a channel; its `clave` is for ever, because rows of the outbox name it."""
    CANALES[canal.clave] = canal
