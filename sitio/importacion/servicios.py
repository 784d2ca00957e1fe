"""Import files into the ledger: what `manage.py importar` does, for whoever needs it from code."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from sitio.importacion.informe import Informe
from sitio.importacion.publicadores import PublicadorInvalido, datos_de, elegir_publicador
from sitio.importacion.tipos import Opciones
from sitio.importacion.trabajo import Avance, Importacion, Trabajo

__all__ = ["Importacion", "PublicadorInvalido", "importar"]


def importar(
    rutas_de_archivos: Sequence[Path],
    *,
    publicador: str | None = None,
    prefijo: str | None = None,
    parcial: bool = False,
    avisos: bool = False,
    simular: bool = False,
    informe: Informe | None = None,
    avance: Avance = lambda resumen: None,
) -> Importacion:
    """Read files and folders into the ledger. Importing the same again adds nothing.

    A file with anything refused leaves nothing in the ledger, unless `parcial`. `publicador` (key) and `prefijo` (ocid
    prefix) are for files that do not name their publisher. `avisos` adds to the report what is not wrong but strange.
    `simular` does all of it inside one transaction that is undone at the end, so that its counts are those of the real
    run; the ledger stays locked from the first write on. `avance` is called as results come. Raises PublicadorInvalido
    before reading anything.
    """
    opciones = Opciones(
        publicador=elegir_publicador(publicador, prefijo),
        publicador_explicito=publicador is not None,
        ahora=timezone.now(),
        de_la_clave=datos_de,
    )
    trabajo = Trabajo(opciones, informe or Informe(), avance, parcial=parcial, avisos=avisos)
    if not simular:
        trabajo.importar_rutas(rutas_de_archivos)
    else:
        with transaction.atomic():
            trabajo.importar_rutas(rutas_de_archivos)
            transaction.set_rollback(True)
    return trabajo.importacion
