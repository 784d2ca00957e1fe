"""Writing a list into the draft: a new revision of the page, by somebody who may edit it, while nobody approves it."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sitio.catalogos.models import Organizacion
from sitio.procesos.cargas.lectura import Tabla
from sitio.procesos.cargas.plan import Modo, Plan, planear
from sitio.procesos.models import EtapaPage
from sitio.procesos.models.renglones.bases import Renglon

PERMISO_DE_REGISTRAR = "catalogos.add_organizacion"


class NoSeGuarda(PermissionDenied):
    """The draft is not open to this person now, and nothing changed. The message says why."""


def motivo_para_no_editar(etapa: EtapaPage, usuario: User) -> str | None:
    """Return why `usuario` may not write in the draft of `etapa` now, or None if they may."""
    if not etapa.permissions_for_user(usuario).can_edit():
        return _("Para cambiar esta etapa se necesita el papel «Captura» en la institución.")
    candado = etapa.get_lock()
    if candado is not None and candado.for_user(usuario):
        return _("Esta etapa está cerrada mientras se aprueba. Podrá cambiarla si la devuelven.")
    return None


def guardar(pk: int, lista: str, tabla: Tabla, modo: Modo, usuario: User, *, crear: bool = False) -> Plan:
    """Write `tabla` into a list of the draft of the stage `pk`, and return what was done; nothing if it has failures.

    `crear` registers the organizations that are not there, if `usuario` may. Raises NoSeGuarda.
    """
    with transaction.atomic():
        # Nobody else writes a revision of this page between reading the last one and saving the next.
        Page.objects.select_for_update().get(pk=pk)
        etapa: EtapaPage = EtapaPage.objects.get(pk=pk).specific
        if motivo := motivo_para_no_editar(etapa, usuario):
            raise NoSeGuarda(motivo)
        borrador: EtapaPage = etapa.get_latest_revision_as_object()
        plan = planear(borrador, lista, tabla, modo, crear=crear and usuario.has_perm(PERMISO_DE_REGISTRAR))
        if plan.fallas:
            return plan
        _registrar(plan)
        setattr(borrador, lista, plan.renglones)
        # As the form saves a draft: the rest of the page may be half done.
        borrador.save_revision(user=usuario, log_action=True, clean=False)
    return plan


def _registrar(plan: Plan) -> None:
    if not plan.registros.nuevas:
        return
    for organizacion in plan.registros.nuevas.values():
        organizacion.save()
    for renglon in plan.renglones:
        _volver_a_apuntar(renglon)


def _volver_a_apuntar(renglon: Renglon) -> None:
    """A row took its organization before that had a key."""
    for campo in renglon._meta.concrete_fields:
        if campo.related_model is Organizacion and campo.is_cached(renglon):
            setattr(renglon, campo.name, getattr(renglon, campo.name))
