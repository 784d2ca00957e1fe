"""The formats of the bulk files: how each is called, and as what it is served."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Formato:
    """`final` ends the file name; `tipo` is its media type (IANA); `comprime`, the media type of what is inside."""

    titulo: str | Promise
    final: str
    tipo: str
    dentro: str = ""


COMPILADAS = "jsonl"
ENTREGAS = "releases-jsonl"
REGISTROS = "records-json"
CSV = "csv"
EXCEL = "xlsx"
PARQUET = "parquet"

FORMATOS = {
    EXCEL: Formato(_("Excel"), ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    CSV: Formato(_("CSV"), ".csv.zip", "application/zip", "text/csv"),
    COMPILADAS: Formato(_("JSON por líneas: procesos"), ".jsonl.gz", "application/gzip", "application/x-ndjson"),
    ENTREGAS: Formato(_("JSON por líneas: entregas"), ".releases.jsonl.gz", "application/gzip", "application/x-ndjson"),
    REGISTROS: Formato(_("Paquete de registros OCDS"), ".records.zip", "application/zip", "application/json"),
    PARQUET: Formato(_("Parquet"), ".parquet", "application/vnd.apache.parquet"),
}


def nombre_de(formato: str, anio: int | None, parte: int = 1, tabla: str = "") -> str:
    """Return the public name of a file: `2026.csv.zip`, `2026-2.csv.zip`, `2026.contratos.parquet`, `full.jsonl.gz`.

    The first part has no number: its name is the same the day a second one is needed.
    """
    base = "full" if anio is None else f"{anio}" if parte == 1 else f"{anio}-{parte}"
    return f"{base}{f'.{tabla}' if tabla else ''}{FORMATOS[formato].final}"
