"""The people of an institution: who administers it adds them, gives and takes roles, and closes accounts."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sitio.catalogos.models import Organizacion
from sitio.cola import encolar
from sitio.procesos import servicios
from sitio.procesos.models import InstitucionPage, PapelInstitucional, UnidadCompradoraPage
from sitio.procesos.papeles import grupos, permisos
from sitio.procesos.papeles.permisos import Papel
from sitio.procesos.rechazos import NoSePuede

ESQUEMA_DE_UNIDADES = "X-UC"
TAREA = "sitio.procesos.tareas.enviar_enlace"


@dataclass(frozen=True)
class Cuenta:
    """What a new account needs. Nobody but its owner ever chooses its password."""

    username: str
    email: str
    first_name: str
    last_name: str


def de_la_institucion(institucion: InstitucionPage) -> "models.QuerySet[User]":
    """Return the people with a role in an institution or its units, active or not; superusers are nobody's."""
    suyos = User.objects.filter(groups__papel_institucional__institucion=institucion, is_superuser=False)
    return suyos.distinct().order_by("-is_active", "first_name", "username")


def papeles_en(persona: User, institucion: InstitucionPage) -> "models.QuerySet[PapelInstitucional]":
    """Return the roles of a person in an institution and its units, active or not."""
    suyos = PapelInstitucional.objects.filter(institucion=institucion, grupo__user=persona)
    return suyos.select_related("unidad").order_by("unidad", "pk")


@transaction.atomic
def invitar(
    institucion: InstitucionPage, cuenta: Cuenta, papel: str, unidad: UnidadCompradoraPage | None, usuario: User
) -> User:
    """Open an account with a role, and mail its owner a link to choose a password. Raises NoSePuede."""
    _exigir_administracion(usuario, institucion)
    if User.objects.filter(username__iexact=cuenta.username).exists():
        raise NoSePuede(_("Ya hay una cuenta con ese nombre de usuario. Elija otro."))
    persona = User.objects.create_user(
        cuenta.username, email=cuenta.email, first_name=cuenta.first_name, last_name=cuenta.last_name
    )
    grupos.dar_papel(persona, institucion, papel, unidad)
    _anotar("procesos.invitar", institucion, usuario, persona, papel=papel, unidad=_nombre(unidad))
    encolar(TAREA, persona.pk)
    return persona


def reenviar_enlace(persona: User, institucion: InstitucionPage, usuario: User) -> None:
    """Mail the person a new link to choose a password. Raises NoSePuede."""
    _exigir_suya(persona, institucion, usuario)
    if not persona.is_active:
        raise NoSePuede(_("La cuenta está desactivada: actívela antes de enviarle un enlace."))
    _anotar("procesos.enlace", institucion, usuario, persona)
    encolar(TAREA, persona.pk)


def dar(
    persona: User, institucion: InstitucionPage, papel: str, unidad: UnidadCompradoraPage | None, usuario: User
) -> None:
    """Give a person of the institution one more role. Raises NoSePuede."""
    _exigir_suya(persona, institucion, usuario)
    _exigir_otra(persona, usuario)
    grupos.dar_papel(persona, institucion, papel, unidad)
    _anotar("procesos.dar_papel", institucion, usuario, persona, papel=papel, unidad=_nombre(unidad))


def quitar(persona: User, papel: PapelInstitucional, usuario: User) -> None:
    """Take a role from a person. Raises NoSePuede for one's own, and for the last one they have anywhere."""
    _exigir_suya(persona, papel.institucion, usuario)
    _exigir_otra(persona, usuario)
    if persona.groups.filter(papel_institucional__isnull=False).count() == 1:
        raise NoSePuede(_("Es el único papel de esta persona: desactive su cuenta en lugar de quitárselo."))
    persona.groups.remove(papel.grupo)
    _anotar(
        "procesos.quitar_papel", papel.institucion, usuario, persona, papel=papel.papel, unidad=_nombre(papel.unidad)
    )


def activar(persona: User, institucion: InstitucionPage, activa: bool, usuario: User) -> None:
    """Close an account, or open it again. Raises NoSePuede for one's own, and for who works elsewhere too."""
    _exigir_suya(persona, institucion, usuario)
    _exigir_otra(persona, usuario)
    if persona.groups.exclude(papel_institucional__institucion=institucion).exists() and not usuario.is_superuser:
        raise NoSePuede(_("Esta persona también trabaja fuera de su institución: quítele solo los papeles de aquí."))
    User.objects.filter(pk=persona.pk).update(is_active=activa)
    _anotar("procesos.activar" if activa else "procesos.desactivar", institucion, usuario, persona)


@transaction.atomic
def abrir_unidad(institucion: InstitucionPage, clave: str, nombre: str, usuario: User) -> UnidadCompradoraPage:
    """Add a buying unit to an institution; the existing one if it has that key. Raises NoSePuede."""
    _exigir_administracion(usuario, institucion)
    organizacion, _nueva = Organizacion.objects.get_or_create(
        esquema=ESQUEMA_DE_UNIDADES, identificador=clave, defaults={"nombre": nombre}
    )
    ajena = UnidadCompradoraPage.objects.filter(organizacion=organizacion).not_child_of(institucion).exists()
    if ajena:
        raise NoSePuede(_("Otra institución ya tiene una unidad compradora con esa clave."))
    unidad = servicios.crear_unidad(institucion, organizacion, clave)
    log(institucion, "procesos.abrir_unidad", user=usuario, data={"unidad": clave})
    return unidad


def _exigir_administracion(usuario: User, institucion: InstitucionPage) -> None:
    if not permisos.instituciones_que_administra(usuario).filter(pk=institucion.pk).exists():
        raise NoSePuede(_("Para esto se necesita el papel «Administración» en la institución."))


def _exigir_suya(persona: User, institucion: InstitucionPage, usuario: User) -> None:
    _exigir_administracion(usuario, institucion)
    if not de_la_institucion(institucion).filter(pk=persona.pk).exists():
        raise NoSePuede(_("Esa persona no es de su institución."))


def _exigir_otra(persona: User, usuario: User) -> None:
    """Nobody widens or narrows what they may do themselves: it takes another person."""
    if persona.pk == usuario.pk:
        raise NoSePuede(_("Sus propios papeles y su cuenta los cambia otra persona de administración."))


def _nombre(unidad: UnidadCompradoraPage | None) -> str:
    return unidad.title if unidad else ""


def _anotar(accion: str, institucion: InstitucionPage, usuario: User, persona: User, **datos: str) -> None:
    textos = {clave: str(valor) for clave, valor in datos.items() if valor}
    if "papel" in textos:
        textos["papel"] = str(Papel(textos["papel"]).label)
    log(institucion, accion, user=usuario, data={"persona": persona.get_username(), **textos})
