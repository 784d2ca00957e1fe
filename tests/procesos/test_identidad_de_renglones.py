"""A row that was never published keeps the id it was first given, however often its draft is saved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.procesos.lectura.comparacion import cambios
from sitio.procesos.models import EtapaPage
from tests import fabricas
from tests.procesos.test_admin import formulario

pytestmark = pytest.mark.django_db


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> EtapaPage:
    """A published stage: what is added to its draft has no key in the database until it is published again."""
    return fabricas.publicar(casa, fabricas.etapa_de(fabricas.proceso(casa), "planeacion"))


def borrador(etapa: EtapaPage) -> Any:
    return type(etapa).objects.get(pk=etapa.pk).get_latest_revision_as_object()


def guardar(cliente: Client, etapa: EtapaPage, titulos: list[str], **otros: str) -> Any:
    """Save the form as the browser would, with these milestones; what is hidden goes back as it came."""
    url = reverse("wagtailadmin_pages:edit", args=[etapa.pk])
    campos = formulario(cliente.get(url)) | {"hitos-TOTAL_FORMS": str(len(titulos))}
    for n, titulo in enumerate(titulos):
        fijos = {"titulo": titulo, "tipo": "delivery", "estado": "scheduled", "ORDER": str(n + 1)}
        # Empty hidden fields carry no value in the page: the browser sends them empty.
        campos.setdefault(f"hitos-{n}-id", "")
        campos |= {f"hitos-{n}-{nombre}": valor for nombre, valor in fijos.items()}
    return cliente.post(url, {**campos, **otros}, follow=True)


def ids(etapa: EtapaPage) -> dict[str, str]:
    return {hito.titulo: hito.identificador for hito in borrador(etapa).hitos.all()}


def test_saving_again_keeps_the_id_and_the_history_shows_only_what_changed(como: Any, planeacion: EtapaPage) -> None:
    cliente = como("capturista")
    guardar(cliente, planeacion, ["Estudio", "Dictamen"])
    antes, primera = ids(planeacion), borrador(planeacion)
    guardar(cliente, planeacion, ["Estudio", "Dictamen técnico", "Nuevo"])
    despues = ids(planeacion)
    assert not type(planeacion).objects.get(pk=planeacion.pk).hitos.exists()
    assert despues["Estudio"] == antes["Estudio"]
    assert despues["Dictamen técnico"] == antes["Dictamen"]
    assert despues["Nuevo"] not in antes.values()
    (tabla,) = cambios(primera, borrador(planeacion)).tablas
    assert [fila.cambio for fila in tabla.filas] == ["cambiada", "agregada"]


def test_an_id_that_is_of_no_row_of_the_draft_is_not_believed_nor_given_twice(como: Any, planeacion: EtapaPage) -> None:
    cliente = como("capturista")
    guardar(cliente, planeacion, ["Estudio", "Dictamen"])
    antes = ids(planeacion)
    guardar(cliente, planeacion, ["Estudio", "Dictamen"], **{"hitos-1-identificador": "de-otro"})
    assert ids(planeacion)["Dictamen"] not in ("de-otro", antes["Estudio"])
    guardar(cliente, planeacion, ["Estudio", "Dictamen"], **{"hitos-1-identificador": antes["Estudio"]})
    despues = ids(planeacion)
    assert despues["Estudio"] == antes["Estudio"]
    assert despues["Dictamen"] != antes["Estudio"]


def test_a_form_with_errors_gives_back_the_id_with_what_was_typed(como: Any, planeacion: EtapaPage) -> None:
    cliente = como("capturista")
    guardar(cliente, planeacion, ["Estudio"])
    antes = ids(planeacion)["Estudio"]
    respuesta = guardar(cliente, planeacion, ["Estudio"], **{"hitos-0-fecha_limite": "31 de febrero"})
    (form,) = respuesta.context["form"].formsets["hitos"].forms
    assert (form["identificador"].value(), form.errors.keys()) == (antes, {"fecha_limite"})
