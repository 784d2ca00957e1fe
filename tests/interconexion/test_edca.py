"""Harvesters written for the legacy INAI tool go on working against this portal."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from sitio.interconexion import edca
from sitio.interconexion.vistas import Procesos
from sitio.publicacion.models import Publicador, Registro
from tests.publicacion.vida import EXTENSION, PREFIJO, capturar, crear_publicador, etapas, importable, importar

BASE = "https://contrataciones.example.mx"


def firmado(ocid: str, anio: int, dia: int = 1) -> dict[str, Any]:
    contrato = {"id": "C-1", "awardID": "A-1", "dateSigned": f"{anio}-05-01T18:00:00Z"}
    return {**importable(ocid, dia), "contracts": [contrato]}


@pytest.fixture
def publicador(db: None) -> Publicador:
    """One process of 2017, two of 2018, and one that does not say its year."""
    publicador = crear_publicador()
    for ocid, anio in (("a", 2018), ("b", 2017), ("c", 2018)):
        importar(publicador, firmado(f"{PREFIJO}-{ocid}", anio), extensiones=(EXTENSION,))
    importar(publicador, importable(f"{PREFIJO}-d"))
    return publicador


def cuerpo(client: Client, url: str) -> Any:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    assert respuesta["Content-Type"] == "application/json; charset=utf-8"
    assert respuesta["Access-Control-Allow-Origin"] == "*"
    return json.loads(respuesta.getvalue())


def ocids(client: Client, anios: str) -> list[str]:
    paquetes = cuerpo(client, f"/edca/contractingprocess/{anios}")["arrayReleasePackage"]
    return [paquete["releases"][0]["ocid"][-1] for paquete in paquetes]


def test_los_anios_son_los_que_tienen_procesos_publicados(publicador: Publicador, client: Client) -> None:
    anios = cuerpo(client, "/edca/fiscalYears")["fiscalYears"]

    assert [(anio["id"], anio["year"]) for anio in anios] == [("2017", 2017), ("2018", 2018)]
    ultima = Registro.objects.get(pk=f"{PREFIJO}-c").publicada_en
    assert anios[1]["updatedAt"] == f"{ultima:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("anios", "esperados"),
    [("2017", "b"), ("2018", "ac"), ("2017,2018", "abc"), ("null", "abcd"), ("1999", "")],
)
def test_cada_anio_trae_un_paquete_por_proceso(
    publicador: Publicador, client: Client, anios: str, esperados: str
) -> None:
    assert ocids(client, anios) == list(esperados)


@pytest.mark.parametrize("tramo", [1, 2, 200])
def test_un_anio_grande_se_sirve_por_tramos_sin_perder_ninguno(
    publicador: Publicador, client: Client, monkeypatch: pytest.MonkeyPatch, tramo: int
) -> None:
    monkeypatch.setattr(edca, "_TRAMO", tramo)

    assert ocids(client, "null") == list("abcd")


def test_un_anio_no_se_arma_entero_en_memoria(publicador: Publicador, django_assert_num_queries: Any) -> None:
    piezas = edca.paquetes_por_proceso(edca.registros(None))

    with django_assert_num_queries(2):
        next(piezas)


def test_head_no_arma_el_anio(publicador: Publicador, rf: RequestFactory) -> None:
    # Without the test client, which would empty the answer by itself.
    respuesta = Procesos.as_view()(rf.head("/edca/contractingprocess/null"), anios="null")

    assert (respuesta.status_code, list(respuesta.streaming_content)) == (200, [])


def test_cada_paquete_trae_el_estado_completo_del_proceso_con_los_bytes_publicados(
    publicador: Publicador, client: Client
) -> None:
    importar(publicador, {**importable(f"{PREFIJO}-b", dia=2), "tender": {"id": "T-1", "status": "complete"}})

    [paquete] = cuerpo(client, "/edca/contractingprocess/2017")["arrayReleasePackage"]

    [entrega] = paquete.pop("releases")
    assert entrega["tender"] == {"id": "T-1", "status": "complete", "title": "Servicio"}
    assert entrega["contracts"][0]["id"] == "C-1"
    registro = Registro.objects.get(pk=f"{PREFIJO}-b")
    assert bytes(registro.compilada) in client.get("/edca/contractingprocess/2017").getvalue()
    assert paquete == {
        "uri": f"{BASE}/edca/cp/{PREFIJO}-b",
        "version": "1.1",
        "extensions": [EXTENSION],
        "publisher": {
            "name": "Secretaría finanzas",
            "scheme": "MX-RFC",
            "uid": "SEF010101AA1",
            "uri": "https://finanzas.example.mx",
        },
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "publicationPolicy": "https://finanzas.example.mx/politica",
        "publishedDate": f"{registro.publicada_en:%Y-%m-%dT%H:%M:%SZ}",
    }


def test_la_uri_del_paquete_lleva_a_ese_mismo_paquete(publicador: Publicador, client: Client) -> None:
    importar(publicador, firmado("uno/dos", 2019))

    for paquete in cuerpo(client, "/edca/contractingprocess/null")["arrayReleasePackage"]:
        respuesta = client.get(paquete["uri"].removeprefix(BASE))
        assert json.loads(respuesta.content) == paquete
        assert respuesta["ETag"] == f'"{hashlib.sha256(respuesta.content).hexdigest()}"'


@pytest.mark.parametrize("anios", ["abc", "20", "2017,", "2017;2018", "NULL", "２０１７"])
def test_un_anio_que_no_se_entiende_se_dice(publicador: Publicador, client: Client, anios: str) -> None:
    respuesta = client.get(reverse("interconexion:procesos", args=[anios]))

    assert respuesta.status_code == 400
    assert respuesta["Content-Type"].startswith("application/problem+json")
    assert anios in json.loads(respuesta.content)["detail"]


def test_un_proceso_sin_publicar_no_existe(publicador: Publicador, client: Client) -> None:
    respuesta = client.get("/edca/cp/ninguno")

    assert respuesta.status_code == 404
    assert "ninguno" in json.loads(respuesta.content)["detail"]


@pytest.mark.parametrize("url", ["fiscalYears", "contractingprocess/2017", f"cp/{PREFIJO}-a"])
def test_un_parametro_desconocido_se_nombra(publicador: Publicador, client: Client, url: str) -> None:
    respuesta = client.get(f"/edca/{url}?page=2")

    assert (respuesta.status_code, json.loads(respuesta.content)["parametros"]) == (400, ["page"])


@pytest.mark.datos_reales
def test_los_paquetes_son_validos_para_el_esquema_oficial(
    publicador: Publicador, client: Client, compartido: Path
) -> None:
    carpeta = compartido / "ocds" / "1.1.5"
    de_entrega = json.loads((carpeta / "release-schema.json").read_text())
    registro: Registry[Any] = Registry().with_resource(
        "https://standard.open-contracting.org/schema/1__1__5/release-schema.json",
        Resource.from_contents(de_entrega, DRAFT4),
    )
    esquema = Draft4Validator(
        json.loads((carpeta / "release-package-schema.json").read_text()),
        registry=registro,
        format_checker=FormatChecker(),
    )
    for entrega in etapas():
        capturar(publicador, entrega)

    paquetes = cuerpo(client, "/edca/contractingprocess/null")["arrayReleasePackage"]

    assert len(paquetes) == 5
    assert [error.message for paquete in paquetes for error in esquema.iter_errors(paquete)] == []
