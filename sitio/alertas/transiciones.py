"""The life of an alert as a table: which moves exist, from where, to where, and which need a written reason."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


class TransicionNoPermitida(Exception):
    """A move that the alert's state, the person's role or a missing reason forbids; its text is for that person."""


@dataclass(frozen=True)
class Transicion:
    """A move a person may make. `boton` is what the button says; `ayuda`, what it does."""

    accion: str
    desde: tuple[str, ...]
    hacia: str
    boton: Any
    ayuda: Any
    con_motivo: bool = False


TRANSICIONES: dict[str, Transicion] = {
    t.accion: t
    for t in (
        Transicion(
            "reconocer",
            ("nueva",),
            "reconocida",
            _("Marcar como vista"),
            _("Deja constancia de que usted ya la conoce. No la resuelve."),
        ),
        Transicion(
            "iniciar_revision",
            ("nueva", "reconocida"),
            "en_revision",
            _("Iniciar revisión"),
            _("Indica que alguien ya está revisando el expediente."),
        ),
        Transicion(
            "justificar",
            ("en_revision",),
            "justificada",
            _("Justificar"),
            _("Lo señalado ocurrió y hay una razón válida que lo explica."),
            con_motivo=True,
        ),
        Transicion(
            "confirmar",
            ("en_revision",),
            "confirmada",
            _("Confirmar"),
            _("Lo señalado ocurrió y debe atenderse."),
            con_motivo=True,
        ),
        Transicion(
            "desestimar",
            ("en_revision",),
            "desestimada",
            _("Desestimar"),
            _("El dato es erróneo o la regla no debía aplicarse a este caso."),
            con_motivo=True,
        ),
    )
}


def posibles(estado: str) -> list[Transicion]:
    """Return the moves a person may make from `estado`, in the order they are offered."""
    return [t for t in TRANSICIONES.values() if estado in t.desde]
