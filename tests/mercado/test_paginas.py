"""The page of market research: who enters, what it says, and that it says it without colour."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from sitio.catalogos.models import ClaveCucop, Inpc
from sitio.procesos.models import ProcesoPage
from tests import fabricas
from tests.mercado.conftest import SILLA, Vender

URL = "mercado:investigacion"


@pytest.fixture
def pagina(como: Any) -> Any:
    """The page as a capturista reads it."""

    def pedir(**pedido: Any) -> BeautifulSoup:
        return BeautifulSoup(como("capturista").get(reverse(URL), pedido).content, "html.parser")

    return pedir


@pytest.fixture
def cinco(vender: Vender) -> None:
    for numero in range(1, 6):
        vender(numero, numero * 10, fecha=f"202{numero}-03-02", titulo=f"Sillas <b>{numero}</b>")


def texto(sopa: Any) -> str:
    return " ".join(sopa.get_text(" ").split())


@pytest.mark.parametrize("quien", ["capturista", "revisor", "aprobador", "administracion", "de_otra_casa"])
def test_whoever_works_in_a_process_reads_the_prices_that_are_public(como: Any, cinco: None, quien: str) -> None:
    respuesta = como(quien).get(reverse(URL), {"q": SILLA})
    assert respuesta.status_code == 200
    assert "Silla de paleta" in respuesta.content.decode()


@pytest.mark.parametrize("quien", ["sin_papel", "comunicacion", "anonimo"])
@pytest.mark.parametrize("nombre", [URL, "mercado:anexo"])
def test_nobody_else_enters(como: Any, cinco: None, quien: str, nombre: str) -> None:
    respuesta = como(quien).get(reverse(nombre), {"q": SILLA})
    assert respuesta.status_code == 302
    assert not respuesta["Location"].startswith(reverse(URL))


def test_five_prices_show_their_quartiles_and_each_leads_to_its_public_page(pagina: Any, cinco: None) -> None:
    sopa = pagina(q=SILLA)
    dichos = {dt.get_text(): dt.find_next("dd").get_text() for dt in sopa.select(".claraboya-datos dt")}
    assert (dichos["Primer cuartil"], dichos["Mediana"]) == ("$16.67 MXN", "$30.00 MXN")
    assert (dichos["Precios comparados"], dichos["Media"]) == ("5", "$30.00 MXN")
    assert dichos["Es atípico por debajo de"] == "Ningún precio: el límite quedaría bajo cero"
    assert len(sopa.select("svg.mercado-figura circle")) == 5
    enlace = sopa.select_one("a[href$='/ocds-213czf-1/']")
    assert enlace.get_text() == "Sillas <b>1</b>"


def test_four_prices_are_a_list_without_quartiles(pagina: Any, vender: Vender) -> None:
    for numero in range(1, 5):
        vender(numero, numero * 10)
    sopa = pagina(q=SILLA)
    assert "Mediana" not in [dt.get_text() for dt in sopa.select(".claraboya-datos dt")]
    assert not sopa.select("svg.mercado-figura")
    assert len(sopa.select("section[aria-labelledby=precios] tbody tr")) == 4


def test_an_outlier_is_told_in_words(pagina: Any, cinco: None, vender: Vender) -> None:
    vender(6, 1000)
    [fila] = pagina(q=SILLA).select("tr.mercado-atipico")
    assert "Muy atípico, alto" in texto(fila)


def test_suppliers_say_how_often_when_last_and_that_no_list_was_looked_at(
    pagina: Any, cinco: None, vender: Vender
) -> None:
    vender(6, 15, proveedor=("SIL010101AB1", "Sillas del Sur"))
    filas = [texto(fila) for fila in pagina(q=SILLA).select("section[aria-labelledby=proveedores] tbody tr")]
    assert filas == [
        "Muebles del Norte MUE010101AB1 5 2 mar 2025 No hay listas cargadas en este portal",
        "Sillas del Sur SIL010101AB1 1 2 mar 2026 No hay listas cargadas en este portal",
    ]


def test_words_lead_to_the_keys_of_the_catalogue_that_have_prices(pagina: Any, vender: Vender) -> None:
    for clave in (SILLA, "51101-0002"):
        ClaveCucop.objects.create(clave=clave, descripcion="Sillas escolares", unidad="PIEZA", partida="51101")
    vender(1, 100)
    lugares = pagina(q="silla escolar").select("section[aria-labelledby=claves] li")
    assert [texto(lugar) for lugar in lugares] == [
        f"{SILLA} Sillas escolares (1 precio)",
        "51101-0002 Sillas escolares (0 precios)",
    ]
    assert lugares[0].a["href"] == f"?q={SILLA}"
    assert lugares[1].a is None


def test_with_the_index_of_both_months_prices_are_told_in_the_same_pesos(pagina: Any, vender: Vender) -> None:
    for anio, indice in ((2024, 100), (2026, 150)):
        Inpc.objects.create(anio=anio, mes=1, indice=Decimal(indice), base="b", fuente="f")
    vender(1, 80, fecha="2024-01-10")
    vender(2, 80, fecha="2025-01-10")
    sopa = pagina(q=SILLA, mes="2026-01")
    [fila] = sopa.select("section[aria-labelledby=precios] tbody tr")
    assert "$120.00 MXN" in texto(fila)
    assert "Sin fecha, o de un mes cuyo INPC no está cargado: 1" in texto(sopa)


def test_without_the_index_the_page_says_that_prices_are_nominal(pagina: Any, cinco: None) -> None:
    assert "Los precios son nominales: no se ajustaron por inflación." in texto(pagina(q=SILLA))


def test_a_search_of_signs_says_what_to_write(pagina: Any, db: None) -> None:
    assert "Escriba al menos una palabra o los primeros tres números de la clave." in texto(pagina(q="-"))


def test_a_key_without_prices_says_so(pagina: Any, db: None) -> None:
    assert "No se ha publicado ningún precio con esos criterios." in texto(pagina(q="99999"))


@pytest.fixture
def con_articulo(casa: fabricas.Casa) -> ProcesoPage:
    """A process whose planning asks for chairs."""
    proceso = fabricas.proceso(casa)
    pagina = fabricas.etapa_de(proceso, "planeacion")
    clave = ClaveCucop.objects.create(clave=SILLA, descripcion="Sillas", unidad="PIEZA", partida="51101")
    renglones = pagina.articulos_solicitados
    renglones.add(renglones.model(descripcion="Silla de paleta", clave_cucop=clave, unidad="pieza"))
    pagina.save_revision(user=casa.capturista)
    return proceso


def test_the_board_leads_to_the_prices_of_what_the_process_asks_for(como: Any, con_articulo: ProcesoPage) -> None:
    cliente = como("capturista")
    sopa = BeautifulSoup(cliente.get(reverse("procesos:tablero", args=[con_articulo.pk])).content, "html.parser")
    [enlace] = sopa.select("section[aria-labelledby=mercado] a")
    assert enlace["href"] == f"{reverse(URL)}?q={SILLA}&proceso={con_articulo.pk}&unidad=pieza"
    assert con_articulo.title in cliente.get(enlace["href"]).content.decode()


@pytest.mark.parametrize("nombre", [URL, "mercado:anexo"])
def test_a_search_for_the_process_of_another_institution_is_refused(
    como: Any, cinco: None, casa: fabricas.Casa, nombre: str
) -> None:
    proceso = fabricas.proceso(casa)
    respuesta = como("de_otra_casa").get(reverse(nombre), {"q": SILLA, "proceso": proceso.pk})
    assert respuesta.status_code == 302
    assert proceso.title not in respuesta.content.decode()
