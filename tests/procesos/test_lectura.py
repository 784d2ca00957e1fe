"""Whoever sees a process reads its drafts, without a door to change them."""

from typing import Any

import pytest
from django.urls import reverse

from tests import fabricas
from tests.procesos.test_admin import EN_CASA, QUIENES

pytestmark = pytest.mark.django_db


@pytest.fixture
def casa() -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> Any:
    return fabricas.etapa_de(fabricas.proceso(casa), "planeacion")


@pytest.mark.parametrize("quien", QUIENES)
def test_who_sees_the_process_reads_its_draft_and_changes_nothing(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    fabricas.llenar(planeacion, casa.capturista, justificacion="Solo en el borrador")
    url = reverse("procesos:leer", args=[planeacion.pk])
    cliente = como(quien)
    respuesta = cliente.get(url)
    assert ("Solo en el borrador" in respuesta.content.decode()) == (quien in EN_CASA)
    assert cliente.post(url, {"justificacion": "Otra"}).status_code in (302, 405)
    assert planeacion.get_latest_revision().content["justificacion"] == "Solo en el borrador"
