"""Who may see and do what: roles in an institution or in one of its units, and the testers that close the page tree."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester

from sitio.publicacion.models import Publicador

if TYPE_CHECKING:
    from sitio.procesos.models import InstitucionPage, PapelInstitucional, ProcesoPage


class Papel(models.TextChoices):
    """What a person does in an institution. One person may hold several, never two on the same stage."""

    CAPTURISTA = "capturista", _("Captura")
    REVISOR = "revisor", _("Revisión")
    APROBADOR = "aprobador", _("Aprobación")
    PUBLICADOR = "publicador", _("Publicación")
    OIC = "oic", _("Órgano interno de control")
    COMUNICACION = "comunicacion", _("Comunicación")
    ADMINISTRACION = "administracion", _("Administración")


# Who reads what the institution has not published yet. Comunicación keeps the portal's words and reads no file.
VEN_PROCESOS = tuple(papel for papel in Papel if papel is not Papel.COMUNICACION)
# Who may stand as a step of an approval.
DECIDEN = (Papel.REVISOR, Papel.APROBADOR, Papel.PUBLICADOR, Papel.OIC)
# Their work is the whole institution: they are never held in one unit.
SOLO_DE_INSTITUCION = (Papel.OIC, Papel.COMUNICACION, Papel.ADMINISTRACION)


def persona_de(request: HttpRequest) -> User:
    """Return who is asking: the admin's own door lets nobody through without having logged in."""
    return cast(User, request.user)


def papeles_de(usuario: User, *papeles: str) -> "models.QuerySet[PapelInstitucional]":
    """Return the roles (only `papeles`, if any is named) that an active user holds, in institutions and in units."""
    from sitio.procesos.models import PapelInstitucional

    if not usuario.is_active:
        return PapelInstitucional.objects.none()
    suyos = PapelInstitucional.objects.filter(grupo__user=usuario)
    return suyos.filter(papel__in=papeles) if papeles else suyos


def alcances(usuario: User, *papeles: str) -> list[str]:
    """Return the tree paths of the branches (institutions, units) where `usuario` holds any of `papeles`."""
    filas = papeles_de(usuario, *papeles).values_list("institucion__path", "unidad__path")
    return sorted({unidad or institucion for institucion, unidad in filas})


def tiene_papel(usuario: User, publicador: Publicador, *papeles: str) -> bool:
    """Tell whether `usuario` holds any of `papeles` (any at all, if none is named) in the whole institution."""
    return papeles_de(usuario, *papeles).filter(institucion__publicador=publicador, unidad=None).exists()


def tiene_papel_en(usuario: User, pagina: Page, *papeles: str) -> bool:
    """Tell whether `usuario` holds any of `papeles` in the institution or the unit that `pagina` hangs from."""
    return any(pagina.path.startswith(camino) for camino in alcances(usuario, *papeles))


def tiene_papel_sobre(usuario: User, publicador: Publicador, ocid: str, *papeles: str) -> bool:
    """The same for a published process: one without pages here is only of who works for the whole institution."""
    from sitio.procesos.models import ProcesoPage

    if tiene_papel(usuario, publicador, *papeles):
        return True
    proceso = ProcesoPage.objects.filter(ocid=ocid).first()
    return proceso is not None and tiene_papel_en(usuario, proceso, *papeles)


def ve_todo(usuario: User) -> bool:
    """Tell whether no tenancy binds `usuario`: an active superuser."""
    return usuario.is_active and usuario.is_superuser


def ve_procesos(usuario: User) -> bool:
    """Tell whether `usuario` reads the inside of any process at all."""
    return ve_todo(usuario) or papeles_de(usuario, *VEN_PROCESOS).exists()


def publicadores_visibles(usuario: User) -> "models.QuerySet[Publicador]":
    """Return the publishers all of whose internal matters `usuario` may see; a unit's people see none whole."""
    if ve_todo(usuario):
        return Publicador.objects.all()
    enteros = papeles_de(usuario, *VEN_PROCESOS).filter(unidad=None)
    return Publicador.objects.filter(institucion__in=enteros.values("institucion"))


def visibles_por_ocid(usuario: User) -> models.Q:
    """Return the filter of what `usuario` may see among rows that carry `publicador` and `ocid`."""
    from sitio.procesos.models import ProcesoPage

    if ve_todo(usuario):
        return models.Q()
    unidades = papeles_de(usuario, *VEN_PROCESOS).exclude(unidad=None).values_list("unidad__path", flat=True)
    suyos = ProcesoPage.objects.filter(debajo_de(unidades)).values("ocid")
    return models.Q(publicador__in=publicadores_visibles(usuario)) | models.Q(ocid__in=suyos)


def debajo_de(caminos: Any) -> models.Q:
    """Return the filter of the pages at or below any of these tree paths; nothing, if there are none."""
    filtro = models.Q(pk__in=[])
    for camino in caminos:
        filtro |= models.Q(path__startswith=camino)
    return filtro


def puede_ver(usuario: User, pagina: Page) -> bool:
    """Tell whether `usuario` may read the inside of a process or stage."""
    return ve_todo(usuario) or tiene_papel_en(usuario, pagina, *VEN_PROCESOS)


def puede_encargar(usuario: User, proceso: "ProcesoPage") -> bool:
    """Tell whether `usuario` may put somebody in charge of `proceso`: who captures or approves where it is."""
    return tiene_papel_en(usuario, proceso, Papel.CAPTURISTA, Papel.APROBADOR)


def puede_capturar(usuario: User, pagina: Page) -> bool:
    """Tell whether `usuario` may create processes and fill stages in the branch of `pagina`."""
    return tiene_papel_en(usuario, pagina, Papel.CAPTURISTA)


def instituciones_que_administra(usuario: User) -> "models.QuerySet[InstitucionPage]":
    """Return the institutions whose people and data `usuario` keeps: a superuser all."""
    from sitio.procesos.models import InstitucionPage

    if ve_todo(usuario):
        return InstitucionPage.objects.all()
    suyas = papeles_de(usuario, Papel.ADMINISTRACION).values("institucion")
    return InstitucionPage.objects.filter(pk__in=suyas)


class ProbadorDeRama(PagePermissionTester):
    """Institutions, units and years: who keeps the installation edits them; over published processes they stay put."""

    def can_edit(self) -> bool:
        return bool(self.user.is_superuser and super().can_edit())

    def can_add_subpage(self) -> bool:
        return bool(self.user.is_superuser and super().can_add_subpage())

    def can_publish(self) -> bool:
        return bool(self.user.is_superuser and super().can_publish())

    def can_unpublish(self) -> bool:
        return not tiene_historia(self.page) and bool(self.user.is_superuser and super().can_unpublish())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not tiene_historia(self.page) and bool(self.user.is_superuser and super().can_delete(ignore_bulk))

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:
        return False

    def can_move_to(self, destination: Any) -> bool:
        return False


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
        return not cerrado and puede_ver(self.user, self.page) and super().can_edit()

    def can_add_subpage(self) -> bool:
        """Stages are born from the board, in their order: see servicios.crear_etapa."""
        return False

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
        abierta = puede_ver(self.user, self.page) and not tiene_historia(self.page)
        return abierta and super().can_delete(ignore_bulk)


def tiene_historia(pagina: Any) -> bool:
    """Tell whether somebody decided about, or published, `pagina` or anything below it: then it is never deleted.

    What is live says something public even without an approval here: a process that was imported and goes on.
    """
    from sitio.procesos.models import Aprobacion, EtapaPage, EtapaPublicada

    debajo = {"pagina__path__startswith": pagina.path}
    if EtapaPage.objects.descendant_of(pagina, inclusive=True).live().exists():
        return True
    return EtapaPublicada.objects.filter(**debajo).exists() or Aprobacion.objects.filter(**debajo).exists()


def tiene_procesos(pagina: Page) -> bool:
    """Tell whether `pagina` is a process or has one below it."""
    from sitio.procesos.models import ProcesoPage

    return ProcesoPage.objects.descendant_of(pagina, inclusive=True).exists()
