"""Every flag, deadline and indicator over a million processes, against a hundred thousand; and after one publication.

`python -m tests.banco.analisis [--sin-traer] [folder]`: the tables of both sizes are made there, or in a temporary
folder, by copying those of ten thousand real processes under new ocids, each copy as if of another publisher.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sitio.analisis import BANDERAS, PLAZOS, motor
from sitio.analisis.almacen import Almacen, Lote, Parte, escribir
from sitio.analisis.indicadores import INDICADORES
from sitio.analisis.motor import general
from sitio.analisis.motor.indicadores import medir_en
from sitio.ocds import tablas
from tests.banco.comun import COMPILADAS, compiladas, exigir, medir, razon

CHICO, GRANDE = 10, 100
MEMORIA_GB = 4.0
HOY = date(2026, 11, 21)
# Of the processes of each copy, what has to change for it to be another publisher's.
_PROPIAS = ("ocid", "publicador")


def _base(carpeta: Path) -> Almacen:
    """Write the store of the ten thousand."""
    almacen, lineas = Almacen(carpeta / "base"), compiladas()
    lotes = iter(lambda: [linea.strip() for linea in islice(lineas, 2500)], [])
    escribir(almacen, "p", 2020, "banco", (_lote(lote) for lote in lotes))
    return almacen


def _lote(lineas: list[bytes]) -> Lote:
    por_ocid = {json.loads(linea)["ocid"]: linea for linea in lineas}
    return Lote(por_ocid, dict.fromkeys(por_ocid, 1), dict.fromkeys(por_ocid, "0" * 64))


def _copiar(base: Almacen, destino: Almacen, veces: int) -> None:
    """Write a store with `veces` copies of `base`, table by table."""
    archivos = {}
    with duckdb.connect(":memory:", config={"memory_limit": "2GB", "preserve_insertion_order": "false"}) as conexion:
        for nombre, [origen] in ((n, rutas) for n, rutas in base.archivos().items() if rutas):
            archivos[nombre] = destino.ruta_nueva(nombre, "banco", 2020, "0")
            ruta = destino.carpeta / archivos[nombre]
            ruta.parent.mkdir(parents=True, exist_ok=True)
            columnas = {c for c, *_ in conexion.execute(f"DESCRIBE FROM '{origen}'").fetchall()}
            cambios = ", ".join(f"{c} || '-' || k AS {c}" for c in _PROPIAS if c in columnas)
            conexion.execute(
                f"COPY (SELECT o.* REPLACE ({cambios}) FROM '{origen}' o, range({veces}) r(k)) "  # noqa: S608 - same
                f"TO '{ruta}' (FORMAT parquet, COMPRESSION zstd)"
            )
    destino.cambiar(Parte("banco", 2020, "banco", 0, archivos))


def correr(carpeta: Path, *, traer: bool) -> None:
    """Evaluate everything over a store and print, as JSON, the seconds of each rule. It is run as a program."""
    segundos: dict[str, float] = {}
    cuantos = None if traer else 1
    with motor.sobre_almacen(Almacen(carpeta), {"corte": pa.table({"dia": [HOY]})}) as base:
        for bandera in BANDERAS.values():
            inicio = time.perf_counter()
            general.evaluar_todo(base, bandera)
            _agotar(islice(general.casos(base, bandera), cuantos))
            segundos[bandera.id] = time.perf_counter() - inicio
        for definicion in PLAZOS.values():
            inicio = time.perf_counter()
            calcular = motor.contador(definicion, frozenset(), HOY)
            _agotar(islice(general.casos_de_plazo(base, definicion, calcular), cuantos))
            segundos[definicion.id] = time.perf_counter() - inicio
        for indicador in INDICADORES.values():
            inicio = time.perf_counter()
            _agotar(medir_en(base, indicador))
            segundos[indicador.id] = time.perf_counter() - inicio
    print(json.dumps(segundos))


def _agotar(cosas: Iterable[object]) -> None:
    for _cosa in cosas:
        pass


def _aparte(almacen: Almacen, *, traer: bool) -> tuple[dict[str, float], float]:
    """Run `correr` in a process of its own; return the seconds of each rule, and its peak memory in GB."""
    orden = [sys.executable, "-m", "tests.banco.analisis", "--correr", str(almacen.carpeta)]
    orden += [] if traer else ["--sin-traer"]
    medida = [sys.executable, "-c", _MEDIR, *orden]
    salida = subprocess.run(medida, check=True, capture_output=True, text=True).stdout.splitlines()
    return json.loads(salida[-2]), int(salida[-1]) / 1024**2


_MEDIR = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _una_publicacion() -> float:
    """Return the seconds of the analysis that follows one publication, in a worker that has made others."""
    una = next(compiladas()).strip()

    def revisar() -> Any:
        columnas = tablas.aplanar([una])
        return motor.evaluar(columnas), motor.plazos(columnas, frozenset(), HOY)

    revisar()
    return medir(revisar)


def medir_todo(carpeta: Path, *, traer: bool) -> None:
    """Print the ratios."""
    base = _base(carpeta)
    tiempos = {}
    for veces in (CHICO, GRANDE):
        almacen = Almacen(carpeta / str(veces))
        _copiar(base, almacen, veces)
        reglas, memoria = _aparte(almacen, traer=traer)
        tiempos[veces] = sum(reglas.values())
        lentas = sorted(reglas.items(), key=lambda regla: -regla[1])[:5]
        print(f"{veces * 10_000:,} procesos: {tiempos[veces]:.1f} s; {', '.join(f'{r} {s:.1f}' for r, s in lentas)}")
        razon(f"memoria con {veces * 10_000:,} procesos (GB)", memoria, MEMORIA_GB, 1, menos_es_mejor=True)
    razon("todo sobre 1,000,000 contra 100,000 procesos", tiempos[GRANDE], tiempos[CHICO], 11, menos_es_mejor=True)
    razon("todo sobre 1,000,000 contra una publicación", tiempos[GRANDE], _una_publicacion(), 100)


def main() -> None:
    opciones = argparse.ArgumentParser()
    opciones.add_argument("carpeta", nargs="?", type=Path)
    opciones.add_argument("--sin-traer", action="store_true", help="evaluate, and bring home one case of each rule")
    opciones.add_argument("--correr", type=Path, help=argparse.SUPPRESS)
    dichas = opciones.parse_args()
    if dichas.correr:
        correr(dichas.correr, traer=not dichas.sin_traer)
        return
    exigir(COMPILADAS)
    with tempfile.TemporaryDirectory(prefix="banco-") as provisional:
        medir_todo(dichas.carpeta or Path(provisional), traer=not dichas.sin_traer)


if __name__ == "__main__":
    main()
