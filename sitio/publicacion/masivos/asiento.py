"""Putting files in the storage, and then in the index: the one step that makes them public."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from sitio.publicacion import candado
from sitio.publicacion.masivos.almacen import almacen
from sitio.publicacion.masivos.indice import Archivo, Indice, Parte

# What a killed run left in the storage without a name in the index is kept this long: another run may be writing.
_ESPERA = timedelta(hours=6)


@dataclass(frozen=True)
class Hecha:
    """A part as it was generated, and its files, already in the storage."""

    parte: Parte
    archivos: list[Archivo]


def subir(archivo: Archivo, carpeta: Path, antes: dict[str, Archivo]) -> Archivo:
    """Put a file of `carpeta` in the storage and return it with its size and digest.

    `antes`: the files the index has, by name. One with the same bytes has not changed, and keeps its date.
    """
    ruta = carpeta / archivo.nombre
    with ruta.open("rb") as abierto:
        huella = hashlib.file_digest(abierto, "sha256").hexdigest()
    archivo = replace(archivo, sha256=huella, bytes=ruta.stat().st_size)
    anterior = antes.get(archivo.nombre)
    if anterior and anterior.sha256 == huella:
        return replace(archivo, modificado=anterior.modificado)
    if anterior and archivo.modificado <= anterior.modificado:
        # What changed is that something was withdrawn.
        archivo = replace(archivo, modificado=timezone.now())
    if not almacen().exists(archivo.guardado):
        with ruta.open("rb") as abierto:
            almacen().save(archivo.guardado, File(abierto))
    return archivo


def asentar(original: Parte, hasta: str | None, hechas: Sequence[Hecha]) -> bool:
    """Put in the index what `original` (which ended before `hasta`) became. False, and nothing changes, if another
    run got there first.

    The ledger's lock, held while one small file is replaced, keeps two runs from losing each other's work.
    """
    with transaction.atomic():
        candado.tomar()
        indice = Indice.leer()
        lugar = _lugar(indice, original, hasta, hechas[0].parte.posicion)
        if lugar is not None:
            numeros = {hecha.parte.numero for hecha in hechas}
            sobran = [a for a in indice.de(original.publicador, original.anio) if a.parte in numeros]
            nuevos = [archivo for hecha in hechas for archivo in hecha.archivos]
            indice.archivos = [a for a in indice.archivos if a not in sobran] + nuevos
            indice.partes[lugar] = [hecha.parte for hecha in hechas]
            indice.escribir()
    quitar(sobran if lugar is not None else [archivo for hecha in hechas for archivo in hecha.archivos])
    return lugar is not None


def _lugar(indice: Indice, original: Parte, hasta: str | None, posicion: int) -> slice | None:
    """Where `original` is among the parts; None when it is not any more what this run read, or is told further on."""
    suyas = indice.partes_de(original.publicador, original.anio)
    if not suyas:
        return slice(len(indice.partes), None) if original.numero == 1 else None
    for parte, siguiente in zip(suyas, [*suyas[1:], None], strict=True):
        if parte.numero == original.numero:
            igual = parte.desde == original.desde and (siguiente.desde if siguiente else None) == hasta
            lugar = indice.partes.index(parte)
            return slice(lugar, lugar + 1) if igual and parte.posicion <= posicion else None
    return None


def quitar(archivos: Iterable[Archivo]) -> None:
    """Delete from the storage the files that the index does not name."""
    vigentes = {archivo.guardado for archivo in Indice.leer().archivos}
    for guardado in {archivo.guardado for archivo in archivos} - vigentes:
        almacen().delete(guardado)


def barrer() -> int:
    """Delete what killed runs left in the storage hours ago, and return how many files that was."""
    vigentes = {archivo.guardado for archivo in Indice.leer().archivos}
    viejo = timezone.now() - _ESPERA
    try:
        carpetas, _sueltos = almacen().listdir("")
    except FileNotFoundError:
        return 0
    en_carpetas = (f"{carpeta}/{nombre}" for carpeta in carpetas for nombre in almacen().listdir(carpeta)[1])
    sobran = [n for n in en_carpetas if n not in vigentes and almacen().get_modified_time(n) < viejo]
    for nombre in sobran:
        almacen().delete(nombre)
    return len(sobran)
