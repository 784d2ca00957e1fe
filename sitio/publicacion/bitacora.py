"""The only way into the ledger: one release, or many. Whatever enters is valid, tagged, chained and compiled."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from sitio.publicacion.examen import examinar
from sitio.publicacion.models import Entrega, Origen, Publicador
from sitio.publicacion.propuestas import EntregaEnConflicto, EntregaInvalida, Estado, Propuesta, Resultado
from sitio.publicacion.tramo import Tramo

__all__ = [
    "EntregaEnConflicto",
    "EntregaInvalida",
    "Estado",
    "Propuesta",
    "Resultado",
    "emitir",
    "emitir_lote",
    "examinar_lote",
]

# Releases per transaction: enough to be fast, few enough that others wait less than a second for the ledger.
TRAMO = 1000


def emitir(
    publicador: Publicador,
    entrega: dict[str, Any],
    *,
    origen: Origen,
    extensiones: Iterable[str] = (),
    fecha: datetime | None = None,
) -> Entrega:
    """Publish one release and return its row; publishing the same again returns the row it already has.

    What `entrega` lacks of id, date and tags, the ledger gives: the date is `fecha` (or now), or one second past the
    last release of its ocid; the tags say what changed. Raises EntregaInvalida, or its kind EntregaEnConflicto, with
    errors in Spanish, and then nothing was published. Source: OCDS 1.1 release reference, merging.
    """
    propuesta = Propuesta(entrega, tuple(extensiones))
    _examinar_antes(propuesta, publicador, origen)
    with transaction.atomic():
        tramo = Tramo(publicador, origen, [propuesta])
        fila, _nueva = tramo.proponer(propuesta, fecha)
        tramo.guardar()
    return fila


def examinar_lote(
    publicador: Publicador, propuestas: Iterable[Propuesta], *, origen: Origen
) -> Iterator[Resultado | None]:
    """Say of each proposal why it could never enter the ledger, or None. Takes no lock and reads no process.

    What only the ledger knows (an id taken, a date that is not later) is told by `emitir_lote`. `publicador` need not
    be in the database yet.
    """
    return (_rechazo(propuesta, publicador, origen) for propuesta in propuestas)


def emitir_lote(
    publicador: Publicador, propuestas: Iterable[Propuesta], *, origen: Origen, examinadas: bool = False
) -> Iterator[Resultado]:
    """Publish many releases in the order given, one transaction for each thousand, and yield what became of each one.

    A refused proposal stops nothing. It is lazy: a caller who stops reading stops publishing at the end of a stretch.
    `examinadas`: the caller already put them through `examinar_lote`, and keeps only the sound ones.
    """
    pendientes = iter(propuestas)
    while grupo := list(islice(pendientes, TRAMO)):
        yield from _emitir_tramo(publicador, grupo, origen, examinadas=examinadas)


def _emitir_tramo(
    publicador: Publicador, grupo: list[Propuesta], origen: Origen, *, examinadas: bool
) -> list[Resultado]:
    rechazos = [None] * len(grupo) if examinadas else [*examinar_lote(publicador, grupo, origen=origen)]
    sanas = [propuesta for propuesta, rechazo in zip(grupo, rechazos, strict=True) if rechazo is None]
    if not sanas:
        return [rechazo for rechazo in rechazos if rechazo]
    with transaction.atomic():
        tramo = Tramo(publicador, origen, sanas)
        resultados = [
            rechazo or _resultado(tramo, propuesta) for propuesta, rechazo in zip(grupo, rechazos, strict=True)
        ]
        tramo.guardar()
    return resultados


def _rechazo(propuesta: Propuesta, publicador: Publicador, origen: Origen) -> Resultado | None:
    try:
        _examinar_antes(propuesta, publicador, origen)
    except EntregaInvalida as error:
        return Resultado(propuesta, None, Estado.RECHAZADA, error.errores)
    return None


def _resultado(tramo: Tramo, propuesta: Propuesta) -> Resultado:
    try:
        entrega, nueva = tramo.proponer(propuesta)
    except EntregaInvalida as error:
        return Resultado(propuesta, None, Estado.RECHAZADA, error.errores)
    return Resultado(propuesta, entrega, Estado.EMITIDA if nueva else Estado.REPETIDA)


def _examinar_antes(propuesta: Propuesta, publicador: Publicador, origen: Origen) -> None:
    """Examine before the lock what does not hang on what is published: imports, and what names no process."""
    entrega = propuesta.entrega
    tiene_proceso = isinstance(entrega, dict) and isinstance(entrega.get("ocid"), str)
    if origen != Origen.CAPTURA or not tiene_proceso:
        examinar(propuesta, publicador, origen)
