"""CSV and XLSX of the same compiled releases, by us and by flatten-tool, which everybody uses. `--cuantas N` lines.

Both begin with the compiled releases in a file and end with the same thing on disk: a folder of CSV files, or a
workbook. flatten-tool runs as a program, and its start (a third of a second) counts, as it does for whoever calls it;
with ten thousand releases it is nothing. What serving adds to the CSV, a zip, is said apart.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from tests.banco.comun import COMPARTIDO, COMPILADAS, VALIDADORES, compiladas, exigir, medir, preparar_django, razon

META = 20
ESQUEMA = COMPARTIDO / "ocds" / "1.1.5" / "release-schema.json"


def flatten_tool(lineas: list[bytes], formato: str, carpeta: Path) -> float:
    """Return the releases per second of `flatten-tool flatten` in one format."""
    paquete = carpeta / "paquete.json"
    paquete.write_text(json.dumps({"releases": [json.loads(linea) for linea in lineas]}), encoding="utf-8")
    orden = [
        str(VALIDADORES / "flatten-tool"), "flatten", str(paquete), "--schema", str(ESQUEMA), "--root-list-path",
        "releases", "--root-id", "ocid", "--main-sheet-name", "releases", "-f", formato, "-o", str(carpeta / formato),
    ]  # fmt: skip
    inicio = time.perf_counter()
    subprocess.run(orden, check=True, capture_output=True)
    return len(lineas) / (time.perf_counter() - inicio)


def nuestro(lineas: list[bytes], carpeta: Path) -> dict[str, float]:
    """Return the releases per second of our flattening alone, and with each format."""
    from sitio.ocds.tablas import aplanar
    from sitio.publicacion.masivos.excel import escribir_excel
    from sitio.publicacion.masivos.tablas import copiar_en_csv, escribir_csv

    entrada = carpeta / "compiladas.jsonl"
    entrada.write_bytes(b"\n".join(lineas))

    def leer() -> dict[str, object]:
        with entrada.open("rb") as archivo:
            return aplanar(archivo)

    medidas = {
        "solo aplanar": leer,
        "csv": lambda: list(copiar_en_csv(leer(), carpeta)),
        "csv en zip": lambda: escribir_csv(leer(), [], carpeta / "tablas.zip"),
        "xlsx": lambda: escribir_excel(leer(), [], carpeta / "tablas.xlsx"),
    }
    return {nombre: len(lineas) / medir(accion) for nombre, accion in medidas.items()}


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--cuantas", type=int, default=10_000)
    cuantas = opciones.parse_args(sys.argv[1:]).cuantas
    exigir(COMPILADAS, VALIDADORES / "flatten-tool", ESQUEMA)
    preparar_django()
    lineas = [linea.rstrip(b"\n") for linea in islice(compiladas(), cuantas)]
    with tempfile.TemporaryDirectory() as nombre:
        carpeta = Path(nombre)
        mios = nuestro(lineas, carpeta)
        print(
            f"{len(lineas):,} entregas compiladas; por segundo, solo aplanarlas: {mios['solo aplanar']:,.0f};", end=" "
        )
        print(f"hasta el CSV en zip: {mios['csv en zip']:,.0f}")
        for formato in ("csv", "xlsx"):
            suyo = flatten_tool(lineas, formato, carpeta)
            razon(f"entregas por segundo en {formato}, nuestras / flatten-tool", mios[formato], suyo, META)


if __name__ == "__main__":
    main()
