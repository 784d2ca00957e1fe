"""What every benchmark shares: the data, the clock, and the line that says whether a ratio reaches its mark."""

import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
COMPARTIDO = RAIZ.parent / "shared"
COMPILADAS = COMPARTIDO / "data" / "banco" / "do-10000-compiled.jsonl.gz"
VALIDADORES = RAIZ / ".venv-validadores" / "bin"


def exigir(*rutas: Path) -> None:
    """End the run, with exit code 0 and the reason, when what a comparison needs is not on this machine."""
    if faltan := [str(ruta) for ruta in rutas if not ruta.exists()]:
        print(f"no se mide: falta {', '.join(faltan)}")
        sys.exit(0)


def preparar_django() -> None:
    """Set Django up over the database of DATABASE_URL, which the benchmark may fill and leave dirty."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitio.ajustes.pruebas")
    django.setup()


def compiladas() -> Iterator[bytes]:
    """Yield the lines of the ten thousand compiled releases of OCP's own benchmark."""
    with gzip.open(COMPILADAS) as archivo:
        yield from archivo


def medir(accion: Callable[[], object], veces: int = 3) -> float:
    """Return the median seconds of `veces` runs."""
    tiempos = []
    for _vez in range(veces):
        inicio = time.perf_counter()
        accion()
        tiempos.append(time.perf_counter() - inicio)
    return statistics.median(tiempos)


def razon(que: str, nuestro: float, ajeno: float, meta: float, *, menos_es_mejor: bool = False) -> None:
    """Print how many times `nuestro` is `ajeno` (both in the same unit), and whether it reaches `meta`."""
    veces = nuestro / ajeno
    alcanza = veces <= meta if menos_es_mejor else veces >= meta
    signo = "≤" if menos_es_mejor else "≥"
    print(f"{que}: {nuestro:,.4g} / {ajeno:,.4g} = {veces:.2f} (meta {signo} {meta:g}) {'✓' if alcanza else '✗'}")
