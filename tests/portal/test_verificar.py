"""The page that tells how to verify shows where each chain ends, with what it is signed, and what to run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from sitio.portal.models import InicioPage
from sitio.publicacion import llaves, retiros
from sitio.publicacion.models import Publicador
from sitio.publicacion.sellos import sellar
from tests import fabricas
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, vivir

DIRECCION = "/contrataciones/verificar/"


@pytest.fixture
def publicador(inicio: InicioPage) -> Publicador:
    return crear_publicador()


def leer(client: Client, direccion: str = DIRECCION) -> BeautifulSoup:
    respuesta = client.get(direccion)
    assert respuesta.status_code == 200
    return BeautifulSoup(respuesta.content, "html.parser")


def test_dice_la_cadena_el_sello_y_la_llave_de_hoy(
    publicador: Publicador, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.LLAVE_DE_SELLOS = str(tmp_path / "sellos.pem")
    llave = llaves.crear(tmp_path / "sellos.pem")
    ultima = vivir(publicador)[-1]
    crear_publicador("sin-nada")
    sellar()

    pagina = leer(client)

    primera, segunda = ([" ".join(celda.text.split()) for celda in f("td")] for f in pagina.select("tbody tr"))
    assert primera[0] == "5"
    assert primera[1].startswith(f"{ultima.cadena[:16]}…")
    assert primera[2].startswith("Sello 1, hasta el eslabón 5")
    assert segunda == ["0", "No publicado", "Sin sello"]
    assert llave.publica in pagina.text
    assert "python3 claraboya_verificar.py https://contrataciones.example.mx" in pagina.text
    assert client.get(pagina.find("a", download=True)["href"]).status_code == 200


def test_sin_llave_ni_publicadores_tambien_orienta(inicio: InicioPage, client: Client) -> None:
    texto = leer(client).text

    assert "Todavía no publica aquí ninguna institución." in texto
    assert "Este portal todavía no firma sellos" in texto


def test_la_pagina_cuesta_lo_mismo_con_uno_que_con_diez(
    publicador: Publicador, client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for n in range(10):
        crear_publicador(f"p{n}")
    client.get(DIRECCION)

    with django_assert_max_num_queries(6):
        client.get(DIRECCION)


def test_la_historia_de_un_proceso_dice_que_se_retiro(publicador: Publicador, client: Client) -> None:
    vivir(publicador)
    ana, beto = (fabricas.persona(nombre, is_superuser=True) for nombre in ("ana", "beto"))
    razones = {"motivo": "orden_legal", "fundamento": "Oficio 1", "explicacion": "Orden."}
    ocid = f"{PREFIJO}-1"
    retiros.autorizar(retiros.solicitar(ocid, f"{ocid}-2", persona=ana, **razones).pk, beto)

    pagina = leer(client, f"/contrataciones/{ocid}/")

    historia = [(a.text, a["href"]) for a in pagina.select(".historia a")]
    assert historia[0] == ("Retiro de una entrega", "/api/ocds/bitacora/finanzas/6")
    assert historia[4][0].endswith("(retirada)")
    assert client.get(historia[4][1]).status_code == 410
    [ultima] = [a["href"] for a in pagina.select("a") if a.text == "Última entrega (OCDS, JSON)"]
    assert ultima == f"/api/ocds/releases/{ocid}/{ocid}-5"


def test_un_proceso_retirado_por_completo_dice_por_que(publicador: Publicador, client: Client) -> None:
    [resultado] = importar(publicador, importable(f"{PREFIJO}-9", titulo="Sillas"))
    entrega = resultado.entrega
    assert entrega is not None
    ana, beto = (fabricas.persona(nombre, is_superuser=True) for nombre in ("ana", "beto"))
    razones = {"motivo": "orden_legal", "fundamento": "Oficio 1 <b>", "explicacion": "Orden de un juez."}
    pedido = retiros.solicitar(entrega.ocid, entrega.id_entrega, persona=ana, **razones)
    direccion = f"/contrataciones/{entrega.ocid}/"
    assert "Sillas" in client.get(direccion).content.decode()

    retiros.autorizar(pedido.pk, beto)

    respuesta = client.get(direccion)
    assert respuesta.status_code == 410
    pagina = respuesta.content.decode()
    assert "Oficio 1 &lt;b&gt;" in pagina
    assert "Orden de un juez." in pagina
    assert "Sillas" not in pagina
