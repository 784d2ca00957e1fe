"""Rows of the register that are the same organization: finding them, merging them, and undoing it.

A merge moves nothing: the repeated row stays, pointing at the one that stands for it (`unida_a`), so that every
draft, revision and release that names it keeps working, and the merge can be undone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sitio.catalogos.esquemas import RFC, UNIDAD_COMPRADORA
from sitio.catalogos.models import Organizacion, Union
from sitio.catalogos.permisos import puede_unir


class UnionRechazada(PermissionDenied):
    """Nothing was merged or undone; the message, in Spanish, is for who tried."""


@dataclass(frozen=True)
class Grupo:
    """Rows that look like one organization: what they share, and they, the one that had better stay first."""

    motivo: str
    organizaciones: list[Organizacion]


def probables() -> Iterator[Grupo]:
    """Yield the groups of probable duplicates: same identifier written differently, then same name but for its form."""
    vistos: set[frozenset[int]] = set()
    for columna, motivo in (
        ("clave_identificador", _("Mismo identificador, escrito de otro modo")),
        ("clave_nombre", _("Mismo nombre, salvo acentos, signos o la forma de la sociedad")),
    ):
        for grupo in _iguales(columna):
            claves = frozenset(organizacion.pk for organizacion in grupo)
            if claves not in vistos:
                vistos.add(claves)
                yield Grupo(motivo, grupo)


def _iguales(columna: str) -> Iterator[list[Organizacion]]:
    vigentes = Organizacion.objects.vigentes()
    if columna == "clave_nombre":
        # Every delegation has its «Subdirección de Adquisiciones»: buying units are told apart by their keys.
        vigentes = vigentes.exclude(esquema=UNIDAD_COMPRADORA)
    claves = vigentes.exclude(**{columna: ""}).values(columna).annotate(n=Count("pk")).filter(n__gt=1).order_by(columna)
    por_clave: dict[str, list[Organizacion]] = {fila[columna]: [] for fila in claves}
    for organizacion in vigentes.filter(**{f"{columna}__in": claves.values(columna)}):
        por_clave[getattr(organizacion, columna)].append(organizacion)
    for grupo in por_clave.values():
        yield sorted(grupo, key=_preferencia)


def _preferencia(organizacion: Organizacion) -> tuple[bool, bool, int]:
    escrito_bien = organizacion.identificador == organizacion.clave_identificador
    return organizacion.esquema != RFC, not escrito_bien, organizacion.pk


@transaction.atomic
def unir(repetida: int, permanece: int, motivo: str, persona: User) -> Union:
    """Say that row `repetida` is the organization of row `permanece`. Raises UnionRechazada.

    From the next release on, `permanece` is told in its place; what was published stays as it was.
    """
    _exigir(persona, motivo)
    if repetida == permanece:
        raise UnionRechazada(_("Una organización no se une a sí misma. Elija la que permanece."))
    # Both rows in one order, so that two people who merge the same pair wait for each other.
    filas = {
        o.pk: o for o in Organizacion.objects.select_for_update().filter(pk__in=(repetida, permanece)).order_by("pk")
    }
    for fila in filas.values():
        if fila.unida_a_id:
            raise UnionRechazada(
                _("%(organizacion)s ya está unida a otra. Sepárela primero, o elija la que permanece.")
                % {"organizacion": fila}
            )
    if len(filas) < 2:
        raise UnionRechazada(_("Esa organización no está en el padrón. Vuelva a buscarla."))
    return _anotar(filas[repetida], filas[permanece], Union.Accion.UNIR, motivo, persona)


@transaction.atomic
def separar(organizacion: int, motivo: str, persona: User) -> Union:
    """Undo the merge of row `organizacion`. Raises UnionRechazada."""
    _exigir(persona, motivo)
    fila = Organizacion.objects.select_for_update().filter(pk=organizacion).first()
    if fila is None or not fila.unida_a_id:
        raise UnionRechazada(_("Esa organización no está unida a ninguna otra."))
    return _anotar(fila, Organizacion.objects.get(pk=fila.unida_a_id), Union.Accion.SEPARAR, motivo, persona)


def _exigir(persona: User, motivo: str) -> None:
    if not puede_unir(persona):
        raise UnionRechazada(_("Unir y separar necesita el permiso «Puede unir organizaciones repetidas»."))
    largo = Union._meta.get_field("motivo").max_length or 0
    if not motivo.strip() or len(motivo) > largo:
        raise UnionRechazada(_("Escriba cómo sabe que es así, en %(largo)d caracteres o menos.") % {"largo": largo})


def _anotar(fila: Organizacion, otra: Organizacion, accion: str, motivo: str, persona: User) -> Union:
    destino = otra.pk if accion == Union.Accion.UNIR else None
    Organizacion.objects.filter(pk=fila.pk).update(unida_a=destino)
    datos: dict[str, Any] = {"otra": str(otra), "motivo": motivo.strip()}
    log(fila, f"catalogos.{accion}", user=persona, data=datos)
    return Union.objects.create(
        organizacion=fila, permanece=otra, accion=accion, motivo=motivo.strip(), persona=persona
    )
