"""Questions that other rooms ask about capture."""

from datetime import date
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from wagtail.models import Page

from sitio.procesos.models import (
    InstitucionPage,
    PapelInstitucional,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.permisos import Papel, instituciones_visibles, publicadores_visibles
from sitio.publicacion.models import Publicador

Pagina = TypeVar("Pagina", bound=Page)


def proceso_de(ocid: str) -> ProcesoPage | None:
    """Return the process captured here under `ocid`; None for one that was only imported."""
    return ProcesoPage.objects.filter(ocid=ocid).select_related("plantilla", "responsable").first()


def responsables_de(ocid: str) -> list[User]:
    """Return who hears about `ocid`: its officer in charge, else the capturistas of its institution, else nobody."""
    proceso = proceso_de(ocid)
    if proceso is None:
        return []
    if proceso.responsable and proceso.responsable.is_active:
        return [proceso.responsable]
    return list(
        get_user_model()
        .objects.filter(
            is_active=True,
            groups__papel_institucional__papel=Papel.CAPTURISTA,
            groups__papel_institucional__institucion=proceso.institucion,
        )
        .distinct()
    )


def personas_de(proceso: ProcesoPage) -> "models.QuerySet[User]":
    """Return the active people with a role in the institution of a process."""
    grupos = proceso.institucion.papeles.values("grupo")
    return User.objects.filter(is_active=True, groups__in=grupos).distinct().order_by("first_name", "username")


def url_tablero(ocid: str) -> str | None:
    """Return the path of the process's board in the admin; None if it has no pages here."""
    proceso = proceso_de(ocid)
    return reverse("procesos:tablero", args=[proceso.pk]) if proceso else None


def unidades_para_capturar(usuario: User) -> "models.QuerySet[UnidadCompradoraPage]":
    """Return the buying units in which `usuario` may create processes."""
    instituciones = instituciones_visibles(usuario).filter(
        papeles__papel=Papel.CAPTURISTA, papeles__grupo__user=usuario
    )
    return _debajo_de(UnidadCompradoraPage, instituciones)


def publicadores_para_capturar(usuario: User) -> "models.QuerySet[Publicador]":
    """Return the publishers in whose name `usuario` captures."""
    capturan = PapelInstitucional.objects.filter(papel=Papel.CAPTURISTA, grupo__user=usuario)
    return publicadores_visibles(usuario).filter(institucion__papeles__in=capturan).distinct()


def debajo_del_publicador(
    unidades: "models.QuerySet[UnidadCompradoraPage]", publicador: Publicador
) -> "models.QuerySet[UnidadCompradoraPage]":
    """Return those of `unidades` that hang from the institution of `publicador`."""
    return unidades.descendant_of(InstitucionPage.objects.get(publicador=publicador))


def plantillas_en_vigor(dia: date) -> list[PlantillaProcedimiento]:
    """Return the templates for a process that begins on `dia`, by law and title: in use, and of the law of that day."""
    ofrecidas = PlantillaProcedimiento.objects.filter(vigente=True)
    rigen = [plantilla for plantilla in ofrecidas if plantilla.en_vigor(dia)]
    return sorted(rigen, key=lambda plantilla: (plantilla.contenido["marco_legal"]["ley"], plantilla.titulo))


def procesos_visibles(usuario: User) -> "models.QuerySet[ProcesoPage]":
    """Return the processes that `usuario` may see from inside, the newest first."""
    visibles = _debajo_de(ProcesoPage, instituciones_visibles(usuario))
    return visibles.select_related("plantilla").order_by("-pk")


def _debajo_de(modelo: type[Pagina], instituciones: "models.QuerySet[InstitucionPage]") -> "models.QuerySet[Pagina]":
    caminos = list(instituciones.values_list("path", flat=True))
    filtro = models.Q(pk__in=[])
    for camino in caminos:
        filtro |= models.Q(path__startswith=camino)
    return modelo.objects.filter(filtro)
