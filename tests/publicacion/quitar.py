"""A withdrawal with its two people, for the tests that only care about what is left."""

from django.contrib.auth.models import User

from sitio.publicacion import retiros
from sitio.publicacion.models import Entrega

MOTIVO = "datos_personales"
FUNDAMENTO = "Resolución CT-12/2026"
EXPLICACION = "El documento mostraba el domicilio de una persona."


def quitar(ocid: str, id_entrega: str) -> Entrega:
    """Withdraw a release; return the tombstone."""
    pide, autoriza = (User.objects.get_or_create(username=n, is_superuser=True)[0] for n in ("pide", "autoriza"))
    solicitud = retiros.solicitar(
        ocid, id_entrega, motivo=MOTIVO, fundamento=FUNDAMENTO, explicacion=EXPLICACION, persona=pide
    )
    return retiros.autorizar(solicitud.pk, autoriza)
