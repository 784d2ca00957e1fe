"""A record with its releases whole or linked, and with the history of each field, as OCDS 1.1 says."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from jsonschema import Draft4Validator, FormatChecker
from ocdsmerge import Merger
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from sitio.ocds import fusion
from sitio.publicacion.models import Entrega, Publicador
from tests.publicacion.quitar import quitar
from tests.publicacion.vida import PREFIJO, capturar, etapas, importable, importar, vivir

BASE = "https://contrataciones.example.mx"
OCID = f"{PREFIJO}-1"
REGISTRO = f"/api/ocds/records/{OCID}"


def traer(client: Client, url: str, **parametros: str) -> dict[str, Any]:
    partes = urlsplit(url)
    respuesta = client.get(partes.path, parametros)
    assert respuesta.status_code == 200, respuesta.content
    return json.loads(respuesta.content)


def test_los_enlaces_llevan_al_paquete_que_trae_esa_entrega(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    [registro] = traer(client, REGISTRO, releases="linked")["records"]

    assert [enlace["tag"] for enlace in registro["releases"]] == [e.etiquetas for e in Entrega.objects.all()]
    for enlace in registro["releases"]:
        assert enlace.keys() == {"url", "date", "tag"}
        paquete, _almohadilla, clave = enlace["url"].partition("#")
        [entrega] = traer(client, paquete.removeprefix(BASE))["releases"]
        assert (entrega["id"], entrega["date"], entrega["tag"]) == (clave, enlace["date"], enlace["tag"])
    assert registro["compiledRelease"]["tag"] == ["compiled"]


@pytest.mark.parametrize("raro", ["con espacio", "ñandú/1", "100%", 'x"y'])
def test_un_id_raro_tambien_se_puede_enlazar(publicador: Publicador, client: Client, raro: str) -> None:
    importar(publicador, importable(f"{PREFIJO}-r", id_entrega=raro))

    [registro] = traer(client, f"/api/ocds/records/{PREFIJO}-r", releases="linked")["records"]

    paquete, _almohadilla, clave = registro["releases"][0]["url"].partition("#")
    assert unquote(clave) == raro
    assert FormatChecker(("uri",)).conforms(registro["releases"][0]["url"], "uri")
    assert client.get(paquete.removeprefix(BASE)).status_code == 200


def test_la_fecha_del_enlace_es_la_de_la_entrega_letra_por_letra(publicador: Publicador, client: Client) -> None:
    importar(publicador, {**importable(f"{PREFIJO}-r"), "date": "2020-01-01T12:00:00.250-06:00"})

    [registro] = traer(client, f"/api/ocds/records/{PREFIJO}-r", releases="linked")["records"]

    assert registro["releases"][0]["date"] == "2020-01-01T12:00:00.250-06:00"


def test_la_historia_de_cada_campo_es_la_de_la_implementacion_de_referencia(
    publicador: Publicador, client: Client
) -> None:
    vivir(publicador)
    entregas = [json.loads(bytes(e.contenido)) for e in Entrega.objects.all()]

    [registro] = traer(client, REGISTRO, versioned="true")["records"]

    assert registro["versionedRelease"] == Merger(merge_rules=fusion.reglas()).create_versioned_release(entregas)
    [titulo] = registro["versionedRelease"]["tender"]["title"]
    assert titulo == {
        "releaseID": f"{OCID}-2",
        "releaseDate": entregas[1]["date"],
        "releaseTag": ["tender"],
        "value": "Mobiliario escolar",
    }
    assert "versionedRelease" not in traer(client, REGISTRO)["records"][0]


def test_la_historia_no_cuenta_lo_retirado(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    quitar(OCID, f"{OCID}-2")

    [registro] = traer(client, REGISTRO, versioned="true")["records"]

    assert "tender" not in registro["versionedRelease"]
    assert f'"{OCID}-2"' not in json.dumps(registro)
    assert len(registro["releases"]) == 4


def test_las_listas_de_una_extension_sin_id_se_guardan_enteras_en_la_historia(
    publicador: Publicador, client: Client
) -> None:
    primera, *_resto = etapas()
    capturar(publicador, {**primera, "x_avisos": [{"medio": "DOF"}]})
    capturar(publicador, {**primera, "planning": {"rationale": "Otra razón."}, "x_avisos": [{"medio": "Diario"}]})

    [registro] = traer(client, REGISTRO, versioned="true")["records"]

    valores = [version["value"] for version in registro["versionedRelease"]["x_avisos"]]
    assert valores == [[{"medio": "DOF"}], [{"medio": "Diario"}]]


@pytest.mark.parametrize("forma", [{}, {"releases": "linked"}, {"versioned": "true"}])
def test_las_formas_valen_tambien_en_la_lista_y_se_conservan(
    publicador: Publicador, client: Client, forma: dict[str, str]
) -> None:
    vivir(publicador)
    vivir(publicador, f"{PREFIJO}-2")

    primera = traer(client, "/api/ocds/records", limit="1", **forma)

    siguiente = json.loads(client.get(primera["links"]["next"].removeprefix(BASE)).content)
    for paquete, ocid in ((primera, OCID), (siguiente, f"{PREFIJO}-2")):
        assert paquete["records"] == traer(client, f"/api/ocds/records/{ocid}", **forma)["records"]


def test_cada_forma_tiene_su_uri_y_su_etag(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    respuestas = [client.get(REGISTRO, forma) for forma in ({}, {"releases": "linked"}, {"versioned": "true"})]

    assert len({respuesta["ETag"] for respuesta in respuestas}) == 3
    assert [json.loads(respuesta.content)["uri"] for respuesta in respuestas] == [
        f"{BASE}{REGISTRO}",
        f"{BASE}{REGISTRO}?releases=linked",
        f"{BASE}{REGISTRO}?versioned=true",
    ]


@pytest.mark.datos_reales
@pytest.mark.parametrize("forma", [{}, {"releases": "linked"}, {"releases": "linked", "versioned": "true"}])
def test_cada_forma_es_valida_para_el_esquema_oficial(
    publicador: Publicador, client: Client, compartido: Path, forma: dict[str, str]
) -> None:
    vivir(publicador)
    carpeta = compartido / "ocds" / "1.1.5"
    esquemas = {nombre: json.loads((carpeta / f"{nombre}.json").read_text()) for nombre in _ESQUEMAS}
    registro = Registry().with_resources(
        (esquema["id"], Resource(esquema, DRAFT4)) for esquema in esquemas.values() if "id" in esquema
    )
    validador = Draft4Validator(
        esquemas["record-package-schema"], registry=registro, format_checker=FormatChecker(("date-time", "uri"))
    )

    assert [error.message for error in validador.iter_errors(traer(client, REGISTRO, **forma))] == []


_ESQUEMAS = ("record-package-schema", "release-schema", "versioned-release-validation-schema")
