"""What the tests of capture build again and again."""

from typing import Any

import pytest

from tests import fabricas


@pytest.fixture
def enviada(casa: fabricas.Casa) -> Any:
    """A planning stage sent to approval by its author."""
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    fabricas.llenar(pagina, casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    return pagina
