"""What general runs share: from which published data something was computed, and rows that come in order of a key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import duckdb
import pyarrow as pa

from sitio.analisis.almacen.carpeta import REGISTROS
from sitio.analisis.motor.conexion import Fila

# Rows that are in Python's memory at once.
RENGLONES = 2000


@dataclass(frozen=True)
class Lectura:
    """The published data that something was computed from: publisher, position in the ledger, digest.

    Of one process, its compiled release. Of several, the latest of their positions, and the digest of the list of
    their ocids and digests.
    """

    publicador: str
    posicion: int
    sha256: str


# The columns, in a query that joins `registros` as `r`, that say what a row was read from.
COLUMNAS_DE_LECTURA = "r.publicador AS publicador_, r.posicion AS posicion_, r.sha256 AS sha256_"
_DE_LA_LLAVE = ("quien_", "sujeto_", "publicador_", "posicion_", "sha256_")


def lectura_de(fila: Fila) -> Lectura | None:
    """Return what a row with those columns was read from; None if its process is not in the store."""
    return Lectura(fila["publicador_"], fila["posicion_"], fila["sha256_"]) if fila["publicador_"] is not None else None


def sin_llave(fila: Fila) -> Fila:
    """Return what the rule itself says in a row."""
    return {nombre: valor for nombre, valor in fila.items() if nombre not in _DE_LA_LLAVE}


def lecturas(conexion: duckdb.DuckDBPyConnection, ocids: Iterable[str]) -> dict[str, Lectura]:
    """Return what the store holds of each process, by ocid; without those it does not have."""
    sentencia = f"SELECT ocid, publicador, posicion, sha256 FROM {REGISTROS} WHERE ocid IN (SELECT unnest(?))"  # noqa: S608 - a constant of ours
    return {ocid: Lectura(*resto) for ocid, *resto in conexion.execute(sentencia, [sorted(ocids)]).fetchall()}


def por_clave(
    filas: pa.RecordBatchReader, llave: tuple[str, ...]
) -> Iterator[list[tuple[tuple[str, ...], list[Fila]]]]:
    """Yield lots of keys, each with all its rows, of rows that come in order of `llave`."""
    pendiente: tuple[tuple[str, ...], list[Fila]] | None = None
    for lote in filas:
        grupos = [
            (clave, list(suyas)) for clave, suyas in groupby(_filas(lote), key=lambda f: tuple(f[c] for c in llave))
        ]
        # The last key of a lot may go on in the next one.
        if pendiente and grupos and grupos[0][0] == pendiente[0]:
            grupos[0] = (pendiente[0], pendiente[1] + grupos[0][1])
        elif pendiente:
            grupos.insert(0, pendiente)
        pendiente = grupos.pop() if grupos else None
        yield grupos
    if pendiente:
        yield [pendiente]


def _filas(lote: pa.RecordBatch) -> Iterator[Fila]:
    """Yield the rows as `to_pylist` does, in half its time."""
    nombres = lote.schema.names
    return (dict(zip(nombres, valores, strict=True)) for valores in zip(*lote.to_pydict().values(), strict=True))
