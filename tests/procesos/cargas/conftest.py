"""The draft that the uploads fill."""

from typing import Any

import pytest

from sitio.catalogos.models import ClaveCucop, Partida
from sitio.procesos import servicios
from tests import fabricas


@pytest.fixture
def licitacion(casa: fabricas.Casa) -> Any:
    """The draft of a tender whose planning is public."""
    proceso = fabricas.proceso(casa)
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    ClaveCucop.objects.create(clave="21101001", descripcion="Mesas", partida="21101")
    Partida.objects.get_or_create(clave="21101", defaults={"descripcion": "Materiales"})
    return servicios.crear_etapa(proceso, "licitacion", casa.capturista)
