"""Workbooks: texts come in from a sheet, and only texts go out."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sitio.libros import Tope, leer_hoja
from sitio.procesos.cargas.lectura import LIMITE_DE_COLUMNAS, LIMITE_DE_RENGLONES, Tabla, tabla_de

LIMITE_DE_LIBRO = 5 * 1024 * 1024


def leer_xlsx(nombre: str, contenido: bytes) -> Tabla:
    """Read the first sheet of a workbook as texts. Raises NoSeLee."""
    return tabla_de(leer_hoja(nombre, contenido, Tope(LIMITE_DE_LIBRO, LIMITE_DE_RENGLONES, LIMITE_DE_COLUMNAS)))


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
