"""The list finds what was published, by words and filters, page by page, and answers nonsense with advice."""

from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from sitio.portal import consultas
from sitio.publicacion.models import Publicador, Registro
from tests.portal.conftest import Emitir, Leer, texto

LISTA = "/contrataciones/"


def titulos(pagina: BeautifulSoup) -> list[str]:
    return [texto(h3) for h3 in pagina.select(".renglon h3")]


def licitacion(titulo: str, **otros: Any) -> dict[str, Any]:
    return {"id": "x", "title": titulo, "status": "active", "procurementMethod": "open", **otros}


@pytest.fixture
def cuatro(emitir: Emitir) -> None:
    """Four processes of two publishers, which differ in words, method, stage and year."""
    obras = Publicador.objects.create(clave="obras", nombre="Secretaría de Obras", prefijo_ocid="ocds-abc123")
    emitir("1", tender=licitacion("Adquisición de medicamentos", tenderPeriod={"endDate": "2025-05-01T16:00:00Z"}))
    emitir("2", tender=licitacion("Papelería", procurementMethod="direct", value={"amount": 850000, "currency": "MXN"}))
    emitir(
        "3",
        de=obras,
        tender=licitacion("Adquisición de asfalto", tenderPeriod={"endDate": "2026-05-01T16:00:00Z"}),
        awards=[{"id": "1", "status": "active", "suppliers": [{"id": "P1", "name": "Caminos del Bajío"}]}],
        parties=[
            {"id": "MX-X-obras", "name": "Secretaría de Obras", "roles": ["buyer"]},
            {"id": "P1", "name": "Caminos del Bajío", "roles": ["supplier"]},
        ],
    )
    emitir("4", de=obras, planning={"rationale": "Puente peatonal"})


def test_cada_renglon_dice_que_quien_cuanto_como_y_cuando(emitir: Emitir, leer: Leer):
    emitir("1", tender=licitacion("Insulina", value={"amount": 39915555.1, "currency": "MXN"}))
    [renglon] = leer(LISTA).select(".renglon")
    assert renglon.a["href"] == reverse("portal:proceso", args=["ocds-213czf-1"])
    dia = Registro.objects.get().publicada_en
    assert texto(renglon).startswith("Insulina Instituto de Salud Licitación pública · Última publicación: ")
    assert renglon.time["datetime"].startswith(f"{dia:%Y-%m-}")
    assert (renglon.data["value"], renglon.data["title"]) == ("39915555.10", "$39,915,555.10 MXN")
    assert texto(renglon.data) == "$39.9 millones"
    assert renglon.svg["aria-label"] == "1 de 5 etapas publicada"


def test_lo_mas_reciente_va_primero(cuatro: None, leer: Leer):
    pagina = leer(LISTA)
    assert titulos(pagina) == ["Puente peatonal", "Adquisición de asfalto", "Papelería", "Adquisición de medicamentos"]
    assert texto(pagina.find(id="resultados")) == "4 procesos"


@pytest.mark.parametrize(
    ("busqueda", "esperados"),
    [
        ("adquisicion", ["Adquisición de asfalto", "Adquisición de medicamentos"]),
        ("ADQUISICIÓN", ["Adquisición de asfalto", "Adquisición de medicamentos"]),
        ("medicamentos  adquisición", ["Adquisición de medicamentos"]),
        ("caminos bajio", ["Adquisición de asfalto"]),
        ("secretaría de obras", ["Puente peatonal", "Adquisición de asfalto"]),
        ("ocds-213czf-2", ["Papelería"]),
        ("medicamentos asfalto", []),
        ("100%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("   ", ["Puente peatonal", "Adquisición de asfalto", "Papelería", "Adquisición de medicamentos"]),
    ],
)
def test_se_busca_cada_palabra_con_o_sin_acentos(cuatro: None, leer: Leer, busqueda: str, esperados: list[str]):
    assert titulos(leer(LISTA, {"q": busqueda})) == esperados


@pytest.mark.parametrize(
    ("filtros", "esperados"),
    [
        ({"institucion": "obras"}, ["Puente peatonal", "Adquisición de asfalto"]),
        ({"metodo": "direct"}, ["Papelería"]),
        ({"etapa": "adjudicacion"}, ["Adquisición de asfalto"]),
        ({"etapa": "planeacion"}, ["Puente peatonal"]),
        ({"anio": "2025"}, ["Adquisición de medicamentos"]),
        ({"q": "adquisicion", "institucion": "salud"}, ["Adquisición de medicamentos"]),
        ({"q": "adquisicion", "metodo": "open", "etapa": "licitacion", "anio": "2026"}, ["Adquisición de asfalto"]),
        ({"institucion": "obras", "metodo": "direct"}, []),
    ],
)
def test_los_filtros_se_combinan(cuatro: None, leer: Leer, filtros: dict[str, str], esperados: list[str]):
    assert titulos(leer(LISTA, filtros)) == esperados


def test_la_busqueda_es_un_enlace_que_se_puede_guardar(cuatro: None, leer: Leer):
    pagina = leer(LISTA, {"q": "adquisicion", "metodo": "open", "etapa": "", "anio": ""})
    [enlace] = [a["href"] for a in pagina.find_all("a") if texto(a) == "Enlace a esta búsqueda"]
    assert enlace == "?q=adquisicion&metodo=open"
    assert titulos(leer(LISTA + enlace)) == titulos(pagina)
    assert pagina.find("input", {"name": "q"})["value"] == "adquisicion"
    assert pagina.select_one("select[name=metodo] option[selected]")["value"] == "open"


def test_sin_resultados_se_dice_que_hacer(cuatro: None, leer: Leer):
    vacio = leer(LISTA, {"q": "submarinos"}).select_one(".vacio")
    assert "los acentos no importan" in texto(vacio)
    assert vacio.a["href"] == LISTA


def test_sin_nada_publicado_se_dice_cuando_habra(publicador: Publicador, leer: Leer):
    assert "Todavía no se publica ninguna contratación" in texto(leer(LISTA).main)


@pytest.mark.parametrize(
    ("parametros", "consejo"),
    [
        ({"metodo": "magia"}, "Método: No existe el método «magia». Hay que elegir uno de la lista."),
        ({"etapa": "evaluacion"}, "No existe la etapa «evaluacion»"),
        ({"institucion": "nadie"}, "Aquí no publica la institución «nadie»"),
        ({"institucion": "a\0b"}, "Aquí no publica la institución"),
        ({"anio": "1492"}, "No hay procesos del año «1492»"),
        ({"anio": "dos mil"}, "No hay procesos del año «dos mil»"),
        ({"orden": "azar"}, "No existe el orden «azar»"),
        ({"q": "x" * 201}, "El texto tiene 201 caracteres; se busca con 200 o menos."),
        ({"q": "a\0b"}, "Buscar:"),
        ({"despues": "1; DROP"}, "El enlace a esta página de la lista está incompleto o alterado."),
        ({"despues": f"~{'9' * 19}"}, "incompleto o alterado"),
        ({"antes": "1e999~1"}, "incompleto o alterado"),
        ({"antes": "NaN~1"}, "incompleto o alterado"),
        ({"antes": "٣~٣"}, "incompleto o alterado"),
    ],
)
def test_un_parametro_sin_sentido_recibe_un_consejo(cuatro: None, leer: Leer, parametros: dict[str, str], consejo: str):
    pagina = leer(LISTA, parametros, estado=400)
    assert consejo in texto(pagina.select_one("[role=alert]"))
    assert titulos(pagina) == []


def test_los_parametros_desconocidos_no_estorban(cuatro: None, leer: Leer):
    assert len(titulos(leer(LISTA, {"utm_source": "x", "pagina": "-1"}))) == 4


def test_un_anio_disparatado_no_llena_la_lista_de_anios(emitir: Emitir, leer: Leer):
    emitir("1", tender=licitacion("a", tenderPeriod={"endDate": "2024-05-01T16:00:00Z"}))
    emitir("2", tender=licitacion("b", tenderPeriod={"endDate": "9998-05-01T16:00:00Z"}))
    emitir("3", tender=licitacion("c", tenderPeriod={"endDate": "1900-05-01T16:00:00Z"}))
    opciones = [o["value"] for o in leer(LISTA).select("select[name=anio] option")]
    assert "2024" in opciones
    assert len(opciones) <= 43


MONTOS = [None, 100, 50, 100, None, 7, 50, 100, 3, None]


@pytest.fixture
def muchos(emitir: Emitir, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ten processes with repeated and missing amounts, in pages of three; returns their titles, oldest first."""
    monkeypatch.setattr(consultas, "POR_PAGINA", 3)
    for n, monto in enumerate(MONTOS):
        valor = {} if monto is None else {"value": {"amount": monto, "currency": "MXN"}}
        emitir(str(n), tender=licitacion(f"p{n}", **valor))
    return [f"p{n}" for n in range(len(MONTOS))]


def recorrer(leer: Leer, direccion: str, rel: str) -> tuple[list[list[str]], str]:
    """Follow the links `rel` from an address to the last page; return the pages walked and the last address."""
    paginas = []
    while True:
        pagina = leer(direccion)
        paginas.append(titulos(pagina))
        enlace = pagina.select_one(f".paginas a[rel={rel}]")
        if enlace is None:
            return paginas, direccion
        direccion = LISTA + enlace["href"]
        assert len(paginas) < 10


@pytest.mark.parametrize(
    ("orden", "esperado"),
    [
        ("", [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        ("antiguos", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("monto_mayor", [7, 3, 1, 6, 2, 5, 8, 9, 4, 0]),
        ("monto_menor", [8, 5, 2, 6, 1, 3, 7, 0, 4, 9]),
    ],
)
def test_las_paginas_recorren_todo_una_vez_en_los_dos_sentidos(
    muchos: list[str], leer: Leer, orden: str, esperado: list[int]
):
    paginas, ultima = recorrer(leer, f"{LISTA}?orden={orden}&q=p", "next")
    assert [t for pagina in paginas for t in pagina] == [f"p{n}" for n in esperado]
    assert [len(pagina) for pagina in paginas] == [3, 3, 3, 1]
    de_vuelta, primera = recorrer(leer, ultima, "prev")
    assert de_vuelta == paginas[::-1]
    assert leer(primera).select_one(".paginas a[rel=prev]") is None


def test_lo_publicado_mientras_se_lee_no_repite_ni_esconde(muchos: list[str], emitir: Emitir, leer: Leer):
    primera = leer(LISTA)
    emitir("nuevo", tender=licitacion("nuevo"))
    segunda = leer(LISTA + primera.select_one("a[rel=next]")["href"])
    assert titulos(primera) + titulos(segunda) == ["p9", "p8", "p7", "p6", "p5", "p4"]


def test_mas_alla_del_final_hay_un_camino_de_vuelta(muchos: list[str], leer: Leer):
    vacio = leer(LISTA, {"despues": "~1", "q": "p"}).select_one(".vacio")
    assert (texto(vacio), vacio.a["href"]) == ("Aquí termina la lista. Volver a la primera página", "?q=p")


def test_la_lista_no_lee_las_entregas_compiladas(emitir: Emitir, client: Client, django_assert_max_num_queries: Any):
    for n in range(25):
        emitir(str(n), tender=licitacion(f"Proceso {n}"))
    with django_assert_max_num_queries(6) as consultas_hechas:
        respuesta = client.get(LISTA)
    assert respuesta.content.decode().count('class="renglon"') == 20
    assert not [c for c in consultas_hechas if '"compilada"' in c["sql"] or '"busqueda"' in c["sql"].split("WHERE")[0]]


def test_un_monto_en_otra_moneda_la_dice(emitir: Emitir, leer: Leer):
    emitir("1", tender=licitacion("a", value={"amount": Decimal("2500000"), "currency": "USD"}))
    emitir("2", tender=licitacion("b"))
    assert [texto(m) for m in leer(LISTA).select(".renglon__monto")] == ["Monto no publicado", "$2.5 millones USD"]


def test_lo_desierto_se_ve_en_la_lista(emitir: Emitir, leer: Leer):
    emitir("1", tender=licitacion("a", status="unsuccessful"))
    [svg] = leer(LISTA).select(".renglon svg")
    assert svg["aria-label"] == "1 de 5 etapas publicada; cancelada o desierta: Licitación"
