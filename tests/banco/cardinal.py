"""The Cardinal mode, against `ocdscardinal.coverage`: the scan of Cardinal itself over the same hundred thousand lines.

Cardinal publishes its codes only as a program to be compiled, and of the library just the scan that counts fields,
which computes less than the eleven codes. Both use every processor; the seconds are of each library alone, and the
processor time of both is told too, because it does not depend on what else the machine does.
"""

import json
import re
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from sitio.analisis import cardinal
from tests.banco import comun

VECES = 10
RONDAS = 3
AJUSTES = "currency = DOP\n" + "".join(
    f"[R{n}]\n" for n in ("003", "018", "024", "025", "028", "030", "035", "036", "038", "048", "058")
)
_OCID = re.compile(rb'"ocid": ?"([^"]+)"')
_PROGRAMA = """
import json, resource, sys, time
import ocdscardinal

inicio = time.perf_counter()
ocdscardinal.coverage(sys.argv[1])
segundos = time.perf_counter() - inicio
print(json.dumps([segundos, resource.getrusage(resource.RUSAGE_SELF).ru_utime]))
"""


def escribir(ruta: Path) -> None:
    """Write the ten thousand releases ten times, each time with other ocids."""
    lineas = [*comun.compiladas()]
    with ruta.open("wb") as archivo:
        for vez in range(VECES):
            sufijo = rb'"ocid":"\1-%d"' % vez
            archivo.writelines(_OCID.sub(sufijo, linea, count=1) for linea in lineas)


def nuestro(ruta: Path) -> tuple[float, float]:
    """Return the seconds, and the seconds of processor, of the eleven codes from the file to the last byte of JSON."""
    antes, inicio = _procesador(), time.perf_counter()
    calculo = cardinal.calcular(ruta, cardinal.leer_ajustes(AJUSTES), print)
    for _parte in cardinal.partes(calculo):
        pass
    return time.perf_counter() - inicio, _procesador() - antes


def ajeno(ruta: Path) -> tuple[float, float]:
    orden = [comun.VALIDADORES / "python", "-c", _PROGRAMA, ruta]
    segundos, procesador = json.loads(subprocess.run(orden, capture_output=True, text=True, check=True).stdout)
    return segundos, procesador


def main() -> None:
    comun.exigir(comun.COMPILADAS, comun.VALIDADORES / "python", _biblioteca())
    with tempfile.TemporaryDirectory() as carpeta:
        ruta = Path(carpeta) / "entregas.jsonl"
        escribir(ruta)
        # In turns, so that what else the machine does falls on both.
        pares = [(nuestro(ruta), ajeno(ruta)) for _ronda in range(RONDAS)]
    nuestros, ajenos = ([min(medidas) for medidas in zip(*lado, strict=True)] for lado in zip(*pares, strict=True))
    for que, a, b in zip(("segundos", "segundos de procesador"), nuestros, ajenos, strict=True):
        comun.razon(f"cien mil entregas, once banderas entre coverage, {que}", a, b, 1, menos_es_mejor=True)


def _procesador() -> float:
    quienes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(quien).ru_utime for quien in quienes)


def _biblioteca() -> Path:
    """Where the validators' environment has Cardinal, if it does."""
    paquetes = comun.VALIDADORES.parent / "lib"
    return next(paquetes.glob("python*/site-packages/ocdscardinal"), paquetes / "ocdscardinal")


if __name__ == "__main__":
    main()
