"""Proposals that wait for the rest of their file to be examined: a few in memory, the others on disk."""

import pickle
from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from sitio.publicacion.propuestas import Propuesta

EN_MEMORIA = 64 * 1024 * 1024
"""Bytes (written down) of the proposals kept as they are. In memory they take six times as much, about 400 MB, which is
what a JSON document of the biggest size takes anyway."""

_CADA = 50
_TRAMO = 500


class Espera:
    """Takes proposals and gives them back in the same order, once or more. Its temporary file leaves with it."""

    def __init__(self) -> None:
        self._primeras: list[Propuesta] = []
        self._peso = 0
        self._tramo: list[Propuesta] = []
        self._archivo: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _tipo: type[BaseException] | None, _error: BaseException | None, _traza: TracebackType | None
    ) -> None:
        if self._archivo is not None:
            self._archivo.close()

    def __bool__(self) -> bool:
        return bool(self._primeras)

    def guardar(self, propuesta: Propuesta) -> None:
        """Keep one more."""
        if self._peso < EN_MEMORIA:
            # One in so many is weighed: to weigh is to write.
            if len(self._primeras) % _CADA == 0:
                self._peso += len(pickle.dumps(propuesta, protocol=pickle.HIGHEST_PROTOCOL)) * _CADA
            self._primeras.append(propuesta)
            return
        self._tramo.append(propuesta)
        if len(self._tramo) == _TRAMO:
            self._archivo = self._archivo or TemporaryFile()  # noqa: SIM115 - it is closed on exit
            pickle.dump(self._tramo, self._archivo, protocol=pickle.HIGHEST_PROTOCOL)
            self._tramo = []

    def __iter__(self) -> Iterator[Propuesta]:
        return chain(self._primeras, self._de_disco(), self._tramo)

    def _de_disco(self) -> Iterator[Propuesta]:
        if self._archivo is None:
            return
        final = self._archivo.tell()
        self._archivo.seek(0)
        while self._archivo.tell() < final:
            yield from pickle.load(self._archivo)  # noqa: S301 - an unnamed file that only this process can open
