"""The suspensions that stop the clock of a deadline, read from the marks that the tables bring."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

REANUDA = "R"


@dataclass(frozen=True)
class Pausa:
    """The clock stops on `desde` and runs again on `hasta` (local calendar dates); None: it has not run again."""

    desde: date
    hasta: date | None

    def __str__(self) -> str:
        """Return it as an ISO 8601 interval, which is what the evidence keeps."""
        return f"{self.desde}/{self.hasta or '..'}"


def leer_pausas(marcas: str | None) -> tuple[Pausa, ...]:
    """Return the pauses that marks such as `2026-03-05S 2026-03-12R` tell, in order.

    A suspension within another adds nothing; a resumption of what was not suspended says nothing.
    """
    pausas: list[Pausa] = []
    desde: date | None = None
    for marca in sorted((marcas or "").split(), key=lambda m: (m[:-1], m[-1] == REANUDA)):
        dia = date.fromisoformat(marca[:-1])
        if marca[-1] == REANUDA and desde is not None:
            pausas.append(Pausa(desde, dia))
            desde = None
        elif marca[-1] != REANUDA:
            desde = desde or dia
    return (*pausas, Pausa(desde, None)) if desde else tuple(pausas)


def dias_parados(pausas: Collection[Pausa]) -> frozenset[date]:
    """Return the days on which the clock was stopped; those of a pause that goes on are not known yet."""
    return frozenset(
        pausa.desde + timedelta(days=n)
        for pausa in pausas
        if pausa.hasta is not None
        for n in range((pausa.hasta - pausa.desde).days)
    )


def suspension_abierta(pausas: Collection[Pausa], vence: date) -> date | None:
    """Return since when the clock is stopped; None if it runs, or had run out (`vence`) before it stopped."""
    desde = next((pausa.desde for pausa in pausas if pausa.hasta is None), None)
    return desde if desde is not None and desde <= vence else None
