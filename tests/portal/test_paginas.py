"""What every public page owes to everyone: Spanish, no scripts, words for every drawing, and a way to the data."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as ajustes
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse

from sitio.portal.models import InicioPage
from tests.portal.conftest import Emitir, Leer, texto

PAGINAS = {
    "inicio": ("/", 200),
    "lista": ("/contrataciones/", 200),
    "lista con filtros": ("/contrataciones/?q=insulina&metodo=open", 200),
    "lista sin resultados": ("/contrataciones/?q=nada", 200),
    "lista con errores": ("/contrataciones/?metodo=magia", 400),
    "datos": ("/contrataciones/datos/", 200),
    "descargas": ("/contrataciones/descargas/", 200),
    "api": ("/contrataciones/api/", 200),
    "indicadores": ("/contrataciones/indicadores/", 200),
    "indicadores de una institución": ("/contrataciones/indicadores/salud/", 200),
    "verificar": ("/contrataciones/verificar/", 200),
    "proceso": ("/contrataciones/ocds-213czf-1/", 200),
    "proceso desconocido": ("/contrataciones/ocds-213czf-2/", 404),
    "pagina desconocida": ("/no-existe/", 404),
}


@pytest.fixture
def publicado(inicio: InicioPage, emitir: Emitir) -> None:
    documento = {"id": "1", "title": "Bases", "documentType": "biddingDocuments", "url": "https://a.example.mx/b.pdf"}
    emitir(
        "1",
        planning={"rationale": "Hace falta", "documents": [documento]},
        tender={
            "id": "1",
            "title": "Insulina",
            "status": "active",
            "procurementMethod": "open",
            "items": [{"id": str(n), "description": "Frasco"} for n in range(12)],
            "documents": [documento],
        },
    )


@pytest.fixture(params=PAGINAS)
def pagina(request: pytest.FixtureRequest, publicado: None, leer: Leer) -> BeautifulSoup:
    direccion, estado = PAGINAS[request.param]
    return leer(direccion, estado=estado)


def test_no_hay_estilos_ni_guiones_en_linea_ni_recursos_de_terceros(pagina: BeautifulSoup):
    assert pagina.find_all(["script", "style", "iframe", "object", "embed"]) == []
    assert [e for e in pagina.find_all(True) if "style" in e.attrs or any(a.startswith("on") for a in e.attrs)] == []
    recursos = [e.get("href") for e in pagina.select("link[rel~=stylesheet], link[rel~=icon]")]
    assert recursos
    assert all(r.startswith("/static/") for r in recursos)


def test_cada_dibujo_tiene_su_texto(pagina: BeautifulSoup):
    for dibujo in pagina.find_all(["svg", "img"]):
        if dibujo.get("aria-hidden") == "true":
            assert texto(dibujo.find_parent(["a", "h2"]).find(string=re.compile(r"\w{3}")).parent)
        else:
            assert dibujo["role"] == "img"
            assert dibujo["aria-label"] == dibujo.title.string != ""


def test_la_pagina_se_presenta(pagina: BeautifulSoup):
    assert pagina.html["lang"] == "es-MX"
    assert pagina.title.string.endswith("| Portal del Estado")
    assert pagina.find("meta", {"name": "description"})["content"].strip()
    assert len(pagina.find_all("h1")) == len(pagina.find_all("main")) == 1
    salto = pagina.body.find("a")
    assert (salto["href"], pagina.main["id"]) == ("#contenido", "contenido")


def test_los_encabezados_no_se_saltan_niveles(pagina: BeautifulSoup):
    niveles = [int(h.name[1]) for h in pagina.main.find_all(re.compile("^h[1-6]$"))]
    assert niveles[0] == 1
    assert [(a, b) for a, b in pairwise(niveles) if b > a + 1] == []


def test_los_identificadores_no_se_repiten_y_las_referencias_existen(pagina: BeautifulSoup):
    ids = [e["id"] for e in pagina.find_all(id=True)]
    assert len(ids) == len(set(ids))
    referidos = [
        e[a] for e in pagina.find_all(True) for a in ("aria-labelledby", "aria-describedby", "for") if e.get(a)
    ]
    referidos += [a["href"][1:] for a in pagina.select('a[href^="#"]')]
    assert set(referidos) <= set(ids)


def test_cada_campo_tiene_su_etiqueta(pagina: BeautifulSoup):
    for campo in pagina.find_all(["input", "select"]):
        assert campo.get("type") == "hidden" or pagina.find("label", {"for": campo["id"]})


def test_al_pie_estan_los_datos_la_licencia_y_la_politica(pagina: BeautifulSoup):
    assert [texto(a) for a in pagina.footer.find_all("a")] == [
        "Datos y API", "Descargas", "Licencia", "Política de publicación", "Cómo verificar",
    ]  # fmt: skip


def test_los_enlaces_internos_llevan_a_algun_lado(pagina: BeautifulSoup, client: Client):
    internos = {a["href"].partition("#")[0] for a in pagina.find_all("a") if a["href"].startswith("/")}
    assert {d for d in internos if d and client.get(d).status_code != 200} == set()


def test_la_direccion_canonica_sale_de_los_ajustes_y_no_de_la_peticion(publicado: None, client: Client):
    respuesta = client.get("/contrataciones/ocds-213czf-1/", headers={"host": "otro.example.com"})
    canonica = BeautifulSoup(respuesta.content, "html.parser").find("link", {"rel": "canonical"})["href"]
    assert canonica == f"{ajustes.URL_PUBLICA}/contrataciones/ocds-213czf-1/"


def test_los_datos_dicen_licencia_y_politica_de_cada_institucion(publicado: None, leer: Leer):
    pagina = leer(reverse("portal:datos"))
    [fila] = pagina.select("#licencias ~ .tabla tbody tr")
    assert [texto(c) for c in fila.find_all(["th", "td"])] == [
        "Instituto de Salud", "ocds-213czf", "Licencia", "No publicado",
    ]  # fmt: skip
    assert fila.find("a", {"rel": "license"})["href"] == "https://datos.example.mx/licencia"


def test_la_pagina_de_error_no_necesita_ni_base_ni_peticion():
    pagina = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert texto(pagina.h1) == "El portal no pudo mostrar esta página"
    assert pagina.find_all(["script", "style"]) == []


@override_settings(DEBUG=False)
def test_un_error_interno_responde_500_en_espanol(publicado: None, monkeypatch: pytest.MonkeyPatch):
    def romper(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("sitio.portal.vistas.ficha", romper)
    respuesta = Client(raise_request_exception=False).get("/contrataciones/ocds-213czf-1/")
    assert respuesta.status_code == 500
    assert "El portal no pudo mostrar esta página" in respuesta.content.decode()


def test_el_portal_entra_a_un_sitio_sin_pagina_de_inicio(emitir: Emitir, leer: Leer):
    emitir("1", planning={"rationale": "x"})
    assert len(leer("/contrataciones/").select(".renglon")) == 1


def _hoja(nombre: str) -> str:
    return Path(str(finders.find(nombre))).read_text(encoding="utf-8")


def test_la_fuente_es_propia_libre_y_ligera():
    [ruta] = re.findall(r'url\("([^"]+)"\)', _hoja("componentes/tokens.css"))
    fuente = Path(str(finders.find(f"componentes/{ruta}")))
    assert fuente.stat().st_size < 60_000
    assert "SIL OPEN FONT LICENSE" in (fuente.parent / "OFL.txt").read_text(encoding="utf-8")


def _luminancia(color: str) -> float:
    def lineal(canal: int) -> float:
        c = canal / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    rojo, verde, azul = (lineal(int(color[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * rojo + 0.7152 * verde + 0.0722 * azul


@pytest.mark.parametrize("tema", ["claro", "oscuro"])
@pytest.mark.parametrize(
    ("texto_de", "fondo", "minimo"),
    [
        ("tinta", "papel", 7),
        ("principal", "papel", 4.5),
        ("principal", "gris-1", 4.5),
        ("principal", "principal-tenue", 4.5),
        ("sobre-principal", "principal", 4.5),
        ("sobre-principal", "principal-fuerte", 4.5),
        ("gris-4", "papel", 4.5),
        ("gris-4", "gris-1", 4.5),
        ("gris-3", "papel", 3),
        ("rojo", "papel", 4.5),
        ("ambar-texto", "ambar-tenue", 4.5),
    ],
)
def test_los_colores_se_leen_en_claro_y_en_oscuro(tema: str, texto_de: str, fondo: str, minimo: float):
    claro, _, oscuro = _hoja("componentes/tokens.css").partition("@media")
    colores = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", claro if tema == "claro" else oscuro))
    claridad = sorted((_luminancia(colores[texto_de]), _luminancia(colores[fondo])))
    assert (claridad[1] + 0.05) / (claridad[0] + 0.05) >= minimo
