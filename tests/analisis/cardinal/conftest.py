"""The Cardinal mode over releases made by hand, through its public door."""

import io
import json
from collections.abc import Callable, Iterable

import pytest

from sitio.analisis import cardinal
from tests.analisis.cardinal.hechas import Json

Correr = Callable[..., Json]


@pytest.fixture
def correr() -> Correr:
    """Run over releases (or raw lines) with a settings text, and return the JSON printed."""

    def _correr(lineas: Iterable[Json | bytes], ajustes: str, *, meta: bool = False, mapas: bool = False) -> Json:
        crudas = [linea if isinstance(linea, bytes) else json.dumps(linea).encode() for linea in lineas]
        flujo = io.BytesIO(b"\n".join(crudas))
        calculo = cardinal.calcular_flujo(flujo, cardinal.leer_ajustes(ajustes), lambda _linea: None, con_mapas=mapas)
        return json.loads(b"".join(cardinal.partes(calculo, con_meta=meta, con_mapas=mapas)))

    return _correr
