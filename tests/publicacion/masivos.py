"""Reading the bulk files as anybody would: through their addresses, with the tools of each format."""

import csv
import gzip
import io
import json
import zipfile
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from django.core.management import call_command
from django.test import Client

BASE = "/api/ocds/masivos"


def generar(*opciones: str) -> str:
    """Run the command and return what it says."""
    salida = io.StringIO()
    call_command("masivos", *opciones, stdout=salida)
    return salida.getvalue()


def indice() -> dict[str, dict[str, Any]]:
    """The files of the public index by their path under /masivos."""
    archivos = json.loads(bajar("index.json"))["files"]
    return {archivo["url"].partition("/masivos/")[2]: archivo for archivo in archivos}


def bajar(ruta: str) -> bytes:
    respuesta = Client().get(f"{BASE}/{ruta}")
    assert respuesta.status_code == 200, respuesta.content
    return b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content


def lineas(ruta: str) -> list[dict[str, Any]]:
    return [json.loads(linea) for linea in gzip.decompress(bajar(ruta)).splitlines()]


def registros(ruta: str) -> dict[str, Any]:
    """The one package inside a zip."""
    with zipfile.ZipFile(io.BytesIO(bajar(ruta))) as comprimido:
        [nombre] = comprimido.namelist()
        return json.loads(comprimido.read(nombre))


def hojas_csv(ruta: str) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(bajar(ruta))) as comprimido:
        assert comprimido.testzip() is None
        return {
            nombre.removesuffix(".csv"): list(csv.DictReader(io.StringIO(comprimido.read(nombre).decode(), newline="")))
            for nombre in comprimido.namelist()
            if nombre.endswith(".csv")
        }


def hojas_excel(ruta: str) -> dict[str, list[tuple[Any, ...]]]:
    libro = openpyxl.load_workbook(io.BytesIO(bajar(ruta)))
    return {hoja.title: list(hoja.iter_rows(values_only=True)) for hoja in libro.worksheets}


def parquet(ruta: str) -> pa.Table:
    return pq.read_table(io.BytesIO(bajar(ruta)))
