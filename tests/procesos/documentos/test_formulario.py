"""Documents in the form of a stage: kept, told and refused without losing what was typed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitio.procesos.checks import almacen_de_documentos
from sitio.procesos.entregas.requisitos import avisos, faltantes
from sitio.procesos.models import ArchivoDeDocumento
from tests import fabricas
from tests.procesos.documentos.comun import borrador, enviar_form, pdf, publicar

pytestmark = pytest.mark.django_db


def test_a_form_with_errors_keeps_the_file_that_came_with_it(como: Any, planeacion: Any) -> None:
    cliente = como("capturista")
    fila = {"archivo-nuevo": pdf(), "tipo": "no-hay"}
    respuesta = enviar_form(cliente, planeacion, [fila])
    assert respuesta.status_code == 200
    archivo = ArchivoDeDocumento.objects.get()
    html = respuesta.content.decode()
    assert archivo.sha256 in html
    assert f'name="documentos-0-archivo" value="{archivo.pk}"' in html
    enviar_form(cliente, planeacion, [{"archivo": archivo.pk}])
    assert borrador(planeacion).documentos.get().archivo == archivo
    enviar_form(cliente, planeacion, [{"archivo": archivo.pk, "archivo-quitar": "on"}])
    assert borrador(planeacion).documentos.get().archivo is None


def test_the_same_file_is_kept_once_and_told_when_it_is_in_two_rows(
    como: Any, casa: fabricas.Casa, planeacion: Any, carpeta: Path
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}, {"archivo-nuevo": pdf(nombre="copia.pdf")}])
    assert ArchivoDeDocumento.objects.count() == 1
    assert sum(ruta.is_file() for ruta in carpeta.rglob("*")) == 1
    assert "Documentos: el mismo archivo está en los renglones 1, 2." in avisos(borrador(planeacion))


def test_nothing_is_kept_while_the_stage_is_in_approval(
    como: Any, casa: fabricas.Casa, planeacion: Any, carpeta: Path
) -> None:
    fabricas.enviar(planeacion, casa.capturista)
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    assert borrador(planeacion).documentos.count() == 0
    assert not ArchivoDeDocumento.objects.exists()
    assert not carpeta.exists()


@pytest.mark.parametrize(
    ("fila", "motivo"),
    [
        ({}, "escriba su dirección o suba el archivo."),
        ({"url": "https://ejemplo.mx/a.pdf", "archivo-nuevo": 1}, "tiene dirección y archivo. Deje uno de los dos."),
        ({"original-nuevo": 1}, "tiene el original reservado y no la versión pública."),
        (
            {"original-nuevo": 1, "archivo-nuevo": 1},
            "la versión pública es el mismo archivo que el original reservado.",
        ),
    ],
)
def test_a_document_that_is_nowhere_or_in_two_places_is_not_sent(
    como: Any, planeacion: Any, fila: dict[str, Any], motivo: str
) -> None:
    cliente = como("capturista")
    lista = {nombre: pdf() if valor == 1 else valor for nombre, valor in fila.items()}
    enviar_form(cliente, planeacion, [lista])
    mensajes = [mensaje for campo, mensaje in faltantes(borrador(planeacion)) if campo == "documentos"]
    assert len(mensajes) == 1
    assert mensajes[0].startswith(f"Documentos, renglón 1: {motivo}")


def test_the_dates_of_a_linked_document_are_still_those_that_were_written(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    fila = {"url": "https://ejemplo.mx/a.pdf", "formato": "text/html", "publicado": "2026-01-31"}
    enviar_form(como("capturista"), planeacion, [fila])
    assert borrador(planeacion).documentos.get().publicado == date(2026, 1, 31)
    documento = publicar(casa, planeacion)
    assert (documento["url"], documento["format"]) == ("https://ejemplo.mx/a.pdf", "text/html")
    assert documento["datePublished"] == "2026-01-31T06:00:00Z"


def test_documents_are_not_kept_where_the_web_server_hands_out_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert [error.id for error in almacen_de_documentos(None)] == ["procesos.E003"]
    settings.MEDIA_ROOT = tmp_path / "media"
    assert almacen_de_documentos(None) == []
    settings.STORAGES = {nombre: a for nombre, a in settings.STORAGES.items() if nombre != "documentos"}
    assert [aviso.id for aviso in almacen_de_documentos(None)] == ["procesos.W001"]


def test_without_a_place_for_documents_the_form_says_so(como: Any, planeacion: Any, settings: Any) -> None:
    settings.STORAGES = {nombre: a for nombre, a in settings.STORAGES.items() if nombre != "documentos"}
    html = enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}]).content.decode()
    assert "Este portal no tiene dónde guardar documentos." in html
