from pathlib import Path

import pytest

from sitio.publicacion.models import Publicador
from tests.publicacion.vida import crear_publicador


@pytest.fixture
def publicador(db: None) -> Publicador:
    return crear_publicador()


@pytest.fixture(autouse=True)
def _almacen_propio(almacen: Path) -> None:
    """Every test begins without bulk files."""
