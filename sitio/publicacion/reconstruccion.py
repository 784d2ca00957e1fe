"""Make every record again from the ledger. The portal stays open, and publishing waits for one stretch at a time."""

from collections.abc import Iterator

from django.db import transaction

from sitio.publicacion import candado
from sitio.publicacion.models import Entrega, Registro
from sitio.publicacion.recompilacion import por_proceso, recompilar, siguientes_ocids
from sitio.publicacion.tramo import guardar_registros


def total() -> int:
    """Return how many processes the ledger holds."""
    return Entrega.objects.values("ocid").distinct().count()


def reconstruir() -> Iterator[int]:
    """Drop and compile again the records, stretch by stretch; yield how many each stretch made.

    Each stretch is one transaction under the ledger's lock: cutting the run short leaves every process with a
    right record, old or new. Records that the ledger does not support disappear. Raises EntregaIlegible.
    """
    ultimo: str | None = ""
    while ultimo is not None:
        with transaction.atomic():
            candado.tomar()
            ultimo, hechos = _reconstruir_tramo(ultimo)
        yield hechos


def _reconstruir_tramo(desde: str) -> tuple[str | None, int]:
    ocids = siguientes_ocids(desde)
    nuevos = [registro for _ocid, entregas in por_proceso(ocids) if (registro := recompilar(entregas))]
    viejos = Registro.objects.filter(ocid__gt=desde)
    if not ocids:
        viejos.delete()
        return None, 0
    viejos.filter(ocid__lte=ocids[-1]).delete()
    # A damaged record of a later stretch may hold a position of this one; it will be made again when its turn comes.
    Registro.objects.filter(posicion__in=[registro.posicion for registro in nuevos]).delete()
    # A stretch may hold nothing but what was withdrawn.
    if nuevos:
        guardar_registros(nuevos)
    return ocids[-1], len(nuevos)
