"""The life of an alert as a table: which moves exist, from where, to where, and what each asks of who makes it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# Where a person leaves an alert that asks for nothing more: only other evidence, a date or a person opens it again.
RESUELTAS = ("justificada", "desestimada", "aceptada", "subsanada", "caducada")
# Where it still asks for something.
ABIERTAS = ("nueva", "reconocida", "en_revision", "confirmada", "remitida")
_REVISADA = ("en_revision", "remitida")
_ATENDIBLE = (*_REVISADA, "confirmada")


class TransicionNoPermitida(Exception):
    """A move that the alert's state, the person's role or a missing reason forbids; its text is for that person."""


@dataclass(frozen=True)
class Transicion:
    """A move a person may make. `boton` is what the button says; `ayuda`, what it does.

    `decide`: it says what came of the alert, so it needs a written reason and somebody who neither captured nor
    approved what the alert reads. `con_vigencia`: what is decided may hold until a date only.
    """

    accion: str
    desde: tuple[str, ...]
    hacia: str
    boton: Any
    ayuda: Any
    decide: bool = False
    con_vigencia: bool = False


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
            _REVISADA,
            "justificada",
            _("Justificar"),
            _("Lo señalado ocurrió y hay una razón válida que lo explica."),
            decide=True,
            con_vigencia=True,
        ),
        Transicion(
            "confirmar",
            _REVISADA,
            "confirmada",
            _("Confirmar"),
            _("Lo señalado ocurrió y debe atenderse."),
            decide=True,
        ),
        Transicion(
            "desestimar",
            _REVISADA,
            "desestimada",
            _("Desestimar"),
            _("El dato es erróneo o la regla no debía aplicarse a este caso."),
            decide=True,
        ),
        Transicion(
            "aceptar",
            _ATENDIBLE,
            "aceptada",
            _("Aceptar como riesgo"),
            _("Lo señalado ocurrió, se conoce el riesgo y se decide seguir con él."),
            decide=True,
            con_vigencia=True,
        ),
        Transicion(
            "subsanar",
            _ATENDIBLE,
            "subsanada",
            _("Dar por subsanada"),
            _("Lo señalado ocurrió y ya se corrigió."),
            decide=True,
        ),
        Transicion(
            "remitir",
            ("en_revision", "confirmada"),
            "remitida",
            _("Remitir al OIC"),
            _("Pasa al órgano interno de control, que es quien decide desde entonces."),
            decide=True,
        ),
        Transicion(
            "caducar",
            _ATENDIBLE,
            "caducada",
            _("Dar por caducada"),
            _("Ya no se puede hacer nada: prescribió, o lo señalado dejó de importar con el tiempo."),
            decide=True,
        ),
        Transicion(
            "reabrir",
            RESUELTAS,
            "en_revision",
            _("Volver a revisar"),
            _("Se supo algo que cambia la decisión."),
            decide=True,
        ),
    )
}


def posibles(estado: str) -> list[Transicion]:
    """Return the moves a person may make from `estado`, in the order they are offered."""
    return [t for t in TRANSICIONES.values() if estado in t.desde]
