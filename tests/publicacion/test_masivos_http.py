"""The bulk files as HTTP: whole, by ranges, unchanged, and nothing that the index does not name."""

import json
from email.utils import format_datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.dateparse import parse_datetime

from sitio.publicacion.models import Publicador
from tests.publicacion.masivos import BASE, bajar, generar, indice
from tests.publicacion.vida import PREFIJO, importable, importar, vivir

TIPOS = {
    ".jsonl.gz": "application/gzip",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}
CSV = f"{BASE}/finanzas/2020.csv.zip"


@pytest.fixture
def generados(publicador: Publicador) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"), importable(f"{PREFIJO}-2"))
    generar()


def test_cada_archivo_lleva_su_tipo_su_huella_y_un_nombre_para_guardarlo(generados: None, client: Client) -> None:
    for ruta, archivo in indice().items():
        respuesta = client.get(f"{BASE}/{ruta}")
        assert respuesta["Content-Type"] == next(tipo for final, tipo in TIPOS.items() if ruta.endswith(final))
        assert respuesta["ETag"] == f'"{archivo["sha256"]}"'
        assert respuesta["Content-Length"] == str(archivo["bytes"])
        assert respuesta["Last-Modified"] == format_datetime(parse_datetime(archivo["lastModified"]), usegmt=True)
        quien, _diagonal, nombre = ruta.rpartition("/")
        assert respuesta["Content-Disposition"] == f'attachment; filename="{quien or "portal"}-{nombre}"'
        assert respuesta["Access-Control-Allow-Origin"] == "*"
        b"".join(respuesta.streaming_content)


def test_quien_ya_lo_tiene_recibe_304_y_head_no_trae_cuerpo(generados: None, client: Client) -> None:
    head = client.head(CSV)
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")
    assert head["Content-Length"] == str(len(bajar("finanzas/2020.csv.zip")))
    por_etag = client.get(CSV, headers={"If-None-Match": head["ETag"]})
    por_fecha = client.get(CSV, headers={"If-Modified-Since": head["Last-Modified"]})
    assert [(r.status_code, r.content, r["ETag"]) for r in (por_etag, por_fecha)] == [(304, b"", head["ETag"])] * 2


@pytest.mark.parametrize(
    ("pedido", "desde", "hasta"),
    [("bytes=0-9", 0, 9), ("bytes=10-", 10, -1), ("bytes=-5", -5, -1), ("bytes=0-9999999", 0, -1)],
)
def test_un_tramo_es_esa_parte_del_archivo(
    generados: None, client: Client, pedido: str, desde: int, hasta: int
) -> None:
    entero = bajar("finanzas/2020.csv.zip")
    primero, ultimo = desde % len(entero), hasta % len(entero)
    respuesta = client.get(CSV, headers={"Range": pedido})
    assert respuesta.status_code == 206
    assert b"".join(respuesta.streaming_content) == entero[primero : ultimo + 1]
    assert respuesta["Content-Range"] == f"bytes {primero}-{ultimo}/{len(entero)}"
    assert respuesta["Content-Length"] == str(ultimo - primero + 1)


def test_un_tramo_fuera_del_archivo_o_de_otro_que_ya_cambio(generados: None, client: Client) -> None:
    entero = bajar("finanzas/2020.csv.zip")
    fuera = client.get(CSV, headers={"Range": "bytes=9999999-"})
    assert (fuera.status_code, fuera["Content-Range"]) == (416, f"bytes */{len(entero)}")
    for cabeceras in ({"Range": "bytes=0-3", "If-Range": '"otro"'}, {"Range": "bytes=0-1,3-4"}, {"Range": "bytes=-"}):
        respuesta = client.get(CSV, headers=cabeceras)
        assert respuesta.status_code == 200
        assert b"".join(respuesta.streaming_content) == entero


@pytest.mark.parametrize(
    "ruta",
    [
        "finanzas/2021.csv.zip", "finanzas/2020.csv", "nadie/2020.csv.zip", "2021.xlsx", "indice.json", "finanzas/..",
        "finanzas/%2e%2e%2findice.json", "..%2f..%2fclaraboya.sqlite3", "finanzas/", "", "~portal/2020.xlsx",
    ],
)  # fmt: skip
def test_lo_que_el_indice_no_nombra_no_existe(generados: None, client: Client, ruta: str) -> None:
    respuesta = client.get(f"{BASE}/{ruta}")
    assert respuesta.status_code == 404
    assert respuesta["Content-Type"] == "application/problem+json; charset=utf-8"


def test_ni_el_nombre_con_que_se_guarda_sirve_para_pedirlo(generados: None, client: Client) -> None:
    huella = indice()["finanzas/2020.csv.zip"]["sha256"]
    assert client.get(f"{BASE}/finanzas/{huella[:16]}-2020.csv.zip").status_code == 404


def test_un_parametro_desconocido_se_nombra(generados: None, client: Client) -> None:
    for ruta in ("index.json", "catalogo.jsonld", "finanzas/2020.csv.zip"):
        assert json.loads(client.get(f"{BASE}/{ruta}?x=1").content)["parametros"] == ["x"]


@pytest.mark.django_db
def test_antes_de_generar_nada_el_indice_esta_vacio(client: Client) -> None:
    assert json.loads(client.get(f"{BASE}/index.json").content)["files"] == []
    assert json.loads(client.get(f"{BASE}/catalogo.jsonld").content)["dcat:dataset"] == []


def test_el_indice_y_el_catalogo_dicen_cuando_cambiaron(generados: None, client: Client) -> None:
    for nombre, tipo in (("index.json", "application/json"), ("catalogo.jsonld", "application/ld+json")):
        respuesta = client.get(f"{BASE}/{nombre}")
        assert respuesta["Content-Type"] == f"{tipo}; charset=utf-8"
        assert client.get(f"{BASE}/{nombre}", headers={"If-None-Match": respuesta["ETag"]}).status_code == 304
        assert respuesta["Last-Modified"]


def test_el_catalogo_describe_cada_conjunto_y_cada_archivo(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    vivir(publicador, f"{PREFIJO}-2")
    generar()
    catalogo = json.loads(bajar("catalogo.jsonld"))

    assert catalogo["@type"] == "dcat:Catalog"
    conjuntos = {uno["dct:identifier"]: uno for uno in catalogo["dcat:dataset"]}
    assert set(conjuntos) == {"portal", "finanzas"}
    suyo = conjuntos["finanzas"]
    assert suyo["dct:license"] == {"@id": publicador.licencia}
    assert suyo["dct:publisher"]["foaf:name"] == suyo["dcat:contactPoint"]["vcard:fn"] == publicador.nombre
    assert suyo["dct:temporal"]["dcat:startDate"]["@value"] == "2020-01-01"
    distribuciones = {
        d["dcat:downloadURL"]["@id"].partition("/masivos/")[2]: d
        for c in conjuntos.values()
        for d in c["dcat:distribution"]
    }
    assert set(distribuciones) == set(indice())
    for ruta, archivo in indice().items():
        assert distribuciones[ruta]["spdx:checksum"]["spdx:checksumValue"]["@value"] == archivo["sha256"]
        assert distribuciones[ruta]["dcat:byteSize"]["@value"] == str(archivo["bytes"])
    comprimido = distribuciones["finanzas/2020.csv.zip"]
    assert comprimido["dcat:mediaType"]["@id"].endswith("/text/csv")
    assert comprimido["dcat:compressFormat"]["@id"].endswith("/application/zip")
    prefijos = set(catalogo["@context"])
    assert {clave.partition(":")[0] for clave in _claves(catalogo) if ":" in clave} <= prefijos


def _claves(dato: Any) -> set[str]:
    if isinstance(dato, list):
        return {clave for uno in dato for clave in _claves(uno)}
    if not isinstance(dato, dict):
        return set()
    propias = {clave for clave in dato if not clave.startswith("@")}
    return propias | {clave for valor in dato.values() for clave in _claves(valor)}
