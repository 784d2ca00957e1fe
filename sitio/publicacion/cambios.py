"""The change feed: every row of the ledger in the order of commit, without gaps, withdrawals included.

Whoever keeps the last `seq` seen and asks again after it misses nothing and sees nothing twice: positions are given
under one lock, in the order in which publications are committed (`sitio.publicacion.candado`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.models import Clase, Entrega, Publicador

CAMBIOS = "publicacion:cambios"
_COLUMNAS = (
    "posicion", "clase", "ocid", "id_entrega", "etiquetas", "fecha", "publicada_en", "sha256", "publicador__clave",
)  # fmt: skip


@dataclass(frozen=True)
class Cambios:
    """A page of changes: a JSON object a row, and the URL to ask for what comes after. `llena`: no more rows fit."""

    renglones: list[dict[str, Any]]
    siguiente: str
    llena: bool

    def en_json(self) -> bytes:
        """Return `{"changes": [...], "links": {"next": url}}`."""
        return orjson.dumps({"changes": self.renglones, "links": {"next": self.siguiente}})

    def en_renglones(self) -> bytes:
        """Return one JSON object a line; the next page is only in the header Link."""
        return b"".join(orjson.dumps(renglon, option=orjson.OPT_APPEND_NEWLINE) for renglon in self.renglones)


def cambios(desde: int, limite: int, publicador: Publicador | None = None, formato: str | None = None) -> Cambios:
    """Return the changes after position `desde` (two queries). There is always a next page: the one to ask later."""
    consulta = Entrega.objects.filter(posicion__gt=desde).order_by("posicion")
    if publicador is not None:
        consulta = consulta.filter(publicador=publicador)
    filas = list(consulta.values(*_COLUMNAS)[:limite])
    retiradas = _retiradas(filas)
    ultima = filas[-1]["posicion"] if filas else desde
    parametros = {"limit": limite, "publisher": publicador.clave if publicador else None, "format": formato}
    return Cambios(
        [_renglon(fila, retiradas) for fila in filas],
        siguiente=absoluta(CAMBIOS, since=ultima, **parametros),
        llena=len(filas) == limite,
    )


def _retiradas(filas: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What each of the rows has to do with a withdrawal: the tombstone's own words, by position."""
    posiciones = [fila["posicion"] for fila in filas]
    lapidas = Entrega.objects.order_by().filter(clase=Clase.RETIRO)
    propias = lapidas.filter(posicion__in=posiciones).values_list("posicion", "contenido")
    ajenas = lapidas.filter(retiro_asentado__entrega__in=posiciones)
    de_otras = ajenas.values_list("retiro_asentado__entrega", "contenido")
    return {posicion: orjson.loads(bytes(contenido)) for posicion, contenido in propias.union(de_otras, all=True)}


def _renglon(fila: dict[str, Any], retiradas: dict[int, dict[str, Any]]) -> dict[str, Any]:
    renglon = {
        "seq": fila["posicion"],
        "type": "withdrawal" if fila["clase"] == Clase.RETIRO else "release",
        "ocid": fila["ocid"],
        "releaseId": fila["id_entrega"],
        "tag": fila["etiquetas"],
        "date": formato_fecha(fila["fecha"]),
        "publishedDate": formato_fecha(fila["publicada_en"]),
        "publisher": fila["publicador__clave"],
        "url": absoluta("publicacion:entrega", fila["ocid"], fila["id_entrega"]),
        "sha256": fila["sha256"],
    }
    lapida = retiradas.get(fila["posicion"])
    if lapida is None:
        return renglon
    if fila["clase"] == Clase.RETIRO:
        del renglon["tag"]
        return renglon | {"withdraws": lapida}
    return renglon | {"withdrawn": True}
