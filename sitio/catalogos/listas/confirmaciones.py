"""A person says whether a match by name is the same one. What was said stays; the last thing said counts."""

from functools import partial

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sitio.catalogos.listas.coincidencias import Sujeto
from sitio.catalogos.listas.senales import coincidencia_decidida
from sitio.catalogos.models import CoincidenciaConfirmada, RenglonDeLista
from sitio.catalogos.permisos import puede_confirmar


class DecisionRechazada(PermissionDenied):
    """Nothing was noted; the message, in Spanish, is for who tried."""


@transaction.atomic
def decidir(
    sujeto: Sujeto, renglon: RenglonDeLista, decision: str, motivo: str, persona: User
) -> CoincidenciaConfirmada:
    """Note that `sujeto` is, or is not, who `renglon` says. Raises DecisionRechazada."""
    if not puede_confirmar(persona):
        raise DecisionRechazada(_("Decidir necesita el permiso «Puede confirmar o rechazar coincidencias»."))
    largo = CoincidenciaConfirmada._meta.get_field("motivo").max_length or 0
    if not motivo.strip() or len(motivo) > largo:
        raise DecisionRechazada(_("Escriba cómo lo comprobó, en %(largo)d caracteres o menos.") % {"largo": largo})
    dicha = CoincidenciaConfirmada.objects.create(
        lista_id=renglon.lista_id,
        clave=renglon.clave,
        rfc=sujeto.rfc_propio,
        nombre=sujeto.nombre_normalizado,
        decision=CoincidenciaConfirmada.Decision(decision),
        motivo=motivo.strip(),
        persona=persona,
    )
    aviso = partial(coincidencia_decidida.send, rfc=sujeto.rfc_propio, nombre=sujeto.nombre_normalizado)
    transaction.on_commit(partial(aviso, sender=CoincidenciaConfirmada))
    return dicha
