"""The stage pages of a process, and where each one stands."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState

from sitio.ocds.listas import ETAPAS
from sitio.procesos.models import EtapaPage, ProcesoPage


class Estado(StrEnum):
    """Where a stage page stands."""

    SIN_INICIAR = "sin_iniciar"
    BORRADOR = "borrador"
    EN_APROBACION = "en_aprobacion"
    DEVUELTA = "devuelta"
    PUBLICADA = "publicada"


TITULO_DE_ESTADO: dict[Estado, Promise] = {
    Estado.SIN_INICIAR: gettext_lazy("Sin iniciar"),
    Estado.BORRADOR: gettext_lazy("Borrador"),
    Estado.EN_APROBACION: gettext_lazy("En aprobación"),
    Estado.DEVUELTA: gettext_lazy("Devuelta con comentario"),
    Estado.PUBLICADA: gettext_lazy("Publicada"),
}


def paginas_de(proceso: ProcesoPage) -> list[EtapaPage]:
    """Return the stage pages of a process in the order of the procedure."""
    etapas = list(EtapaPage.objects.descendant_of(proceso).specific())
    for pagina in etapas:
        pagina.proceso = proceso
    return sorted(etapas, key=lambda pagina: (ETAPAS.index(pagina.etapa), pagina.pk))


def borradores_de(paginas: list[EtapaPage]) -> list[EtapaPage]:
    """Return the latest draft of each stage page."""
    borradores = [pagina.get_latest_revision_as_object() for pagina in paginas]
    for pagina, borrador in zip(paginas, borradores, strict=True):
        borrador.proceso = pagina.proceso
    return borradores


def estado_de(pagina: EtapaPage) -> Estado:
    """Return where a stage page stands; a published page with newer changes is told by those changes."""
    flujo = pagina.current_workflow_state
    if flujo and flujo.status == WorkflowState.STATUS_IN_PROGRESS:
        return Estado.EN_APROBACION
    if flujo and flujo.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Estado.DEVUELTA
    return Estado.PUBLICADA if pagina.live and not pagina.has_unpublished_changes else Estado.BORRADOR
