"""A paste or a file into a table of texts: bounded, and refused with words when it cannot be read."""

import codecs
import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sitio.libros import NoSeLee, es_zip

LIMITE_DE_RENGLONES = 5_000
LIMITE_DE_COLUMNAS = 100
LIMITE_DE_TEXTO = 5 * 1024 * 1024
"""Bytes of a paste or of a CSV file; it goes back to the page in its box, so it must also fit in a POST."""

_SEPARADORES = ("\t", ";", ",")
# A spreadsheet would take for a formula what begins so: our own downloads put an apostrophe before it.
_DE_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Tabla:
    """A header, and the rows that say something, each with the number a spreadsheet gives it."""

    encabezado: list[str]
    renglones: list[tuple[int, list[str]]]

    def como_texto(self) -> str:
        """The table as a spreadsheet would copy it, so that a file that was uploaded can be mended in the box."""
        salida = io.StringIO()
        escritor = csv.writer(salida, delimiter="\t", lineterminator="\n")
        escritor.writerow(self.encabezado)
        anterior = 1
        for numero, celdas in self.renglones:
            # Blank rows come back too: the numbers of the errors must be those of the file.
            salida.write("\n" * (numero - anterior - 1))
            escritor.writerow(celdas)
            anterior = numero
        return salida.getvalue()


def leer_archivo(nombre: str, contenido: bytes) -> Tabla:
    """Read an uploaded `.csv`, `.txt` or `.xlsx`, told apart by content. Raises NoSeLee."""
    from sitio.procesos.cargas.hojas import leer_xlsx

    if es_zip(contenido):
        return leer_xlsx(nombre, contenido)
    if nombre.lower().endswith((".xls", ".xlsx", ".xlsm", ".ods", ".numbers")):
        raise NoSeLee(
            _("%(archivo)s no es un libro .xlsx. Guárdelo como «Libro de Excel (.xlsx)» o como CSV.")
            % {"archivo": nombre}
        )
    return leer_texto(decodificar(nombre, contenido))


def leer_texto(texto: str) -> Tabla:
    """Read what was pasted, or a CSV: tabs, semicolons or commas, whichever its header has most. Raises NoSeLee."""
    if len(texto.encode()) > LIMITE_DE_TEXTO:
        raise NoSeLee(_("Son más de %(mb)s MB. Súbalos en varias partes.") % {"mb": LIMITE_DE_TEXTO // 1024**2})
    registros = _registros(texto.removeprefix("\ufeff"))
    return tabla_de([[_sin_apostrofo(celda) for celda in fila] for fila in registros])


def tabla_de(filas: list[list[str]]) -> Tabla:
    """Return a table from all its rows, the blank ones included: the first that is not blank is the header."""
    con_algo = [(numero, fila) for numero, fila in enumerate(filas, start=1) if any(celda.strip() for celda in fila)]
    if not con_algo:
        raise NoSeLee(_("No hay nada que leer: pegue los renglones con su encabezado o elija un archivo."))
    (_numero, encabezado), *renglones = con_algo
    if len(renglones) > LIMITE_DE_RENGLONES:
        raise NoSeLee(
            _("Son más de %(maximo)s renglones. Súbalos en varias partes.") % {"maximo": f"{LIMITE_DE_RENGLONES:,}"}
        )
    if len(encabezado) > LIMITE_DE_COLUMNAS:
        raise NoSeLee(_("Son más de %(maximo)s columnas. Deje solo las de la lista.") % {"maximo": LIMITE_DE_COLUMNAS})
    return Tabla([celda.strip() for celda in encabezado], renglones)


def decodificar(nombre: str, contenido: bytes) -> str:
    """Return the text of a file in UTF-8, in the UTF-16 of Excel's «Unicode text», or in Windows-1252."""
    con_marca = contenido.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for codificacion in ("utf-16",) if con_marca else ("utf-8-sig", "cp1252"):
        try:
            texto = contenido.decode(codificacion)
        except UnicodeDecodeError:
            continue
        if "\0" not in texto:
            return texto
    raise NoSeLee(
        _("%(archivo)s no es texto ni un libro .xlsx. Guárdelo como «CSV UTF-8» o como .xlsx.") % {"archivo": nombre}
    )


def con_apostrofo(celda: str) -> str:
    """Return a cell that a spreadsheet will not take for a formula; `leer_texto` takes the mark off again."""
    return f"'{celda}" if celda.startswith(_DE_FORMULA) else celda


def _sin_apostrofo(celda: str) -> str:
    return celda[1:] if celda.startswith("'") and celda[1:].startswith(_DE_FORMULA) else celda


def _registros(texto: str) -> list[list[str]]:
    primera = next((linea for linea in texto.splitlines() if linea.strip()), "")
    separador = max(_SEPARADORES, key=primera.count)
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=separador, strict=True)
    filas: list[list[str]] = []
    try:
        for fila in lector:
            filas.append(fila)
            if len(filas) > 2 * LIMITE_DE_RENGLONES:
                break
    except csv.Error as error:
        raise NoSeLee(
            _("El renglón %(renglon)s tiene una comilla sin pareja o una celda enorme. Quite sus comillas.")
            % {"renglon": len(filas) + 1}
        ) from error
    return filas
