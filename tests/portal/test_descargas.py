"""The downloads page: every file of the index, for people."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sitio.publicacion.masivos.indice import Indice
from sitio.publicacion.models import Publicador
from tests.portal.conftest import Emitir, Leer, texto

PAGINA = "/contrataciones/descargas/"


@pytest.fixture
def generados(emitir: Emitir) -> None:
    otra = Publicador.objects.create(clave="obras", nombre="Obras <y> Servicios", prefijo_ocid="ocds-213czf")
    emitir("1", planning={"rationale": "x"})
    emitir("2", tender={"id": "1", "title": "Sillas"})
    emitir("3", de=otra, tender={"id": "1", "title": "Puente"})
    call_command("masivos", verbosity=0)


def _enlaces(pagina: BeautifulSoup) -> set[str]:
    return {a["href"] for a in pagina.select("main a[download]")}


@pytest.mark.parametrize("clave", ["", "salud", "obras"])
def test_estan_todos_los_archivos_del_indice_y_solo_los_suyos(
    generados: None, leer: Leer, client: Client, clave: str
) -> None:
    pagina = leer(f"{PAGINA}?institucion={clave}" if clave else PAGINA)
    suyos = list(Indice.leer().de(clave))
    assert _enlaces(pagina) == {archivo.url.removeprefix(settings.URL_PUBLICA) for archivo in suyos}
    assert {client.head(enlace).status_code for enlace in _enlaces(pagina)} == {200}


def test_cada_archivo_dice_su_tamano_sus_renglones_y_su_huella(generados: None, leer: Leer) -> None:
    pagina = leer(f"{PAGINA}?institucion=salud")
    for archivo in Indice.leer().de("salud"):
        fila = pagina.find("a", href=archivo.url.removeprefix(settings.URL_PUBLICA)).find_parent("tr")
        assert fila.code["title"] == archivo.sha256
        assert archivo.sha256.startswith(texto(fila.code).rstrip("…"))
        assert f"{archivo.renglones:,}" in [texto(celda) for celda in fila.find_all("td")]


def test_el_portal_lleva_a_los_archivos_de_cada_institucion(generados: None, leer: Leer) -> None:
    filas = leer(PAGINA).select("#instituciones ~ .tabla tbody tr")
    assert [texto(fila.th) for fila in filas] == ["Instituto de Salud", "Obras <y> Servicios"]
    assert [fila.a["href"] for fila in filas] == ["?institucion=salud", "?institucion=obras"]
    assert [texto(fila.find_all("td")[1]) for fila in filas] == ["2", "1"]
    pagina = leer(f"{PAGINA}?institucion=obras")
    assert texto(pagina.h1) == "Descargas de Obras <y> Servicios"
    assert pagina.select("#instituciones") == []


def test_se_anuncia_el_catalogo_dcat(generados: None, leer: Leer, client: Client) -> None:
    enlace = leer(PAGINA).find("link", {"rel": "alternate", "type": "application/ld+json"})
    assert client.get(enlace["href"]).status_code == 200


@pytest.mark.django_db
def test_sin_archivos_dice_cuando_los_habra(leer: Leer) -> None:
    assert "Todavía no hay archivos" in texto(leer(PAGINA).main)


@pytest.mark.parametrize("clave", ["nadie", "%00", "a%00b"])
def test_una_institucion_que_no_existe_es_404(generados: None, client: Client, clave: str) -> None:
    assert client.get(f"{PAGINA}?institucion={clave}").status_code == 404


@pytest.mark.django_db
def test_se_llega_desde_cualquier_pagina_y_desde_los_datos(leer: Leer) -> None:
    pagina = leer(reverse("portal:datos"))
    for lugar in ("header", "footer", "main"):
        assert PAGINA in [a["href"] for a in pagina.find(lugar).find_all("a")]


def test_las_paginas_hacen_pocas_consultas(
    generados: None, client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):
        client.get(PAGINA)
