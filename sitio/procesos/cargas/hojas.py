"""Workbooks: only values come in (no formulas, no macros, nothing that unpacks without end), only texts go out."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sitio.procesos.cargas.lectura import LIMITE_DE_COLUMNAS, LIMITE_DE_RENGLONES, NoSeLee, Tabla, tabla_de

LIMITE_DE_LIBRO = 5 * 1024 * 1024
_LIMITE_DESCOMPRIMIDO = 60 * 1024 * 1024
_LIMITE_DE_PARTES = 500
_MACROS = ("vbaproject.bin", "vbadata.xml")


def es_zip(contenido: bytes) -> bool:
    """Tell by its signature whether a file is a zip, as every .xlsx is."""
    return contenido.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def leer_xlsx(nombre: str, contenido: bytes) -> Tabla:
    """Read the first sheet of a workbook as texts. Raises NoSeLee."""
    _exigir_confiable(nombre, contenido)
    try:
        with warnings.catch_warnings():
            # Styles, drawings or validations that openpyxl does not keep: only the values matter here.
            warnings.simplefilter("ignore")
            libro = load_workbook(io.BytesIO(contenido), read_only=True, data_only=False, keep_links=False)
            try:
                hoja = libro.worksheets[0]
                # What the sheet says of its own size may be false.
                hoja.reset_dimensions()
                filas = list(_filas(hoja))
            finally:
                libro.close()
    except NoSeLee:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise almost anything.
        raise NoSeLee(
            _("%(archivo)s está dañado o no es un libro de Excel. Guárdelo otra vez como .xlsx.") % {"archivo": nombre}
        ) from error
    return tabla_de(filas)


def escribir_xlsx(titulo: str, filas: Iterable[Iterable[str]]) -> bytes:
    """Return a workbook of one sheet, all of it text; the first row is the header."""
    libro = Workbook(write_only=True)
    hoja = libro.create_sheet("".join(c for c in titulo if c not in "[]:*?/\\")[:31] or "Hoja1")
    hoja.freeze_panes = "A2"
    contenido = [list(fila) for fila in filas]
    for numero, cabeza in enumerate(contenido[0], start=1):
        hoja.column_dimensions[get_column_letter(numero)].width = max(14, min(40, len(cabeza) + 4))
    for numero, fila in enumerate(contenido):
        hoja.append([_celda(hoja, texto, encabezado=numero == 0) for texto in fila])
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def _celda(hoja: Any, texto: str, *, encabezado: bool) -> Any:
    celda = WriteOnlyCell(hoja, value="")
    # Set past openpyxl's guess, which takes for a formula whatever begins with «=».
    celda._value, celda.data_type = "".join(c for c in texto if c.isprintable() or c in "\n\t"), "s"
    celda.number_format = "@"
    if encabezado:
        celda.font = Font(bold=True)
    return celda


def _exigir_confiable(nombre: str, contenido: bytes) -> None:
    if len(contenido) > LIMITE_DE_LIBRO:
        raise NoSeLee(
            _("%(archivo)s pesa más de %(mb)s MB. Divídalo en varios.")
            % {"archivo": nombre, "mb": LIMITE_DE_LIBRO // 1024**2}
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
    if len(partes) > _LIMITE_DE_PARTES or sum(parte.file_size for parte in partes) > _LIMITE_DESCOMPRIMIDO:
        raise NoSeLee(
            _("%(archivo)s crece demasiado al abrirse. Copie solo los renglones a un libro nuevo.")
            % {"archivo": nombre}
        )


def _filas(hoja: Any) -> Iterator[list[str]]:
    # One row past the limit, so that the table knows that there were more.
    for fila in hoja.iter_rows(max_row=LIMITE_DE_RENGLONES + 2, max_col=LIMITE_DE_COLUMNAS + 1):
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
