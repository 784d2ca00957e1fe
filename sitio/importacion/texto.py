"""Bytes into lines and table rows: bounded, with their number, and with the encoding told apart by content."""

import codecs
import csv
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext as _

from sitio.importacion.archivos import Archivo
from sitio.importacion.tipos import ArchivoIlegible, Falla, RenglonRechazado

LINEA_MAXIMA = 32 * 1024 * 1024
"""Bytes a line may have: a release with a very long history fits; a file without line breaks does not."""

RENGLON_CSV_MAXIMO = 1024 * 1024
LINEAS_POR_RENGLON = 500
"""A table row may span this many lines; more means a quote that nobody closed."""

CODIFICACIONES = ("utf-8", "cp1252")
_SEPARADORES = (",", ";", "\t")


def lineas(archivo: Archivo, maximo: int = LINEA_MAXIMA) -> Generator[tuple[int, bytes | None], None, None]:
    """The lines of a file with their number, from 1; None stands for one over `maximo` bytes, which is skipped."""
    with archivo.abrir() as flujo:
        numero = 0
        while linea := flujo.readline(maximo + 1):
            numero += 1
            if len(linea) <= maximo:
                yield numero, linea
                continue
            while linea and not linea.endswith(b"\n"):
                linea = flujo.readline(maximo)
            yield numero, None


def codificacion_de(archivo: Archivo) -> str:
    """`utf-8` when the whole file is UTF-8 (with or without BOM), `cp1252` when it can only be Windows text.

    Raises ArchivoIlegible when it is neither: UTF-16 text, or not text at all.
    """
    for codificacion in CODIFICACIONES:
        if _se_lee(archivo, codificacion):
            return codificacion
    raise ArchivoIlegible(
        _("%(archivo)s no es texto en UTF-8 ni en Windows-1252, o está dañado. Ábralo y guárdelo como «CSV UTF-8».")
        % {"archivo": archivo.nombre}
    )


def _se_lee(archivo: Archivo, codificacion: str) -> bool:
    decodificador = codecs.getincrementaldecoder(codificacion)()
    with archivo.abrir() as flujo:
        try:
            while bloque := flujo.read(64 * 1024):
                if "\0" in decodificador.decode(bloque):
                    return False
            decodificador.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


@dataclass(frozen=True)
class Tabla:
    """A CSV open for reading: its header, and its rows with their number."""

    encabezado: list[str]
    renglones: Iterator[tuple[int, list[str]] | RenglonRechazado]


class _SinCerrar(Exception):
    """A quoted cell runs on and on."""


def abrir_tabla(archivo: Archivo) -> Tabla:
    """Read a CSV as people save it: comma, semicolon or tab; UTF-8 or Windows-1252.

    Raises ArchivoIlegible when there is no header to read.
    """
    codificacion = codificacion_de(archivo)
    primera = next((linea for _n, linea in lineas(archivo, RENGLON_CSV_MAXIMO) if linea and linea.strip()), b"")
    separador = separador_de(primera.decode(codificacion))
    registros = _registros(archivo, codificacion, separador)
    encabezado = next(registros, None)
    if not isinstance(encabezado, tuple):
        raise ArchivoIlegible(
            _("%(archivo)s no tiene un encabezado que se pueda leer. Su primer renglón debe nombrar las columnas.")
            % {"archivo": archivo.nombre}
        )
    return Tabla([celda.strip() for celda in encabezado[1]], registros)


def encabezado_de(muestra: bytes) -> list[str]:
    """The header a table that begins with these bytes would have; for recognizing it, so it never fails."""
    texto = muestra.removeprefix(codecs.BOM_UTF8)
    primera = next((linea for linea in texto.splitlines() if linea.strip()), b"")
    try:
        legible = primera.decode()
    except UnicodeDecodeError:
        legible = primera.decode("cp1252", "replace")
    try:
        return next(csv.reader([legible], delimiter=separador_de(legible)), [])
    except csv.Error:
        return []


def separador_de(encabezado: str) -> str:
    """The separator that splits a header line into most cells; a comma when in doubt."""
    return max(_SEPARADORES, key=encabezado.count)


def _registros(
    archivo: Archivo, codificacion: str, separador: str
) -> Iterator[tuple[int, list[str]] | RenglonRechazado]:
    """Rows as the csv module understands them, numbered as a spreadsheet does (the header is row 1).

    An unclosed quote costs its own line, not the rest of the file.
    """
    pendientes: deque[tuple[int, str | None]] = deque()
    fuente = _decodificadas(archivo, codificacion)
    for renglon in count(1):
        consumidas: list[tuple[int, str | None]] = []
        try:
            celdas = next(csv.reader(_alimentar(pendientes, fuente, consumidas), delimiter=separador), None)
        except (_SinCerrar, csv.Error) as error:
            pendientes.extendleft(reversed(consumidas[1:]))
            yield _ilegible(archivo, renglon, consumidas[0][0], error)
            continue
        if celdas is None:
            return
        if any(celda.strip() for celda in celdas):
            yield renglon, celdas


def _decodificadas(archivo: Archivo, codificacion: str) -> Iterator[tuple[int, str | None]]:
    for numero, linea in lineas(archivo, RENGLON_CSV_MAXIMO):
        yield numero, None if linea is None else linea.decode(codificacion).removeprefix("\ufeff")


def _alimentar(
    pendientes: deque[tuple[int, str | None]],
    fuente: Iterator[tuple[int, str | None]],
    consumidas: list[tuple[int, str | None]],
) -> Iterator[str]:
    largo = 0
    while siguiente := pendientes.popleft() if pendientes else next(fuente, None):
        consumidas.append(siguiente)
        texto = siguiente[1]
        largo += len(texto or "")
        if texto is None or len(consumidas) > LINEAS_POR_RENGLON or largo > RENGLON_CSV_MAXIMO:
            raise _SinCerrar
        yield texto
    if consumidas:
        raise _SinCerrar


def _ilegible(archivo: Archivo, renglon: int, linea: int, error: Exception) -> RenglonRechazado:
    sin_cerrar = _("es demasiado larga o tiene una comilla sin cerrar")
    causa = sin_cerrar if isinstance(error, _SinCerrar) else str(error)
    falla = Falla(
        campo="",
        valor="",
        motivo=_("La línea %(linea)s no se puede leer como tabla: %(causa)s.") % {"linea": linea, "causa": causa},
        remedio=_("Revise las comillas de esa línea en un editor de texto y vuelva a importarlo."),
    )
    return RenglonRechazado(archivo.nombre, renglon, (falla,))
