"""Storing procedure templates: versioned, with the workflows they ask for, and which version rules new processes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Workflow, WorkflowTask

from sitio.procesos.models import FlujoDeEtapa, PlantillaProcedimiento, TareaAprobacion
from sitio.procesos.models.plantilla import Origen
from sitio.procesos.papeles.permisos import Papel
from sitio.procesos.plantillas.comprobacion import PlantillaInvalida, comprobar
from sitio.procesos.plantillas.intercambio import leer


@transaction.atomic
def cargar(
    contenido: dict[str, Any],
    *,
    origen: str = Origen.ENVIADA,
    usuario: User | None = None,
    nota: str = "",
    vigente: bool | None = None,
) -> tuple[PlantillaProcedimiento, bool]:
    """Store a template as a new version if no version says the same; return that version and if it is new.

    `vigente`: True, new processes are to use it; False, what they use stays as it is; None, they are to use it if it is
    new and people have neither put a version of their own in force nor retired the procedure. Raises PlantillaInvalida.
    """
    comprobar(contenido)
    versiones = list(PlantillaProcedimiento.objects.select_for_update().filter(clave=contenido["clave"]))
    igual = next((version for version in versiones if version.contenido == contenido), None)
    plantilla = igual or _nueva_version(contenido, versiones, origen=origen, autor=usuario, nota=nota)
    if vigente is None:
        vigente = not igual and (not versiones or _rige_una_enviada(versiones))
    if igual is None and usuario:
        log(plantilla, "procesos.guardar_plantilla", user=usuario)
    if vigente and not plantilla.vigente:
        poner_en_vigor(plantilla, usuario)
    return plantilla, igual is None


def poner_en_vigor(plantilla: PlantillaProcedimiento, usuario: User | None = None) -> None:
    """Let new processes be born with this version and with no other of its procedure."""
    with transaction.atomic():
        retirar(plantilla.clave)
        PlantillaProcedimiento.objects.filter(pk=plantilla.pk).update(vigente=True)
        plantilla.vigente = True
        if usuario:
            log(plantilla, "procesos.plantilla_en_vigor", user=usuario)


def retirar(clave: str, usuario: User | None = None) -> None:
    """Offer a procedure to no new process; those that run go on as they are."""
    with transaction.atomic():
        versiones = PlantillaProcedimiento.objects.select_for_update().filter(clave=clave)
        retirada = next((version for version in versiones if version.vigente), None)
        versiones.update(vigente=False)
        if usuario and retirada:
            log(retirada, "procesos.retirar_plantilla", user=usuario)


def _rige_una_enviada(versiones: list[PlantillaProcedimiento]) -> bool:
    return any(version.vigente and version.origen == Origen.ENVIADA for version in versiones)


def _nueva_version(
    contenido: dict[str, Any], versiones: list[PlantillaProcedimiento], **datos: Any
) -> PlantillaProcedimiento:
    plantilla = PlantillaProcedimiento.objects.create(
        clave=contenido["clave"],
        version=max((version.version for version in versiones), default=0) + 1,
        titulo=contenido["titulo"],
        contenido=contenido,
        vigente=False,
        **datos,
    )
    for etapa in contenido["etapas"]:
        FlujoDeEtapa.objects.create(plantilla=plantilla, etapa=etapa["etapa"], flujo=flujo_para(etapa["aprobacion"]))
    return plantilla


def flujo_para(pasos: list[dict[str, Any]]) -> Workflow:
    """Return the Wagtail workflow with these steps (`papel`, `dias`), making it once for all institutions."""
    tareas = [_tarea(paso["papel"], paso["dias"]) for paso in pasos]
    nombre = " → ".join(tarea.name for tarea in tareas)
    flujo, creado = Workflow.objects.get_or_create(name=nombre)
    if creado:
        for orden, tarea in enumerate(tareas):
            WorkflowTask.objects.create(workflow=flujo, task=tarea, sort_order=orden)
    return flujo


def _tarea(papel: str, dias: int) -> TareaAprobacion:
    # In the language of the portal, not of whoever saves the template: everybody reads this name.
    with translation.override(settings.LANGUAGE_CODE):
        nombre = _("%(papel)s (%(dias)s días hábiles)") % {"papel": Papel(papel).label, "dias": dias}
    tarea, _creada = TareaAprobacion.objects.get_or_create(papel=papel, dias=dias, defaults={"name": nombre})
    return tarea


def cargar_carpeta(carpeta: Path) -> list[tuple[PlantillaProcedimiento, bool]]:
    """Load every template of a folder, all or none. Raises PlantillaInvalida naming the file."""
    with transaction.atomic():
        return [cargar_archivo(archivo) for archivo in sorted(carpeta.glob("*.json"))]


def cargar_archivo(archivo: Path) -> tuple[PlantillaProcedimiento, bool]:
    """Load the template of a file. Raises PlantillaInvalida naming the file."""
    try:
        return cargar(leer(archivo.read_bytes()))
    except PlantillaInvalida as error:
        raise PlantillaInvalida(f"{archivo.name}: {error}", error.fallas) from error
