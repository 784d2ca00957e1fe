"""Processes made by hand, changed one path at a time, and their figures through the public door."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from sitio.analisis.indicadores import INDICADORES
from sitio.analisis.indicadores.registro import Ambito
from sitio.analisis.motor import indicadores as motor
from sitio.analisis.motor.indicadores import Cifra
from sitio.analisis.referencias import ESQUEMAS_DE_REFERENCIA
from sitio.analisis.tablas import Contexto
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

Proceso = dict[str, Any]
# How many processes are like this one.
Grupo = tuple[int, Proceso]

# A public tender of goods under the law of 2025, with three tenderers, awarded for 1,000 pesos without IVA and signed.
LICITACION: Proceso = {
    "date": "2026-06-01T12:00:00Z",
    "buyer": {"id": "MX-1", "name": "Instituto"},
    "parties": [
        {"id": "MX-1", "name": "Instituto", "roles": ["buyer"]},
        {"id": "UC-1", "name": "Adquisiciones", "roles": ["procuringEntity"]},
    ],
    "planning": {"rationale": "Hace falta"},
    "tender": {
        "id": "LA-1",
        "title": "Sillas",
        "status": "complete",
        "procurementMethod": "open",
        "mainProcurementCategory": "goods",
        "procuringEntity": {"id": "UC-1", "name": "Adquisiciones"},
        "tenderPeriod": {"startDate": "2026-03-02T16:00:00Z", "endDate": "2026-03-20T16:00:00Z"},
        "tenderers": [{"id": f"X-{n}", "name": f"Empresa {n}"} for n in (1, 2, 3)],
    },
    "awards": [
        {
            "id": "A1",
            "status": "active",
            "date": "2026-04-01T18:00:00Z",
            "value": {"amount": 1160, "currency": "MXN"},
            "suppliers": [{"id": "X-1", "name": "Empresa 1"}],
        }
    ],
    "contracts": [
        {
            "id": "C1",
            "awardID": "A1",
            "status": "active",
            "dateSigned": "2026-04-11T18:00:00Z",
            "value": {"amount": 1160, "currency": "MXN"},
        }
    ],
}


def con(proceso: Proceso, cambios: Mapping[str, Any]) -> Proceso:
    """Return `proceso` with some paths («awards.0.value») changed, or taken out where the value is None."""
    nuevo = copy.deepcopy(proceso)
    for ruta, valor in cambios.items():
        *camino, ultimo = [int(paso) if paso.isdigit() else paso for paso in ruta.split(".")]
        lugar: Any = nuevo
        for paso in camino:
            lugar = lugar[paso] if isinstance(lugar, list) else lugar.setdefault(paso, {})
        if valor is None:
            lugar.pop(ultimo)
        else:
            lugar[ultimo] = valor
    return nuevo


OBRA = con(LICITACION, {"tender.mainProcurementCategory": "works"})
DIRECTA = con(LICITACION, {"tender.procurementMethod": "direct"})
SIN_CATEGORIA = con(LICITACION, {"tender.mainProcurementCategory": None})
SIN_MONTO = con(LICITACION, {"awards.0.value": None})
EN_DOLARES = con(LICITACION, {"awards.0.value.currency": "USD"})


def cifras(
    indicador: str,
    *grupos: Grupo,
    referencias: Mapping[str, list[dict[str, Any]]] | None = None,
    hoy: date = date(2026, 12, 31),
) -> list[Cifra]:
    """Return every figure of an indicator over these processes, all of one publisher."""
    todos = [proceso for cuantos, proceso in grupos for _n in range(cuantos)]
    numerados = [{"ocid": f"ocds-213czf-{n}", **proceso} for n, proceso in enumerate(todos)]
    return motor.medir(
        tablas.aplanar(map(canonizar, numerados)),
        [INDICADORES[indicador]],
        contexto=Contexto({proceso["ocid"]: "sefin" for proceso in numerados}),
        referencias={
            nombre: pa.Table.from_pylist(filas, ESQUEMAS_DE_REFERENCIA[nombre])
            for nombre, filas in ({"corte": [{"dia": hoy}]} | dict(referencias or {})).items()
        },
    )


def cifra(indicador: str, *grupos: Grupo, medida: str = "", ambito: Ambito = Ambito.INSTITUCION, **mas: Any) -> Cifra:
    """Return the one figure of a measure of the whole institution, or of another scope that has only one."""
    [una] = [c for c in cifras(indicador, *grupos, **mas) if c.medida == medida and c.ambito is ambito]
    return una
