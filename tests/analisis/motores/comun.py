"""Processes to run every rule over, and rows of different engines told alike."""

import copy
import gzip
import math
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from sitio.analisis.referencias import ESQUEMAS_DE_REFERENCIA, completar
from sitio.analisis.tablas import Contexto, preparar
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

REALES = 400


def a_mano(licitacion: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a tender under each method, law and object, complete and with each of its sections missing."""
    numero = 0
    for metodo in ("open", "selective", "direct", "limited", None):
        for anio in ("2024", "2026"):
            for categoria in ("goods", "works", None):
                for falta in (None, "tenderPeriod", "tenderers", "awards", "contracts"):
                    numero += 1
                    yield _variante(licitacion, f"ocds-213czf-{numero}", metodo, anio, categoria, falta)


def _variante(base: dict[str, Any], ocid: str, metodo: Any, anio: str, categoria: Any, falta: Any) -> dict[str, Any]:
    compilada = copy.deepcopy(base) | {"ocid": ocid, "contracts": _contratos(anio), "parties": _partes()}
    compilada["bids"] = {"details": _propuestas(anio)}
    licitacion = compilada["tender"]
    cambios = {"procurementMethod": metodo, "mainProcurementCategory": categoria}
    licitacion |= {"value": {"amount": 500000.25, "currency": "MXN"}, "items": _articulos()}
    licitacion |= {k: v for k, v in cambios.items() if v} | {"procuringEntity": {"id": "UC-1", "name": "Unidad"}}
    licitacion["tenderPeriod"] = {"startDate": f"{anio}-03-02T16:00:00Z", "endDate": f"{anio}-03-12T16:00:00Z"}
    compilada["awards"] = [
        {
            "id": "A1",
            "status": "active",
            "date": f"{anio}-03-13T06:00:00Z",
            "value": {"amount": 480000, "currency": "MXN"},
            "suppliers": [{"id": "X-1", "name": "Empresa 1"}],
        }
    ]
    for clave, valor in cambios.items():
        if not valor:
            licitacion.pop(clave, None)
    compilada.pop(falta, None)
    licitacion.pop(falta, None)
    return compilada


def _contratos(anio: str) -> list[dict[str, Any]]:
    ejecucion = {
        "status": "ongoing",
        "transactions": [{"id": "T1", "date": f"{anio}-06-01T06:00:00Z", "value": {"amount": 1, "currency": "MXN"}}],
        "milestones": [{"id": "M1", "type": "delivery", "dueDate": f"{anio}-05-01T06:00:00Z", "status": "met"}],
    }
    return [
        {
            "id": "C1",
            "awardID": "A1",
            "status": "active",
            "dateSigned": f"{anio}-04-20T06:00:00Z",
            "period": {"startDate": f"{anio}-04-21T06:00:00Z", "endDate": f"{anio}-12-31T06:00:00Z"},
            "value": {"amount": 600000, "currency": "MXN"},
            "items": _articulos(),
            "amendments": [{"id": "E1", "date": f"{anio}-08-01T06:00:00Z", "rationale": "Más"}],
            "guarantees": [{"id": "G1", "type": "performance", "date": f"{anio}-04-25T06:00:00Z"}],
            "implementation": ejecucion,
        }
    ]


def _propuestas(anio: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"B{n}",
            "status": "valid" if n < 3 else "disqualified",
            "date": f"{anio}-03-12T16:00:00Z",
            "tenderers": [{"id": f"X-{n}", "name": f"Empresa {n}"}],
            "value": {"amount": 480000 + n * 1000, "currency": "MXN"},
        }
        for n in (1, 2, 3)
    ]


def _partes() -> list[dict[str, Any]]:
    """Return three companies, each with an owner, and an official."""
    funcionario = {"legalPersonality": "naturalPerson", "scheme": "MX-RFC", "id": "FUNA800101AA1"}
    oficial = {"id": "F-1", "name": "Ana Funcionaria", "roles": ["procuringEntity"], "identifier": funcionario}
    return [oficial] + [
        {
            "beneficialOwners": [{"id": f"D-{n}", "name": f"Empresa {n}"}],
            "id": f"X-{n}",
            "name": f"Empresa {n}",
            "roles": ["tenderer", "supplier"],
            "identifier": {"scheme": "MX-RFC", "id": f"EMP01010{n}AA{n}", "legalName": f"Empresa {n}, S.A. de C.V."},
            "address": {"streetAddress": "Calle 1", "postalCode": "06000"},
        }
        for n in (1, 2, 3)
    ]


def _articulos() -> list[dict[str, Any]]:
    precio = {"amount": 10.5, "currency": "MXN"}
    clase = {"scheme": "CUCOP", "id": "21101001"}
    return [{"id": "1", "description": "Papel", "classification": clase, "quantity": 2, "unit": {"value": precio}}]


def preparadas(licitacion: dict[str, Any], reales: Path | None) -> dict[str, pa.Table]:
    """Return every table that rules read, with those processes and, where they are, with real ones."""
    compiladas = [canonizar(c) for c in a_mano(licitacion)]
    if reales is not None:
        with gzip.open(reales) as archivo:
            compiladas += [linea.strip() for linea in islice(archivo, REALES)]
    planas = tablas.aplanar(compiladas)
    publicadores = dict.fromkeys(planas["procesos"].column("ocid").to_pylist(), "sefin")
    return preparar(planas, Contexto(publicadores)) | completar(_referencias())


def _referencias() -> dict[str, pa.Table]:
    """Return a cut date, the lists of each kind, and a first supplier that all of them have."""
    tipos = (
        "efos",
        "inhabilitados",
        "servidores_sancionados",
        "servidores",
        "fiscales",
        "paraisos",
        "padron",
        "propia",
    )
    lista = {"version": "1", "fecha": date(2026, 1, 1), "publicador": None}
    hallada = {"publicador": "sefin", "rfc": "EMP010101AA1", "nombre": "EMPRESA 1", "version": "1", "renglon": "7"}
    hallada |= {"situacion": "definitivo", "desde": date(2024, 1, 1), "hasta": None, "publicado": date(2024, 1, 1)}
    hallada |= {"institucion": None, "coincidencia": "rfc", "puntaje": 1.0, "decision": None}
    filas: dict[str, list[dict[str, Any]]] = {
        "corte": [{"dia": date(2026, 12, 31)}],
        "listas": [{**lista, "lista": tipo, "tipo": tipo} for tipo in tipos],
        "coincidencias": [{**hallada, "lista": tipo, "tipo": tipo} for tipo in tipos],
    }
    return {nombre: pa.Table.from_pylist(f, ESQUEMAS_DE_REFERENCIA[nombre]) for nombre, f in filas.items()}


def iguales(filas: Iterable[dict[str, Any]]) -> list[list[tuple[str, Any]]]:
    """Return rows as they compare: in one order, with columns by name and numbers to ten digits."""
    return sorted(([(n, _valor(v)) for n, v in sorted(fila.items())] for fila in filas), key=repr)


def _valor(valor: Any) -> Any:
    if isinstance(valor, bool) or valor is None:
        return valor
    if isinstance(valor, int | float | Decimal):
        return None if math.isnan(valor) else f"{float(valor):.10g}"
    if isinstance(valor, datetime):
        return (valor.astimezone(UTC) if valor.tzinfo else valor).replace(tzinfo=None).isoformat()
    if isinstance(valor, list):
        # Of no rows, some engines make an empty list and others none: to us it is the same.
        return [_valor(v) for v in valor] or None
    return valor
