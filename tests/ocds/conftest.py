"""A release of ours with all five stages, good even for the strict profile; each test spoils its own copy."""

import csv
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sitio.ocds import archivos

OCID = "ocds-213czf-LA-006-E1-2026"


@pytest.fixture
def entrega() -> dict[str, Any]:
    dependencia = {"id": "MX-RFC-SHC000101AA1", "name": "Secretaría de Hacienda"}
    unidad = {"id": "MX-CPA-06E00", "name": "Unidad compradora 06E00"}
    empresa = {"id": "MX-RFC-GFM010122DZ9", "name": "Grúas y Fletes, S.A. de C.V."}
    otra = {"id": "MX-RFC-OTR010101AB1", "name": "Otra Empresa, S.A. de C.V."}
    pesos = {"amount": 116000.5, "currency": "MXN"}
    return {
        "ocid": OCID,
        "id": f"{OCID}-1",
        "date": "2026-02-01T12:00:00Z",
        "tag": ["planning", "tender", "award", "contract", "implementation"],
        "initiationType": "tender",
        "language": "es",
        "buyer": dict(dependencia),
        "parties": [
            {**dependencia, "identifier": {"scheme": "MX-RFC", "id": "SHC000101AA1"}, "roles": ["buyer", "payer"]},
            {**unidad, "roles": ["procuringEntity"]},
            {**empresa, "roles": ["tenderer", "supplier", "payee"], "address": {"region": "Oaxaca"}},
            {**otra, "roles": ["tenderer"]},
        ],
        "planning": {
            "rationale": "Traslado de mobiliario",
            "budget": {"amount": dict(pesos)},
            "documents": [{"id": "d1", "documentType": "marketStudies"}],
        },
        "tender": {
            "id": "LA-006-E1-2026",
            "title": "Servicio de fletes",
            "status": "complete",
            "procurementMethod": "open",
            "mainProcurementCategory": "services",
            "procuringEntity": dict(unidad),
            "tenderPeriod": {"startDate": "2026-01-05T15:00:00Z", "endDate": "2026-01-20T17:00:00Z"},
            "value": dict(pesos),
            "numberOfTenderers": 2,
            "tenderers": [dict(empresa), dict(otra)],
            "items": [
                {
                    "id": "1",
                    "description": "Flete",
                    "classification": {"scheme": "CUCOP", "id": "34701"},
                    "quantity": 3,
                    "unit": {"name": "Viaje", "value": {"amount": 33333.3333, "currency": "MXN"}},
                }
            ],
            "milestones": [{"id": "h1", "type": "engagement", "dueDate": "2026-01-10T16:00:00Z"}],
        },
        "awards": [
            {
                "id": "a1",
                "status": "active",
                "date": "2026-01-25T18:00:00Z",
                "value": dict(pesos),
                "suppliers": [dict(empresa)],
            }
        ],
        "contracts": [
            {
                "id": "c1",
                "awardID": "a1",
                "status": "active",
                "dateSigned": "2026-01-30T18:00:00Z",
                "period": {"startDate": "2026-02-01T06:00:00Z", "endDate": "2026-12-31T05:59:59Z"},
                "value": dict(pesos),
                "implementation": {
                    "transactions": [
                        {
                            "id": "t1",
                            "date": "2026-01-31T18:00:00Z",
                            "value": {"amount": 10.01, "currency": "MXN"},
                            "payer": dict(dependencia),
                            "payee": dict(empresa),
                        }
                    ]
                },
            }
        ],
    }


@dataclass(frozen=True)
class Oficial:
    """What the repository of an extension holds: its patch to the release schema, and the codes of its lists."""

    parche: dict[str, Any]
    listas: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def oficiales(compartido: Path) -> dict[str, Oficial]:
    """Our extensions as published at the very URLs we declare; `metrics`, of which there is no copy, is not there."""
    zips = {}
    for ruta in (compartido / "ocds/extension-zips").glob("*.zip"):
        dueno, repositorio, version = ruta.stem.split("+")
        with zipfile.ZipFile(ruta) as archivo:
            zips |= {(dueno, repositorio, ref): ruta for ref in (version, archivo.comment.decode())}
    lugares = {clave: tuple(datos["url"].split("/")[3:6]) for clave, datos in archivos.extensiones().items()}
    return {clave: _leer(zips[lugar]) for clave, lugar in lugares.items() if clave != "metrics"}


def _leer(ruta: Path) -> Oficial:
    with zipfile.ZipFile(ruta) as archivo:
        raiz = archivo.namelist()[0]
        declarado = json.loads(archivo.read(f"{raiz}extension.json"))
        parche = archivo.read(f"{raiz}release-schema.json") if "schemas" in declarado else b"{}"
        listas = {
            nombre.removesuffix(".csv"): {
                fila["Code"] for fila in csv.DictReader(archivo.read(f"{raiz}codelists/{nombre}").decode().splitlines())
            }
            for nombre in declarado.get("codelists", ())
        }
    return Oficial(json.loads(parche), listas)
