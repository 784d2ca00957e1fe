"""Questions that other rooms ask about capture."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse

from sitio.procesos.models import (
    InstitucionPage,
    PapelInstitucional,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles.permisos import (
    VEN_PROCESOS,
    Papel,
    alcances,
    debajo_de,
    papeles_de,
    tiene_papel_en,
    ve_todo,
)
from sitio.publicacion.models import Publicador


def proceso_de(ocid: str) -> ProcesoPage | None:
    """Return the process captured here under `ocid`; None for one that was only imported."""
    return ProcesoPage.objects.filter(ocid=ocid).select_related("plantilla", "responsable").first()


def responsables_de(ocid: str) -> list[User]:
    """Return who hears about `ocid`: its officer in charge, else those who capture where it is, else nobody."""
    proceso = proceso_de(ocid)
    if proceso is None:
        return []
    encargada = proceso.responsable
    if encargada and encargada.is_active and tiene_papel_en(encargada, proceso, *VEN_PROCESOS):
        return [encargada]
    return list(con_papel_en(proceso, Papel.CAPTURISTA))


def con_papel_en(proceso: ProcesoPage, *papeles: str) -> "models.QuerySet[User]":
    """Return the active people with any of `papeles` in the institution of a process or in its unit."""
    unidad = proceso.unidad
    de_aqui = PapelInstitucional.objects.filter(
        models.Q(unidad=None) | models.Q(unidad=unidad), institucion=unidad.get_parent().pk, papel__in=papeles
    )
    personas = get_user_model().objects.filter(is_active=True, groups__in=de_aqui.values("grupo"))
    return personas.distinct().order_by("first_name", "username")


def personas_de(proceso: ProcesoPage) -> "models.QuerySet[User]":
    """Return the active people who may read the inside of a process."""
    return con_papel_en(proceso, *VEN_PROCESOS)


def url_tablero(ocid: str) -> str | None:
    """Return the path of the process's board in the admin; None if it has no pages here."""
    proceso = proceso_de(ocid)
    return reverse("procesos:tablero", args=[proceso.pk]) if proceso else None


def unidades_para_capturar(usuario: User) -> "models.QuerySet[UnidadCompradoraPage]":
    """Return the buying units in which `usuario` may create processes."""
    return UnidadCompradoraPage.objects.filter(debajo_de(alcances(usuario, Papel.CAPTURISTA)))


def publicadores_para_capturar(usuario: User) -> "models.QuerySet[Publicador]":
    """Return the publishers for whose whole institution `usuario` captures: what has no pages yet is of no unit."""
    enteros = papeles_de(usuario, Papel.CAPTURISTA).filter(unidad=None)
    return Publicador.objects.filter(institucion__in=enteros.values("institucion"))


def debajo_del_publicador(
    unidades: "models.QuerySet[UnidadCompradoraPage]", publicador: Publicador
) -> "models.QuerySet[UnidadCompradoraPage]":
    """Return those of `unidades` that hang from the institution of `publicador`."""
    return unidades.filter(path__startswith=InstitucionPage.objects.get(publicador=publicador).path)


def plantillas_en_vigor(dia: date) -> list[PlantillaProcedimiento]:
    """Return the templates for a process that begins on `dia`, by law and title: in use, and of the law of that day."""
    ofrecidas = PlantillaProcedimiento.objects.filter(vigente=True)
    rigen = [plantilla for plantilla in ofrecidas if plantilla.en_vigor(dia)]
    return sorted(rigen, key=lambda plantilla: (plantilla.contenido["marco_legal"]["ley"], plantilla.titulo))


def procesos_visibles(usuario: User) -> "models.QuerySet[ProcesoPage]":
    """Return the processes that `usuario` may see from inside, the newest first."""
    procesos = ProcesoPage.objects.all()
    if not ve_todo(usuario):
        procesos = procesos.filter(debajo_de(alcances(usuario, *VEN_PROCESOS)))
    return procesos.select_related("plantilla").order_by("-pk")
