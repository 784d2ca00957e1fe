"""Whoever sees a process reads its drafts, without a door to change them."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from sitio.procesos import servicios
from sitio.procesos.aprobacion.actas import huella_de
from tests import fabricas
from tests.procesos.test_admin import EN_CASA, QUIENES

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def larga(casa: fabricas.Casa) -> Any:
    """A tender of 120 items that waits for its reviewer."""
    proceso = fabricas.proceso(casa)
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    licitacion = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    articulo = licitacion.articulos.model
    articulos = [articulo(descripcion=f"Artículo {n}.", cantidad=Decimal(n), unidad="Pieza") for n in range(1, 121)]
    fabricas.llenar(licitacion, casa.capturista, articulos=articulos)
    fabricas.enviar(licitacion, casa.capturista)
    return licitacion


def leidos(html: str) -> list[int]:
    return [int(numero) for numero in re.findall(r"<td>Artículo (\d+)\.</td>", html)]


@pytest.mark.parametrize(
    ("parte", "numeros"),
    [
        ("", range(1, 51)),
        ("?articulos=2", range(51, 101)),
        ("?articulos=3", range(101, 121)),
        ("?articulos=no", range(1, 51)),
    ],
)
def test_a_long_list_is_reviewed_in_parts_and_the_digest_is_of_all_of_it(
    como: Any, larga: Any, parte: str, numeros: range
) -> None:
    paso = fabricas.paso_actual(larga)
    html = como("revisor").get(reverse("procesos:revisar", args=[paso.pk]) + parte).content.decode()
    assert leidos(html) == list(numeros)
    assert f"Renglones {numeros[0]} a {numeros[-1]} de 120" in html
    assert huella_de(paso.revision) in html
    assert ("?articulos=2#articulos" in html) == (parte != "?articulos=2")


def test_the_links_to_a_part_keep_what_the_address_already_asks_for(como: Any, larga: Any) -> None:
    revision = larga.get_latest_revision()
    url = reverse("procesos:cambios", args=[larga.pk, revision.pk])
    html = como("revisor").get(f"{url}?contra=publicada").content.decode()
    assert "?contra=publicada&amp;cambios-articulos=2#cambios-articulos" in html


def test_a_preview_says_how_many_rows_there_are_and_links_nowhere(como: Any, larga: Any) -> None:
    html = como("revisor").get(reverse("procesos:leer", args=[larga.pk])).content.decode()
    assert "?articulos=2#articulos" in html
    vista = larga.make_preview_request(preview_mode=larga.default_preview_mode).content.decode()
    assert "Renglones 1 a 50 de 120" in vista
    assert "?articulos=2" not in vista
