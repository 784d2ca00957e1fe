"""Progress of a long command, in a terminal and in a log alike: one line every two seconds, and a last one."""

import time
from types import TracebackType
from typing import Protocol, Self

_CADA = 2.0


class Salida(Protocol):
    """Where lines go: a command's `self.stdout`."""

    def write(self, msg: str) -> object: ...


class Progreso:
    """Counts up to `total`: `with Progreso(self.stdout, "entregas", 1000) as p: p.avanzar(1)`."""

    def __init__(self, salida: Salida, cosa: str, total: int) -> None:
        self.salida = salida
        self.cosa = cosa
        self.total = total
        self.hechas = 0
        self._inicio = self._ultima = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def avanzar(self, cuantas: int) -> None:
        """Count `cuantas` more, and say so when two seconds have gone by since the last line."""
        self.hechas += cuantas
        if time.monotonic() - self._ultima >= _CADA:
            self._ultima = time.monotonic()
            self._decir()

    def __exit__(
        self, tipo: type[BaseException] | None, error: BaseException | None, traza: TracebackType | None
    ) -> None:
        self._decir()

    def _decir(self) -> None:
        segundos = time.monotonic() - self._inicio
        self.salida.write(f"  {self.cosa}: {self.hechas} / {self.total} ({segundos:.0f} s)")
