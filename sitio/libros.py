"""Uploaded workbooks: only values come in. No formulas, no macros, nothing that unpacks without end."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

_LIMITE_DESCOMPRIMIDO = 60 * 1024 * 1024
_LIMITE_DE_PARTES = 500
_MACROS = ("vbaproject.bin", "vbadata.xml")


class NoSeLee(ValueError):
    """The paste or file is not a table we can take. The message says what to do."""


@dataclass(frozen=True)
class Tope:
    """How much of a workbook is taken: bytes of the file, rows and columns of its sheet, bytes once unpacked."""

    bytes: int
    renglones: int
    columnas: int
    descomprimido: int = _LIMITE_DESCOMPRIMIDO


def es_zip(contenido: bytes) -> bool:
    """Tell by its signature whether a file is a zip, as every .xlsx is."""
    return contenido.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def leer_hoja(nombre: str, contenido: bytes, tope: Tope) -> list[list[str]]:
    """Return the first sheet of a workbook as texts, the blank rows included. Raises NoSeLee."""
    _exigir_confiable(nombre, contenido, tope)
    try:
        with warnings.catch_warnings():
            # Styles, drawings or validations that openpyxl does not keep: only the values matter here.
            warnings.simplefilter("ignore")
            libro = load_workbook(io.BytesIO(contenido), read_only=True, data_only=False, keep_links=False)
            try:
                hoja = libro.worksheets[0]
                # What the sheet says of its own size may be false.
                hoja.reset_dimensions()
                return list(_filas(hoja, tope))
            finally:
                libro.close()
    except NoSeLee:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise almost anything.
        raise NoSeLee(
            _("%(archivo)s está dañado o no es un libro de Excel. Guárdelo otra vez como .xlsx.") % {"archivo": nombre}
        ) from error


def _exigir_confiable(nombre: str, contenido: bytes, tope: Tope) -> None:
    if len(contenido) > tope.bytes:
        raise NoSeLee(
            _("%(archivo)s pesa más de %(mb)s MB. Divídalo en varios.")
            % {"archivo": nombre, "mb": tope.bytes // 1024**2}
        )
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
            partes = paquete.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NoSeLee(
            _("%(archivo)s está dañado o no es un libro de Excel. Guárdelo otra vez como .xlsx.") % {"archivo": nombre}
        ) from error
    if any(parte.filename.lower().endswith(_MACROS) for parte in partes):
        raise NoSeLee(
            _("%(archivo)s trae macros. Guárdelo como «Libro de Excel (.xlsx)», sin macros.") % {"archivo": nombre}
        )
    if len(partes) > _LIMITE_DE_PARTES or sum(parte.file_size for parte in partes) > tope.descomprimido:
        raise NoSeLee(
            _("%(archivo)s crece demasiado al abrirse. Copie solo los renglones a un libro nuevo.")
            % {"archivo": nombre}
        )


def _filas(hoja: Any, tope: Tope) -> Iterator[list[str]]:
    # One row past the limit, so that the table knows that there were more.
    for fila in hoja.iter_rows(max_row=tope.renglones + 2, max_col=tope.columnas + 1):
        celdas = [_texto(celda) for celda in fila]
        while celdas and not celdas[-1].strip():
            celdas.pop()
        yield celdas


def _texto(celda: Any) -> str:
    if celda.data_type == "f":
        raise NoSeLee(
            _("La celda %(celda)s es una fórmula. Copie la hoja y péguela como valores antes de subirla.")
            % {"celda": f"{get_column_letter(celda.column)}{celda.row}"}
        )
    valor = celda.value
    if valor is None:
        return ""
    if isinstance(valor, bool):
        return _("Sí") if valor else _("No")
    if isinstance(valor, float):
        # A spreadsheet keeps fifteen digits: the rest is noise of the binary number.
        return f"{valor:.0f}" if valor.is_integer() and abs(valor) < 1e15 else f"{valor:.15g}"
    if isinstance(valor, datetime):
        return valor.date().isoformat() if valor.time() == time.min else valor.strftime("%Y-%m-%d %H:%M:%S")
    return valor.isoformat() if isinstance(valor, date) else str(valor)
