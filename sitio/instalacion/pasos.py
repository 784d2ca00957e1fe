"""Telling what is being done and how long it took, so that nobody waits without knowing what for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Escribir = Callable[[str], object]


@contextmanager
def paso(titulo: str, escribir: Escribir) -> Iterator[None]:
    """Say `titulo` before the work and the seconds after it."""
    escribir(f"→ {titulo}…")
    inicio = time.monotonic()
    yield
    escribir(f"  listo en {time.monotonic() - inicio:.1f} s")
