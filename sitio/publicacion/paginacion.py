"""Pages by key: the rows after a place, or before it. The last page costs what the first does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from sitio.publicacion.cursores import Cursor
from sitio.publicacion.models import Entrega
from sitio.publicacion.parametros import Consulta


class ConPosicion(Protocol):
    """A row with its place in the ledger."""

    @property
    def posicion(self) -> int: ...


Fila = TypeVar("Fila", bound=ConPosicion)


@dataclass(frozen=True)
class Pagina(Generic[Fila]):
    """Rows in the order that was asked for, and the cursors of the pages around them (None where there is no page).

    `llena`: it will always hold these rows, whatever is published later.
    """

    filas: list[Fila]
    anterior: Cursor | None
    siguiente: Cursor | None
    llena: bool


def pagina(
    todas: QuerySet[Any], consulta: Consulta, leer: Callable[[QuerySet[Any]], list[Fila]], *, inmutable: bool
) -> Pagina[Fila]:
    """Return the page that `consulta` asks of `todas`, whose rows `leer` reads. One query, and one for each moment.

    `inmutable`: the rows never move to another place.
    """
    cursor, limite = consulta.cursor, consulta.limite
    hacia_atras = cursor is not None and cursor.hacia_atras
    descendente = consulta.descendente is not hacia_atras
    tramo = todas.filter(_filtros(consulta, descendente=descendente)).order_by(
        "-posicion" if descendente else "posicion"
    )
    filas = leer(tramo[: limite + 1])
    hay_mas, filas = len(filas) > limite, filas[:limite]
    if hacia_atras:
        filas.reverse()
    # New rows only come in at the end: what is before a place is all there, and so is a page with more after it.
    llena = inmutable and bool(filas) and (cursor is not None if descendente else hay_mas)
    return Pagina(
        filas,
        anterior=_vecina(consulta, filas[:1], hacia_atras=True) if (hay_mas if hacia_atras else cursor) else None,
        siguiente=_vecina(consulta, filas[-1:], hacia_atras=False) if (hay_mas or hacia_atras) else None,
        llena=llena,
    )


def _vecina(consulta: Consulta, filas: list[Fila], *, hacia_atras: bool) -> Cursor:
    """The cursor to the other side of the row at that end of the page, or of the place of an empty page."""
    if filas:
        return Cursor(consulta.lista, filas[0].posicion, consulta.huella, hacia_atras)
    lugar = consulta.cursor.posicion if consulta.cursor else 0
    # The place itself is not of this page, so that it is of the one around it.
    paso = 1 if hacia_atras is not consulta.descendente else -1
    return Cursor(consulta.lista, max(0, lugar + paso), consulta.huella, hacia_atras)


def _filtros(consulta: Consulta, *, descendente: bool) -> Q:
    exactos = {
        "ocid": consulta.ocid,
        "publicador": consulta.publicador,
        "comprador_id": consulta.comprador,
        "anio": consulta.anio,
    }
    filtro = Q(**{campo: valor for campo, valor in exactos.items() if valor is not None})
    if consulta.cursor is not None:
        filtro &= Q(**{f"posicion__{'lt' if descendente else 'gt'}": consulta.cursor.posicion})
    return filtro & _entre_momentos(consulta)


def _entre_momentos(consulta: Consulta) -> Q:
    """The moments of publication as positions: the ledger's clock never goes back, and positions are its key."""
    filtro = Q()
    por_momento = Entrega.objects.order_by("publicada_en", "posicion").values_list("posicion", flat=True)
    if consulta.desde is not None:
        primera = por_momento.filter(publicada_en__gte=consulta.desde).first()
        filtro &= Q(posicion__gte=primera) if primera is not None else Q(posicion__lt=0)
    if consulta.hasta is not None:
        ultima = por_momento.filter(publicada_en__lt=consulta.hasta).last()
        filtro &= Q(posicion__lte=ultima or 0)
    return filtro


def con_etiqueta(entregas: QuerySet[Entrega], etiqueta: str) -> QuerySet[Entrega]:
    """Keep the releases that carry a tag (PostgreSQL has one partial index a tag: migration 0005)."""
    if connection.features.supports_json_field_contains:
        return entregas.filter(etiquetas__contains=[etiqueta])
    # SQLite cannot ask a JSON array what it contains; as text it can, and tags are fixed words.
    como_texto = entregas.annotate(etiquetas_texto=Cast("etiquetas", TextField()))
    return como_texto.filter(etiquetas_texto__contains=f'"{etiqueta}"')
