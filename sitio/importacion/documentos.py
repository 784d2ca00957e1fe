"""JSON documents out of a file: one a line (JSONL) or one in all, told apart by content."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from sitio.importacion.archivos import Archivo
from sitio.importacion.texto import LINEA_MAXIMA, lineas
from sitio.importacion.tipos import ArchivoIlegible, Falla, RenglonRechazado
from sitio.ocds.lectura import leer_json

DOCUMENTO_MAXIMO = 64 * 1024 * 1024
"""Bytes of a JSON file that is one document, which has to be read whole; lines have no such limit for the file."""

_LINEAS_DE_PRUEBA = 5


def documentos(archivo: Archivo) -> Iterator[tuple[int, Any] | RenglonRechazado]:
    """Every JSON document with the line where it begins. Lines are read one by one, so a big file costs no memory.

    The file goes by lines if the first one is a document by itself; or if it is not, nor is the whole file, but a later
    line is. Raises ArchivoIlegible when a file that is a single document is too big or is not JSON.
    """
    with closing(lineas(archivo)) as primeras:
        numero, linea = next(primeras, (1, None))
        documento = _documento_en(linea)
        if documento is not None:
            yield numero, documento
            yield from _por_lineas(archivo, primeras)
            return
        hay_lineas = any(_documento_en(linea) is not None for _n, linea in islice(primeras, _LINEAS_DE_PRUEBA))
    try:
        documento = entero(archivo)
    except ArchivoIlegible:
        if not hay_lineas:
            raise
        yield from _por_lineas(archivo, lineas(archivo))
    else:
        yield 1, documento


def _documento_en(linea: bytes | None) -> Any:
    """The object or list that is a line by itself; None when it is not one."""
    try:
        documento = leer_json(linea or b"")
    except (ValueError, RecursionError):
        return None
    return documento if isinstance(documento, (dict, list)) else None


def _por_lineas(
    archivo: Archivo, numeradas: Iterable[tuple[int, bytes | None]]
) -> Iterator[tuple[int, Any] | RenglonRechazado]:
    for numero, linea in numeradas:
        if linea is None:
            yield _rechazo(
                archivo,
                numero,
                _("La línea pasa de %(maximo)s MB.") % {"maximo": LINEA_MAXIMA // 2**20},
                _("Escriba un paquete o una entrega por línea."),
            )
        elif linea.strip(b" \t\r\n\xef\xbb\xbf"):
            try:
                yield numero, leer_json(linea)
            except (ValueError, RecursionError) as error:
                yield _rechazo(archivo, numero, *_explicar(linea, error, numero))


def entero(archivo: Archivo) -> Any:
    """The whole file as one JSON document. Raises ArchivoIlegible when it is too big or is not JSON."""
    with archivo.abrir() as flujo:
        contenido = flujo.read(DOCUMENTO_MAXIMO + 1)
    if len(contenido) > DOCUMENTO_MAXIMO:
        raise ArchivoIlegible(
            _(
                "%(archivo)s es un solo documento JSON de más de %(maximo)s MB. "
                "Conviértalo a JSON por líneas (un paquete por línea)."
            )
            % {"archivo": archivo.nombre, "maximo": DOCUMENTO_MAXIMO // 2**20}
        )
    try:
        return leer_json(contenido)
    except (ValueError, RecursionError) as error:
        motivo, remedio = _explicar(contenido, error)
        raise ArchivoIlegible(f"{archivo.nombre}: {motivo} {remedio}") from None


def _rechazo(archivo: Archivo, renglon: int, motivo: str, remedio: str) -> RenglonRechazado:
    return RenglonRechazado(archivo.nombre, renglon, (Falla("", "", motivo, remedio),))


def _explicar(contenido: bytes, error: Exception, renglon: int = 1) -> tuple[str, str]:
    """Why some bytes, which begin at `renglon`, are not the JSON they should be; and the remedy."""
    if isinstance(error, UnicodeDecodeError):
        return _de_codificacion(contenido, error)
    if isinstance(error, RecursionError):
        return _("El JSON tiene demasiados niveles anidados."), _("Revise que sea un archivo de datos.")
    remedio = _("Corríjalo, o pida otra vez el archivo a quien lo publica.")
    if isinstance(error, json.JSONDecodeError):
        return (
            _("No es JSON válido: se interrumpe en el renglón %(renglon)s, columna %(columna)s.")
            % {"renglon": renglon + error.lineno - 1, "columna": error.colno},
            remedio,
        )
    return _("No es JSON válido: %(detalle)s") % {"detalle": error}, remedio


def _de_codificacion(contenido: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """JSON is UTF-8 (RFC 8259 §8.1), so nothing is guessed: Windows text is named as such and refused."""
    try:
        contenido.decode("cp1252")
        hallada = "Windows-1252 (cp1252)"
    except UnicodeDecodeError:
        hallada = _("desconocida")
    return (
        _("No está en UTF-8: el byte %(byte)s indica otra codificación; parece %(codificacion)s.")
        % {"byte": error.start + 1, "codificacion": hallada},
        _("Ábralo en un editor de texto y guárdelo con la codificación UTF-8, sin cambiar nada más."),
    )
