"""The feeds as HTTP: caches can trust them, any page may read them, and errors say what to do."""

import hashlib
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sitio.publicacion.cursores import Cursor
from sitio.publicacion.models import Publicador
from tests.publicacion.quitar import EXPLICACION, FUNDAMENTO, MOTIVO, quitar
from tests.publicacion.vida import PREFIJO, importable, importar, vivir

OCID = f"{PREFIJO}-1"
# Of a query without filters: the SHA-256 of nothing.
SIN_FILTROS = "e3b0c44298fc"
DIRECCIONES = [
    "/api/ocds/releases",
    "/api/ocds/records",
    f"/api/ocds/releases/{OCID}/{OCID}-1",
    f"/api/ocds/records/{OCID}",
]


def cursor(lista: str, posicion: int, huella: str = SIN_FILTROS) -> str:
    return str(Cursor(lista, posicion, huella))


def problema(respuesta: HttpResponse, estado: int) -> dict[str, Any]:
    assert respuesta.status_code == estado
    assert respuesta["Content-Type"] == "application/problem+json; charset=utf-8"
    documento = json.loads(respuesta.content)
    assert documento["status"] == estado
    assert {"type", "title", "detail", "instance"} <= documento.keys()
    return documento


@pytest.mark.parametrize("url", DIRECCIONES)
def test_el_etag_es_el_sha256_de_lo_servido_y_quien_ya_lo_tiene_recibe_304(
    publicador: Publicador, client: Client, url: str
) -> None:
    vivir(publicador)

    primera = client.get(url)

    assert primera["ETag"] == f'"{hashlib.sha256(primera.content).hexdigest()}"'
    assert primera["Content-Type"] == "application/json; charset=utf-8"
    segunda = client.get(url, headers={"If-None-Match": primera["ETag"]})
    assert (segunda.status_code, segunda.content, segunda["ETag"]) == (304, b"", primera["ETag"])
    assert segunda["Access-Control-Allow-Origin"] == "*"


def test_el_etag_de_una_lista_cambia_con_lo_que_llega(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    antes = client.get("/api/ocds/releases")["ETag"]
    importar(publicador, importable(f"{PREFIJO}-2"))

    assert client.get("/api/ocds/releases", headers={"If-None-Match": antes}).status_code == 200


def test_una_entrega_es_inmutable_y_una_lista_se_vuelve_a_preguntar(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    assert client.get(DIRECCIONES[2])["Cache-Control"] == "public, max-age=31536000, immutable"
    for url in (DIRECCIONES[0], DIRECCIONES[1], DIRECCIONES[3]):
        assert client.get(url)["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_un_registro_dice_cuando_cambio(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    fecha = client.get(DIRECCIONES[3])["Last-Modified"]

    assert client.get(DIRECCIONES[3], headers={"If-Modified-Since": fecha}).status_code == 304


@pytest.mark.parametrize("url", DIRECCIONES)
def test_head_responde_como_get_sin_cuerpo(publicador: Publicador, client: Client, url: str) -> None:
    vivir(publicador)

    head, get = client.head(url), client.get(url)

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get["ETag"]
    assert head["Content-Length"] == str(len(get.content))


@pytest.mark.parametrize("url", [*DIRECCIONES, "/api/ocds/releases?limit=0", "/api/ocds/nada"])
def test_cualquier_pagina_web_puede_leer_tambien_los_errores(publicador: Publicador, client: Client, url: str) -> None:
    respuesta = client.get(url, headers={"Origin": "https://otra.example.org"})

    assert respuesta["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in respuesta["Access-Control-Expose-Headers"]
    assert not respuesta.cookies


def test_el_navegador_puede_preguntar_antes_de_una_lectura_condicional(client: Client) -> None:
    respuesta = client.options(
        "/api/ocds/releases", headers={"Origin": "https://otra.example.org", "Access-Control-Request-Method": "GET"}
    )

    assert respuesta.status_code == 204
    assert "GET" in respuesta["Access-Control-Allow-Methods"]
    assert "If-None-Match" in respuesta["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "basura"])
def test_siempre_es_json(publicador: Publicador, client: Client, accept: str) -> None:
    vivir(publicador)

    assert client.get("/api/ocds/releases", headers={"Accept": accept})["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("limite", ["0", "-1", "1001", "diez", "", "1.5", "9" * 30, "١"])
def test_un_limite_fuera_de_rango_dice_el_rango(publicador: Publicador, client: Client, limite: str) -> None:
    documento = problema(client.get("/api/ocds/releases", {"limit": limite}), 400)

    assert documento["detail"] == "«limit» es un número entero de 1 a 1000."
    assert documento["parametros"] == ["limit"]


@pytest.mark.parametrize("lista", ["releases", "records"])
@pytest.mark.parametrize(
    "texto",
    [
        "",
        "basura",
        "ñandú",
        "%00",
        cursor("otra:lista", 3),
        cursor("publicacion:entregas", 3)[:-1],
        cursor("publicacion:entregas", 3) + "=",
        cursor("publicacion:registros", -3),
        cursor("publicacion:entregas", 10**20),
        cursor("publicacion:entregas", 3, "con otros filtros"),
    ],
)
def test_un_cursor_tocado_se_rechaza(publicador: Publicador, client: Client, lista: str, texto: str) -> None:
    documento = problema(client.get(f"/api/ocds/{lista}", {"cursor": texto}), 400)

    assert "links.next" in documento["detail"]
    assert documento["parametros"] == ["cursor"]


def test_el_cursor_de_una_lista_no_sirve_en_la_otra(publicador: Publicador, client: Client) -> None:
    problema(client.get("/api/ocds/records", {"cursor": cursor("publicacion:entregas", 1)}), 400)
    assert client.get("/api/ocds/records", {"cursor": cursor("publicacion:registros", 1)}).status_code == 200


@pytest.mark.parametrize("url", DIRECCIONES)
def test_un_parametro_desconocido_se_nombra(publicador: Publicador, client: Client, url: str) -> None:
    vivir(publicador)

    documento = problema(client.get(url, {"pagina": "2", "format": "xml"}), 400)

    assert documento["parametros"] == ["format", "pagina"]
    assert "format, pagina" in documento["detail"]


def test_un_parametro_repetido_se_nombra(publicador: Publicador, client: Client) -> None:
    documento = problema(client.get("/api/ocds/releases?limit=1&limit=2"), 400)

    assert documento["parametros"] == ["limit"]


@pytest.mark.parametrize("parametro", ["ocid", "publisher", "cursor", "limit"])
def test_un_caracter_nulo_se_nombra(publicador: Publicador, client: Client, parametro: str) -> None:
    documento = problema(client.get(f"/api/ocds/records?{parametro}=a%00"), 400)

    assert documento["parametros"] == [parametro]


def test_un_publicador_que_no_existe_se_nombra(publicador: Publicador, client: Client) -> None:
    documento = problema(client.get("/api/ocds/releases?publisher=fianzas"), 400)

    assert "fianzas" in documento["detail"]


@pytest.mark.parametrize(
    ("url", "dicho"),
    [
        (f"/api/ocds/releases/{OCID}/ninguna", f"El proceso {OCID} no ha publicado una entrega con id ninguna."),
        ("/api/ocds/records/ninguno", "No se ha publicado nada del proceso ninguno."),
        ("/api/ocds/", "/releases, /releases/{ocid}/{id_entrega}, /records, /records/{ocid}, /changes, /feed.atom"),
        ("/api/ocds/releases/", "sin diagonal al final"),
        ("/api/ocds/otra/cosa", "sin diagonal al final"),
        ("/api/ocds/records/%00", "sin diagonal al final"),
        ("/api/ocds/releases/a/%00", "sin diagonal al final"),
    ],
)
def test_lo_que_no_existe_responde_404_y_dice_que_si_hay(
    publicador: Publicador, client: Client, url: str, dicho: str
) -> None:
    vivir(publicador)

    documento = problema(client.get(url), 404)

    assert dicho in documento["detail"]
    assert documento["instance"] == url


@pytest.mark.parametrize("metodo", ["post", "put", "patch", "delete"])
def test_las_fuentes_solo_se_leen(publicador: Publicador, client: Client, metodo: str) -> None:
    respuesta = getattr(client, metodo)("/api/ocds/releases", content_type="application/json")

    problema(respuesta, 405)
    assert respuesta["Allow"] == "GET, HEAD, OPTIONS"


def test_una_entrega_retirada_responde_410_con_el_motivo_y_la_huella(publicador: Publicador, client: Client) -> None:
    huella = vivir(publicador)[1].sha256
    quitar(OCID, f"{OCID}-2")

    documento = problema(client.get(f"/api/ocds/releases/{OCID}/{OCID}-2"), 410)

    assert documento["title"] == "Se retiró"
    assert (documento["reason"], documento["legalBasis"], documento["explanation"]) == (MOTIVO, FUNDAMENTO, EXPLICACION)
    assert documento["sha256"] == huella
    for url in ("/api/ocds/releases", "/api/ocds/records", f"/api/ocds/records/{OCID}"):
        cuerpo = client.get(url).content
        assert b"Mobiliario escolar" not in cuerpo
        assert f'"{OCID}-2"'.encode() not in cuerpo


def test_el_acta_de_un_retiro_no_es_una_entrega(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    acta = quitar(OCID, f"{OCID}-2")

    problema(client.get(f"/api/ocds/releases/{OCID}/{acta.id_entrega}"), 404)


def test_un_proceso_retirado_entero_responde_410_y_sale_de_las_listas(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable(OCID))
    quitar(OCID, f"{OCID}-d1")

    assert OCID in problema(client.get(f"/api/ocds/records/{OCID}"), 410)["detail"]
    for lista in ("releases", "records"):
        assert json.loads(client.get(f"/api/ocds/{lista}").content)[lista] == []


def test_un_registro_cambia_de_fecha_y_de_etag_cuando_se_retira_algo_suyo(
    publicador: Publicador, client: Client
) -> None:
    vivir(publicador)
    antes = client.get(DIRECCIONES[3])
    quitar(OCID, f"{OCID}-2")

    despues = client.get(DIRECCIONES[3], headers={"If-None-Match": antes["ETag"]})

    assert despues.status_code == 200
    assert despues["ETag"] != antes["ETag"]


@pytest.mark.parametrize("url", ["/api/ocds/releases", f"/api/ocds/records/{OCID}", "/api/ocds/changes"])
def test_un_fallo_nuestro_es_un_problema_500_que_no_cuenta_nada_de_adentro(
    publicador: Publicador, client: Client, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def romper(*_args: object, **_opciones: object) -> None:
        raise RuntimeError("contraseña de la base")

    for funcion in ("fuentes.pagina_de_entregas", "fuentes.registro", "cambios.cambios"):
        monkeypatch.setattr(f"sitio.publicacion.{funcion}", romper)
    monkeypatch.setattr("sitio.publicacion.api.Entregas.pagina", romper)
    client.raise_request_exception = False

    documento = problema(client.get(url), 500)

    assert documento["title"] == "Algo falló en el portal"
    assert "contraseña" not in json.dumps(documento, ensure_ascii=False)


def test_un_fallo_nuestro_llega_a_quien_vigila(publicador: Publicador, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitio.publicacion.cambios.cambios", lambda *_a, **_o: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        Client().get("/api/ocds/changes")


@pytest.mark.parametrize(
    "url",
    ["/api/ocds/changes", "/api/ocds/feed.atom", "/api/ocds/openapi.json", f"/api/ocds/records/{OCID}?versioned=true"],
)
def test_lo_demas_tambien_se_lee_de_cualquier_pagina_se_valida_y_tiene_head(
    publicador: Publicador, client: Client, url: str
) -> None:
    vivir(publicador)
    primera = client.get(url)

    assert primera["Access-Control-Allow-Origin"] == "*"
    assert primera["ETag"] == f'"{hashlib.sha256(primera.content).hexdigest()}"'
    assert client.get(url, headers={"If-None-Match": primera["ETag"]}).status_code == 304
    sin_cuerpo = client.head(url)
    assert (sin_cuerpo.content, sin_cuerpo["Content-Length"]) == (b"", str(len(primera.content)))
    assert not primera.cookies
