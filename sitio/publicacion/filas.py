"""The rows of the feeds as light tuples: a page of a thousand releases is read without making a thousand models."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sitio.publicacion.models import Entrega, Publicador, Registro

_DEL_PUBLICADOR = ("id", "clave", "nombre", "esquema", "identificador", "uri", "licencia", "politica")
_CON_PUBLICADOR = tuple(f"publicador__{campo}" for campo in _DEL_PUBLICADOR)


class FilaDeEntrega(NamedTuple):
    """A published release, as its feed and its record need it."""

    publicador: Publicador
    posicion: int
    contenido: bytes
    extensiones: list[str]
    publicada_en: datetime


class FilaDeRegistro(NamedTuple):
    """A record, as its feed needs it."""

    publicador: Publicador
    posicion: int
    ocid: str
    compilada: bytes
    publicada_en: datetime


class EntregaDeRegistro(NamedTuple):
    """One of the releases of a record."""

    ocid: str
    posicion: int
    id_entrega: str
    contenido: bytes
    extensiones: list[str]


def entregas(consulta: QuerySet[Entrega]) -> list[FilaDeEntrega]:
    """Read releases with their publishers, in one query."""
    return [FilaDeEntrega(*fila) for fila in _con_publicador(consulta, FilaDeEntrega._fields[1:])]


def registros(consulta: QuerySet[Registro]) -> list[FilaDeRegistro]:
    """Read records with their publishers, in one query."""
    return [FilaDeRegistro(*fila) for fila in _con_publicador(consulta, FilaDeRegistro._fields[1:])]


def entregas_de(
    registros: Sequence[Registro | FilaDeRegistro],
) -> dict[str, list[EntregaDeRegistro]]:
    """Return the releases that each record is compiled from, oldest first, in one query.

    What was published after the records were read stays out, so that a package never contradicts itself.
    """
    posiciones = {registro.ocid: registro.posicion for registro in registros}
    halladas: dict[str, list[EntregaDeRegistro]] = {ocid: [] for ocid in posiciones}
    consulta = Entrega.objects.publicas().filter(ocid__in=posiciones).order_by("posicion")
    for fila in map(EntregaDeRegistro._make, consulta.values_list(*EntregaDeRegistro._fields)):
        if fila.posicion <= posiciones[fila.ocid]:
            halladas[fila.ocid].append(fila)
    return halladas


def _con_publicador(consulta: QuerySet[Any], campos: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """Yield tuples that begin with the publisher, the same object for all its rows."""
    publicadores: dict[int, Publicador] = {}
    ancho = len(_CON_PUBLICADOR)
    for fila in consulta.values_list(*_CON_PUBLICADOR, *campos):
        publicador = publicadores.get(fila[0]) or Publicador(**dict(zip(_DEL_PUBLICADOR, fila[:ancho], strict=True)))
        publicadores[fila[0]] = publicador
        yield (publicador, *fila[ancho:])
