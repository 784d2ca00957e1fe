import pytest

from sitio.publicacion.models import Publicador
from tests.publicacion.vida import crear_publicador


@pytest.fixture
def publicador(db: None) -> Publicador:
    return crear_publicador()
