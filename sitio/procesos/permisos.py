"""Who may see and do what: roles per institution, and the testers that close direct publishing for everybody."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from sitio.publicacion.models import Publicador

if TYPE_CHECKING:
    from sitio.procesos.models import InstitucionPage, ProcesoPage


class Papel(models.TextChoices):
    """What a person does in an institution. One person may hold several, never two on the same stage."""

    CAPTURISTA = "capturista", _("Captura")
    REVISOR = "revisor", _("Revisión")
    APROBADOR = "aprobador", _("Aprobación")
    OIC = "oic", _("Órgano interno de control")


PAPELES = tuple(Papel.values)


def persona_de(request: HttpRequest) -> User:
    """Return who is asking: the admin's own door lets nobody through without having logged in."""
    return cast(User, request.user)


def tiene_papel(usuario: User, publicador: Publicador, *papeles: str) -> bool:
    """Tell whether an active user holds any of `papeles` (any role at all, if none is named) with `publicador`."""
    if not usuario.is_active:
        return False
    grupos = usuario.groups.filter(papel_institucional__institucion__publicador=publicador)
    if papeles:
        grupos = grupos.filter(papel_institucional__papel__in=papeles)
    return grupos.exists()


def publicadores_visibles(usuario: User) -> "models.QuerySet[Publicador]":
    """Return the publishers whose internal matters `usuario` may see: a superuser all, others those of their roles."""
    if not usuario.is_active:
        return Publicador.objects.none()
    if usuario.is_superuser:
        return Publicador.objects.all()
    return Publicador.objects.filter(institucion__papeles__grupo__user=usuario).distinct()


def instituciones_visibles(usuario: User) -> "models.QuerySet[InstitucionPage]":
    """Return the institutions that `usuario` may see from inside."""
    from sitio.procesos.models import InstitucionPage

    return InstitucionPage.objects.filter(publicador__in=publicadores_visibles(usuario))


def puede_ver(usuario: User, proceso: "ProcesoPage") -> bool:
    """Tell whether `usuario` may open the board of `proceso`."""
    publicador = proceso.institucion.publicador
    return (usuario.is_active and usuario.is_superuser) or tiene_papel(usuario, publicador)


def puede_encargar(usuario: User, proceso: "ProcesoPage") -> bool:
    """Tell whether `usuario` may put somebody in charge of `proceso`: who captures or approves in its institution."""
    return tiene_papel(usuario, proceso.institucion.publicador, Papel.CAPTURISTA, Papel.APROBADOR)


def puede_capturar(usuario: User, institucion: "InstitucionPage") -> bool:
    """Tell whether `usuario` may create processes and fill stages in `institucion`."""
    return tiene_papel(usuario, institucion.publicador, Papel.CAPTURISTA)


def puede_editar_plantillas(usuario: User) -> bool:
    """Tell whether `usuario` may change the procedure templates of the portal, which every institution uses."""
    return usuario.has_perm("procesos.change_plantillaprocedimiento")


class ProbadorDeProceso(PagePermissionTester):
    """Nobody, superusers included, publishes, unpublishes, copies or moves a process by hand: approval alone publishes.

    A draft may be deleted as any other; once somebody decided about it, never (correct it instead). A published
    process is no longer edited as a page either: a page that cannot be published would keep the change for itself.
    """

    def can_edit(self) -> bool:
        from sitio.procesos.models import ProcesoPage

        cerrado = isinstance(self.page, ProcesoPage) and self.page.live
        return not cerrado and super().can_edit()

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Any) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not tiene_historia(self.page) and super().can_delete(ignore_bulk)


def tiene_historia(pagina: Any) -> bool:
    """Tell whether somebody decided about, or published, `pagina` or anything below it: then it is never deleted.

    What is live says something public even without an approval here: a process that was imported and goes on.
    """
    from sitio.procesos.models import Aprobacion, EtapaPage, EtapaPublicada

    debajo = {"pagina__path__startswith": pagina.path}
    if EtapaPage.objects.descendant_of(pagina, inclusive=True).live().exists():
        return True
    return EtapaPublicada.objects.filter(**debajo).exists() or Aprobacion.objects.filter(**debajo).exists()
