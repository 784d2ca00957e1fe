"""The record of decisions: append-only rows, chained per process, that say who read what and what they decided."""

import hashlib

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Revision, TaskState

from sitio.ocds import canonico
from sitio.procesos.models import Aprobacion, EtapaPage

SIN_CADENA = "0" * 64


def huella_de(revision: Revision) -> str:
    """Return the SHA-256 of a revision's whole content, as canonical JSON: what a decision is tied to."""
    return canonico.sha256(canonico.canonizar(revision.content))


def registrar(
    estado: TaskState, etapa: EtapaPage, persona: User, decision: str, comentario: str, via: str
) -> Aprobacion:
    """Write the decision of `persona` about the revision of a step. The database refuses a second one for the step."""
    ocid = etapa.proceso.ocid
    ultima = Aprobacion.objects.filter(ocid=ocid).order_by("-pk").first()
    acta = Aprobacion(
        ocid=ocid,
        pagina_id=etapa.pk,
        revision=estado.revision,
        estado_pk=estado.pk,
        flujo_pk=estado.workflow_state_id,
        etapa=etapa.etapa,
        papel=estado.task.specific.papel,
        persona=persona,
        decision=decision,
        comentario=comentario,
        via=via,
        cuando=timezone.now(),
        sha256=huella_de(estado.revision),
        cadena_previa=ultima.cadena if ultima else SIN_CADENA,
    )
    acta.cadena = eslabon(acta)
    acta.save(force_insert=True)
    return acta


def eslabon(acta: Aprobacion) -> str:
    """Return the chain digest of a decision: SHA-256 of the previous digest and its own facts as canonical JSON."""
    hechos = canonico.canonizar(
        {
            "ocid": acta.ocid,
            "pagina": acta.pagina_id,
            "revision": acta.revision_id,
            "estado": acta.estado_pk,
            "etapa": acta.etapa,
            "papel": acta.papel,
            "persona": acta.persona_id,
            "decision": str(acta.decision),
            "comentario": acta.comentario,
            "via": acta.via,
            "cuando": acta.cuando.isoformat(),
            "sha256": acta.sha256,
        }
    )
    return hashlib.sha256(acta.cadena_previa.encode() + hechos).hexdigest()
