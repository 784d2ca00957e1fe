"""A site that forgets a step of the installation is told so before it publishes anything wrong."""

from typing import Any

import pytest

from sitio.procesos.checks import ajustes_de_captura


@pytest.mark.parametrize(
    ("ajuste", "valor", "error"),
    [
        ("WAGTAIL_FINISH_WORKFLOW_ACTION", "wagtail.workflows.publish_workflow_state", "procesos.E001"),
        ("URL_PUBLICA", "", "procesos.E002"),
    ],
)
def test_a_missing_setting_is_an_error_with_its_remedy(settings: Any, ajuste: str, valor: str, error: str) -> None:
    assert ajustes_de_captura(None) == []
    setattr(settings, ajuste, valor)
    (encontrado,) = ajustes_de_captura(None)
    assert encontrado.id == error
    assert encontrado.hint
