"""The rules that other rooms put to a stage before it is sent: what they know lives above this room."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sitio.procesos.models import EtapaPage

# Field or panel where it is mended (None: the whole stage), and what to say.
Problema = tuple[str | None, str]
Regla = Callable[[EtapaPage, dict[str, Any]], Iterable[Problema]]

REGLAS: list[Regla] = []


def registrar_regla(regla: Regla) -> None:
    """Let `regla` refuse a stage. It is given the stage and the compiled release so far ({} if nothing is public)."""
    if regla not in REGLAS:
        REGLAS.append(regla)


def problemas(etapa: EtapaPage, publicada: dict[str, Any]) -> Iterator[Problema]:
    """Yield what the registered rules hold against `etapa`."""
    for regla in REGLAS:
        yield from regla(etapa, publicada)
