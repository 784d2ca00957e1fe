"""Processes under a template that changes the rules, published by the officers' own door."""

from copy import deepcopy
from datetime import date
from typing import Any

from sitio.alertas import servicios
from sitio.procesos.models import PlantillaProcedimiento, ProcesoPage
from sitio.procesos.servicios import crear_proceso
from tests import fabricas

HOY = date(2026, 11, 21)


def version_con(**secciones: Any) -> PlantillaProcedimiento:
    """Put in force a new version of the public tender's template with these sections, and the workflows it has."""
    vigentes = PlantillaProcedimiento.objects.filter(clave="licitacion-publica", vigente=True)
    anterior = vigentes.first() or fabricas.plantilla()
    PlantillaProcedimiento.objects.filter(pk=anterior.pk).update(vigente=False)
    nueva = PlantillaProcedimiento.objects.create(
        clave=anterior.clave,
        version=anterior.version + 1,
        titulo="Compras del estado",
        contenido={**deepcopy(anterior.contenido), **secciones},
    )
    for flujo in anterior.flujos.all():
        nueva.flujos.create(etapa=flujo.etapa, flujo=flujo.flujo)
    return nueva


def publicar(casa: fabricas.Casa, hasta: str = "licitacion", **secciones: Any) -> ProcesoPage:
    """Open a process under a template with `secciones` and publish it, by the officers' own door, up to a stage."""
    plantilla = version_con(**secciones) if secciones else fabricas.plantilla()
    proceso = crear_proceso(casa.unidad, plantilla, "Mobiliario escolar", 2026, casa.capturista)
    fabricas.publicar_hasta(casa, proceso, hasta)
    servicios.revisar([proceso.ocid], hoy=HOY)
    return proceso
