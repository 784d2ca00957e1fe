"""Accounts that a record names: closed when their owner leaves, never deleted, so that the record keeps its author."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.admin import messages


def conservar_cuentas(dejo_huella: Callable[[User], bool], de_una: Promise, de_varias: Promise) -> None:
    """Keep Wagtail's admin from deleting the accounts of whom `dejo_huella` tells, one by one or in bulk.

    The two texts say to the person who tries what the owner did, and what to do instead. Called from `wagtail_hooks`.
    """

    def conservar_a_quien(request: HttpRequest, user: User) -> HttpResponse | None:
        if not dejo_huella(user):
            return None
        messages.error(request, de_una)
        return redirect("wagtailusers_users:edit", user.pk)

    def conservar_en_bloque(
        request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
    ) -> HttpResponse | None:
        personas = [objeto for objeto in objects if isinstance(objeto, get_user_model())]
        if action_type != "delete" or not any(dejo_huella(persona) for persona in personas):
            return None
        messages.error(request, de_varias)
        return redirect("wagtailusers_users:index")

    hooks.register("before_delete_user", conservar_a_quien)
    hooks.register("before_bulk_action", conservar_en_bloque)
