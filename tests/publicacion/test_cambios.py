"""The change feed: whoever keeps the last position and asks again misses nothing and sees nothing twice."""

import json
from typing import Any

import pytest
from django.test import Client

from sitio.publicacion.models import Entrega, Publicador
from tests.publicacion.quitar import EXPLICACION, FUNDAMENTO, MOTIVO, quitar
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, vivir

BASE = "https://contrataciones.example.mx"
OCID = f"{PREFIJO}-1"


def cambios(client: Client, url: str = "/api/ocds/changes") -> dict[str, Any]:
    respuesta = client.get(url.removeprefix(BASE))
    assert respuesta.status_code == 200, respuesta.content
    return json.loads(respuesta.content)


def test_cada_cambio_dice_que_se_publico_donde_esta_y_su_huella(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    entrega = Entrega.objects.get(posicion=2)

    documento = cambios(client, "/api/ocds/changes?since=1&limit=1")

    assert documento == {
        "changes": [
            {
                "seq": 2,
                "type": "release",
                "ocid": OCID,
                "releaseId": f"{OCID}-2",
                "tag": ["tender"],
                "date": f"{entrega.fecha:%Y-%m-%dT%H:%M:%SZ}",
                "publishedDate": f"{entrega.publicada_en:%Y-%m-%dT%H:%M:%SZ}",
                "publisher": "finanzas",
                "url": f"{BASE}/api/ocds/releases/{OCID}/{OCID}-2",
                "sha256": entrega.sha256,
            }
        ],
        "links": {"next": f"{BASE}/api/ocds/changes?since=2&limit=1"},
    }
    assert client.get(documento["changes"][0]["url"].removeprefix(BASE)).status_code == 200


def test_quien_vuelve_a_preguntar_por_la_siguiente_ve_todo_una_vez(publicador: Publicador, client: Client) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(5)))
    vistos, url = [], "/api/ocds/changes?limit=2"
    for vuelta in range(6):
        documento = cambios(client, url)
        vistos += [cambio["seq"] for cambio in documento["changes"]]
        url = documento["links"]["next"]
        if vuelta == 3:
            assert documento["changes"] == []
            importar(publicador, importable(f"{PREFIJO}-tarde"))

    assert vistos == [1, 2, 3, 4, 5, 6]


def test_siempre_hay_siguiente_tambien_sin_nada_publicado(client: Client, db: None) -> None:
    assert cambios(client) == {"changes": [], "links": {"next": f"{BASE}/api/ocds/changes?since=0&limit=100"}}
    assert cambios(client, "/api/ocds/changes?since=7")["links"]["next"].endswith("?since=7&limit=100")


def test_un_retiro_es_un_cambio_que_dice_que_se_retiro_y_por_que(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    quitar(OCID, f"{OCID}-2")

    por_numero = {cambio["seq"]: cambio for cambio in cambios(client)["changes"]}

    assert [numero for numero, cambio in por_numero.items() if cambio.get("withdrawn")] == [2]
    assert por_numero[2]["sha256"] == Entrega.objects.get(posicion=2).sha256
    acta = por_numero[6]
    assert (acta["type"], acta["ocid"], "tag" in acta) == ("withdrawal", OCID, False)
    assert acta["withdraws"] == {
        "ocid": OCID,
        "releaseId": f"{OCID}-2",
        "date": acta["date"],
        "reason": MOTIVO,
        "legalBasis": FUNDAMENTO,
        "explanation": EXPLICACION,
        "sha256": por_numero[2]["sha256"],
    }


def test_los_cambios_de_un_publicador_son_solo_los_suyos(publicador: Publicador, client: Client) -> None:
    importar(crear_publicador("obras"), importable(f"{PREFIJO}-o"))
    importar(publicador, importable(f"{PREFIJO}-f"))

    documento = cambios(client, "/api/ocds/changes?publisher=finanzas")

    assert [cambio["ocid"] for cambio in documento["changes"]] == [f"{PREFIJO}-f"]
    assert documento["links"]["next"] == f"{BASE}/api/ocds/changes?since=2&limit=100&publisher=finanzas"


def test_un_cambio_por_linea_para_quien_lo_prefiera(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    respuesta = client.get("/api/ocds/changes?format=jsonl&limit=2")

    assert respuesta["Content-Type"] == "application/jsonl; charset=utf-8"
    assert respuesta["Link"] == f'<{BASE}/api/ocds/changes?since=2&limit=2&format=jsonl>; rel="next"'
    assert [json.loads(linea) for linea in respuesta.content.splitlines()] == cambios(
        client, "/api/ocds/changes?limit=2"
    )["changes"]


def test_preguntar_sin_novedades_no_cuesta_el_cuerpo(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    etag = client.get("/api/ocds/changes")["ETag"]

    assert client.get("/api/ocds/changes", headers={"If-None-Match": etag}).status_code == 304
    importar(publicador, importable(f"{PREFIJO}-2"))
    assert client.get("/api/ocds/changes", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("consulta", "dicho"),
    [
        ("since=-1", "«since» es un número entero"),
        ("since=uno", "«since» es un número entero"),
        ("limit=1001", "«limit» es un número entero"),
        ("format=xml", "«format» admite: json, jsonl."),
        ("cursor=x", "no tiene los parámetros: cursor"),
        ("publisher=nadie", "«nadie»"),
    ],
)
def test_lo_que_no_se_entiende_se_dice(publicador: Publicador, client: Client, consulta: str, dicho: str) -> None:
    respuesta = client.get(f"/api/ocds/changes?{consulta}")

    assert respuesta.status_code == 400
    assert dicho in json.loads(respuesta.content)["detail"]


def test_una_pagina_de_cambios_cuesta_dos_consultas(
    publicador: Publicador, client: Client, django_assert_num_queries: Any
) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(30)))

    with django_assert_num_queries(2):
        assert len(cambios(client)["changes"]) == 30
