"""Does the record of approvals still say what was decided, about what is still there?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sitio.procesos.aprobacion.actas import SIN_CADENA, eslabon, huella_de
from sitio.procesos.models import Aprobacion, EtapaPublicada
from sitio.publicacion.verificacion import Falla


def verificar_aprobaciones() -> Iterator[Falla]:
    """Yield every decision whose chain or revision is not what it was, and every publication nobody approved so."""
    anteriores: dict[str, str] = {}
    actas = Aprobacion.objects.select_related("revision").order_by("pk")
    for acta in actas.iterator(chunk_size=200):
        if motivo := _motivo(acta, anteriores.get(acta.ocid, SIN_CADENA)):
            yield Falla("", _lugar(acta), motivo)
        anteriores[acta.ocid] = acta.cadena
    yield from _publicaciones_sin_aprobar()


def _motivo(acta: Aprobacion, anterior: str) -> str:
    if acta.cadena_previa != anterior:
        return _("No continúa la cadena de la aprobación anterior.")
    if acta.cadena != eslabon(acta):
        return _("Lo que dice no es lo que se firmó: su eslabón de la cadena no coincide.")
    if acta.version == 1 and acta.en_nombre_de_id:
        return _("Dice haberse decidido en nombre de otra persona, y su eslabón no lo cubre.")
    if acta.decision == Aprobacion.Decision.APROBADA and huella_de(acta.revision) != acta.sha256:
        return _("El contenido que se aprobó se cambió después: su huella no coincide.")
    return ""


def _publicaciones_sin_aprobar() -> Iterator[Falla]:
    for publicada in EtapaPublicada.objects.select_related("revision", "entrega").order_by("pk").iterator():
        actas = Aprobacion.objects.filter(revision=publicada.revision, decision=Aprobacion.Decision.APROBADA)
        personas = {pk for par in actas.values_list("persona", "en_nombre_de") for pk in par if pk}
        if len(personas) < 2:
            yield Falla("", publicada.entrega.ocid, _("Se publicó sin que la aprobaran dos personas."))


def _lugar(acta: Aprobacion) -> str:
    return _("%(ocid)s, aprobación %(numero)d") % {"ocid": acta.ocid, "numero": acta.pk}
