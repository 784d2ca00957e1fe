"""The one seam to the task queue: nothing else in the house imports django-q2 to enqueue or to schedule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.signals import post_spawn
from django_q.tasks import async_task

# Schedules with this prefix are ours: `programar_tareas` writes them and removes those no room asks for any more.
PREFIJO = "claraboya: "


def encolar(tarea: str, *claves: int | str, segundos: int | None = None) -> None:
    """Run `tarea` (dotted path) in a worker with primary keys as its only arguments, once the transaction commits.

    The queue kills it after `segundos`, or after those of `Q_CLUSTER`.

    The worker may run it twice, or die in the middle: tasks are idempotent. Personal data never travels
    in the arguments, because the queue keeps them in plain sight. If the queue cannot be reached it is logged,
    and the schedules find what was left undone.
    """
    # The row that matters is already committed: a broker that is down must not turn it into an error page.
    opciones = {} if segundos is None else {"timeout": segundos}
    transaction.on_commit(lambda: async_task(tarea, *claves, **opciones), robust=True)


@dataclass(frozen=True)
class Programada:
    """A task that runs by itself: every `minutos`, or every day at `diaria` (local time)."""

    nombre: str
    tarea: str
    minutos: int | None = None
    diaria: time | None = None


PROGRAMA: dict[str, Programada] = {}


def programar(nombre: str, tarea: str, *, minutos: int | None = None, diaria: time | None = None) -> None:
    """Ask for `tarea` (dotted path, no arguments) to run on a schedule; each room does so in its AppConfig.ready().

    `manage.py programar_tareas` writes the whole `PROGRAMA` to the database. ValueError unless exactly one of
    `minutos` and `diaria` is given.
    """
    if (minutos is None) == (diaria is None):
        raise ValueError("Indique cada cuántos minutos o a qué hora del día, una de las dos cosas.")
    PROGRAMA[nombre] = Programada(nombre, tarea, minutos, diaria)


def al_nacer(preparar: Callable[[], None]) -> None:
    """Call `preparar` in each worker as it starts, before its first task: what is slow the first time is done then."""

    def recibir(sender: object, **resto: Any) -> None:
        preparar()

    post_spawn.connect(recibir, weak=False, dispatch_uid=f"{preparar.__module__}.{preparar.__qualname__}")


def escribir_programa() -> list[str]:
    """Write `PROGRAMA` as django-q2 schedules and remove ours that are gone from it; returns the names. Repeatable."""
    nombres = [PREFIJO + nombre for nombre in PROGRAMA]
    with transaction.atomic():
        Schedule.objects.filter(name__startswith=PREFIJO).exclude(name__in=nombres).delete()
        for programada in PROGRAMA.values():
            _escribir(programada)
    return nombres


def _escribir(programada: Programada) -> None:
    cuando = {
        "func": programada.tarea,
        "schedule_type": Schedule.MINUTES if programada.minutos else Schedule.DAILY,
        "minutes": programada.minutos,
        "repeats": -1,
    }
    # The next run is set once: writing the same programme again must not postpone it.
    Schedule.objects.update_or_create(
        name=PREFIJO + programada.nombre,
        defaults=cuando,
        create_defaults={**cuando, "next_run": _primera_vez(programada)},
    )


def _primera_vez(programada: Programada) -> datetime:
    ahora = timezone.localtime()
    if programada.diaria is None:
        return ahora + timedelta(minutes=programada.minutos or 0)
    hoy = datetime.combine(ahora.date(), programada.diaria, ahora.tzinfo)
    return hoy if hoy > ahora else hoy + timedelta(days=1)
