"""The home page says what the ledger holds, and of its own text only what is live."""

import csv
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Page

from sitio.portal import grafica
from sitio.portal.models import InicioPage
from tests.portal.conftest import Emitir, Leer, texto


def licitacion(metodo: str | None = "open", monto: float | None = None, moneda: str = "MXN") -> dict[str, Any]:
    bloque: dict[str, Any] = {"id": "x", "title": "Compra", "status": "active"}
    if metodo:
        bloque["procurementMethod"] = metodo
    if monto is not None:
        bloque["value"] = {"amount": monto, "currency": moneda}
    return bloque


@pytest.fixture
def publicados(emitir: Emitir) -> None:
    for n, (metodo, monto, moneda) in enumerate(
        [("open", 1500000.25, "MXN"), ("open", 500000, "MXN"), ("direct", 900, "USD"), (None, None, "MXN")]
    ):
        emitir(str(n), tender=licitacion(metodo, monto, moneda))


def cifras(pagina: Any) -> dict[str, str]:
    return {texto(dt): texto(dt.find_next("dd")) for dt in pagina.select(".cifras dt")}


def test_las_cifras_son_las_de_la_bitacora(inicio: InicioPage, publicados: None, leer: Leer):
    vistas = cifras(leer("/"))
    assert vistas["Procesos publicados"] == "4"
    assert vistas["Monto publicado"] == ("$2 millones En pesos. 2 procesos no dicen su monto o están en otra moneda.")
    assert vistas["Instituciones que compran"] == "1"
    assert vistas["Última publicación"].endswith("hoy")


def test_una_portada_sin_nada_publicado_no_ensena_ceros_de_dinero(inicio: InicioPage, leer: Leer):
    pagina = leer("/")
    assert cifras(pagina) == {
        "Procesos publicados": "0",
        "Monto publicado": "No publicado",
        "Instituciones que compran": "0",
        "Última publicación": "Todavía nada",
    }
    assert "Todavía no se publica ninguna contratación" in texto(pagina.main)
    assert pagina.select(".grafica") == []


def test_lo_reciente_son_renglones_con_su_vitral(inicio: InicioPage, emitir: Emitir, leer: Leer):
    for n in range(8):
        emitir(str(n), tender={**licitacion(), "title": f"Compra {n}"})
    renglones = leer("/").select(".renglon")
    assert [texto(r.h3) for r in renglones] == [f"Compra {n}" for n in (7, 6, 5, 4, 3, 2)]
    assert {r.svg["aria-label"] for r in renglones} == {"1 de 5 etapas publicada"}


def test_los_metodos_tienen_frase_grafica_tabla_y_csv(inicio: InicioPage, publicados: None, leer: Leer, client: Client):
    seccion = leer("/").select_one("section.metodos")
    frase = "El método más usado es licitación pública: 2 de 4 procesos publicados (50 %)."
    assert texto(seccion.p) == frase
    assert seccion.svg["aria-label"] == frase
    assert [texto(t) for t in seccion.svg.find_all("text")] == [
        "Licitación pública", "2 (50 %)", "Adjudicación directa", "1 (25 %)", "Método no publicado", "1 (25 %)",
    ]  # fmt: skip
    assert [[texto(c) for c in fila.find_all(["th", "td"])] for fila in seccion.tbody.find_all("tr")] == [
        ["Licitación pública", "2", "$2,000,000.25 MXN"],
        ["Adjudicación directa", "1", "No publicado"],
        ["Método no publicado", "1", "No publicado"],
    ]
    hoja = client.get(reverse("portal:metodos_csv")).content.decode("utf-8-sig").splitlines()
    assert list(csv.reader(hoja))[1:] == [
        ["open", "Licitación pública", "2", "50.00", "2000000.25"],
        ["direct", "Adjudicación directa", "1", "25.00", ""],
        ["", "Método no publicado", "1", "25.00", ""],
    ]


def test_sin_ningun_metodo_publicado_la_frase_lo_dice(inicio: InicioPage, emitir: Emitir, leer: Leer):
    emitir("1", tender=licitacion(None))
    assert texto(leer("/").select_one("section.metodos p")).startswith("Ninguno de los procesos publicados dice")


@pytest.mark.parametrize(
    ("cantidades", "largos"), [([200, 100, 1], [360, 180, 2]), ([1], [360]), ([5, 0], [360, 0]), ([], [])]
)
def test_las_barras_son_proporcionales_y_lo_poco_se_ve(cantidades: list[int], largos: list[int]):
    dibujo = grafica.barras([(str(c), c, str(c)) for c in cantidades])
    assert [b.largo for b in dibujo.barras] == largos


def test_el_texto_en_borrador_no_sale(inicio: InicioPage, leer: Leer):
    inicio.entrada = "Texto sin aprobar"
    inicio.presentacion = "<p>Borrador secreto</p>"
    inicio.save_revision()
    pagina = texto(leer("/"))
    assert "Texto sin aprobar" not in pagina
    assert "Borrador secreto" not in pagina
    assert "Qué compra el gobierno." in pagina


def test_comunicacion_edita_el_texto_y_se_publica(inicio: InicioPage, leer: Leer):
    inicio.presentacion = "<h2>Para qué sirve</h2><p>Texto <b>nuevo</b>.</p>"
    inicio.save_revision().publish()
    assert texto(leer("/").select_one("section.prosa")) == "Para qué sirve Texto nuevo ."


def test_la_vista_previa_ensena_el_borrador(inicio: InicioPage, publicados: None):
    inicio.entrada = "Texto sin aprobar"
    peticion = inicio.make_preview_request(original_request=RequestFactory().get("/", headers={"host": "testserver"}))
    assert "Texto sin aprobar" in peticion.render().content.decode()


def test_solo_se_crea_bajo_la_raiz(inicio: InicioPage):
    raiz = Page.get_first_root_node()
    assert InicioPage.can_create_at(raiz)
    assert not InicioPage.can_create_at(inicio)
    assert not InicioPage.can_create_at(raiz.add_child(instance=Page(title="Otra", slug="otra")))


def test_la_portada_cuesta_pocas_consultas(
    inicio: InicioPage, publicados: None, client: Client, django_assert_max_num_queries: Any
):
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")
