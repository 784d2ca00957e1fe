"""Who opens the file of a draft from inside, and who never does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.procesos.models import ArchivoDeDocumento
from tests import fabricas
from tests.procesos.documentos.comun import DE_LA_CASA, PDF, TESTADO, borrador, codigo, enviar_form, pdf, publicar, ruta
from tests.procesos.test_admin import QUIENES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quien", QUIENES)
def test_inside_only_the_people_of_the_institution_open_a_file(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    archivo = ArchivoDeDocumento.objects.get()
    cliente = como(quien)
    if quien == "anonimo":
        cliente.logout()
    respuesta = cliente.get(reverse("procesos:documento", args=[archivo.pk]))
    assert (respuesta.status_code == 200) == (quien in DE_LA_CASA)
    if quien in DE_LA_CASA:
        assert b"".join(respuesta.streaming_content) == PDF
        assert respuesta["Cache-Control"].startswith("private, no-store")


def test_nobody_takes_the_file_of_another_institution_by_its_number(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    ajeno = ArchivoDeDocumento.objects.get()
    otra = fabricas.casa("otra")
    suya = fabricas.llenar(fabricas.etapa_de(fabricas.proceso(otra), "planeacion"), otra.capturista)
    cliente = Client()
    cliente.force_login(otra.capturista)
    respuesta = enviar_form(cliente, suya, [{"archivo": ajeno.pk}])
    assert "Ese archivo no es de esta unidad." in respuesta.content.decode()
    assert borrador(suya).documentos.count() == 0
    # The same content, uploaded by them, is theirs: another row, another address, and private too.
    enviar_form(cliente, suya, [{"archivo-nuevo": pdf()}])
    propio = borrador(suya).documentos.get().archivo
    assert propio.pk != ajeno.pk
    assert propio.url_publica != ajeno.url_publica
    publicar(casa, planeacion)
    assert codigo(ruta(propio.url_publica)) == 404


def test_who_decides_opens_the_files_from_the_page_where_they_decide(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    fila = {"archivo-nuevo": pdf(TESTADO, "publica.pdf"), "original-nuevo": pdf(PDF, "original.pdf")}
    enviar_form(como("capturista"), planeacion, [fila])
    fabricas.enviar(borrador(planeacion), casa.capturista)
    cliente = como("revisor")
    pagina = cliente.get(reverse("procesos:revisar", args=[fabricas.paso_actual(planeacion).pk]))
    for archivo in ArchivoDeDocumento.objects.all():
        puerta = reverse("procesos:documento", args=[archivo.pk])
        assert f'href="{puerta}"' in pagina.content.decode()
        assert codigo(puerta, cliente) == 200
    assert pagina.context["avisos"] == []
