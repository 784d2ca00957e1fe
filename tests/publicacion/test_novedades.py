"""The Atom feed: valid, about what is published and nothing else, and the same bytes until there is news."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sitio.publicacion.models import Publicador
from tests import fabricas
from tests.publicacion.quitar import quitar
from tests.publicacion.vida import COMPRADOR, PREFIJO, capturar, crear_publicador, etapas, importable, importar, vivir

BASE = "https://contrataciones.example.mx"
ATOM = "{http://www.w3.org/2005/Atom}"
OCID = f"{PREFIJO}-1"
FUENTE = "/api/ocds/feed.atom"


def leer(client: Client, **parametros: str) -> ET.Element:
    respuesta = client.get(FUENTE, parametros)
    assert respuesta.status_code == 200, respuesta.content
    assert respuesta["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(respuesta.content)  # noqa: S314 - our own portal wrote it


def textos(elemento: ET.Element, nombre: str) -> list[str]:
    return [hallado.text or "" for hallado in elemento.findall(f"{ATOM}{nombre}")]


def titulos(client: Client, **parametros: str) -> list[str]:
    return [textos(entrada, "title")[0] for entrada in leer(client, **parametros).findall(f"{ATOM}entry")]


def test_lo_ultimo_va_primero_con_su_titulo_y_lleva_a_la_pagina_del_proceso(
    publicador: Publicador, client: Client
) -> None:
    ultima = vivir(publicador)[-1]

    fuente = leer(client)
    primera = fuente.find(f"{ATOM}entry")

    assert titulos(client) == [
        "Ejecución: Mobiliario escolar",
        "Contrato: Mobiliario escolar",
        "Adjudicación: Mobiliario escolar",
        "Licitación: Mobiliario escolar",
        "Planeación: Mobiliario escolar",
    ]
    assert primera.find(f"{ATOM}link").attrib == {"href": f"{BASE}/contrataciones/{OCID}/", "rel": "alternate"}
    assert textos(primera, "id") == [f"{BASE}/api/ocds/releases/{OCID}/{OCID}-5"]
    assert textos(primera, "updated")[0].startswith(f"{ultima.publicada_en:%Y-%m-%dT%H:%M:%S}")
    assert textos(primera, "summary") == [f"Secretaría de Finanzas · {OCID}"]
    assert client.get(reverse("portal:proceso", args=[OCID])).status_code == 200


def test_la_fuente_tiene_lo_que_pide_el_rfc_4287(publicador: Publicador, client: Client) -> None:
    vivir(publicador)

    fuente = leer(client, publisher="finanzas")

    # RFC 4287 §4.1.1 and §4.1.2: one id, one title, one updated; an author; a link to itself.
    for elemento in (fuente, *fuente.findall(f"{ATOM}entry")):
        assert [len(textos(elemento, nombre)) for nombre in ("id", "title", "updated")] == [1, 1, 1]
    ids = [textos(entrada, "id")[0] for entrada in fuente.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 5
    assert fuente.find(f"{ATOM}author/{ATOM}name").text == "Secretaría finanzas"
    propio = fuente.find(f"{ATOM}link[@rel='self']").attrib["href"]
    assert propio == textos(fuente, "id")[0] == f"{BASE}{FUENTE}?publisher=finanzas"


@pytest.mark.parametrize(
    ("etapa", "que"),
    [
        ("planning", "Planeación"),
        ("tender", "Licitación"),
        ("award", "Adjudicación"),
        ("contract", "Contrato"),
        ("implementation", "Ejecución"),
    ],
)
def test_cada_etapa_tiene_sus_noticias(publicador: Publicador, client: Client, etapa: str, que: str) -> None:
    vivir(publicador)

    assert titulos(client, stage=etapa) == [f"{que}: Mobiliario escolar"]


def test_una_etapa_junta_sus_etiquetas_en_orden_y_sin_repetir(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable(f"{PREFIJO}-a"))
    importar(publicador, {**importable(f"{PREFIJO}-a", 2), "tag": ["tenderUpdate", "tenderAmendment"]})
    importar(publicador, {**importable(f"{PREFIJO}-b"), "tag": ["tender"]})

    ids = [textos(e, "id")[0].rsplit("/", 1)[1] for e in leer(client, stage="tender").findall(f"{ATOM}entry")]

    assert ids == [f"{PREFIJO}-b-d1", f"{PREFIJO}-a-d2", f"{PREFIJO}-a-d1"]


def test_se_sigue_a_una_institucion_o_a_un_comprador(publicador: Publicador, client: Client) -> None:
    importar(crear_publicador("obras"), importable(f"{PREFIJO}-o", titulo="Puente"))
    capturar(publicador, next(etapas()))

    assert len(titulos(client)) == 2
    assert titulos(client, publisher="obras") == ["Licitación: Puente"]
    assert titulos(client, buyer=COMPRADOR["id"]) == [f"Planeación: {'Las escuelas lo necesitan.'}"]
    assert titulos(client, publisher="obras", buyer=COMPRADOR["id"]) == []


def test_lo_retirado_deja_de_ser_noticia(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    quitar(OCID, f"{OCID}-2")

    assert [titulo.split(":")[0] for titulo in titulos(client)] == [
        "Ejecución", "Contrato", "Adjudicación", "Planeación",
    ]  # fmt: skip


def test_son_las_ultimas_cincuenta(publicador: Publicador, client: Client) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}", titulo=f"Compra {n}") for n in range(60)))

    vistos = titulos(client)

    assert (vistos[0], vistos[-1], len(vistos)) == ("Licitación: Compra 59", "Licitación: Compra 10", 50)


def test_sin_novedades_son_los_mismos_bytes(publicador: Publicador, client: Client) -> None:
    for _vez in range(2):
        etag = client.get(FUENTE)["ETag"]
        assert client.get(FUENTE, headers={"If-None-Match": etag}).status_code == 304
        vivir(publicador)
    assert client.get(FUENTE, headers={"If-None-Match": etag}).status_code == 200


def test_un_texto_que_no_cabe_en_xml_no_rompe_la_fuente(publicador: Publicador, client: Client) -> None:
    importar(publicador, importable(f"{PREFIJO}-x", titulo="A\u0007B <b>&</b>"))

    assert titulos(client) == ["Licitación: A B <b>&</b>"]


def test_un_borrador_nunca_es_noticia(client: Client, db: None) -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    fabricas.llenar(fabricas.etapa_de(proceso, "planeacion"), casa.capturista)

    assert titulos(client) == []


def test_el_portal_anuncia_la_fuente(db: None, client: Client) -> None:
    pagina = client.get(reverse("portal:datos")).content.decode()

    assert f'<link rel="alternate" type="application/atom+xml" title="Últimas publicaciones" href="{FUENTE}">' in pagina


@pytest.mark.parametrize("consulta", [{"stage": "licitacion"}, {"publisher": "nadie"}, {"limit": "3"}])
def test_lo_que_no_se_entiende_se_dice(db: None, client: Client, consulta: dict[str, Any]) -> None:
    respuesta = client.get(FUENTE, consulta)

    assert (respuesta.status_code, respuesta["Content-Type"]) == (400, "application/problem+json; charset=utf-8")
