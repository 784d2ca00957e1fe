"""The bulk files by themselves: every night what is behind, and at once what a withdrawal touches."""

from typing import Any

from sitio.cola import encolar
from sitio.publicacion.masivos import asiento, generacion
from sitio.publicacion.masivos.conjuntos import Conjunto, todos
from sitio.publicacion.models import Publicador

_ACTUALIZAR = "sitio.publicacion.masivos.tareas.actualizar"
# The files of the whole portal, in the place of a publisher's primary key.
DEL_PORTAL = 0
# Seconds of one task; it asks for another one if this was not enough. The queue kills it at 120 (`Q_CLUSTER`).
_TURNO = 45.0


def actualizar_atrasados() -> None:
    """Ask for the files of each publisher, and of the portal, that are behind; sweep what killed runs left."""
    asiento.barrer()
    for conjunto in todos():
        if generacion.hay_atraso(conjunto):
            encolar(_ACTUALIZAR, _clave(conjunto))


def actualizar(publicador_id: int) -> None:
    """Bring the files of a publisher (`DEL_PORTAL` for the whole portal) up to date, in as many turns as it takes."""
    conjunto = _conjunto(publicador_id)
    if conjunto is None:
        return
    for _parte in generacion.actualizar(conjunto, segundos=_TURNO):
        pass
    if generacion.hay_atraso(conjunto):
        encolar(_ACTUALIZAR, publicador_id)


def al_retirar(publicador_id: int, **_datos: Any) -> None:
    """Answer a withdrawal: what it took away has to leave the files too."""
    encolar(_ACTUALIZAR, publicador_id)
    encolar(_ACTUALIZAR, DEL_PORTAL)


def _clave(conjunto: Conjunto) -> int:
    return conjunto.publicador.pk if conjunto.publicador else DEL_PORTAL


def _conjunto(publicador_id: int) -> Conjunto | None:
    if publicador_id == DEL_PORTAL:
        return Conjunto()
    publicador = Publicador.objects.filter(pk=publicador_id).first()
    return Conjunto(publicador) if publicador else None
