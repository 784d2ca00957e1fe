"""Whose turn a general run is: one run at a time, one worker at a time, and nobody waits for a dead one."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.alertas import servicios
from sitio.alertas.consultas import hoy
from sitio.alertas.guardado import Conteo
from sitio.alertas.models import Corrida, EstadoDeCorrida

_Cosa = TypeVar("_Cosa")
# Longer than any step takes without a word; a worker that has not been heard of since then is dead.
SIN_LATIDO = timedelta(minutes=10)


class CorridaEnCurso(Exception):
    """Another worker is at a general run right now."""


class TurnoPerdido(Exception):
    """This worker was taken for dead and another one goes on with its run: it must stop, and write nothing more."""


class Turno:
    """One worker at one general run."""

    def __init__(self, corrida: Corrida, segundos: float | None) -> None:
        self.corrida = corrida
        self.cortado = False
        self._contado = time.monotonic()
        self._limite = None if segundos is None else self._contado + segundos

    @property
    def agotado(self) -> bool:
        """Whether it is time to let others work."""
        return self._limite is not None and time.monotonic() > self._limite

    def mientras(self, lotes: Iterable[_Cosa]) -> Iterator[_Cosa]:
        """Yield lots, one at least, until the turn is over; `cortado` then says whether any was left."""
        self.cortado = False
        for n, lote in enumerate(lotes):
            if n and self.agotado:
                self.cortado = True
                return
            yield lote

    @property
    def dia(self) -> date:
        """The local date the analysis is made on: the one the run began on, however many turns it takes."""
        return date.fromisoformat(self.corrida.avance["dia"])

    def anotar(self, conteo: Conteo | None = None, **avance: Any) -> None:
        """Write down how far the run is and what it changed; in the same transaction as the changes themselves.

        Raises TurnoPerdido if another worker has it.
        """
        ahora = time.monotonic()
        self.corrida.avance = {**self.corrida.avance, **avance}
        columnas: dict[str, Any] = {n: F(n) + c for n, c in (conteo or Conteo()).como_columnas().items() if c}
        columnas |= {"avance": self.corrida.avance, "segundos": F("segundos") + (ahora - self._contado)}
        self._contado = ahora
        self.cambiar(latido_en=timezone.now(), **columnas)

    def cambiar(self, **columnas: Any) -> None:
        """Change columns of the run; TurnoPerdido if another worker has it."""
        suya = Corrida.objects.filter(pk=self.corrida.pk, estado=EstadoDeCorrida.EN_CURSO, turno=self.corrida.turno)
        if not suya.update(**columnas):
            raise TurnoPerdido


@contextmanager
def turno(motivo: str, segundos: float | None) -> Iterator[Turno]:
    """Take the run that was left half way, or begin one, and leave it free for the next turn unless it ended.

    A run that raises is over, and says why. Raises CorridaEnCurso when another worker is at it.
    """
    uno = Turno(_tomar() or _comenzar(motivo), segundos)
    try:
        yield uno
    except TurnoPerdido:
        raise
    except Exception as error:
        uno.cambiar(estado=EstadoDeCorrida.FALLIDA, terminada_en=timezone.now(), error=repr(error), turno="")
        raise
    finally:
        Corrida.objects.filter(pk=uno.corrida.pk, turno=uno.corrida.turno).update(turno="")
        uno.corrida.refresh_from_db()


def libres() -> "QuerySet[Corrida]":
    """Return the general run that is under way and that nobody is at, if there is one."""
    sin_nadie = Q(turno="") | Q(latido_en__lt=timezone.now() - SIN_LATIDO)
    return Corrida.objects.filter(sin_nadie, general=True, estado=EstadoDeCorrida.EN_CURSO)


def _tomar() -> Corrida | None:
    """Take the free run; one that was begun with other rules than today's is given up as failed."""
    corrida = libres().first()
    if corrida is None:
        return None
    if corrida.versiones != servicios.versiones():
        motivo = _("Las reglas cambiaron antes de que terminara.")
        libres().filter(pk=corrida.pk).update(
            estado=EstadoDeCorrida.FALLIDA, terminada_en=timezone.now(), error=motivo, turno=""
        )
        return None
    corrida.turno, corrida.latido_en = uuid4().hex, timezone.now()
    tomada = libres().filter(pk=corrida.pk).update(turno=corrida.turno, latido_en=corrida.latido_en)
    return corrida if tomada else None


def _comenzar(motivo: str) -> Corrida:
    ahora = timezone.now()
    try:
        with transaction.atomic():
            return Corrida.objects.create(
                motivo=motivo,
                general=True,
                estado=EstadoDeCorrida.EN_CURSO,
                iniciada_en=ahora,
                versiones=servicios.versiones(),
                avance={"dia": hoy().isoformat(), "hechos": []},
                turno=uuid4().hex,
                latido_en=ahora,
            )
    except IntegrityError as error:
        raise CorridaEnCurso from error
