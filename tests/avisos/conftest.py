from collections.abc import Iterator

import pytest

from sitio.avisos import canales
from tests.avisos.mundo import Mundo, Paloma, crear_mundo


@pytest.fixture
def mundo(db: None) -> Mundo:
    return crear_mundo()


@pytest.fixture
def paloma() -> Iterator[Paloma]:
    """The only channel there is in the test."""
    canal = Paloma()
    originales = dict(canales.CANALES)
    canales.CANALES.clear()
    canales.registrar(canal)
    yield canal
    canales.CANALES.clear()
    canales.CANALES.update(originales)
