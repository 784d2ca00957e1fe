"""A folder for the documents of each test, and a draft that lacks nothing but them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ajustes

from sitio.ajustes.plugin import en_carpeta
from tests import fabricas


@pytest.fixture(autouse=True)
def carpeta(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = {**ajustes.STORAGES, "documentos": en_carpeta(tmp_path / "documentos")}
    return tmp_path / "documentos"


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> Any:
    """The draft of a planning that lacks nothing but what each test adds."""
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    return fabricas.llenar(pagina, casa.capturista)
