"""Who keeps the register: whoever captures adds to it, its administrators change it and merge, nobody deletes."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from wagtail.permission_policies import ModelPermissionPolicy

GRUPO = "Administración del padrón"
UNIR = "catalogos.unir_organizacion"
CARGAR_LISTA = "catalogos.cargar_listaexterna"
CONFIRMAR = "catalogos.confirmar_coincidencia"
_CODIGOS = (
    "add_organizacion",
    "change_organizacion",
    "view_organizacion",
    "unir_organizacion",
    "add_unidadcompradora",
    "change_unidadcompradora",
    "view_unidadcompradora",
    "add_listaexterna",
    "change_listaexterna",
    "view_listaexterna",
    "cargar_listaexterna",
    "confirmar_coincidencia",
)


class SinBorrado(ModelPermissionPolicy):
    """Nobody, superusers included, deletes an organization: releases and drafts name it. A repeated one is merged."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


def puede_unir(persona: User) -> bool:
    """Tell whether `persona` may merge organizations and undo it."""
    return persona.is_active and persona.has_perm(UNIR)


def puede_generar(persona: User) -> bool:
    """Tell whether `persona` may add the days of law to a calendar."""
    return persona.is_active and persona.has_perm("catalogos.add_diainhabil")


def puede_cargar_listas(persona: User) -> bool:
    """Tell whether `persona` may load external lists, and read who is on them."""
    return persona.is_active and persona.has_perm(CARGAR_LISTA)


def puede_confirmar(persona: User) -> bool:
    """Tell whether `persona` may say that a match by name is, or is not, the same one."""
    return persona.is_active and persona.has_perm(CONFIRMAR)


def asegurar_grupo() -> None:
    """Make the group that keeps the register, with the door to the admin, unless the site already has it."""
    grupo, nuevo = Group.objects.get_or_create(name=GRUPO)
    if nuevo:
        grupo.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            *Permission.objects.filter(content_type__app_label="catalogos", codename__in=_CODIGOS),
        )
