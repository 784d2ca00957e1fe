"""The pages of the feeds and their single elements, as packages: what the views answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from sitio.publicacion import paquetes
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.models import Entrega, Registro
from sitio.publicacion.paquetes import Sobre
from sitio.publicacion.parametros import Consulta, cursor

# The names of the feeds' views; they also sign the cursors, so that one feed's cursor is refused by the other.
ENTREGAS = "publicacion:entregas"
REGISTROS = "publicacion:registros"

Fila = TypeVar("Fila", Entrega, Registro)


@dataclass(frozen=True)
class Respuesta:
    """A package ready to be sent, when its contents last changed, and the URL of the page after it."""

    cuerpo: bytes
    modificado: datetime | None
    siguiente: str | None = None


def pagina_de_entregas(consulta: Consulta) -> Respuesta:
    """Return a page of the feed of releases, in the order they were published (one query, or two when it is empty)."""
    filas, siguiente = _pagina(Entrega.objects.all(), consulta, ENTREGAS)
    sobre = _sobre(filas, consulta, ENTREGAS, paquetes.extensiones_de(filas), siguiente)
    return Respuesta(paquetes.de_entregas(filas, sobre), sobre.modificado, siguiente)


def pagina_de_registros(consulta: Consulta) -> Respuesta:
    """Return a page of the feed of records, ordered by their last publication (two queries).

    A process that publishes while someone walks the pages moves to the end, and is seen again with its news.
    """
    filas, siguiente = _pagina(Registro.objects.all(), consulta, REGISTROS)
    entregas = entregas_de(filas)
    sobre = _sobre(filas, consulta, REGISTROS, extensiones_de(entregas), siguiente)
    return Respuesta(paquetes.de_registros(filas, entregas, sobre), sobre.modificado, siguiente)


def entrega(ocid: str, id_entrega: str) -> Respuesta | None:
    """Return one release in its package (one query); None when it was never published."""
    fila = Entrega.objects.select_related("publicador").filter(ocid=ocid, id_entrega=id_entrega).first()
    if fila is None:
        return None
    sobre = Sobre(
        absoluta("publicacion:entrega", ocid, id_entrega), [fila.publicador], fila.publicada_en, fila.extensiones
    )
    return Respuesta(paquetes.de_entregas([fila], sobre), fila.publicada_en)


def registro(ocid: str) -> Respuesta | None:
    """Return one record in its package (two queries); None when nothing of the process was published."""
    fila = Registro.objects.select_related("publicador").filter(ocid=ocid).first()
    if fila is None:
        return None
    entregas = entregas_de([fila])
    uri = absoluta("publicacion:registro", ocid)
    sobre = Sobre(uri, [fila.publicador], fila.publicada_en, extensiones_de(entregas))
    return Respuesta(paquetes.de_registros([fila], entregas, sobre), fila.publicada_en)


def entregas_de(registros: Sequence[Registro]) -> dict[str, list[Entrega]]:
    """Return the releases that each record is compiled from, oldest first, in one query.

    What was published after the records were read stays out, so that a package never contradicts itself.
    """
    posiciones = {registro.ocid: registro.posicion for registro in registros}
    entregas: dict[str, list[Entrega]] = {ocid: [] for ocid in posiciones}
    for fila in Entrega.objects.filter(ocid__in=posiciones).order_by("posicion"):
        if fila.posicion <= posiciones[fila.ocid]:
            entregas[fila.ocid].append(fila)
    return entregas


def extensiones_de(entregas: dict[str, list[Entrega]]) -> Iterator[str]:
    """Yield the extensions that the releases of several processes declare."""
    for grupo in entregas.values():
        yield from paquetes.extensiones_de(grupo)


def _pagina(todas: QuerySet[Fila], consulta: Consulta, lista: str) -> tuple[list[Fila], str | None]:
    """The rows after the cursor and the URL of the next page, if any. Keyset: the last page costs as the first."""
    condiciones: dict[str, Any] = {"posicion__gt": consulta.desde}
    if consulta.ocid is not None:
        condiciones["ocid"] = consulta.ocid
    if consulta.publicador is not None:
        condiciones["publicador"] = consulta.publicador
    filas = list(todas.filter(**condiciones).select_related("publicador").order_by("posicion")[: consulta.limite + 1])
    if len(filas) <= consulta.limite:
        return filas, None
    filas = filas[: consulta.limite]
    return filas, absoluta(lista, **replace(consulta, cursor=cursor(lista, filas[-1].posicion)).parametros)


def _sobre(
    filas: Sequence[Entrega] | Sequence[Registro],
    consulta: Consulta,
    lista: str,
    extensiones: Iterable[str],
    siguiente: str | None,
) -> Sobre:
    # A page without contents is of the publisher it was asked for, and changes when anything is published.
    publicadores = {fila.publicador_id: fila.publicador for fila in filas}
    de_quien = list(publicadores.values()) or ([consulta.publicador] if consulta.publicador else [])
    modificado = max((fila.publicada_en for fila in filas), default=None) or _ultima_publicacion()
    uri = absoluta(lista, **consulta.parametros)
    return Sobre(uri, de_quien, modificado, extensiones, siguiente)


def _ultima_publicacion() -> datetime | None:
    return Entrega.objects.order_by("-posicion").values_list("publicada_en", flat=True).first()
