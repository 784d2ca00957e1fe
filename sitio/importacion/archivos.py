"""Files as an import sees them: loose, in folders, compressed or in a zip; always opened unpacked and bounded."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from sitio.importacion.tipos import ArchivoIlegible

EXTENSIONES = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".txt", ".gz", ".zip"})
"""What is taken from a folder or a zip; a path given by name is always tried, whatever it is called."""

ENTRADAS_MAXIMAS = 1000
"""Entries a zip may hold."""

_SIN_SOSPECHA = 50 * 1024 * 1024
_RAZON_MAXIMA = 200
_MUESTRA = 64 * 1024
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class Archivo:
    """One readable file: the name people know it by, and how to open it from its first byte, already unpacked."""

    nombre: str
    abrir: Callable[[], BinaryIO]

    def muestra(self) -> bytes:
        """Its first 64 KB, enough to tell what it is. Raises ArchivoIlegible when the packing itself is broken."""
        with self.abrir() as flujo:
            return flujo.read(_MUESTRA)


@contextmanager
def traducir_errores(nombre: str) -> Iterator[None]:
    """Turn what gzip, zip and the disk raise while reading `nombre` into ArchivoIlegible."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise ArchivoIlegible(
            _("%(archivo)s está dañado o incompleto: no se pudo descomprimir. Descárguelo o cópielo otra vez.")
            % {"archivo": nombre}
        ) from error
    except OSError as error:
        raise ArchivoIlegible(
            _("No se pudo leer %(archivo)s: %(causa)s. Revise la ruta y los permisos.")
            % {"archivo": nombre, "causa": error.strerror or error}
        ) from error


class _Acotado(io.RawIOBase):
    """An unpacked stream that stops when it grows out of all proportion to its packed size: a bomb, not data."""

    def __init__(self, flujo: BinaryIO, debajo: BinaryIO, comprimido: int, nombre: str) -> None:
        self._flujo, self._debajo = flujo, debajo
        self._tope = max(_SIN_SOSPECHA, comprimido * _RAZON_MAXIMA)
        self._leidos = 0
        self._nombre = nombre

    def readable(self) -> bool:
        """It is only for reading."""
        return True

    def readinto(self, destino: Any) -> int:
        """Fill `destino` with what comes next; raises ArchivoIlegible when it breaks or grows too much."""
        with traducir_errores(self._nombre):
            datos = self._flujo.read(len(destino))
        self._leidos += len(datos)
        if self._leidos > self._tope:
            raise ArchivoIlegible(
                _(
                    "%(archivo)s crece más de %(veces)s veces al descomprimirse: no parece un archivo de datos. "
                    "Descomprímalo usted y revíselo antes de importarlo."
                )
                % {"archivo": self._nombre, "veces": _RAZON_MAXIMA}
            )
        destino[: len(datos)] = datos
        return len(datos)

    def close(self) -> None:
        """Close the unpacker and the file under it: gzip leaves its own open."""
        self._flujo.close()
        self._debajo.close()
        super().close()


def de_ruta(ruta: Path) -> list[list[Archivo]]:
    """The files under `ruta`, in groups that may belong together: a loose file, a folder's, or a zip's.

    Raises ArchivoIlegible when there is nothing there, or a zip cannot be trusted.
    """
    if ruta.exists() and not ruta.is_dir() and not ruta.is_file():
        raise ArchivoIlegible(_("%(archivo)s no es un archivo ni una carpeta.") % {"archivo": ruta.name})
    if not ruta.is_dir():
        return [_de_zip(ruta, ruta.name) if _es_zip(ruta) else [_suelto(ruta, ruta.name)]]
    subcarpetas = sorted(c for c in ruta.rglob("*") if c.is_dir() and not c.name.startswith((".", "__")))
    return [grupo for carpeta in [ruta, *subcarpetas] for grupo in _de_carpeta(carpeta)]


def _de_carpeta(carpeta: Path) -> Iterator[list[Archivo]]:
    """The loose files together, each zip by itself; what cannot be opened is told when somebody reads it."""
    sueltos: list[Archivo] = []
    for ruta in sorted(carpeta.iterdir()):
        if not ruta.is_file() or not _interesa(ruta.name):
            continue
        nombre = f"{carpeta.name}/{ruta.name}"
        try:
            if _es_zip(ruta):
                yield _de_zip(ruta, nombre)
            else:
                sueltos.append(_suelto(ruta, nombre))
        except ArchivoIlegible as error:
            yield [_cerrado(nombre, error)]
    if sueltos:
        yield sueltos


def _cerrado(nombre: str, error: ArchivoIlegible) -> Archivo:
    def abrir() -> BinaryIO:
        raise error

    return Archivo(nombre, abrir)


def _interesa(nombre: str) -> bool:
    return not nombre.startswith((".", "__")) and PurePosixPath(nombre).suffix.lower() in EXTENSIONES


def _suelto(ruta: Path, nombre: str) -> Archivo:
    return _descomprimido(nombre, ruta.stat().st_size, lambda: ruta.open("rb"))


def _es_zip(ruta: Path) -> bool:
    """Tell by content whether it is a zip of files; a spreadsheet, which is a zip too, is not searched inside."""
    with traducir_errores(ruta.name):
        with ruta.open("rb") as flujo:
            if flujo.read(4) not in _ZIP:
                return False
        with zipfile.ZipFile(ruta) as paquete:
            return not set(paquete.namelist()) & {"[Content_Types].xml", "mimetype"}


def _de_zip(ruta: Path, nombre: str) -> list[Archivo]:
    with traducir_errores(nombre), zipfile.ZipFile(ruta) as paquete:
        entradas = [e for e in paquete.infolist() if not e.is_dir()]
    if len(entradas) > ENTRADAS_MAXIMAS:
        raise ArchivoIlegible(
            _("%(archivo)s trae %(entradas)s archivos y se admiten %(maximo)s. Divídalo en varios.")
            % {"archivo": nombre, "entradas": len(entradas), "maximo": ENTRADAS_MAXIMAS}
        )
    return list(_entradas(ruta, nombre, entradas))


def _entradas(ruta: Path, nombre: str, entradas: Iterable[zipfile.ZipInfo]) -> Iterator[Archivo]:
    """Entries are read in place and never written to disk; a name that climbs out of its folder marks a hostile zip."""
    for entrada in entradas:
        partes = PurePosixPath(entrada.filename.replace("\\", "/"))
        if partes.is_absolute() or ".." in partes.parts:
            raise ArchivoIlegible(
                _("%(archivo)s trae un archivo que apunta fuera del zip («%(entrada)s»). No se leyó nada de él.")
                % {"archivo": nombre, "entrada": entrada.filename}
            )
        if entrada.flag_bits & 0x1:
            raise ArchivoIlegible(
                _("%(archivo)s tiene contraseña. Descomprímalo y vuelva a comprimirlo sin ella.") % {"archivo": nombre}
            )
        if _interesa(partes.name) and not any(p.startswith(("__", ".")) for p in partes.parts):
            yield _descomprimido(f"{nombre}/{partes}", entrada.compress_size, _abridor(ruta, entrada.filename))


def _abridor(ruta: Path, entrada: str) -> Callable[[], BinaryIO]:
    def abrir() -> BinaryIO:
        with zipfile.ZipFile(ruta) as paquete:
            # The entry keeps its own reference to the file: closing the package does not close it.
            return cast(BinaryIO, paquete.open(entrada))

    return abrir


def _descomprimido(nombre: str, tamano: int, abrir: Callable[[], BinaryIO]) -> Archivo:
    """An `Archivo` that looks for the gzip signature each time it is opened, and bounds what comes out."""

    def abrir_acotado() -> BinaryIO:
        with traducir_errores(nombre):
            debajo = io.BufferedReader(cast(io.RawIOBase, abrir()))
            con_gzip = debajo.peek(2)[:2] == _GZIP
        flujo = gzip.GzipFile(fileobj=debajo, mode="rb") if con_gzip else debajo
        return io.BufferedReader(_Acotado(cast(BinaryIO, flujo), debajo, tamano, nombre))

    return Archivo(nombre, abrir_acotado)
