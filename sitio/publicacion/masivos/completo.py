"""`full.jsonl.gz`: every process of a set in one file.

A gzip file may have several members (RFC 1952 §2.2): this one is those of the years, one after another, as they are.
"""

import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from sitio.publicacion import candado
from sitio.publicacion.masivos.almacen import almacen
from sitio.publicacion.masivos.asiento import quitar, subir
from sitio.publicacion.masivos.conjuntos import Conjunto
from sitio.publicacion.masivos.formatos import COMPILADAS, nombre_de
from sitio.publicacion.masivos.indice import Archivo, Indice

NOMBRE = nombre_de(COMPILADAS, None)


def completar(conjunto: Conjunto) -> None:
    """Put the file together again if any of those it is made of changed; drop it when there are none."""
    indice = Indice.leer()
    fuentes, anterior = _fuentes(indice, conjunto.clave), indice.buscar(conjunto.clave, NOMBRE)
    if not _cambiaron(fuentes, anterior):
        return
    if not fuentes:
        _asentar(conjunto, anterior, None, [])
    else:
        with TemporaryDirectory(prefix="masivos-") as carpeta:
            _asentar(conjunto, anterior, _unir(conjunto, fuentes, anterior, Path(carpeta)), fuentes)


def incompleto(conjunto: Conjunto) -> bool:
    """Whether the file is not made of the years that there are."""
    indice = Indice.leer()
    return _cambiaron(_fuentes(indice, conjunto.clave), indice.buscar(conjunto.clave, NOMBRE))


def _cambiaron(fuentes: list[Archivo], completo: Archivo | None) -> bool:
    return (completo.huella_fuentes if completo else "") != _huella(fuentes)


def _fuentes(indice: Indice, clave: str) -> list[Archivo]:
    """The compiled releases of each year, in the order of years and parts."""
    suyas = [(parte.anio, parte.numero) for parte in indice.partes if parte.publicador == clave]
    anuales = [a for a in indice.de(clave) if a.formato == COMPILADAS and a.anio is not None]
    return sorted(anuales, key=lambda archivo: suyas.index((archivo.anio or 0, archivo.parte)))


def _huella(fuentes: list[Archivo]) -> str:
    huellas = "".join(archivo.sha256 for archivo in fuentes)
    return hashlib.sha256(huellas.encode()).hexdigest() if huellas else ""


def _unir(conjunto: Conjunto, fuentes: list[Archivo], anterior: Archivo | None, carpeta: Path) -> Archivo:
    with (carpeta / NOMBRE).open("wb") as salida:
        for fuente in fuentes:
            with almacen().open(fuente.guardado) as entrada:
                shutil.copyfileobj(entrada, salida, 1 << 20)
    procesos = sum(fuente.procesos for fuente in fuentes)
    unido = Archivo(
        publicador=conjunto.clave,
        nombre=NOMBRE,
        formato=COMPILADAS,
        anio=None,
        parte=1,
        renglones=procesos,
        procesos=procesos,
        modificado=max(fuente.modificado for fuente in fuentes),
        huella_fuentes=_huella(fuentes),
    )
    return subir(unido, carpeta, {NOMBRE: anterior} if anterior else {})


def _asentar(conjunto: Conjunto, anterior: Archivo | None, nuevo: Archivo | None, fuentes: list[Archivo]) -> None:
    with transaction.atomic():
        candado.tomar()
        indice = Indice.leer()
        # If another run has changed a year meanwhile, it will put the whole together itself.
        if _fuentes(indice, conjunto.clave) == fuentes:
            indice.archivos = [a for a in indice.archivos if (a.publicador, a.nombre) != (conjunto.clave, NOMBRE)]
            indice.archivos += [nuevo] if nuevo else []
            indice.escribir()
    quitar(archivo for archivo in (anterior, nuevo) if archivo)
