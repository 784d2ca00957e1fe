"""What the worker runs for this room. Every task may run twice, or be killed in the middle, without harm."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from sitio.alertas import servicios
from sitio.alertas.models import MotivoDeCorrida
from sitio.cola import encolar
from sitio.publicacion.models import Entrega, Registro

# A publication is reviewed by its own task within seconds; after this long, that task is not coming.
ESPERA = timedelta(minutes=15)
# Processes one sweep takes, so that it ends well within the time a worker gives a task.
TOPE = 2000


def revisar_entregas(primera: int, ultima: int | None = None) -> int:
    """Review the processes of the releases at positions `primera` to `ultima` of the ledger; returns how many."""
    entregas = Entrega.objects.filter(posicion__range=(primera, primera if ultima is None else ultima))
    return _revisar(entregas.order_by("ocid").values_list("ocid", flat=True).distinct(), MotivoDeCorrida.PUBLICACION)


def revisar_todo() -> int:
    """Enqueue the review of every published process, in stretches so that no task runs long; returns how many."""
    tramos = 0
    for tramo in servicios.lotes(Registro.objects.order_by("ocid").values_list("ocid", flat=True).iterator()):
        encolar("sitio.alertas.tareas.revisar_registros", tramo[0], tramo[-1])
        tramos += 1
    return tramos


def revisar_registros(primero: str, ultimo: str) -> int:
    """Review the published processes whose ocids go from `primero` to `ultimo`; returns how many."""
    registros = Registro.objects.filter(ocid__range=(primero, ultimo)).order_by("ocid")
    return _revisar(registros.values_list("ocid", flat=True), MotivoDeCorrida.PROGRAMADA)


def revisar_pendientes() -> int:
    """Review what was published a while ago and no task reviewed (a queue that lost it); returns how many processes."""
    hasta = timezone.now() - ESPERA
    ocids = servicios.sin_revisar(hasta).values_list("ocid", flat=True)[:TOPE]
    return _revisar(ocids, MotivoDeCorrida.PROGRAMADA)


def vencer_plazos() -> int:
    """Mark as overdue what fell due; returns how many deadlines."""
    return servicios.vencer_plazos()


def anunciar_pendientes() -> int:
    """Announce what a killed worker left unsaid; returns how many processes."""
    return servicios.anunciar_pendientes()


def _revisar(ocids: Iterable[str], motivo: str) -> int:
    return sum(servicios.revisar(tramo, motivo=motivo).procesos for tramo in servicios.lotes(ocids))
