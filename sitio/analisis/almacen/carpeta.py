"""The folder of the store, and its manifest: the one list of the files that count.

`<folder>/<table>/<publisher>/<year>-<version>.parquet`, a file for each table that has rows. Files are written under
names that no other file has, and the manifest is replaced last: whoever kills a writer leaves the former files whole
and named, and readers never see half of a change.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import orjson
import pyarrow as pa

from sitio.analisis.tablas import vacias

MANIFIESTO = "manifiesto.json"
# What was read, release by release: beside the tables of the rules, because a finding has to say what it comes from.
REGISTROS = "registros"
ESQUEMA_DE_REGISTROS = pa.schema(
    [("ocid", pa.string()), ("publicador", pa.string()), ("posicion", pa.int64()), ("sha256", pa.string())]
)
# Files no longer named are kept this long (seconds): somebody may be reading them.
GRACIA = 3600.0
_LARGO_DE_CARPETA = 100


@dataclass(frozen=True)
class Parte:
    """The files of one publisher and year. `marca`: what its records were when it was written, told by who wrote it."""

    publicador: str
    anio: int
    marca: str
    procesos: int = 0
    archivos: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Almacen:
    """The store in a folder. One writer at a time: whoever writes sees to it."""

    carpeta: Path

    def partes(self) -> dict[tuple[str, int], Parte]:
        """Return the parts there are; none if the tables have changed their columns since they were written."""
        ruta = self.carpeta / MANIFIESTO
        manifiesto = orjson.loads(ruta.read_bytes()) if ruta.exists() else {}
        if manifiesto.get("columnas") != huella_de_columnas():
            return {}
        return {(p["publicador"], p["anio"]): Parte(**p) for p in manifiesto["partes"]}

    def archivos(self) -> dict[str, list[Path]]:
        """Return the files of each table, in a fixed order; an empty list for a table without rows."""
        tablas: dict[str, list[Path]] = {nombre: [] for nombre in esquemas_en_disco()}
        for _llave, parte in sorted(self.partes().items()):
            for nombre, ruta in parte.archivos.items():
                tablas[nombre].append(self.carpeta / ruta)
        return tablas

    def cambiar(self, parte: Parte) -> None:
        """Put `parte` in the place of the one of its publisher and year; without files, there is none from now on."""
        partes = self.partes() | {(parte.publicador, parte.anio): parte}
        self._guardar({llave: p for llave, p in partes.items() if p.archivos})

    def vaciar(self) -> None:
        """Forget everything; the files go away when `barrer` finds them."""
        self._guardar({})

    def barrer(self, gracia: float = GRACIA) -> int:
        """Delete the files that the manifest does not name and nobody can be using any more; return how many."""
        vivos = {ruta for rutas in self.archivos().values() for ruta in rutas}
        limite = time.time() - gracia
        sobran = [r for r in self._en_disco() if r not in vivos and r.stat().st_mtime <= limite]
        for ruta in sobran:
            ruta.unlink(missing_ok=True)
        return len(sobran)

    def ruta_nueva(self, tabla: str, publicador: str, anio: int, version: str) -> str:
        """Return a path inside the store, whatever the publisher is called."""
        return f"{tabla}/{_carpeta_de(publicador)}/{anio}-{version}.parquet"

    def _en_disco(self) -> Iterator[Path]:
        yield from self.carpeta.glob("*/*/*.parquet")
        yield from self.carpeta.glob(".*.parcial")

    def _guardar(self, partes: Mapping[tuple[str, int], Parte]) -> None:
        self.carpeta.mkdir(parents=True, exist_ok=True)
        contenido = {"columnas": huella_de_columnas(), "partes": [asdict(p) for _llave, p in sorted(partes.items())]}
        descriptor, provisional = tempfile.mkstemp(dir=self.carpeta, prefix=".", suffix=".parcial")
        with os.fdopen(descriptor, "wb") as salida:
            salida.write(orjson.dumps(contenido))
            salida.flush()
            os.fsync(salida.fileno())
        Path(provisional).replace(self.carpeta / MANIFIESTO)


@cache
def esquemas_en_disco() -> dict[str, pa.Schema]:
    """Return the columns of every table of the store."""
    return {nombre: tabla.schema for nombre, tabla in vacias().items()} | {REGISTROS: ESQUEMA_DE_REGISTROS}


@cache
def huella_de_columnas() -> str:
    """Return a fingerprint of the columns: a store written with others is made again."""
    return sha256("\n".join(f"{n} {e}" for n, e in sorted(esquemas_en_disco().items())).encode()).hexdigest()


def _carpeta_de(publicador: str) -> str:
    """Return a folder name that is neither a way out of the store nor a pattern: keys are typed by people."""
    seguro = quote(publicador, safe="")
    if len(seguro) > _LARGO_DE_CARPETA:
        seguro = sha256(publicador.encode()).hexdigest()
    return f"de-{seguro}"
