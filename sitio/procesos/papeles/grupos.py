"""A role is a Wagtail group: which one, with which permissions over which branch, and who is put in it."""

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission, Page

from sitio.procesos.models import (
    InstitucionPage,
    PapelInstitucional,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.permisos import Papel
from sitio.procesos.rechazos import NoSePuede

# What each role may do in the tree. Nobody publishes by hand; "lock" lets a role walk the explorer without editing.
PERMISOS_DE_PAPEL = {
    Papel.CAPTURISTA: ("add_page", "change_page"),
    Papel.REVISOR: ("lock_page",),
    Papel.APROBADOR: ("lock_page",),
    Papel.PUBLICADOR: ("lock_page",),
    Papel.OIC: ("lock_page",),
}


# And outside it: who captures adds the supplier that is missing (changing one is the administrator's); communications
# keeps the words of the portal and the procedure templates.
OTROS_PERMISOS = {
    Papel.CAPTURISTA: ("catalogos.add_organizacion",),
    Papel.COMUNICACION: (
        "portal.editar_portada",
        "procesos.add_plantillaprocedimiento",
        "procesos.change_plantillaprocedimiento",
        "procesos.view_plantillaprocedimiento",
    ),
}


def asegurar_papeles(institucion: InstitucionPage) -> None:
    """Give an institution the group of each role, with access to the admin and to its own branch only. Idempotent."""
    for papel in Papel:
        grupo_de(institucion, papel)


@transaction.atomic
def grupo_de(institucion: InstitucionPage, papel: str, unidad: UnidadCompradoraPage | None = None) -> Group:
    """Return the group of those who hold a role in an institution, or in one unit of it, making it once.

    Raises NoSePuede for a unit of another institution, and for a role that is always of the whole institution.
    """
    if unidad and (papel in permisos.SOLO_DE_INSTITUCION or not unidad.is_child_of(institucion)):
        raise NoSePuede(_("Ese papel no se puede dar en esa unidad compradora."))
    existente = PapelInstitucional.objects.filter(institucion=institucion, unidad=unidad, papel=papel).first()
    if existente:
        return existente.grupo
    lugar = [institucion.publicador.clave, *([unidad.slug] if unidad else [])]
    grupo, _creado = Group.objects.get_or_create(name=" · ".join([str(Papel(papel).label), *lugar])[:150])
    _dar_permisos(grupo, Papel(papel), unidad or institucion)
    PapelInstitucional.objects.create(institucion=institucion, unidad=unidad, papel=papel, grupo=grupo)
    return grupo


def _dar_permisos(grupo: Group, papel: Papel, rama: Page) -> None:
    for nombre in ("wagtailadmin.access_admin", *OTROS_PERMISOS.get(papel, ())):
        app, codigo = nombre.split(".")
        grupo.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codigo))
    for codigo in PERMISOS_DE_PAPEL.get(papel, ()):
        permiso = Permission.objects.get(content_type__app_label="wagtailcore", codename=codigo)
        GroupPagePermission.objects.get_or_create(group=grupo, page_id=rama.pk, permission=permiso)


def dar_papel(
    usuario: User, institucion: InstitucionPage, papel: str, unidad: UnidadCompradoraPage | None = None
) -> None:
    """Give `usuario` a role in an institution, or in one of its buying units."""
    usuario.groups.add(grupo_de(institucion, papel, unidad))
