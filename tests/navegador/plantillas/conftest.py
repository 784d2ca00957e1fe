"""A communications person in front of the template editor."""

import pytest
from playwright.sync_api import Page

from tests.navegador.conftest import Instalacion
from tests.navegador.plantillas.comun import Editora


@pytest.fixture
def editora(pagina: Page, instalacion: Instalacion) -> Editora:
    pagina.set_default_timeout(20_000)
    editora = Editora(pagina, instalacion)
    editora.entrar()
    return editora
