"""Who wrote or approved what an alert reads: they do not decide on it (separation of duties)."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Q
from wagtail.models import PageLogEntry, Revision, WorkflowState

from sitio.alertas.models import Alerta
from sitio.ocds.listas import ETAPAS
from sitio.procesos.aprobacion.facultades import ESCRIBIR
from sitio.procesos.models import Aprobacion, EtapaPage, ProcesoPage
from sitio.procesos.papeles.permisos import debajo_de

# The stages that write each section of a release.
SECCIONES = {
    "planning": ("planeacion",),
    "tender": ("licitacion",),
    "bids": ("licitacion",),
    "awards": ("adjudicacion",),
    "contracts": ("contrato", "ejecucion"),
}


def etapas_que_lee(alerta: Alerta) -> set[str]:
    """Return the stages behind what the flag reads; every one, for a flag that was retired."""
    if alerta.regla is None:
        return set(ETAPAS)
    secciones = {campo.split(".")[0].removesuffix("[]") for campo in alerta.regla.campos}
    return {alerta.regla.etapa, *(etapa for s in secciones for etapa in SECCIONES.get(s, ()))}


def procesos_de(alerta: Alerta) -> list[str]:
    """Return the ocids behind an alert: its own, or those that its evidence names."""
    return [alerta.ocid] if alerta.ocid else list(alerta.evidencia.get("procesos", []))


def es_autor(usuario: User, alerta: Alerta) -> bool:
    """Tell whether `usuario` captured, sent or approved a stage that the alert reads, of any process behind it."""
    ocids, etapas = procesos_de(alerta), etapas_que_lee(alerta)
    actas = Aprobacion.objects.filter(Q(persona=usuario) | Q(en_nombre_de=usuario), ocid__in=ocids, etapa__in=etapas)
    if actas.filter(decision=Aprobacion.Decision.APROBADA).exists():
        return True
    paginas = [str(pk) for pk in _paginas(ocids, etapas)]
    escribio = Revision.page_revisions.filter(object_id__in=paginas, user=usuario).exists()
    # The log tells of those whose revisions were purged since.
    anotado = PageLogEntry.objects.filter(page__in=paginas, user=usuario, action__in=ESCRIBIR)
    envio = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=paginas,
        requested_by=usuario,
    )
    return bool(escribio or anotado.exists() or envio.exists())


def _paginas(ocids: Collection[str], etapas: Collection[str]) -> list[int]:
    caminos = ProcesoPage.objects.filter(ocid__in=ocids).values_list("path", flat=True)
    debajo = debajo_de(caminos)
    tipos = [tipo for tipo in EtapaPage.__subclasses__() if tipo.etapa in etapas]
    return [pk for tipo in tipos for pk in tipo._default_manager.filter(debajo).values_list("pk", flat=True)]
