"""What the worker runs for this room. It may run twice, or be killed in the middle, without harm."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from sitio.cola import encolar
from sitio.mercado import servicios
from sitio.publicacion.models import Entrega

# A task reads the prices of the releases of at most this many positions of the ledger: seconds of work.
TRAMO = 500
# What was published this long ago is read once more, in case the queue lost its task.
VENTANA = timedelta(days=2)


def encolar_lectura(posiciones: Iterable[int]) -> int:
    """Enqueue the prices of the processes at some positions of the ledger, in stretches; returns how many tasks."""
    orden = sorted(posiciones)
    tramos = [orden[i : i + TRAMO] for i in range(0, len(orden), TRAMO)]
    for tramo in tramos:
        encolar("sitio.mercado.tareas.leer_entregas", tramo[0], tramo[-1])
    return len(tramos)


def leer_entregas(primera: int, ultima: int) -> int:
    """Read again the prices of the processes of some positions of the ledger; returns how many prices they have."""
    ocids = Entrega.objects.filter(posicion__range=(primera, ultima)).order_by("ocid").values_list("ocid", flat=True)
    return sum(servicios.leer_precios(lote) for lote in servicios.lotes(ocids.distinct()))


def releer_recientes() -> int:
    """Enqueue what was published lately; returns how many tasks."""
    desde = timezone.now() - VENTANA
    return encolar_lectura(Entrega.objects.filter(publicada_en__gte=desde).values_list("posicion", flat=True))
