"""The API's limit: the same for every address, said in every answer, and believed only from proxies of ours."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sitio.publicacion.models import Publicador
from tests.publicacion.vida import PREFIJO, importable, importar

LISTA = "/api/ocds/records"


@pytest.fixture
def limite(settings: Any) -> Any:
    """Three requests a minute, nobody's word taken."""
    cache.clear()
    settings.LIMITE_DE_LA_API = "3/min"
    settings.REST_FRAMEWORK = {"NUM_PROXIES": 0}
    return settings


def pedir(client: Client, desde: str = "203.0.113.7", **cabeceras: str) -> Any:
    return client.get(LISTA, headers=cabeceras, REMOTE_ADDR=desde)


def test_pasado_el_limite_se_dice_cuanto_esperar(publicador: Publicador, client: Client, limite: Any) -> None:
    assert [pedir(client).status_code for _vez in range(3)] == [200, 200, 200]

    respuesta = pedir(client)

    assert respuesta.status_code == 429
    assert respuesta["Content-Type"] == "application/problem+json; charset=utf-8"
    assert 1 <= int(respuesta["Retry-After"]) <= 60
    documento = json.loads(respuesta.content)
    assert (documento["status"], documento["title"]) == (429, "Demasiadas consultas")
    assert f"en {respuesta['Retry-After']} s" in documento["detail"]
    assert respuesta["Access-Control-Allow-Origin"] == "*"
    assert respuesta["Cache-Control"] == "no-store"


def test_cada_respuesta_dice_cuanto_queda(publicador: Publicador, client: Client, limite: Any) -> None:
    respuestas = [pedir(client) for _vez in range(4)]

    assert [r["X-RateLimit-Remaining"] for r in respuestas] == ["2", "1", "0", "0"]
    assert {r["X-RateLimit-Limit"] for r in respuestas} == {"3"}
    assert all(0 <= int(r["X-RateLimit-Reset"]) <= 60 for r in respuestas)
    assert "X-RateLimit-Remaining" in respuestas[0]["Access-Control-Expose-Headers"]


def test_cada_direccion_tiene_su_limite(publicador: Publicador, client: Client, limite: Any) -> None:
    for _vez in range(4):
        pedir(client)

    assert pedir(client).status_code == 429
    assert pedir(client, "203.0.113.8").status_code == 200


def test_lo_que_dice_quien_pregunta_de_su_direccion_no_se_cree(
    publicador: Publicador, client: Client, limite: Any
) -> None:
    estados = [pedir(client, **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(4)]

    assert estados == [200, 200, 200, 429]


@pytest.mark.parametrize("proxies", [None, {}])
def test_sin_decir_cuantos_proxies_hay_no_se_cree_a_ninguno(
    publicador: Publicador, client: Client, limite: Any, proxies: Any
) -> None:
    limite.REST_FRAMEWORK = {} if proxies is None else {"NUM_PROXIES": None}

    estados = [pedir(client, **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(4)]

    assert estados[-1] == 429


def test_detras_de_un_proxy_cuenta_la_direccion_que_el_escribio(
    publicador: Publicador, client: Client, limite: Any
) -> None:
    limite.REST_FRAMEWORK = {"NUM_PROXIES": 1}

    # What comes before the last one is whatever the client wrote.
    mismos = [pedir(client, "127.0.0.1", **{"X-Forwarded-For": f"1.2.3.{n}, 198.51.100.1"}) for n in range(4)]
    otro = pedir(client, "127.0.0.1", **{"X-Forwarded-For": "198.51.100.2"})

    assert [r.status_code for r in mismos] == [200, 200, 200, 429]
    assert otro.status_code == 200


def test_sin_limite_no_se_cuenta_nada(publicador: Publicador, client: Client, limite: Any) -> None:
    limite.LIMITE_DE_LA_API = ""

    respuestas = [pedir(client) for _vez in range(5)]

    assert {r.status_code for r in respuestas} == {200}
    assert "X-RateLimit-Limit" not in respuestas[0]


def test_lo_que_una_cache_compartida_guarda_no_trae_la_cuenta_de_nadie(
    publicador: Publicador, client: Client, limite: Any
) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"), importable(f"{PREFIJO}-2"))

    for url in (f"/api/ocds/releases/{PREFIJO}-1/{PREFIJO}-1-d1", "/api/ocds/releases?limit=1"):
        respuesta = client.get(url)
        assert respuesta["X-Accel-Expires"] == "60"
        assert not [nombre for nombre in respuesta.headers if nombre.startswith("X-RateLimit")]


def test_todas_las_vistas_publicas_cuentan_juntas(publicador: Publicador, client: Client, limite: Any) -> None:
    for url in ("/api/ocds/changes", "/edca/fiscalYears", "/api/ocds/nada"):
        assert client.get(url).status_code in (200, 404)

    assert client.get("/api/ocds/feed.atom").status_code == 429
