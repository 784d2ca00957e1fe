"""The lock that puts every publication in one line: the single row of `Bitacora`."""

from django.db.models import F, Max

from sitio.publicacion.models import Bitacora, Entrega

_UNICA = 1


def tomar() -> int:
    """Lock the ledger until the current transaction ends and return the last position given.

    Whoever publishes waits here for the one before, so positions follow the order of commit without gaps,
    and what is read after this call is the last published state. Call it inside `transaction.atomic()`, late.
    """
    while not Bitacora.objects.filter(pk=_UNICA).update(posicion=F("posicion")):
        _sembrar()
    return Bitacora.objects.values_list("posicion", flat=True).get(pk=_UNICA)


def avanzar(cuantas: int) -> None:
    """Give the next `cuantas` positions. Only the holder of the lock may call it."""
    Bitacora.objects.filter(pk=_UNICA).update(posicion=F("posicion") + cuantas)


def _sembrar() -> None:
    """Put back the row that a database flush took away; two at once make one."""
    ultima = Entrega.objects.aggregate(ultima=Max("posicion"))["ultima"] or 0
    Bitacora.objects.bulk_create([Bitacora(pk=_UNICA, posicion=ultima)], ignore_conflicts=True)
