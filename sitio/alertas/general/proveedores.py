"""Which processes some suppliers take part in, and their review: what a change of an external list asks for."""

from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from sitio.alertas import servicios
from sitio.alertas.general.almacen import almacen
from sitio.alertas.models import MotivoDeCorrida
from sitio.analisis import motor
from sitio.analisis.almacen.carpeta import REGISTROS
from sitio.analisis.tablas import preparar
from sitio.ocds.tablas import aplanar
from sitio.publicacion.models import Registro

# Whose names and RFC are compared: who takes part, and who owns them.
_TABLAS = ("partes", "beneficiarios")
_EN_ALMACEN = " UNION ".join(
    f"SELECT ocid FROM {tabla} WHERE rfc IN (SELECT unnest($1)) OR nombre_normalizado IN (SELECT unnest($2))"  # noqa: S608 - ours
    for tabla in _TABLAS
)


def revisar_proveedores(
    rfcs: Collection[str], nombres: Collection[str] = (), *, motivo: str = MotivoDeCorrida.LISTA
) -> int:
    """Review the processes where any of these takes part or owns who does, and no others; returns how many.

    `rfcs` and `nombres` as analysis compares them (`partes.rfc`, `partes.nombre_normalizado`).
    """
    ocids = sorted(_guardados(rfcs, nombres) | set(_recientes(rfcs, nombres)))
    return sum(servicios.revisar(lote, motivo=motivo).procesos for lote in servicios.lotes(ocids))


def _guardados(rfcs: Collection[str], nombres: Collection[str]) -> set[str]:
    with motor.sobre_almacen(almacen()) as base:
        return {ocid for (ocid,) in base.conexion.execute(_EN_ALMACEN, [list(rfcs), list(nombres)]).fetchall()}


def _recientes(rfcs: Collection[str], nombres: Collection[str]) -> Iterator[str]:
    """Yield the processes published since the store was written, where they take part."""
    ocids = Registro.objects.filter(posicion__gt=_hasta()).order_by("ocid").values_list("ocid", flat=True)
    for lote in servicios.lotes(ocids.iterator()):
        tablas = preparar(aplanar(_compiladas(lote)))
        for nombre in _TABLAS:
            es_rfc = pc.is_in(tablas[nombre].column("rfc"), value_set=pa.array(list(rfcs), pa.string()))
            suyo = tablas[nombre].column("nombre_normalizado")
            es_nombre = pc.is_in(suyo, value_set=pa.array(list(nombres), pa.string()))
            yield from tablas[nombre].filter(pc.or_(es_rfc, es_nombre)).column("ocid").to_pylist()


def _compiladas(ocids: list[str]) -> Iterator[bytes]:
    for compilada in Registro.objects.filter(ocid__in=ocids).values_list("compilada", flat=True):
        yield bytes(compilada)


def _hasta() -> int:
    """Return the last position of the ledger that the store has read."""
    with motor.sobre_almacen(almacen()) as base:
        [(posicion,)] = base.conexion.execute(f"SELECT max(posicion) FROM {REGISTROS}").fetchall()  # noqa: S608 - ours
    return posicion or 0
