"""Zip files whose members are compressed by several threads at once, and whose bytes depend on the contents alone.

The standard library compresses one stream with one thread; a deflate stream may be cut at fixed points (full flush) and
each piece compressed apart, which is most of the time that a workbook or a folder of tables takes.
"""

import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import IO, TypeAlias, TypeVar

# Bytes of a piece: the cut costs a few bytes and the memory of what came before (at most 32 KB of it).
TROZO = 1 << 20
_ADELANTO = 4

T = TypeVar("T")
U = TypeVar("U")
Trozo: TypeAlias = bytes | memoryview
_UTF8 = 1 << 11
_DEFLATE = 8
_VERSION = 20
# 1980-01-01 00:00, as MS-DOS wrote it.
_HORA, _FECHA = 0, 1 << 5 | 1
_MAXIMO = 0xFFFFFFFF
_UNIX_0644 = 0o100644 << 16


@dataclass(frozen=True)
class _Miembro:
    nombre: bytes
    lugar: int
    crc: int = 0
    comprimido: int = 0
    tamano: int = 0

    def cabecera(self) -> bytes:
        return struct.pack("<4s5H3I2H", b"PK\3\4", *self._datos(), 0) + self.nombre

    def entrada(self) -> bytes:
        """Its entry in the central directory."""
        unix = 3 << 8 | _VERSION
        return struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", unix, *self._datos(), 0, 0, 0, 0, _UNIX_0644, self.lugar
        ) + self.nombre  # fmt: skip

    def _datos(self) -> tuple[int, ...]:
        quien = (_VERSION, _UTF8, _DEFLATE, _HORA, _FECHA)
        return (*quien, self.crc, self.comprimido, self.tamano, len(self.nombre))


class Zip:
    """`with Zip(path) as zip: zip.agregar("a.csv", pieces)`. Up to 4 GB and 65,535 members: no part comes near."""

    def __init__(self, ruta: Path, nivel: int) -> None:
        self._salida: IO[bytes] = ruta.open("wb")
        self._nivel = nivel
        self._miembros: list[_Miembro] = []
        self._hilos = ThreadPoolExecutor()

    def __enter__(self) -> "Zip":
        return self

    def agregar(self, nombre: str, trozos: Iterable[Trozo]) -> None:
        """Add a member made of `trozos`. Raises ValueError when it does not fit."""
        vacio = _Miembro(nombre.encode(), self._salida.tell())
        self._salida.write(vacio.cabecera())
        inicio, crc, tamano = self._salida.tell(), 0, 0
        for trozo, comprimido in self._comprimir(trozos):
            crc, tamano = zlib.crc32(trozo, crc), tamano + len(trozo)
            self._salida.write(comprimido)
        fin = self._salida.tell()
        if max(fin, tamano) > _MAXIMO:
            raise ValueError(f"«{nombre}» pasa de 4 GB. Baje los límites de MASIVOS_LIMITES.")
        miembro = replace(vacio, crc=crc, comprimido=fin - inicio, tamano=tamano)
        self._salida.seek(miembro.lugar)
        self._salida.write(miembro.cabecera())
        self._salida.seek(fin)
        self._miembros.append(miembro)

    def _comprimir(self, trozos: Iterable[Trozo]) -> Iterator[tuple[Trozo, bytes]]:
        """Yield each piece with its compressed bytes, in order."""
        todos = chain(((trozo, False) for trozo in trozos), [(b"", True)])
        return adelantar(self._hilos, lambda uno: (uno[0], _deflactar(uno[0], self._nivel, ultimo=uno[1])), todos)

    def __exit__(self, tipo: type[BaseException] | None, *motivo: object) -> None:
        self._hilos.shutdown(cancel_futures=True)
        if tipo is None:
            self._terminar()
        self._salida.close()

    def _terminar(self) -> None:
        inicio = self._salida.tell()
        self._salida.writelines(miembro.entrada() for miembro in self._miembros)
        cuantos, largo = len(self._miembros), self._salida.tell() - inicio
        self._salida.write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, cuantos, cuantos, largo, inicio, 0))


def adelantar(hilos: Executor, hacer: Callable[[T], U], cosas: Iterable[T]) -> Iterator[U]:
    """Do in threads what will be asked for next, in order and with only a few results waiting in memory."""
    pendientes: deque[Future[U]] = deque()
    for cosa in cosas:
        pendientes.append(hilos.submit(hacer, cosa))
        if len(pendientes) > _ADELANTO:
            yield pendientes.popleft().result()
    while pendientes:
        yield pendientes.popleft().result()


def _deflactar(trozo: Trozo, nivel: int, *, ultimo: bool) -> bytes:
    compresor = zlib.compressobj(nivel, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compresor.compress(trozo) + compresor.flush(zlib.Z_FINISH if ultimo else zlib.Z_FULL_FLUSH)


def en_trozos(archivo: IO[bytes]) -> Iterator[bytes]:
    """Yield a file in pieces of always the same size."""
    while trozo := archivo.read(TROZO):
        yield trozo
