"""A list going out to a spreadsheet: its template, and its rows to be changed and uploaded again."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sitio.procesos.cargas.celdas import escribir
from sitio.procesos.cargas.columnas import Columna, columna_de_identidad, columnas_de, listas_de
from sitio.procesos.cargas.hojas import escribir_xlsx
from sitio.procesos.cargas.lectura import con_apostrofo
from sitio.procesos.models import EtapaPage
from sitio.procesos.models.renglones.bases import Renglon

TIPOS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Descarga:
    """A file to be saved."""

    nombre: str
    tipo: str
    contenido: bytes


def plantilla(tipo: type[EtapaPage], lista: str, formato: str) -> Descarga:
    """Return the template of a list: its header, and one row that shows how each cell is written."""
    modelo = listas_de(tipo)[lista]
    columnas = columnas_de(modelo)
    ejemplo = [
        celda
        for c in columnas
        for celda in ((c.ejemplo, _("Nombre o razón social")) if c.es_organizacion else (c.ejemplo,))
    ]
    return _archivo(_("plantilla"), modelo, [_encabezado(columnas), ejemplo], formato)


def renglones(etapa: EtapaPage, lista: str, formato: str) -> Descarga:
    """Return the rows of a list of `etapa` (this object), as `cargas` would read them back."""
    modelo = listas_de(type(etapa))[lista]
    columnas, identidad = columnas_de(modelo), columna_de_identidad(modelo)
    encabezado = [*_encabezado(columnas), *filter(None, [identidad])]
    filas = (
        [*_celdas(renglon, columnas), *([renglon.identificador] if identidad else [])]
        for renglon in getattr(etapa, lista).all()
    )
    return _archivo(_("renglones"), modelo, [encabezado, *filas], formato)


def _encabezado(columnas: list[Columna]) -> list[str]:
    return [
        nombre for c in columnas for nombre in ((c.nombre, c.nombre_de_la_razon) if c.es_organizacion else (c.nombre,))
    ]


def _celdas(renglon: Renglon, columnas: list[Columna]) -> Iterator[str]:
    for columna in columnas:
        if not columna.campo.is_relation:
            yield escribir(columna.campo, getattr(renglon, columna.campo.name))
            continue
        nombrado = getattr(renglon, columna.campo.name)
        yield (nombrado.id_ocds if columna.es_organizacion else str(nombrado.pk)) if nombrado else ""
        if columna.es_organizacion:
            yield nombrado.nombre if nombrado else ""


def _archivo(que: str, modelo: type[Renglon], filas: Iterable[list[str]], formato: str) -> Descarga:
    titulo = str(modelo._meta.verbose_name_plural)
    contenido = escribir_xlsx(titulo, filas) if formato == "xlsx" else _csv(filas)
    return Descarga(f"{que}-{slugify(titulo)}.{formato}", TIPOS[formato], contenido)


def _csv(filas: Iterable[list[str]]) -> bytes:
    salida = io.StringIO()
    csv.writer(salida).writerows([con_apostrofo(celda) for celda in fila] for fila in filas)
    # With its mark, or a spreadsheet opens UTF-8 as Windows text.
    return salida.getvalue().encode("utf-8-sig")
