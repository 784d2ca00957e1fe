"""Lists that come as a table, CSV or workbook: finding the header under its titles, and reading row by row."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sitio.catalogos.listas import fechas
from sitio.catalogos.listas.tipos import CampoMalo, Fila, Lectura, ListaInvalida, Rechazo, exigir_identidad
from sitio.catalogos.texto import compacto, llano
from sitio.libros import NoSeLee, Tope, es_zip, leer_hoja

LIMITE = 40 * 1024 * 1024
"""Bytes of a file of a list; the whole 69-B is about five million."""

_TOPE = Tope(LIMITE, renglones=200_000, columnas=100, descomprimido=400 * 1024 * 1024)
_SEPARADORES = (",", ";", "\t", "|")
_TITULOS = 15
"""Rows among which the header is looked for."""


@dataclass(frozen=True)
class Columna:
    """A column that we read: how files have called it (plain words), and whether it can be missing."""

    nombres: tuple[str, ...]
    requerida: bool = False


class Celdas:
    """A row of the file, asked by our names of its columns."""

    def __init__(self, numero: int, encabezado: list[str], celdas: list[str], donde: Mapping[str, int]) -> None:
        self.numero, self._encabezado, self._celdas, self._donde = numero, encabezado, celdas, donde

    @property
    def datos(self) -> dict[str, str]:
        """Every column that says something, under the name that the file gives it."""
        return {titulo: celda for titulo, celda in zip(self._encabezado, self._celdas, strict=False) if celda}

    def texto(self, campo: str) -> str:
        """The text of a column; empty when it is not in the file."""
        lugar = self._donde.get(campo)
        return self._celdas[lugar] if lugar is not None and lugar < len(self._celdas) else ""

    def fecha(self, campo: str) -> date | None:
        """The date of a column. Raises CampoMalo."""
        return fechas.leer(self.titulo(campo), self.texto(campo))

    def rfc(self) -> str:
        """The RFC without spaces or signs; empty when the cell has something else («XXXXXXXXXXXX», by a court)."""
        valor = compacto(self.texto("rfc"))
        return valor if len(valor) in (12, 13) and any(c.isdigit() for c in valor) else ""

    def titulo(self, campo: str) -> str:
        """How the file calls a column."""
        return self._encabezado[self._donde[campo]] if campo in self._donde else campo

    def malo(self, campo: str, motivo: str, remedio: str) -> CampoMalo:
        """The error of a column of this row."""
        return CampoMalo(self.titulo(campo), self.texto(campo), motivo, remedio)


@dataclass(frozen=True)
class Tabla:
    """An official shape: its columns, and how a row becomes ours (raising CampoMalo)."""

    columnas: Mapping[str, Columna]
    armar: Callable[[Celdas], Fila]

    def __call__(self, nombre: str, contenido: bytes) -> Lectura:
        """Read a whole file. Raises ListaInvalida when it is not of this shape."""
        tablas, codificacion = _tablas(nombre, contenido)
        for filas in tablas:
            if (donde := self._encabezado(filas)) is not None:
                return self._leer(filas, *donde, codificacion)
        raise ListaInvalida(
            _("%(archivo)s no tiene el encabezado de esta lista: debe traer las columnas %(columnas)s.")
            % {"archivo": nombre, "columnas": ", ".join(c.nombres[0] for c in self.columnas.values() if c.requerida)}
        )

    def _encabezado(self, filas: list[list[str]]) -> tuple[int, dict[str, int]] | None:
        """Return in which row the header is, and where each column."""
        for numero, fila in enumerate(filas[:_TITULOS]):
            titulos = [llano(celda) for celda in fila]
            donde = {
                campo: next(titulos.index(nombre) for nombre in columna.nombres if nombre in titulos)
                for campo, columna in self.columnas.items()
                if set(columna.nombres) & set(titulos)
            }
            if donde and all(campo in donde for campo, columna in self.columnas.items() if columna.requerida):
                return numero, donde
        return None

    def _leer(self, filas: list[list[str]], encabezado: int, donde: dict[str, int], codificacion: str) -> Lectura:
        leidas: list[Fila] = []
        rechazos: list[Rechazo] = []
        for numero, celdas in enumerate(filas[encabezado + 1 :], start=encabezado + 2):
            if not any(celdas):
                continue
            fila = Celdas(numero, filas[encabezado], celdas, donde)
            try:
                leidas.append(exigir_identidad(self.armar(fila), fila.titulo("nombre")))
            except CampoMalo as malo:
                rechazos.append(malo.rechazo(numero, Fila(numero, "", fila.texto("nombre"), fila.rfc()).clave))
        titulos = " ".join(celda for fila in filas[:encabezado] for celda in fila)
        return Lectura(leidas, rechazos, codificacion, fechas.escrita(titulos))


def _tablas(nombre: str, contenido: bytes) -> tuple[Iterable[list[list[str]]], str]:
    """Return the rows of a file, once for each way of separating its columns, and how its text was written."""
    exigir_tamano(nombre, contenido)
    if es_zip(contenido):
        try:
            filas = leer_hoja(nombre, contenido, _TOPE)
        except NoSeLee as error:
            raise ListaInvalida(str(error)) from None
        return [[[_limpia(celda) for celda in fila] for fila in filas]], "xlsx"
    texto, codificacion = decodificar(nombre, contenido)
    return (_filas(texto, separador) for separador in _SEPARADORES), codificacion


def exigir_tamano(nombre: str, contenido: bytes) -> None:
    """Raise ListaInvalida if the file is empty or larger than any list."""
    if not contenido.strip():
        raise ListaInvalida(_("%(archivo)s está vacío. Descárguelo otra vez.") % {"archivo": nombre})
    if len(contenido) > LIMITE:
        mensaje = _("%(archivo)s pesa más de %(mb)s MB: no parece una lista. Revise que sea el archivo correcto.")
        raise ListaInvalida(mensaje % {"archivo": nombre, "mb": LIMITE // 1024**2})


def decodificar(nombre: str, contenido: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: UTF-8, or the Latin-1 of Windows in which the SAT publishes."""
    if not contenido.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" not in contenido:
        for codificacion, titulo in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
            try:
                return contenido.decode(codificacion), titulo
            except UnicodeDecodeError:
                continue
    raise ListaInvalida(
        _("%(archivo)s no es un CSV ni un libro .xlsx. Guárdelo como «CSV UTF-8» o como .xlsx.") % {"archivo": nombre}
    )


def _filas(texto: str, separador: str) -> list[list[str]]:
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=separador)
    try:
        return [[_limpia(celda) for celda in fila] for fila in lector]
    except csv.Error:
        # A cell without end: not the separator of this file.
        return []


def _limpia(celda: str) -> str:
    """Return a cell without repeated spaces, nor the control characters that PostgreSQL refuses."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in celda).split())
