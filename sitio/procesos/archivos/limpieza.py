"""Uploaded files that nothing names any more: of a row taken out before it was published, of a form left half way.

A file is named by a row of any kind that points to it (a stage, a release, an alert), by any revision of a stage,
however old, and by having been published once. What nothing names is kept for a grace after its last upload: a form
that was refused still carries its files, and whoever filled it may come back while the session lives.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from sitio.procesos.archivos.almacen import almacen
from sitio.procesos.models.archivos import ArchivoDeDocumento, LlaveDeArchivo
from sitio.procesos.servicios import TIPOS_DE_ETAPA

DIAS_DE_GRACIA = 30
"""Days since the last upload: more than a session lives."""
_DE_UNIDADES = ArchivoDeDocumento.unidades.through
bitacora = logging.getLogger(__name__)


def limpiar() -> None:
    """Delete, row and content, each file past its grace that nothing names; log each one. Repeatable.

    One that cannot be deleted now (the storage does not answer) keeps its row, for the next run.
    """
    sueltos = _sin_renglon()
    if not sueltos.exists():
        return
    nombrados = _nombrados_en_revisiones()
    for archivo in sueltos.order_by("pk"):
        if archivo.pk in nombrados:
            continue
        try:
            _borrar(archivo)
        except Exception:  # noqa: BLE001 - each storage fails its own way, and the other files do not wait for it
            bitacora.exception("archivo %s (%s): no se pudo borrar", archivo.pk, archivo.sha256)


def _borrar(archivo: ArchivoDeDocumento) -> None:
    with transaction.atomic():
        # Asked again in the same statement: somebody may have uploaded it again since. Who does so from here on waits,
        # finds no row, and writes the content anew (see almacen.guardar).
        fila = _sin_renglon().select_for_update().filter(pk=archivo.pk).first()
        if fila is None:
            return
        fila.delete()
        almacen().delete(fila.ruta)
    bitacora.info("archivo %s (%s, %s bytes): borrado, nada lo nombra", archivo.pk, archivo.sha256, archivo.bytes)


def _sin_renglon() -> "QuerySet[ArchivoDeDocumento]":
    """Files past their grace, never published, to which no row of any table points."""
    limite = timezone.now() - timedelta(days=DIAS_DE_GRACIA)
    archivos = ArchivoDeDocumento.objects.filter(publicado=None, subido__lt=limite)
    for relacion in ArchivoDeDocumento._meta.get_fields(include_hidden=True):
        # Whose unit it is does not name it; every other room that keeps one does, whatever it is.
        if isinstance(relacion, ManyToOneRel) and relacion.field.model is not _DE_UNIDADES:
            filas = relacion.field.model._base_manager.filter(**{relacion.field.name: OuterRef("pk")})
            archivos = archivos.filter(~Exists(filas))
    return archivos


def _nombrados_en_revisiones() -> set[int]:
    """Return the keys of the files that some revision names: the drafts, and all that the history can bring back."""
    return set(_llaves_en_revisiones())


def _llaves_en_revisiones() -> Iterator[int]:
    for lista, llaves in _listas_con_archivos().items():
        guardada = f"content__{lista}"
        revisiones = Revision.page_revisions.filter(**{f"{guardada}__isnull": False}).values_list(guardada, flat=True)
        for renglones in revisiones.iterator():
            for renglon in renglones or ():
                yield from (renglon[llave] for llave in llaves if renglon.get(llave))


def _listas_con_archivos() -> dict[str, set[str]]:
    """Return the lists of the stages whose rows carry files, each with the fields that do."""
    listas: dict[str, set[str]] = {}
    for relacion in chain.from_iterable(map(get_all_child_relations, TIPOS_DE_ETAPA.values())):
        llaves = {c.name for c in relacion.related_model._meta.concrete_fields if isinstance(c, LlaveDeArchivo)}
        if llaves:
            listas.setdefault(relacion.get_accessor_name(), set()).update(llaves)
    return listas
