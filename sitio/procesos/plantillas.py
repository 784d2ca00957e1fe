"""Loading procedure templates: checked by JSON Schema, versioned, with the workflows they ask for."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from wagtail.models import Workflow, WorkflowTask

from sitio.procesos.models import FlujoDeEtapa, PlantillaProcedimiento, TareaAprobacion
from sitio.procesos.permisos import Papel
from sitio.procesos.servicios import TIPOS_DE_ETAPA

ESQUEMA = Path(__file__).parent / "esquema" / "plantilla.json"


class PlantillaInvalida(ValueError):
    """A template that cannot be used; the message names the place in the JSON and the reason."""


@cache
def _validador() -> Draft202012Validator:
    return Draft202012Validator(json.loads(ESQUEMA.read_text(encoding="utf-8")))


def comprobar(contenido: dict[str, Any]) -> None:
    """Refuse a template that breaks the schema or names fields its stages do not have. Raises PlantillaInvalida."""
    for error in sorted(_validador().iter_errors(contenido), key=lambda e: list(map(str, e.absolute_path))):
        lugar = "/".join(str(parte) for parte in error.absolute_path) or _("raíz")
        raise PlantillaInvalida(_("%(lugar)s: %(motivo)s") % {"lugar": lugar, "motivo": error.message})
    for numero, etapa in enumerate(contenido["etapas"]):
        tipo = TIPOS_DE_ETAPA[etapa["etapa"]]
        conocidos = {c.name for c in tipo._meta.get_fields()} | {"title"}
        for campo in [*etapa["campos_obligatorios"], *etapa.get("valores", {})]:
            if campo not in conocidos:
                raise PlantillaInvalida(
                    _("etapas/%(numero)s: la etapa «%(etapa)s» no tiene el campo «%(campo)s»")
                    % {"numero": numero, "etapa": etapa["etapa"], "campo": campo}
                )


@transaction.atomic
def cargar(contenido: dict[str, Any]) -> tuple[PlantillaProcedimiento, bool]:
    """Store a template as a new version if it changed (running processes keep theirs); return it and if it is new."""
    comprobar(contenido)
    versiones = PlantillaProcedimiento.objects.select_for_update().filter(clave=contenido["clave"])
    ultima = versiones.order_by("-version").first()
    if ultima and ultima.contenido == contenido:
        return ultima, False
    versiones.update(vigente=False)
    plantilla = PlantillaProcedimiento.objects.create(
        clave=contenido["clave"],
        version=ultima.version + 1 if ultima else 1,
        titulo=contenido["titulo"],
        contenido=contenido,
    )
    for etapa in contenido["etapas"]:
        FlujoDeEtapa.objects.create(plantilla=plantilla, etapa=etapa["etapa"], flujo=flujo_para(etapa["aprobacion"]))
    return plantilla, True


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
    nombre = _("%(papel)s (%(dias)s días hábiles)") % {"papel": Papel(papel).label, "dias": dias}
    tarea, _creada = TareaAprobacion.objects.get_or_create(papel=papel, dias=dias, defaults={"name": nombre})
    return tarea


def cargar_carpeta(carpeta: Path) -> list[tuple[PlantillaProcedimiento, bool]]:
    """Load every template of a folder, all or none. Raises PlantillaInvalida naming the file."""
    with transaction.atomic():
        return [_cargar_archivo(archivo) for archivo in sorted(carpeta.glob("*.json"))]


def _cargar_archivo(archivo: Path) -> tuple[PlantillaProcedimiento, bool]:
    try:
        return cargar(json.loads(archivo.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise PlantillaInvalida(
            _("%(archivo)s, renglón %(renglon)s: no es JSON válido (%(motivo)s)")
            % {"archivo": archivo.name, "renglon": error.lineno, "motivo": error.msg}
        ) from error
    except PlantillaInvalida as error:
        raise PlantillaInvalida(f"{archivo.name}: {error}") from error
