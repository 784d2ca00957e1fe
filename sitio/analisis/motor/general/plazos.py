"""Compute one deadline over everything the store has, process by process."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from sitio.analisis.motor.conexion import Base, Fila, unicas
from sitio.analisis.motor.general.lecturas import (
    COLUMNAS_DE_LECTURA,
    RENGLONES,
    Lectura,
    lectura_de,
    por_clave,
    sin_llave,
)
from sitio.analisis.motor.plazos import PlazoCalculado
from sitio.analisis.registro import DefinicionDePlazo

_OCIDS = pa.schema([("ocid", pa.string())])


@dataclass(frozen=True)
class CasoDePlazos:
    """One process with a deadline, or that had it: those of its subjects now; none, when nothing gives it any more."""

    ocid: str
    plazos: list[PlazoCalculado]
    lectura: Lectura | None


def casos_de_plazo(
    base: Base,
    definicion: DefinicionDePlazo,
    calcular: Callable[[Fila], PlazoCalculado | None],
    abiertos: Iterable[str] = (),
    *,
    desde: str = "",
) -> Iterator[CasoDePlazos]:
    """Yield the processes with this deadline, and those of `abiertos`, in order of ocid, past `desde`.

    `calcular` counts the days of a row (`motor.contador`).
    """
    base.conexion.register("abiertos", pa.table({"ocid": list(abiertos)}, schema=_OCIDS))
    sentencia = _SENTENCIA.format(consulta=base.consulta(definicion.expresion), lectura=COLUMNAS_DE_LECTURA)
    for lote in por_clave(base.conexion.sql(sentencia, params=[desde]).to_arrow_reader(RENGLONES), ("quien_",)):
        for (ocid,), filas in lote:
            con_base = unicas((sin_llave(f) for f in filas if f["base"] is not None), ("sujeto",))
            yield CasoDePlazos(ocid, [p for fila in con_base if (p := calcular(fila))], lectura_de(filas[0]))


_SENTENCIA = """
WITH calculados AS MATERIALIZED (SELECT * FROM ({consulta}) WHERE base IS NOT NULL AND ocid > $1),
ocids AS (SELECT ocid FROM calculados UNION SELECT ocid FROM abiertos WHERE ocid > $1)
SELECT o.ocid AS quien_, {lectura}, h.*
FROM ocids o LEFT JOIN calculados h ON h.ocid = o.ocid LEFT JOIN registros r ON r.ocid = o.ocid
ORDER BY o.ocid
"""
