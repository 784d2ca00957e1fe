"""Compiled releases made by hand, and the rules run over them through the public door."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sitio.analisis import BANDERAS, motor
from sitio.analisis.motor import Hallazgo, PlazoCalculado
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
    """Evaluate one flag over compiled releases."""

    def correr(bandera: str, *compiladas: dict[str, Any], marcos: dict[str, str] | None = None) -> list[Hallazgo]:
        return motor.evaluar(tablas.aplanar(map(canonizar, compiladas)), [BANDERAS[bandera]], marcos=marcos)

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
        todos = motor.plazos(tablas.aplanar(map(canonizar, compiladas)), frozenset(inhabiles), hoy, **opciones)
        return [p for p in todos if p.plazo_id == plazo]

    return correr
