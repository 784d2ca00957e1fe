"""What the worker runs for this room. Every task may run twice, or be killed in the middle, without harm."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from sitio.alertas import general, listas, mediciones, servicios
from sitio.alertas.models import EstadoDeCorrida, MotivoDeCorrida
from sitio.alertas.vida import vencimientos
from sitio.catalogos.models import VersionDeLista
from sitio.cola import encolar
from sitio.publicacion.models import Entrega, Publicador, Registro

# A publication is reviewed by its own task within seconds; after this long, that task is not coming.
ESPERA = timedelta(minutes=15)
# Processes one sweep takes, so that it ends well within the time a worker gives a task.
TOPE = 2000
# Seconds that a turn of a general run works before it lets other tasks by, and those after which the queue takes it
# for hung: one step (a flag over everything, a lot) does not stop half way.
TURNO = 300.0
PLAZO_DEL_TURNO = 3600
_GENERAL = "sitio.alertas.tareas.correr_general"


def revisar_entregas(primera: int, ultima: int | None = None) -> int:
    """Review the processes of the releases at positions `primera` to `ultima` of the ledger; returns how many."""
    entregas = Entrega.objects.filter(posicion__range=(primera, primera if ultima is None else ultima))
    return _revisar(entregas.order_by("ocid").values_list("ocid", flat=True).distinct(), MotivoDeCorrida.PUBLICACION)


def revisar_todo() -> None:
    """Ask for a general run: every flag and deadline over everything published."""
    encolar(_GENERAL, segundos=PLAZO_DEL_TURNO)


def seguir_corrida() -> None:
    """Ask for the next turn of a general run whose worker was killed."""
    if general.hay_que_seguir():
        encolar(_GENERAL, segundos=PLAZO_DEL_TURNO)


def correr_general() -> str:
    """Take a turn of a general run, and ask for the next one if it needs more; returns how far it is."""
    try:
        corrida = general.correr(MotivoDeCorrida.PROGRAMADA, segundos=TURNO)
    except (general.CorridaEnCurso, general.TurnoPerdido):
        # Whoever is at it goes on with it.
        return str(EstadoDeCorrida.EN_CURSO)
    if corrida.estado == EstadoDeCorrida.EN_CURSO:
        encolar(_GENERAL, segundos=PLAZO_DEL_TURNO)
    return corrida.estado


def revisar_pendientes() -> int:
    """Review what was published a while ago and no task reviewed (a queue that lost it); returns how many processes."""
    hasta = timezone.now() - ESPERA
    ocids = servicios.sin_revisar(hasta).values_list("ocid", flat=True)[:TOPE]
    return _revisar(ocids, MotivoDeCorrida.PROGRAMADA)


def revisar_lista(version: int) -> int:
    """Review the processes of whoever a new version of an external list says something new; returns how many."""
    todos = Registro.objects.order_by("ocid").values_list("ocid", flat=True)
    tocados = listas.ocids_que_toca(VersionDeLista.objects.get(pk=version), servicios.lotes(todos.iterator()))
    return _revisar(tocados, MotivoDeCorrida.LISTA)


def revisar_a_quien_se_llama(nombre: str) -> int:
    """Review the processes where a party has that name, as names are compared; returns how many."""
    return general.revisar_proveedores([], [nombre])


def vencer_plazos() -> int:
    """Mark as overdue what fell due; returns how many deadlines."""
    return servicios.vencer_plazos()


def vencer_decisiones() -> int:
    """Reopen the alerts whose decision held until a date that has passed; returns how many."""
    return vencimientos.vencer_decisiones()


def anunciar_pendientes() -> int:
    """Announce what a killed worker left unsaid; returns how many processes."""
    return servicios.anunciar_pendientes()


def medir_todo() -> int:
    """Enqueue the figures of every institution, one task each; returns how many."""
    claves = mediciones.con_registros()
    for clave in claves:
        encolar("sitio.alertas.tareas.medir_institucion", clave)
    return len(claves)


def medir_institucion(clave: str) -> int:
    """Compute the figures of an institution; returns how many, 0 if it is gone."""
    publicador = Publicador.objects.filter(clave=clave).first()
    return mediciones.medir(publicador) if publicador else 0


def _revisar(ocids: Iterable[str], motivo: str) -> int:
    return sum(servicios.revisar(tramo, motivo=motivo).procesos for tramo in servicios.lotes(ocids))
