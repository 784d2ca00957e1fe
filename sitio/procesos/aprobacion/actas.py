"""The record of decisions: append-only rows, chained per process, that say who read what and what they decided."""

import hashlib
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Revision, TaskState

from sitio.ocds import canonico
from sitio.procesos.models import Aprobacion, EtapaPage

SIN_CADENA = "0" * 64
# What the digest of a new row covers. 1: the first rows. 2: also the version, and in whose name it was decided.
VERSION = 2


def huella_de(revision: Revision) -> str:
    """Return the SHA-256 of a revision's whole content, as canonical JSON: what a decision is tied to."""
    return canonico.sha256(canonico.canonizar(revision.content))


def registrar(
    estado: TaskState,
    etapa: EtapaPage,
    persona: User,
    decision: str,
    comentario: str,
    via: str,
    en_nombre_de: User | None = None,
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
        en_nombre_de=en_nombre_de,
        version=VERSION,
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
    return hashlib.sha256(acta.cadena_previa.encode() + canonico.canonizar(_hechos(acta))).hexdigest()


def _hechos(acta: Aprobacion) -> dict[str, Any]:
    """What the digest covers. A row keeps for ever the facts of the version it was written with."""
    hechos = {
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
    if acta.version > 1:
        hechos |= {"version": acta.version, "en_nombre_de": acta.en_nombre_de_id}
    return hechos
