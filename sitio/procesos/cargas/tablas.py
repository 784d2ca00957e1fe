"""A long list as a table to read, a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.text import capfirst

from sitio.procesos.cargas.celdas import escribir
from sitio.procesos.cargas.columnas import Columna, columnas_de, listas_de
from sitio.procesos.models import EtapaPage
from sitio.procesos.models.renglones.bases import Renglon

POR_PAGINA = 25
EN_FORMULARIO = 100
"""Rows past which a form shows the list as a table instead of as that many forms."""


@dataclass(frozen=True)
class TablaPaginada:
    """The columns that some row of the page fills, and the rows of the page with their number in the list."""

    columnas: list[str]
    filas: list[tuple[int, list[str]]]
    pagina: "Page[Any]"


def pagina_de(etapa: EtapaPage, lista: str, numero: str | int | None = 1) -> TablaPaginada:
    """Return a page of a list of `etapa`; the nearest one when there is no such page."""
    pagina = Paginator(list(getattr(etapa, lista).all()), POR_PAGINA).get_page(numero)
    columnas = columnas_de(listas_de(type(etapa))[lista])
    filas = [[_celda(renglon, columna) for columna in columnas] for renglon in pagina]
    usadas = [i for i in range(len(columnas)) if any(fila[i] for fila in filas)]
    return TablaPaginada(
        [str(capfirst(columnas[i].nombre)) for i in usadas],
        [(pagina.start_index() + n, [fila[i] for i in usadas]) for n, fila in enumerate(filas)],
        pagina,
    )


def _celda(renglon: Renglon, columna: Columna) -> str:
    valor = getattr(renglon, columna.campo.name)
    return str(valor or "") if columna.campo.is_relation else escribir(columna.campo, valor)
