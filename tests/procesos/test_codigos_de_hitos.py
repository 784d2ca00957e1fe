"""The codes that milestones of capture may have for the law to know what they are."""

import pytest
from django.test import Client
from django.urls import reverse

from sitio.ocds import hitos
from sitio.procesos.models import EtapaPage
from tests import fabricas

pytestmark = pytest.mark.django_db


def formulario(client: Client, casa: fabricas.Casa, etapa: EtapaPage) -> str:
    client.force_login(casa.capturista)
    return client.get(reverse("wagtailadmin_pages:edit", args=[etapa.pk])).content.decode()


def test_the_form_of_a_stage_suggests_its_codes_and_what_they_mean(client: Client) -> None:
    casa = fabricas.casa()
    publicadas = fabricas.publicar_hasta(casa, fabricas.proceso(casa), "contrato")
    de_licitacion = formulario(client, casa, publicadas["licitacion"])
    de_contrato = formulario(client, casa, publicadas["contrato"])
    assert '<option value="suspension">Se suspendió: desde ese día los plazos no corren</option>' in de_licitacion
    assert '<option value="testimonio">' in de_licitacion
    assert '<option value="testimonio">' not in de_contrato
    assert all(f'<option value="{codigo}">' in de_contrato for codigo in hitos.DE_CONTRATO)


def test_any_other_code_is_published_as_it_is_written() -> None:
    casa = fabricas.casa()
    etapa = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    etapa.hitos = [etapa.hitos.model(titulo="Visto bueno", clave="VB-1")]
    assert etapa.bloque().bloque["planning"]["milestones"][0]["code"] == "VB-1"
