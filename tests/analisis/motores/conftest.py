"""The tables that every engine is given, once for all of them."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.analisis.motores.comun import preparadas

REALES = Path(__file__).resolve().parents[4] / "shared" / "data" / "banco" / "do-10000-compiled.jsonl.gz"


@pytest.fixture(scope="package")
def tablas_de_prueba() -> dict[str, pa.Table]:
    """Hand-made tenders and, where they are, real processes."""
    base: dict[str, Any] = {
        "ocid": "",
        "date": "2026-12-01T12:00:00Z",
        "tender": {
            "id": "LA-1",
            "status": "complete",
            "procurementMethodDetails": "Licitación pública nacional",
            "tenderers": [{"id": f"X-{n}", "name": f"Empresa {n}"} for n in (1, 2, 3)],
            "numberOfTenderers": 3,
        },
    }
    return preparadas(base, REALES if REALES.exists() else None)
