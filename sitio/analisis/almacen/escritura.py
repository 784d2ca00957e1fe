"""Write one part of the store from compiled releases, a lot at a time, so that its size does not matter."""

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from sitio.analisis.almacen.carpeta import ESQUEMA_DE_REGISTROS, REGISTROS, Almacen, Parte, esquemas_en_disco
from sitio.analisis.tablas import Contexto, preparar
from sitio.ocds.tablas import aplanar

_COMPRESION = "zstd"


@dataclass(frozen=True)
class Lote:
    """Some processes of one publisher, by ocid: compiled release, position of its last release, digest.

    `marcos`: the body of law of those that are not under the federal one.
    """

    compiladas: Mapping[str, bytes]
    posiciones: Mapping[str, int]
    huellas: Mapping[str, str]
    marcos: Mapping[str, str] = field(default_factory=dict)

    def tablas(self, publicador: str) -> dict[str, pa.Table]:
        """Return the tables of the store with these processes."""
        publicadores = dict.fromkeys(self.compiladas, publicador)
        listas = preparar(aplanar(self.compiladas.values()), Contexto(publicadores, self.marcos))
        columnas = {
            "ocid": list(self.compiladas),
            "publicador": list(publicadores.values()),
            "posicion": [self.posiciones[ocid] for ocid in self.compiladas],
            "sha256": [self.huellas[ocid] for ocid in self.compiladas],
        }
        return listas | {REGISTROS: pa.table(columnas, schema=ESQUEMA_DE_REGISTROS)}


def escribir(almacen: Almacen, publicador: str, anio: int, marca: str, lotes: Iterable[Lote]) -> Parte:
    """Write the part of `publicador` and `anio` again, and put it in the store; return it.

    Nothing of it is seen until all of it is written. Memory is that of one lot.
    """
    with _Escritor(almacen, publicador, anio) as escritor:
        for lote in lotes:
            escritor.agregar(lote)
    for ruta in escritor.rutas.values():
        _asegurar(almacen.carpeta / ruta)
    parte = Parte(publicador, anio, marca, escritor.procesos, escritor.rutas)
    almacen.cambiar(parte)
    return parte


def _asegurar(ruta: Path) -> None:
    """Have the file on the disk before the manifest names it."""
    with ruta.open("rb") as archivo:
        os.fsync(archivo.fileno())


class _Escritor:
    """The files of a part while they grow: one for each table, opened with its first rows."""

    def __init__(self, almacen: Almacen, publicador: str, anio: int) -> None:
        self.almacen, self.publicador, self.anio = almacen, publicador, anio
        self.version = uuid4().hex[:16]
        self.rutas: dict[str, str] = {}
        self.procesos = 0
        self._abiertos: dict[str, pq.ParquetWriter] = {}
        self._pila = ExitStack()

    def __enter__(self) -> "_Escritor":
        return self

    def __exit__(self, *motivo: object) -> None:
        self._pila.close()

    def agregar(self, lote: Lote) -> None:
        for nombre, tabla in lote.tablas(self.publicador).items():
            if tabla.num_rows:
                self._archivo(nombre).write_table(tabla)
        self.procesos += len(lote.compiladas)

    def _archivo(self, nombre: str) -> pq.ParquetWriter:
        if nombre not in self._abiertos:
            ruta = self.almacen.ruta_nueva(nombre, self.publicador, self.anio, self.version)
            destino = self.almacen.carpeta / ruta
            destino.parent.mkdir(parents=True, exist_ok=True)
            escritor = pq.ParquetWriter(destino, esquemas_en_disco()[nombre], compression=_COMPRESION)
            self._abiertos[nombre] = self._pila.enter_context(escritor)
            self.rutas[nombre] = ruta
        return self._abiertos[nombre]
