"""The lock that puts every publication in one line: the single row of `Bitacora`."""

from datetime import datetime

from django.db.models import F, Max, Subquery
from django.utils import timezone

from sitio.publicacion.models import Bitacora, Entrega

_UNICA = 1


def tomar() -> int:
    """Lock the ledger until the current transaction ends and return the last position given.

    Whoever publishes waits here for the one before, so positions follow the order of commit without gaps,
    and what is read after this call is the last published state. Call it inside `transaction.atomic()`, late.
    """
    return turno()[0]


def turno() -> tuple[int, datetime]:
    """As `tomar`, and also return the moment of what is published in this turn.

    It is now, or when the ledger last grew if the machine's clock was put back since: moments follow positions, and
    the feeds turn one into the other.
    """
    while not Bitacora.objects.filter(pk=_UNICA).update(posicion=F("posicion")):
        _sembrar()
    ultima = Entrega.objects.order_by("-posicion").values("publicada_en")[:1]
    posicion, momento = Bitacora.objects.values_list("posicion", Subquery(ultima)).get(pk=_UNICA)
    ahora = timezone.now()
    return posicion, ahora if momento is None else max(ahora, momento)


def avanzar(cuantas: int) -> None:
    """Give the next `cuantas` positions. Only the holder of the lock may call it."""
    Bitacora.objects.filter(pk=_UNICA).update(posicion=F("posicion") + cuantas)


def _sembrar() -> None:
    """Put back the row that a database flush took away; two at once make one."""
    ultima = Entrega.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0
    Bitacora.objects.bulk_create([Bitacora(pk=_UNICA, posicion=ultima)], ignore_conflicts=True)
