"""What libcoveocds finds in packages of ours, cut down to what should not be there."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.casas import RAIZ

PYTHON = RAIZ / ".venv-validadores" / "bin" / "python"
GUION = Path(__file__).with_name("cove.py")
# Every answer of libcoveocds that is a finding.
HALLAZGOS = (
    "validation_errors", "additional_fields", "deprecated_fields", "additional_closed_codelist_values",
    "additional_open_codelist_values", "additional_checks", "structure_warnings", "conformance_errors",
    "json_deref_error",
)  # fmt: skip

# What we add to the open lists of the standard, documented in docs/manual/perfil-de-datos.md.
DOCUMENTADOS = {"COG"}


def examinar(ocds: Path, trabajo: Path, paquetes: dict[str, bytes]) -> dict[str, Any]:
    """Return, of each package that has some, its findings; `links`, which no schema of a package can say, is none."""
    rutas = [trabajo / f"{nombre}.json" for nombre in paquetes]
    for ruta, contenido in zip(rutas, paquetes.values(), strict=True):
        ruta.write_bytes(contenido)
    orden = [PYTHON, GUION, ocds, trabajo, *rutas]
    hecho = subprocess.run(orden, check=False, capture_output=True, text=True)
    assert hecho.returncode == 0, hecho.stderr
    respuestas = json.loads(hecho.stdout)
    assert len(respuestas) == len(paquetes)
    return {Path(ruta).stem: malo for ruta, respuesta in respuestas.items() if (malo := _malo(respuesta))}


def _malo(respuesta: dict[str, Any]) -> dict[str, Any]:
    """The findings; a package of which nothing was counted was not examined, and that is one too."""
    malo = {clave: respuesta[clave] for clave in HALLAZGOS if respuesta.get(clave)}
    if ajenos := [campo for campo in malo.pop("additional_fields", ()) if campo["field"] != "links"]:
        malo["additional_fields"] = ajenos
    abiertas = malo.pop("additional_open_codelist_values", {})
    if ajenas := {ruta: d for ruta, d in abiertas.items() if not set(d["values"]) <= DOCUMENTADOS}:
        malo["additional_open_codelist_values"] = ajenas
    extensiones = respuesta["extensions"] or {}
    if invalidas := extensiones.get("invalid_extension"):
        malo["invalid_extension"] = invalidas
    if fallidas := [e for e in extensiones.get("extensions", ()) if e["failed_codelists"]]:
        malo["failed_codelists"] = fallidas
    if not respuesta["count"]:
        malo["count"] = 0
    return malo
