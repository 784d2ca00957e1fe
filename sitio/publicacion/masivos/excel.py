# ruff: noqa: S608 - the SQL is made of our own table of columns; data only ever travels as rows
"""Workbooks (ECMA-376) at the speed of a vectorized engine: DuckDB writes the XML of the rows, we only pack it.

Cells say their type: a text is an inline string and can never be a formula; a date is a date, an amount a number.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from xml.sax.saxutils import escape

import duckdb
import pyarrow as pa
from django.utils.translation import gettext as _

from sitio.ocds import columnas
from sitio.ocds.columnas import COLUMNAS, Columna
from sitio.publicacion.masivos import diccionario
from sitio.publicacion.masivos.contenedor import TROZO, Trozo, Zip, adelantar
from sitio.publicacion.masivos.tablas import como_texto, conectar

# What a worksheet admits, besides its header (Excel specifications and limits).
RENGLONES = 1_048_575
CARACTERES = 32_767
# Rows whose XML is written at once.
_TANDA = 8_192
_NIVEL = 3
# Index of the cell formats in `_ESTILOS`.
_ENCABEZADO, _MONTO, _PRECIO, _MOMENTO, _PROSA = 1, 2, 3, 4, 5
_DE_TEXTO = (columnas.TEXTO, columnas.TEXTOS)
_FORMATO = {columnas.MONTO: _MONTO, columnas.PRECIO: _PRECIO, columnas.MOMENTO: _MOMENTO}
_ANCHO = {columnas.MONTO: 18, columnas.PRECIO: 18, columnas.MOMENTO: 20, columnas.ENTERO: 12, columnas.NUMERO: 14}
_ANCHO_DE_TEXTO = 28

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LIBRO = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELACIONES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUETE = "http://schemas.openxmlformats.org/package/2006"
_TIPO = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# What XML cannot hold, and what Excel takes for an escape of its own.
_PROHIBIDO = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_RARO = rf"{_PROHIBIDO}|_x[0-9A-Fa-f]{{4}}_"
_MACROS = (
    # XML would read a carriage return as a line feed.
    """ordinario(t) AS
        replace(replace(replace(replace(t, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), chr(13), '&#13;')""",
    # A character beyond the basic plane counts twice for Excel.
    rf"""cortado(t) AS CASE WHEN length(t) + length(regexp_replace(t, '[^\x{{10000}}-\x{{10ffff}}]', '', 'g'))
        <= {CARACTERES} THEN t
        WHEN regexp_matches(t, '[\x{{10000}}-\x{{10ffff}}]') THEN left(t, {CARACTERES // 2}) || '…'
        ELSE left(t, {CARACTERES - 1}) || '…' END""",
    rf"""raro(t) AS ordinario(regexp_replace(regexp_replace(cortado(t),
        '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\1', 'g'), '{_PROHIBIDO}', chr(65533), 'g'))""",
    """celda(t) AS coalesce('<c t="inlineStr"><is><t xml:space="preserve">' || t || '</t></is></c>', '<c/>')""",
    """cifra(n, estilo) AS coalesce('<c s="' || estilo || '"><v>' || n || '</v></c>', '<c/>')""",
    # Days since 1899-12-30, as a spreadsheet counts them; before March of 1900 it counts wrong, or not at all.
    f"""dia(m, t) AS CASE WHEN year(m) BETWEEN 1901 AND 9999
        THEN cifra(25569 + epoch_us(m) / 86400000000.0, '{_MOMENTO}') ELSE celda(t) END""",
)
_ESTILOS = f"""{_XML}<styleSheet xmlns="{_LIBRO}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.000000"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF1"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>
<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class _Hoja:
    nombre: str
    columnas: tuple[Columna, ...]
    renglones: pa.Table


def escribir_excel(tablas: Mapping[str, pa.Table], leame: list[str], ruta: Path) -> None:
    """Write a workbook: what to know, a sheet for each table with rows (more, past Excel's limit), the dictionary."""
    con_renglones = list(_hojas(tablas))
    nombres = [_("LÉAME"), *(hoja.nombre for hoja in con_renglones), _("Diccionario")]
    with conectar() as conexion, ThreadPoolExecutor(os.cpu_count()) as hilos, Zip(ruta, _NIVEL) as libro:
        conexion.execute(";".join(f"CREATE MACRO {macro}" for macro in _MACROS))
        for parte, xml in _estructura(nombres):
            libro.agregar(parte, [xml.encode()])
        hojas = (
            _hoja_de_textos([[linea] for linea in leame], [110], _PROSA),
            *(_hoja(conexion, hoja, hilos) for hoja in con_renglones),
            _hoja_de_textos([diccionario.ENCABEZADO, *diccionario.renglones()], [26, 24, 22, 56, 80]),
        )
        for numero, hoja in enumerate(hojas, 1):
            libro.agregar(f"xl/worksheets/sheet{numero}.xml", hoja)


def _hojas(tablas: Mapping[str, pa.Table]) -> Iterator[_Hoja]:
    for nombre, tabla in tablas.items():
        for numero, desde in enumerate(range(0, tabla.num_rows, RENGLONES), 1):
            yield _Hoja(
                nombre if numero == 1 else f"{nombre}_{numero}", COLUMNAS[nombre], tabla.slice(desde, RENGLONES)
            )


def _hoja(conexion: duckdb.DuckDBPyConnection, hoja: _Hoja, hilos: Executor) -> Iterator[Trozo]:
    anchos = [_ANCHO.get(columna.tipo, _ANCHO_DE_TEXTO) for columna in hoja.columnas]
    encabezado = "".join(_celda(columna.nombre, _ENCABEZADO) for columna in hoja.columnas)
    yield f"{_inicio(anchos, fija=True)}<row>{encabezado}</row>".encode()
    tandas = range(0, hoja.renglones.num_rows, _TANDA)
    for xml in adelantar(hilos, lambda desde: _renglones(conexion.cursor(), hoja, desde), tandas):
        yield from _en_trozos(xml)
    ultima = f"{_letra(len(hoja.columnas))}{hoja.renglones.num_rows + 1}"
    yield f'</sheetData><autoFilter ref="A1:{ultima}"/></worksheet>'.encode()


def _renglones(conexion: duckdb.DuckDBPyConnection, hoja: _Hoja, desde: int) -> memoryview:
    """The XML of some rows."""
    conexion.register("tanda", hoja.renglones.slice(desde, _TANDA))
    en_xml = "raro" if _hay_raros(conexion, hoja) else "ordinario"
    renglon = " || ".join(_en_celda(columna, en_xml) for columna in hoja.columnas)
    xml = conexion.sql(f"SELECT '<row>' || {renglon} || '</row>' AS xml FROM tanda").to_arrow_table().column(0)
    return memoryview(b"".join(_contiguos(trozo) for trozo in xml.cast(pa.large_string()).chunks))


def _hay_raros(conexion: duckdb.DuckDBPyConnection, hoja: _Hoja) -> bool:
    """Whether any text needs more than the ordinary escapes: looking once for all is cheaper than replacing in each."""
    textos = ", ".join(como_texto(columna) for columna in hoja.columnas if columna.tipo in _DE_TEXTO)
    en_uno = f"SELECT concat_ws(' ', {textos}) AS t FROM tanda"
    consulta = f"SELECT bool_or(regexp_matches(t, '{_RARO}') OR strlen(t) > {CARACTERES}) FROM ({en_uno})"
    [(hay,)] = conexion.execute(consulta).fetchall()
    return bool(hay)


def _en_celda(columna: Columna, en_xml: str) -> str:
    nombre = f'"{columna.nombre}"'
    if columna.tipo == columnas.MOMENTO:
        return f"dia({nombre}, {como_texto(columna)})"
    if columna.tipo in _DE_TEXTO:
        return f"celda({en_xml}({como_texto(columna)}))"
    return f"cifra({nombre}, '{_FORMATO.get(columna.tipo, 0)}')"


def _en_trozos(xml: memoryview) -> Iterator[memoryview]:
    return (xml[desde : desde + TROZO] for desde in range(0, len(xml), TROZO))


def _contiguos(textos: pa.LargeStringArray) -> memoryview:
    _nulos, desplazamientos, datos = textos.buffers()
    lugares = memoryview(desplazamientos).cast("q")
    return memoryview(datos)[lugares[textos.offset] : lugares[textos.offset + len(textos)]]


def _hoja_de_textos(filas: Sequence[Sequence[str]], anchos: list[int], estilo: int | None = None) -> Iterator[bytes]:
    """A small sheet: with `estilo` all of it is prose; without, the first row is the header."""
    yield _inicio(anchos, fija=estilo is None).encode()
    for numero, fila in enumerate(filas):
        formato = estilo if estilo is not None else 0 if numero else _ENCABEZADO
        yield f"<row>{''.join(_celda(texto, formato) for texto in fila)}</row>".encode()
    yield b"</sheetData></worksheet>"


def _inicio(anchos: list[int], *, fija: bool) -> str:
    """Everything of a sheet before its rows; `fija` keeps the first one in sight."""
    marco = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if fija else ""
    medidas = "".join(
        f'<col min="{n}" max="{n}" width="{ancho}" customWidth="1"/>' for n, ancho in enumerate(anchos, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_LIBRO}"><sheetViews><sheetView workbookViewId="0">{marco}</sheetView></sheetViews>'
        f"<cols>{medidas}</cols><sheetData>"
    )


def _celda(texto: str, estilo: int) -> str:
    return f'<c s="{estilo}" t="inlineStr"><is><t xml:space="preserve">{escape(texto)}</t></is></c>'


def _letra(numero: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    resto, letra = divmod(numero - 1, 26)
    return (_letra(resto) if resto else "") + ascii_uppercase[letra]


def _estructura(nombres: list[str]) -> Iterator[tuple[str, str]]:
    """The parts of the workbook that say which sheets it has."""
    numeros = range(1, len(nombres) + 1)
    hojas = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in zip(numeros, nombres, strict=True))
    partes = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TIPO}.worksheet+xml"/>' for i in numeros
    )
    relaciones = "".join(_relacion(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in numeros)
    yield (
        "[Content_Types].xml",
        (
            f'{_XML}<Types xmlns="{_PAQUETE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TIPO}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TIPO}.styles+xml"/>{partes}</Types>'
        ),
    )
    yield "_rels/.rels", _relaciones(_relacion("rId1", "officeDocument", "xl/workbook.xml"))
    yield (
        "xl/workbook.xml",
        (f'{_XML}<workbook xmlns="{_LIBRO}" xmlns:r="{_RELACIONES}"><sheets>{hojas}</sheets></workbook>'),
    )
    yield "xl/_rels/workbook.xml.rels", _relaciones(relaciones + _relacion("rId0", "styles", "styles.xml"))
    yield "xl/styles.xml", _ESTILOS


def _relacion(clave: str, tipo: str, destino: str) -> str:
    return f'<Relationship Id="{clave}" Type="{_RELACIONES}/{tipo}" Target="{destino}"/>'


def _relaciones(dentro: str) -> str:
    return f'{_XML}<Relationships xmlns="{_PAQUETE}/relationships">{dentro}</Relationships>'
