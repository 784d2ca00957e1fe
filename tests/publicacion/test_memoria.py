"""Compressed answers, and those that are remembered: the same as if they were not, and gone when they must be."""

import gzip
import hashlib
import json
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import InvalidCacheBackendError
from django.test import Client, RequestFactory

from sitio.ajustes import plugin
from sitio.publicacion import hojas
from sitio.publicacion.models import Publicador
from sitio.publicacion.senales import entrega_retirada
from tests.publicacion.quitar import quitar
from tests.publicacion.vida import PREFIJO, importable, importar, vivir

OCID = f"{PREFIJO}-1"
UNA = f"/api/ocds/releases/{OCID}/{OCID}-2"
LLENA = "/api/ocds/releases?limit=2"


@pytest.fixture
def memoria(settings: Any) -> Any:
    """The caches of a public installation, empty."""
    settings.CACHES = plugin.memorias()
    for nombre in hojas.TOPES:
        caches[nombre].clear()
    yield
    for nombre in hojas.TOPES:
        caches[nombre].clear()


def test_quien_acepta_gzip_recibe_lo_mismo_comprimido(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    plano = client.get(LLENA)

    comprimido = client.get(LLENA, headers={"Accept-Encoding": "gzip, deflate, br"})

    assert comprimido["Content-Encoding"] == "gzip"
    assert gzip.decompress(comprimido.content) == plano.content
    assert len(comprimido.content) == int(comprimido["Content-Length"]) < len(plano.content)
    assert plano["Vary"] == comprimido["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in plano


@pytest.mark.parametrize("acepta", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, *", "xgzipx"])
def test_quien_no_acepta_gzip_no_lo_recibe(publicador: Publicador, client: Client, acepta: str) -> None:
    vivir(publicador)

    assert "Content-Encoding" not in client.get(LLENA, headers={"Accept-Encoding": acepta})


def test_el_etag_es_fuerte_en_los_bytes_y_debil_en_su_forma_comprimida(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    plano = client.get(UNA)
    comprimido = client.get(UNA, headers={"Accept-Encoding": "gzip"})

    huella = hashlib.sha256(plano.content).hexdigest()
    assert (plano["ETag"], comprimido["ETag"]) == (f'"{huella}"', f'W/"{huella}"')
    # Whatever form someone has, asking for either one with its ETag costs no body.
    for etag in (plano["ETag"], comprimido["ETag"]):
        for acepta in ("", "gzip"):
            otra = client.get(UNA, headers={"If-None-Match": etag, "Accept-Encoding": acepta})
            assert (otra.status_code, otra.content) == (304, b"")


def test_la_misma_pagina_comprimida_son_siempre_los_mismos_bytes(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    assert len({client.get(LLENA, headers={"Accept-Encoding": "gzip"}).content for _vez in range(3)}) == 1


def test_un_cuerpo_pequeno_no_se_comprime(publicador: Publicador, client: Client) -> None:
    assert "Content-Encoding" not in client.get("/api/ocds/changes", headers={"Accept-Encoding": "gzip"})


@pytest.mark.parametrize("url", [UNA, LLENA])
@pytest.mark.parametrize("acepta", ["", "gzip"])
def test_lo_recordado_es_igual_a_lo_que_se_respondio_y_no_consulta_la_base(
    publicador: Publicador, client: Client, memoria: None, django_assert_num_queries: Any, url: str, acepta: str
) -> None:
    vivir(publicador)
    primera = client.get(url, headers={"Accept-Encoding": acepta})

    with django_assert_num_queries(0):
        segunda = client.get(url, headers={"Accept-Encoding": acepta})
        sin_cuerpo = client.head(url, headers={"Accept-Encoding": acepta})
        condicional = client.get(url, headers={"Accept-Encoding": acepta, "If-None-Match": primera["ETag"]})

    assert segunda.content == primera.content
    # Of the whole road, these two are all that the short one leaves out: nobody frames JSON or sends it to write.
    de_mas = {"Allow": "GET, HEAD, OPTIONS", "X-Frame-Options": "SAMEORIGIN"}
    assert {*primera.items()} - {*segunda.items()} == {*de_mas.items()}
    assert {*segunda.items()} <= {*primera.items()}
    assert (sin_cuerpo.content, sin_cuerpo["Content-Length"]) == (b"", primera["Content-Length"])
    assert (condicional.status_code, condicional.content) == (304, b"")


def test_lo_recordado_no_se_da_bajo_un_nombre_ajeno(
    publicador: Publicador, client: Client, memoria: None, settings: Any
) -> None:
    vivir(publicador)
    client.get(UNA)
    settings.ALLOWED_HOSTS = ["contrataciones.example.mx"]

    assert client.get(UNA, headers={"host": "contrataciones.example.mx"}).status_code == 200
    assert client.get(UNA, headers={"host": "otro.example.org"}).status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "/api/ocds/releases",
        "/api/ocds/releases?limit=2&order=desc",
        "/api/ocds/records?limit=1",
        f"/api/ocds/records/{OCID}",
        "/api/ocds/releases?limit=0",
        f"/api/ocds/releases/{OCID}/ninguna",
    ],
)
def test_lo_que_puede_cambiar_no_se_recuerda(publicador: Publicador, client: Client, memoria: None, url: str) -> None:
    vivir(publicador)
    vivir(publicador, f"{PREFIJO}-2")
    client.get(url)

    assert all(not caches[nombre]._cache for nombre in hojas.TOPES)


@pytest.mark.parametrize(
    ("consulta", "llena"),
    [
        ("limit=2", True),
        ("limit=5", False),
        ("limit=2&order=desc", False),
        ("limit=2&publisher=finanzas&since=2000-01-01", True),
    ],
)
def test_una_pagina_llena_se_puede_guardar_y_la_ultima_se_vuelve_a_preguntar(
    publicador: Publicador, client: Client, consulta: str, llena: bool
) -> None:
    vivir(publicador)

    respuesta = client.get(f"/api/ocds/releases?{consulta}")

    assert respuesta["Cache-Control"] == ("public, max-age=3600" if llena else "public, max-age=0, must-revalidate")
    assert ("X-Accel-Expires" in respuesta) is llena


def test_hacia_atras_todo_lo_que_hay_antes_de_un_lugar_ya_no_cambia(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    segunda = json.loads(client.get("/api/ocds/releases?limit=3&order=desc").content)["links"]["next"]
    ruta = segunda.removeprefix("https://contrataciones.example.mx")

    antes = client.get(ruta)
    importar(publicador, importable(f"{PREFIJO}-2"))

    assert antes["Cache-Control"] == "public, max-age=3600"
    assert client.get(ruta).content == antes.content


def test_lo_retirado_se_olvida_al_momento_en_el_proceso_que_retira(
    publicador: Publicador, client: Client, memoria: None, django_capture_on_commit_callbacks: Any
) -> None:
    vivir(publicador)
    assert b"Mobiliario escolar" in client.get(LLENA).content
    assert b"Mobiliario escolar" in client.get(UNA).content

    with django_capture_on_commit_callbacks(execute=True):
        quitar(OCID, f"{OCID}-2")

    assert b"Mobiliario escolar" not in client.get(LLENA).content
    respuesta = client.get(UNA)
    assert (respuesta.status_code, json.loads(respuesta.content)["reason"]) == (410, "datos_personales")


def test_en_los_demas_procesos_lo_recordado_dura_un_minuto() -> None:
    assert hojas.SEGUNDOS == 60
    assert entrega_retirada.has_listeners()


def test_lo_muy_grande_no_se_recuerda(publicador: Publicador, memoria: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hojas.TOPES, hojas.ENTREGAS, 10)
    peticion = RequestFactory().get(UNA)

    hojas.recordar(peticion, hojas.formar(peticion, b"x" * 11, {}))
    assert hojas.recordada(peticion) is None
    hojas.recordar(peticion, hojas.formar(peticion, b"x" * 10, {}))
    assert hojas.recordada(peticion) is not None


def test_sin_memoria_se_responde_igual(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    with pytest.raises(InvalidCacheBackendError):
        caches[hojas.PAGINAS]

    assert client.get(LLENA).content == client.get(LLENA).content
