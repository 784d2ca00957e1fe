"""Naming who decides while one is away, and taking it back."""

from datetime import date

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sitio.procesos.models import Delegacion, InstitucionPage, PapelInstitucional
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import DECIDEN, VEN_PROCESOS
from sitio.procesos.rechazos import NoSePuede


def instituciones_en_que_decide(persona: User) -> "models.QuerySet[InstitucionPage]":
    """Return the institutions where steps fall to `persona`: those in which there is something to delegate."""
    suyos = permisos.papeles_de(persona, *DECIDEN)
    return InstitucionPage.objects.filter(pk__in=suyos.values("institucion"))


def posibles_delegados(titular: User, institucion: InstitucionPage) -> "models.QuerySet[User]":
    """Return who may decide for `titular`: active people who read, by role, all or part of what they decide."""
    unidades = list(
        permisos.papeles_de(titular, *DECIDEN)
        .filter(institucion=institucion)
        .values_list("unidad", flat=True)
        .distinct()
    )
    leen = PapelInstitucional.objects.filter(institucion=institucion, papel__in=VEN_PROCESOS)
    if None not in unidades:
        leen = leen.filter(models.Q(unidad=None) | models.Q(unidad__in=unidades))
    personas = User.objects.filter(is_active=True, groups__in=leen.values("grupo")).exclude(pk=titular.pk)
    return personas.distinct().order_by("first_name", "username")


def puede_delegar(usuario: User, titular: User, institucion: InstitucionPage) -> bool:
    """Tell whether `usuario` may name who decides for `titular`: themselves, or administración of the institution."""
    return usuario == titular or permisos.instituciones_que_administra(usuario).filter(pk=institucion.pk).exists()


def delegar(
    titular: User, delegado: User, institucion: InstitucionPage, desde: date, hasta: date, usuario: User
) -> Delegacion:
    """Let `delegado` decide in the name of `titular` between two local dates, both included. Raises NoSePuede."""
    if not puede_delegar(usuario, titular, institucion):
        raise NoSePuede(_("Solo puede delegar lo que le toca decidir a usted."))
    if not instituciones_en_que_decide(titular).filter(pk=institucion.pk).exists():
        raise NoSePuede(_("Esa persona no tiene en la institución un papel con el que decida."))
    if not posibles_delegados(titular, institucion).filter(pk=delegado.pk).exists():
        raise NoSePuede(_("Quien decida en su nombre debe tener un papel en la institución, donde usted decide."))
    if hasta < desde or hasta < timezone.localdate():
        raise NoSePuede(_("La delegación debe terminar hoy o después, y no antes de empezar."))
    nueva = Delegacion.objects.create(
        institucion=institucion, titular=titular, delegado=delegado, desde=desde, hasta=hasta, creada_por=usuario
    )
    log(institucion, "procesos.delegar", user=usuario, data=_datos(nueva))
    return nueva


def revocar(delegacion: Delegacion, usuario: User) -> None:
    """End a delegation now; what was decided by it stands. Raises NoSePuede."""
    if not puede_delegar(usuario, delegacion.titular, delegacion.institucion):
        raise NoSePuede(_("Solo puede terminar una delegación quien la dio o la administración de la institución."))
    if Delegacion.objects.filter(pk=delegacion.pk, revocada_en=None).update(revocada_en=timezone.now()):
        log(delegacion.institucion, "procesos.revocar_delegacion", user=usuario, data=_datos(delegacion))


def visibles_para(usuario: User) -> "models.QuerySet[Delegacion]":
    """Return the delegations one gave or received, and all of the institutions one administers; the latest first."""
    suyas = models.Q(titular=usuario) | models.Q(delegado=usuario)
    administra = models.Q(institucion__in=permisos.instituciones_que_administra(usuario))
    return Delegacion.objects.filter(suyas | administra).select_related("titular", "delegado", "institucion")


def _datos(delegacion: Delegacion) -> dict[str, str]:
    return {
        "titular": delegacion.titular.get_username(),
        "delegado": delegacion.delegado.get_username(),
        "desde": delegacion.desde.isoformat(),
        "hasta": delegacion.hasta.isoformat(),
    }
