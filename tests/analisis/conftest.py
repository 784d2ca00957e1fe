"""Compiled releases made by hand, and the rules run over them through the public door."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pyarrow as pa
import pytest

from sitio.analisis import BANDERAS, PLAZOS, motor
from sitio.analisis.motor import Hallazgo, PlazoCalculado
from sitio.analisis.referencias import ESQUEMAS_DE_REFERENCIA
from sitio.analisis.tablas import Contexto
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

OCID = "ocds-213czf-1"
Evaluar = Callable[..., list[Hallazgo]]
Computar = Callable[..., list[PlazoCalculado]]


@pytest.fixture
def licitacion() -> dict[str, Any]:
    """A national public tender of goods, begun under the law of 2025, awarded, with three tenderers."""
    return {
        "ocid": OCID,
        "date": "2026-06-01T12:00:00Z",
        "tender": {
            "id": "LA-1",
            "status": "complete",
            "procurementMethod": "open",
            "procurementMethodDetails": "Licitación pública nacional",
            "mainProcurementCategory": "goods",
            "tenderPeriod": {"startDate": "2026-03-02T16:00:00Z", "endDate": "2026-03-20T16:00:00Z"},
            "tenderers": [{"id": f"X-{n}", "name": f"Empresa {n}"} for n in (1, 2, 3)],
            "numberOfTenderers": 3,
        },
        "awards": [{"id": "A1", "status": "active", "date": "2026-04-01T06:00:00Z", "suppliers": [{"id": "X-1"}]}],
    }


@pytest.fixture
def evaluar() -> Evaluar:
    """Evaluate one flag over compiled releases, all of one publisher, with rows of the reference tables."""

    def correr(
        bandera: str,
        *compiladas: dict[str, Any],
        marcos: dict[str, str] | None = None,
        referencias: dict[str, list[dict[str, Any]]] | None = None,
    ) -> list[Hallazgo]:
        publicadores = {compilada["ocid"]: "sefin" for compilada in compiladas}
        return motor.evaluar(
            tablas.aplanar(map(canonizar, compiladas)),
            [BANDERAS[bandera]],
            contexto=Contexto(publicadores, marcos or {}),
            referencias={
                nombre: pa.Table.from_pylist(filas, ESQUEMAS_DE_REFERENCIA[nombre])
                for nombre, filas in (referencias or {}).items()
            },
        )

    return correr


@pytest.fixture
def resultado(evaluar: Evaluar) -> Callable[..., str]:
    """Evaluate one flag over one release that has one subject; returns the outcome."""

    def correr(bandera: str, compilada: dict[str, Any], **opciones: Any) -> str:
        hallazgos = evaluar(bandera, compilada, **opciones)
        assert len(hallazgos) == 1
        return hallazgos[0].resultado.value

    return correr


@pytest.fixture
def computar() -> Computar:
    """Compute one deadline over compiled releases."""

    def correr(
        plazo: str, *compiladas: dict[str, Any], hoy: date = date(2026, 12, 31), inhabiles: Any = (), **opciones: Any
    ) -> list[PlazoCalculado]:
        if marcos := opciones.pop("marcos", None):
            opciones["contexto"] = Contexto(marcos=marcos)
        columnas = tablas.aplanar(map(canonizar, compiladas))
        return motor.plazos(columnas, frozenset(inhabiles), hoy, definiciones=[PLAZOS[plazo]], **opciones)

    return correr


TOPES = [
    {
        "anio": anio,
        "ley": "LAASSP",
        "objeto": "adquisiciones",
        "presupuesto_hasta": hasta,
        "directa": Decimal(directa),
        "invitacion": Decimal(invitacion),
    }
    for anio in (2025, 2026)
    for hasta, directa, invitacion in ((Decimal(15_000_000), 309_000, 2_272_000), (None, 1_145_000, 16_086_000))
]


@pytest.fixture
def topes() -> list[dict[str, Any]]:
    """The lowest and the highest bracket of 2026 (PEF, annex 9), for 2025 too."""
    return TOPES


@pytest.fixture
def compra() -> Callable[..., dict[str, Any]]:
    """Make processes, each with its own ocid: a direct award of goods, for its amount (art. 55), with its contract."""
    numeros = count(1)

    def hacer(
        dia: str = "2026-03-02",
        monto: float | None = 100_000,
        *,
        unidad: str = "UC-1",
        proveedor: str | None = "AAA010101AA1",
        metodo: str | None = "direct",
        fundamento: str | None = "55",
        clase: str | None = "21101001",
        titulo: str | None = None,
        moneda: str = "MXN",
        **contrato: Any,
    ) -> dict[str, Any]:
        tender = {
            "title": titulo,
            "status": "complete",
            "procurementMethod": metodo,
            "mainProcurementCategory": "goods",
            "legalBasis": {"id": fundamento} if fundamento else None,
            "procuringEntity": {"id": unidad, "name": f"Unidad {unidad}"},
            "tenderPeriod": {"startDate": f"{dia}T18:00:00Z"},
            "items": [{"id": "1", "classification": {"id": clase}}] if clase else None,
        }
        quien = [{"id": f"P-{proveedor}", "name": f"Empresa {proveedor}"}] if proveedor else []
        parte = [quien[0] | {"identifier": {"scheme": "MX-RFC", "id": proveedor}}] if proveedor else []
        valor = {"netAmount": monto, "amount": monto, "currency": moneda} if monto is not None else None
        fallo = {"id": "A1", "status": "active", "date": f"{dia}T18:00:00Z", "suppliers": quien}
        firmado = {"id": "C1", "awardID": "A1", "status": "active", "dateSigned": f"{dia}T18:00:00Z"}
        return {
            "ocid": f"ocds-213czf-{next(numeros)}",
            "date": f"{dia}T20:00:00Z",
            "tender": {nombre: dato for nombre, dato in tender.items() if dato is not None},
            "parties": parte,
            "awards": [fallo],
            "contracts": [firmado | ({"value": valor} if valor else {}) | contrato],
        }

    return hacer


@pytest.fixture
def concurso(compra: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Make processes: a public tender with the amounts that each one bid, the first of them the winner by default."""

    def hacer(
        ofertas: dict[str, float | None], gana: str | None = None, *, desechadas: str = "", **cambios: Any
    ) -> dict[str, Any]:
        ganador = next(iter(ofertas)) if gana is None else gana
        proceso = compra(metodo="open", fundamento=None, proveedor=ganador or None, **cambios)
        proceso["parties"] = [
            {"id": f"P-{quien}", "name": f"Empresa {quien}", "identifier": {"scheme": "MX-RFC", "id": quien}}
            for quien in ofertas
        ]
        proceso["bids"] = {
            "details": [
                {
                    "id": f"O-{quien}",
                    "status": "disqualified" if quien in desechadas else "valid",
                    "tenderers": [{"id": f"P-{quien}", "name": f"Empresa {quien}"}],
                    **(
                        {"value": {"amount": monto, "netAmount": monto, "currency": "MXN"}} if monto is not None else {}
                    ),
                }
                for quien, monto in ofertas.items()
            ]
        }
        return proceso

    return hacer


@pytest.fixture
def por_sujeto(evaluar: Evaluar) -> Callable[..., dict[str, str]]:
    """Evaluate one flag; returns the outcome of each subject by the first of its keys (the unit, or the supplier)."""

    def correr(bandera: str, *compiladas: dict[str, Any], **opciones: Any) -> dict[str, str]:
        hallazgos = evaluar(bandera, *compiladas, **opciones)
        desenlaces = {h.sujeto.split(" | ")[0]: h.resultado.value for h in hallazgos}
        assert len(desenlaces) == len(hallazgos)
        return desenlaces

    return correr
