"""Validate releases, against libcoveocds over the same ones: two thousand federal releases in one package.

Three things of ours are measured: the structure alone, the gate an import passes (structure and the ledger's rules),
and the strict one of what we capture (our extensions, empty values, references, coherence). libcoveocds, which is AGPL,
runs as a program in an environment of its own, offline, and tells the processor time of its library alone: neither its
start nor reading the file counts. Ours is processor time too.
"""

import gzip
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from sitio.ocds import perfil, rutas, validador
from sitio.ocds.lectura import leer_json
from tests.banco import comun

PAQUETES = comun.COMPARTIDO / "data" / "ocds" / "federal-2016-2017.release-packages.jsonl.gz"
ESTANDAR = comun.COMPARTIDO / "ocds" / "1.1.5" / "standard-1__1__5.zip"
CUANTAS = 2000
_PROGRAMA = """
import json, sys, time
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig

paquete = json.load(open(sys.argv[1]))
configuracion = LibCoveOCDSConfig()
configuracion.config.update(context="api", standard_zip="file://" + sys.argv[2])
inicio = time.process_time()
ocds_json_output(json_data=paquete, lib_cove_ocds_config=configuracion)
print(time.process_time() - inicio)
"""


def paquete() -> dict[str, Any]:
    """Return one package with CUANTAS federal releases; its extensions, which are online, go undeclared."""
    with gzip.open(PAQUETES) as archivo:
        paquetes = [leer_json(linea) for linea in archivo]
    # They were published with empty fields, which the strict gate refuses: without them nearly all pass both.
    entregas = [rutas.sin_vacios(entrega) for paquete in paquetes for entrega in paquete["releases"]]
    # There are fewer: the first ones come twice, with another id.
    repetidas = [{**entrega, "id": f"{entrega['id']}-bis"} for entrega in entregas[: CUANTAS - len(entregas)]]
    return {**paquetes[0], "extensions": [], "releases": entregas + repetidas}


def libcoveocds(ruta: Path) -> float:
    """Return the seconds of processor that the library takes over a package already read."""
    orden = [comun.VALIDADORES / "python", "-c", _PROGRAMA, ruta, ESTANDAR]
    return float(subprocess.run(orden, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    comun.exigir(PAQUETES, ESTANDAR, comun.VALIDADORES / "libcoveocds")
    dado = paquete()
    entregas = dado["releases"]
    with tempfile.TemporaryDirectory() as carpeta:
        ruta = Path(carpeta) / "paquete.json"
        ruta.write_text(json.dumps(dado, default=float), encoding="utf-8")
        for nombre, errores in (
            ("solo la estructura", partial(validador.errores, completo=False)),
            ("importar: estructura y reglas de la bitácora", perfil.errores),
            ("capturar: además extensiones, vacíos, referencias y coherencia", partial(perfil.errores, estricto=True)),
        ):
            sanas = sum(not [*errores(entrega)] for entrega in entregas)
            print(f"{nombre}: {sanas:,} de {len(entregas):,} sin errores")
            revisar = partial(_revisar, entregas, errores)
            pares = [(revisar(), libcoveocds(ruta)) for _vez in range(3)]
            nuestro, ajeno = (CUANTAS / min(tiempos) for tiempos in zip(*pares, strict=True))
            comun.razon("  entregas/s, nuestra puerta entre libcoveocds", nuestro, ajeno, 50)


def _revisar(entregas: list[dict[str, Any]], errores: Callable[[dict[str, Any]], Iterable[Any]]) -> float:
    """Return the seconds of processor that a gate takes over all the releases."""
    inicio = time.process_time()
    for entrega in entregas:
        [*errores(entrega)]
    return time.process_time() - inicio


if __name__ == "__main__":
    main()
