"""Walk the ledger process by process and compile each one again: what rebuilding and verifying share. Little memory."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from sitio.ocds import fusion
from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Clase, Entrega, Registro
from sitio.publicacion.tramo import registro_de

# Processes held in memory at once.
TRAMO = 200


class EntregaIlegible(ValueError):
    """A stored release cannot be read or merged any more; the message, in Spanish, names it."""


def siguientes_ocids(despues_de: str) -> list[str]:
    """Return the next ocids of the ledger after one ("" for the first), in the database's own order; [] at the end."""
    consulta = Entrega.objects.filter(ocid__gt=despues_de).order_by("ocid").values_list("ocid", flat=True)
    return list(consulta.distinct()[:TRAMO])


def por_proceso(ocids: Sequence[str]) -> Iterator[tuple[str, Iterator[Entrega]]]:
    """Yield each process with its releases, oldest first."""
    # No server-side cursor: one left open when a release cannot be read would outlive its transaction.
    entregas = Entrega.objects.filter(ocid__in=ocids).order_by("ocid", "posicion")
    yield from groupby(entregas, key=lambda entrega: entrega.ocid)


def recompilar(entregas: Iterable[Entrega]) -> Registro | None:
    """Return the record (unsaved) that the releases of one process make; None when nothing of it is left.

    Raises EntregaIlegible. The same releases always make the same bytes as publishing them one by one did. What was
    withdrawn adds nothing, but its rows are still the first or the last of the process.
    """
    compilada, primera, ultima = None, None, None
    for entrega in entregas:
        primera, ultima = primera or entrega, entrega
        try:
            if not _callada(entrega):
                compilada = fusion.agregar(compilada, leer_json(bytes(entrega.contenido)))
        except ValueError as motivo:
            raise EntregaIlegible(
                _("%(lugar)s: no se puede leer (%(motivo)s)") % {"lugar": lugar(entrega), "motivo": motivo}
            ) from motivo
    return registro_de(primera, ultima, compilada) if primera and ultima and compilada else None


def _callada(entrega: Entrega) -> bool:
    """Whether a row says nothing of its process: a tombstone, or a release that an authorized withdrawal emptied."""
    if entrega.clase == Clase.RETIRO:
        return True
    return entrega.retirada and entrega.retiros.filter(autorizada_en__isnull=False).exists()


def lugar(entrega: Entrega) -> str:
    """Say where in the ledger a release is, so that anybody can find it."""
    return _("posición %(posicion)d, número %(secuencia)d de su cadena, entrega %(id)s del proceso %(ocid)s") % {
        "posicion": entrega.posicion,
        "secuencia": entrega.secuencia,
        "id": entrega.id_entrega,
        "ocid": entrega.ocid,
    }
