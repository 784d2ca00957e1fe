"""Harvests that run by themselves, each night, a stretch at a time: a worker's task has two minutes."""

import time
from dataclasses import replace

from sitio.cola import encolar
from sitio.importacion.cosecha.red import Limites
from sitio.importacion.cosecha.servicios import CosechaOcupada, cosechar
from sitio.importacion.models import Cosecha

_SEGUNDOS = 60.0


def cosechar_diarias() -> None:
    """Queue each feed that is to be harvested every night."""
    for clave in Cosecha.objects.filter(diaria=True).values_list("pk", flat=True):
        encolar("sitio.importacion.tareas.cosechar_una", clave)


def cosechar_una(clave: int) -> None:
    """Harvest for a minute and, if there is more, queue the rest. Its place is saved after every page."""
    cosecha = Cosecha.objects.filter(pk=clave, diaria=True).first()
    if cosecha is None:
        return
    fin = time.monotonic() + _SEGUNDOS
    limites = replace(Limites.de_ajustes(), silencio=20.0, plazo=45.0, espera_maxima=20.0)
    try:
        cosechar(cosecha, limites=limites, seguir=lambda: time.monotonic() < fin)
    except CosechaOcupada:
        return
    if cosecha.estado == Cosecha.Estado.A_MEDIAS:
        encolar("sitio.importacion.tareas.cosechar_una", clave)
