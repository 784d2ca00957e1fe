"""Silencing alerts for a while: who may, of what, and how it ends."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.alertas.consultas import hoy
from sitio.alertas.models import Silencio
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.procesos.models import InstitucionPage, UnidadCompradoraPage
from sitio.procesos.papeles import permisos
from sitio.publicacion.models import Publicador, Registro

# Longer than this is not a silence: it is a threshold to change, or a flag to switch off.
DIAS_MAXIMOS = 180


def publicadores_que_silencia(usuario: User) -> list[Publicador]:
    """Return the publishers whose alerts `usuario` may silence: those whose internal control (OIC) they are."""
    instituciones = permisos.papeles_de(usuario, permisos.Papel.OIC).values("institucion")
    return list(Publicador.objects.filter(institucion__in=instituciones).order_by("nombre"))


def silenciar(
    usuario: User,
    publicador: Publicador,
    *,
    hasta: date,
    motivo: str,
    bandera: str = "",
    unidad: UnidadCompradoraPage | None = None,
    ocid: str = "",
) -> Silencio:
    """Silence until `hasta`, that day included, the alerts that all of `bandera`, `unidad` and `ocid` name.

    Raises TransicionNoPermitida, with a text for the person.
    """
    motivo = " ".join(motivo.split())
    _comprobar_quien(usuario, publicador)
    _comprobar_alcance(publicador, bandera, unidad, ocid)
    if not motivo:
        raise TransicionNoPermitida(_("Escriba el motivo: queda en la lista de silencios."))
    if not hoy() <= hasta <= hoy() + timedelta(days=DIAS_MAXIMOS):
        raise TransicionNoPermitida(
            _("Un silencio dura de hoy a %(dias)d días. Si debe durar más, cambie el umbral en la plantilla.")
            % {"dias": DIAS_MAXIMOS}
        )
    return Silencio.objects.create(
        publicador=publicador,
        bandera=bandera,
        unidad=unidad,
        ocid=ocid,
        hasta=hasta,
        motivo=motivo,
        creado_por=usuario,
    )


def levantar(silencio: Silencio, usuario: User) -> None:
    """End a silence now. Raises TransicionNoPermitida; ending one that is over changes nothing."""
    _comprobar_quien(usuario, silencio.publicador)
    vivo = Silencio.objects.filter(pk=silencio.pk, levantado_en=None)
    vivo.update(levantado_en=timezone.now(), levantado_por=usuario)


def silencios_de(publicador: Publicador, bandera: str, ocid: str) -> list[Silencio]:
    """Return the silences of a publisher, ended or not, that name this flag or this process."""
    nombran = Q(bandera=bandera) | (Q(ocid=ocid) & ~Q(ocid="")) | Q(unidad__in=_unidades_de(ocid))
    suyos = Silencio.objects.filter(nombran, publicador=publicador, bandera__in=("", bandera), ocid__in=("", ocid))
    return list(suyos.filter(Q(unidad=None) | Q(unidad__in=_unidades_de(ocid))).select_related("creado_por"))


def _unidades_de(ocid: str) -> list[int]:
    from sitio.procesos.consultas import proceso_de

    proceso = proceso_de(ocid) if ocid else None
    return [proceso.unidad.pk] if proceso else []


def _comprobar_quien(usuario: User, publicador: Publicador) -> None:
    if not permisos.tiene_papel(usuario, publicador, permisos.Papel.OIC):
        raise TransicionNoPermitida(_("Solo el órgano interno de control de la institución silencia sus alertas."))


def _comprobar_alcance(publicador: Publicador, bandera: str, unidad: UnidadCompradoraPage | None, ocid: str) -> None:
    if not (bandera or unidad or ocid):
        raise TransicionNoPermitida(_("Diga qué se silencia: una bandera, una unidad o un proceso."))
    institucion = InstitucionPage.objects.get(publicador=publicador)
    ajena = unidad is not None and not unidad.path.startswith(institucion.path)
    desconocido = bool(ocid) and not Registro.objects.filter(ocid=ocid, publicador=publicador).exists()
    if ajena or desconocido:
        raise TransicionNoPermitida(_("Esa unidad o ese proceso no es de esta institución."))
