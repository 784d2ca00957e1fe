"""The description of the API: valid OpenAPI 3.1, in Spanish, of every route there is, and true."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from sitio.publicacion import documentacion
from sitio.publicacion.models import Publicador
from sitio.publicacion.parametros import COMUNES
from sitio.publicacion.urls import urlpatterns
from tests import fabricas
from tests.publicacion.vida import PREFIJO, vivir

OCID = f"{PREFIJO}-1"
DE_ARCHIVO = {"clave": "finanzas", "nombre": "ninguno.csv", "secuencia": "1", "ocid": OCID, "id_entrega": f"{OCID}-1"}


@pytest.fixture(scope="module")
def esquema() -> dict[str, Any]:
    return documentacion.esquema()


def test_es_openapi_3_1_valido_y_se_sirve_como_tal(client: Client, db: None) -> None:
    respuesta = client.get("/api/ocds/openapi.json")

    documento = json.loads(respuesta.content)
    validate_schema(documento)
    assert documento["openapi"].startswith("3.1.")
    assert documento["servers"] == [{"url": "https://contrataciones.example.mx"}]
    assert respuesta["Content-Type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert client.get("/api/ocds/openapi.json", headers={"If-None-Match": respuesta["ETag"]}).status_code == 304


def test_toda_ruta_esta_descrita_y_no_hay_otras(esquema: dict[str, Any]) -> None:
    rutas = {re.sub(r"<[a-z]+:(\w+)>", r"{\1}", str(url.pattern)) for url in urlpatterns if url.name}

    assert set(esquema["paths"]) == {f"/api/ocds/{ruta}" for ruta in rutas}
    assert {tuple(metodos) for metodos in esquema["paths"].values()} == {("get",)}


def test_los_nombres_de_las_operaciones_no_se_repiten(esquema: dict[str, Any]) -> None:
    nombres = [metodos["get"]["operationId"] for metodos in esquema["paths"].values()]

    assert len(nombres) == len(set(nombres))
    assert not [nombre for nombre in nombres if nombre.endswith("_retrieve")]


def test_todo_parametro_y_toda_respuesta_dicen_que_son(esquema: dict[str, Any]) -> None:
    for ruta, metodos in esquema["paths"].items():
        operacion = metodos["get"]
        assert operacion["summary"], ruta
        assert operacion["description"], ruta
        assert all(parametro["description"] for parametro in operacion.get("parameters", ())), ruta
        assert all(respuesta["description"] for respuesta in operacion["responses"].values()), ruta
        assert {"405", "429", "500"} <= operacion["responses"].keys(), ruta
        for estado, respuesta in operacion["responses"].items():
            if estado >= "400":
                assert respuesta["content"].keys() == {"application/problem+json"}, (ruta, estado)
                assert _ejemplo(respuesta["content"]["application/problem+json"])["status"] == int(estado)
    assert "Retry-After" in esquema["paths"]["/api/ocds/changes"]["get"]["responses"]["429"]["headers"]
    assert "410" in esquema["paths"]["/api/ocds/releases/{ocid}/{id_entrega}"]["get"]["responses"]


def _ejemplo(contenido: dict[str, Any]) -> dict[str, Any]:
    [ejemplo] = contenido["examples"].values()
    return ejemplo["value"]


def test_los_parametros_descritos_son_los_que_se_aceptan(
    publicador: Publicador, client: Client, esquema: dict[str, Any]
) -> None:
    vivir(publicador)
    for ruta, metodos in esquema["paths"].items():
        respuesta = client.get(_direccion(ruta), {"noexiste": "1"})
        assert respuesta.status_code == 400, ruta
        aceptados = json.loads(respuesta.content)["detail"].partition("Admite: ")[2].rstrip(".")
        descritos = sorted(p["name"] for p in metodos["get"].get("parameters", ()) if p["in"] == "query")
        assert ", ".join(descritos) == aceptados.replace("ninguno", ""), ruta
    assert COMUNES


def test_toda_direccion_descrita_responde_como_dice(
    publicador: Publicador, client: Client, esquema: dict[str, Any]
) -> None:
    vivir(publicador)
    for ruta, metodos in esquema["paths"].items():
        respuesta = client.get(_direccion(ruta))
        descrita = metodos["get"]["responses"][str(respuesta.status_code)]
        tipos = {tipo.partition(";")[0] for tipo in descrita["content"]}
        assert respuesta["Content-Type"].partition(";")[0] in tipos, (ruta, respuesta["Content-Type"])
        assert respuesta.status_code == (404 if "masivos/{" in ruta else 200), ruta


def test_lo_que_se_responde_tiene_la_forma_descrita(
    publicador: Publicador, client: Client, esquema: dict[str, Any]
) -> None:
    vivir(publicador)
    formas = esquema["components"]["schemas"]
    for url, nombre in {
        "/api/ocds/releases?limit=2": "PaqueteDeEntregas",
        "/api/ocds/records": "PaqueteDeRegistros",
        "/api/ocds/changes": "Cambios",
        "/api/ocds/nada": "Problema",
    }.items():
        documento = json.loads(client.get(url).content)
        assert set(formas[nombre]["required"]) <= documento.keys(), url
    [cambio] = json.loads(client.get("/api/ocds/changes?limit=1").content)["changes"]
    assert set(formas["Cambio"]["required"]) <= cambio.keys() <= formas["Cambio"]["properties"].keys()


def test_ninguna_direccion_cuenta_un_borrador(client: Client, db: None, esquema: dict[str, Any]) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa, titulo="Compra que nadie ha aprobado")
    fabricas.llenar(fabricas.etapa_de(proceso, "planeacion"), casa.capturista)
    de_ese = {
        **DE_ARCHIVO,
        "ocid": proceso.ocid,
        "id_entrega": f"{proceso.ocid}-1",
        "clave": casa.institucion.publicador.clave,
    }

    for ruta in esquema["paths"]:
        direccion = re.sub(r"\{(\w+)\}", lambda hueco: de_ese[hueco[1]], ruta)
        respuesta = client.get(direccion)
        cuerpo = b"".join(respuesta) if respuesta.streaming else respuesta.content
        assert b"nadie ha aprobado" not in cuerpo, direccion
        if "{ocid}" in ruta:
            assert respuesta.status_code == 404
        else:
            assert proceso.ocid.encode() not in cuerpo, direccion


def _direccion(ruta: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda hueco: DE_ARCHIVO[hueco[1]], ruta)


def test_la_pagina_para_personas_dice_lo_mismo(client: Client, db: None, esquema: dict[str, Any]) -> None:
    pagina = client.get("/contrataciones/api/").content.decode()

    for ruta, metodos in esquema["paths"].items():
        assert f"GET {ruta}" in pagina
        assert metodos["get"]["summary"] in pagina
    assert "<script" not in pagina
    assert "de 1 a 1000; si falta: 100" in pagina
