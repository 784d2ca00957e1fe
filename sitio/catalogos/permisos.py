"""Who keeps the register: whoever captures adds to it, its administrators change it and merge, nobody deletes."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from wagtail.permission_policies import ModelPermissionPolicy

GRUPO = "Administración del padrón"
UNIR = "catalogos.unir_organizacion"
_CODIGOS = (
    "add_organizacion",
    "change_organizacion",
    "view_organizacion",
    "unir_organizacion",
    "add_unidadcompradora",
    "change_unidadcompradora",
    "view_unidadcompradora",
)


class SinBorrado(ModelPermissionPolicy):
    """Nobody, superusers included, deletes an organization: releases and drafts name it. A repeated one is merged."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


def puede_unir(persona: User) -> bool:
    """Tell whether `persona` may merge organizations and undo it."""
    return persona.is_active and persona.has_perm(UNIR)


def asegurar_grupo() -> None:
    """Make the group that keeps the register, with the door to the admin, unless the site already has it."""
    grupo, nuevo = Group.objects.get_or_create(name=GRUPO)
    if nuevo:
        grupo.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            *Permission.objects.filter(content_type__app_label="catalogos", codename__in=_CODIGOS),
        )
