"""Where many processes stand, told without a query for each one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import WorkflowState

from sitio.componentes.vitral import TITULOS
from sitio.ocds.listas import ETAPAS
from sitio.procesos.models import EtapaPage, ProcesoPage
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.procesos.tablero.etapas import TITULO_DE_ESTADO, Estado


@dataclass
class Resumen:
    """The strip of a process from inside: its lit and its half-lit panes, and where each stage page stands."""

    publicadas: list[str] = field(default_factory=list)
    en_aprobacion: list[str] = field(default_factory=list)
    # Stage, where it stands and, in approval, the step it waits for.
    estados: list[tuple[str, Estado, str]] = field(default_factory=list)

    @property
    def situacion(self) -> str:
        """Where the process is: the stage that somebody is working on, else the last one published."""
        en_orden = sorted(self.estados, key=lambda uno: (uno[1] is not Estado.PUBLICADA, ETAPAS.index(uno[0])))
        if not en_orden:
            return ""
        etapa, estado, paso = en_orden[-1]
        dicho = f"{TITULOS[etapa]}: {TITULO_DE_ESTADO[estado]}"
        return f"{dicho} · {paso}" if paso else dicho


PASO_ACTUAL = "current_task_state__task__name"


ACTIVOS = {
    WorkflowState.STATUS_IN_PROGRESS: Estado.EN_APROBACION,
    WorkflowState.STATUS_NEEDS_CHANGES: Estado.DEVUELTA,
}


def resumenes(procesos: Iterable[ProcesoPage]) -> dict[int, Resumen]:
    """Return the strip of each process by its primary key, in three queries however many there are."""
    por_camino = {proceso.path: Resumen() for proceso in procesos}
    largo = len(next(iter(por_camino), ""))
    etapas = EtapaPage.objects.filter(reduce(or_, (Q(path__startswith=c) for c in por_camino), Q(pk__in=[])))
    filas = list(etapas.values_list("pk", "path", "live", "has_unpublished_changes", "content_type__model"))
    flujos = WorkflowState.objects.filter(status__in=ACTIVOS, object_id__in=[str(pk) for pk, *_resto in filas])
    activos = {pk: (status, paso) for pk, status, paso in flujos.values_list("object_id", "status", PASO_ACTUAL)}
    nombres = {tipo._meta.model_name: nombre for nombre, tipo in TIPOS_DE_ETAPA.items()}
    for pk, camino, viva, con_cambios, modelo in filas:
        resumen, etapa = por_camino[camino[:largo]], nombres[modelo]
        publicada = Estado.PUBLICADA if viva and not con_cambios else Estado.BORRADOR
        status, paso = activos.get(str(pk), ("", ""))
        estado = ACTIVOS.get(status, publicada)
        resumen.estados.append((etapa, estado, (paso or "") if estado is Estado.EN_APROBACION else ""))
        if viva:
            resumen.publicadas.append(etapa)
        if estado is Estado.EN_APROBACION:
            resumen.en_aprobacion.append(etapa)
    return {proceso.pk: por_camino[proceso.path] for proceso in procesos}
