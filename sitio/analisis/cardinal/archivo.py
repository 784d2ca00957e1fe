"""A file of one release a line, computed in parts by as many processes as the machine has processors."""

import gzip
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, cast

from sitio.analisis.cardinal.ajustes import Ajustes
from sitio.analisis.cardinal.calculo import Calculo

TROZO = 32 * 2**20
# Below this size, starting processes takes longer than the work.
REPARTIBLE = 3 * TROZO
# What is read of a stream at once.
SORBO = 2**20

Avisar = Callable[[int], None]


def calcular(ruta: Path, ajustes: Ajustes, avisar: Avisar, *, con_mapas: bool = False) -> Calculo:
    """Run the enabled codes over a JSONL file (or .jsonl.gz), and conclude.

    `avisar` is called with the number of each line that is not JSON, in order. Memory grows with what is flagged and
    counted (processes, tenderers), not with the size of the file. Raises OSError if it cannot be read.
    """
    if not _se_reparte(ruta):
        abrir = gzip.open if ruta.suffix == ".gz" else open
        with abrir(ruta, "rb") as flujo:
            return calcular_flujo(cast(BinaryIO, flujo), ajustes, avisar, con_mapas=con_mapas)
    total = Calculo(ajustes, con_mapas=con_mapas)
    for parte in _partes(ruta, ajustes, con_mapas):
        total.sumar(parte)
        _avisar(total, avisar)
    total.concluir()
    return total


def calcular_flujo(flujo: BinaryIO, ajustes: Ajustes, avisar: Avisar, *, con_mapas: bool = False) -> Calculo:
    """Do as `calcular` over what is read from a stream."""
    total = Calculo(ajustes, con_mapas=con_mapas)
    while lineas := flujo.readlines(SORBO):
        total.mirar_lineas(lineas)
        _avisar(total, avisar)
    total.concluir()
    return total


def _avisar(total: Calculo, avisar: Avisar) -> None:
    for linea in total.invalidas:
        avisar(linea)
    total.invalidas.clear()


def _se_reparte(ruta: Path) -> bool:
    """Say whether to compute it in parts: pipes have no size, and what is compressed cannot be cut.

    A forked process starts at once, without importing everything again, but only one of a single thread may fork.
    """
    solo = sys.platform == "linux" and threading.active_count() == 1
    return solo and ruta.suffix != ".gz" and ruta.stat().st_size >= REPARTIBLE


def _partes(ruta: Path, ajustes: Ajustes, con_mapas: bool) -> Iterator[Calculo]:
    """Yield the parts in the order of the file."""
    mide = ruta.stat().st_size
    trozos = [*pairwise([*range(0, mide, TROZO), mide])]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(trozos)), get_context("fork")) as obreros:
        yield from obreros.map(partial(_trozo, ruta, ajustes, con_mapas), trozos)


def _trozo(ruta: Path, ajustes: Ajustes, con_mapas: bool, limites: tuple[int, int]) -> Calculo:
    """Compute the lines that begin between two bytes of the file."""
    parte = Calculo(ajustes, con_mapas=con_mapas)
    with ruta.open("rb") as archivo:
        parte.mirar_lineas(_lineas(archivo, *limites))
    return parte


def _lineas(archivo: BinaryIO, desde: int, hasta: int) -> Iterator[bytes]:
    if desde:
        # The line that the limit cuts began before it.
        archivo.seek(desde - 1)
        archivo.readline()
    posicion = archivo.tell()
    for linea in archivo:
        if posicion >= hasta:
            return
        posicion += len(linea)
        yield linea
