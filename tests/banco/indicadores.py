"""Seconds to compute every indicator, of ten thousand processes and of ten times as many: it must grow no faster.

The processes are the compiled releases of OCP's own benchmark, flattened; more of them are the same ones under other
ocids. What DuckDB needs to compile each query is paid once in the life of a worker, and is told apart.
"""

import time
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tests.banco.comun import COMPILADAS, compiladas, exigir, medir, razon

VECES = 10
# Ten times the data may take at most these times as long: memory, sorting and the noise of the machine.
META = 12.0


def repetir(tablas: Mapping[str, pa.Table], veces: int) -> dict[str, pa.Table]:
    """Return the tables so many times over, each time with ocids of their own."""
    return {nombre: pa.concat_tables([_con_sufijo(t, n) for n in range(veces)]) for nombre, t in tablas.items()}


def _con_sufijo(tabla: pa.Table, n: int) -> pa.Table:
    lugar = tabla.schema.get_field_index("ocid")
    ocids = pc.binary_join_element_wise(tabla.column(lugar), str(n), "-")
    return tabla.set_column(lugar, tabla.schema.field(lugar), ocids)


def main() -> None:
    exigir(COMPILADAS)
    from sitio.analisis.motor import indicadores
    from sitio.ocds.tablas import aplanar

    pocas = aplanar(compiladas())
    muchas = repetir(pocas, VECES)
    inicio = time.perf_counter()
    cifras = indicadores.medir(pocas)
    print(f"la primera vez, con la compilación: {time.perf_counter() - inicio:.1f} s ({len(cifras)} cifras)")
    segundos = {len(t["procesos"]): medir(lambda t=t: indicadores.medir(t)) for t in (pocas, muchas)}
    for cuantos, tardo in segundos.items():
        print(f"{cuantos:,} procesos: {tardo:.1f} s")
    razon("diez veces los datos, en segundos", *reversed(segundos.values()), META, menos_es_mejor=True)


if __name__ == "__main__":
    main()
