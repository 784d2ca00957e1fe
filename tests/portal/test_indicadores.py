"""The public page of the indicators: each figure with its cases, what was left out, its formula and its data."""

import csv
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sitio.alertas.models import Corrida, Medicion
from sitio.publicacion.models import Publicador
from tests.portal.conftest import Emitir, Leer, texto

PAGINA = "/contrataciones/indicadores/salud/"


@pytest.fixture
def medicion(publicador: Publicador) -> Any:
    """Keep a figure: by default the share of public tenders, in number, of 2026."""
    ahora = timezone.now()
    corrida = Corrida.objects.create(motivo="manual", iniciada_en=ahora, terminada_en=ahora)

    def guardar(valor: str | None = "40", **cambios: Any) -> Medicion:
        datos = {
            "publicador": publicador, "indicador": "A04", "version": "1.0", "ambito": "anio", "anio": 2026, "n": 10,
            "valor": None if valor is None else Decimal(valor), "corrida": corrida, "calculada_en": ahora,
        }  # fmt: skip
        return Medicion.objects.create(**datos | cambios)

    return guardar


def fila(pagina: Any, anio: str) -> list[str]:
    """The cells of the row of a year."""
    [suya] = [tr for tr in pagina.select("tbody tr") if texto(tr.td) == anio]
    return [texto(celda) for celda in suya.find_all("td")]


def test_una_cifra_dice_sus_casos_y_lo_que_quedo_fuera(medicion: Any, leer: Leer) -> None:
    medicion("12.34", n=1200, excluidos={"metodo_no_dicho": 3, "sin_categoria": 40})
    pagina = leer(PAGINA)
    assert fila(pagina, "2026") == [
        "2026",
        "12.3 %",
        "1,200 de 1,243",
        "40 que no dicen si son adquisiciones u obra; 3 sin método de contratación, o con uno ambiguo",
        "Sin comparación",
    ]
    assert texto(pagina.find(id="A04")) == "Licitación pública, por número (A04)"
    assert "Fórmula (versión 1.0): Procesos adjudicados por licitación pública ÷ procesos adjudicados." in texto(pagina)


def test_se_leen_las_cifras_de_una_unidad_o_de_un_metodo(medicion: Any, leer: Leer, client: Client) -> None:
    medicion("40")
    medicion("75", ambito="unidad", unidad="X-UC-001")
    medicion("90", ambito="metodo", metodo="open")
    assert fila(leer(PAGINA), "2026")[1] == "40 %"
    opciones = [(o["value"], texto(o)) for o in leer(PAGINA).select("select[name=de] option")]
    assert opciones == [
        ("", "Toda la institución"),
        ("metodo:open", "Licitación pública"),
        ("unidad:X-UC-001", "001"),
    ]
    assert fila(leer(f"{PAGINA}?de=unidad:X-UC-001"), "2026")[1] == "75 %"
    assert fila(leer(f"{PAGINA}?de=metodo:open"), "2026")[1] == "90 %"
    assert client.get(PAGINA, {"de": "unidad:otra"}).status_code == 404


def test_con_pocos_casos_no_hay_cifra_y_se_dice(medicion: Any, leer: Leer) -> None:
    medicion(None, n=3, excluidos={"sin_categoria": 6})
    assert fila(leer(PAGINA), "2026")[1] == "datos insuficientes: 3 de 9"


@pytest.mark.parametrize(
    ("indicador", "medida", "valor", "dicho"),
    [
        ("A15", "fallo_firma", "10", "10 días"),
        ("A15", "fallo_firma", "1", "1 día"),
        ("A11", "herfindahl", "6800.4", "6,800.4 puntos"),
        ("A08", "mediana", "2.5", "2.5"),
        ("B08", "", "-3", "-3 %"),
    ],
)
def test_cada_cifra_va_en_su_unidad(
    medicion: Any, leer: Leer, indicador: str, medida: str, valor: str, dicho: str
) -> None:
    medicion(valor, indicador=indicador, medida=medida)
    assert fila(leer(PAGINA), "2026")[1] == dicho


def test_la_serie_se_dibuja_y_se_cuenta_en_una_frase(medicion: Any, leer: Leer) -> None:
    for anio, valor in ((2023, "20"), (2024, "30"), (2026, "15")):
        medicion(valor, anio=anio)
    medicion("25", ambito="institucion", anio=None)
    pagina = leer(PAGINA)
    assert [texto(tr.td) for tr in pagina.select("tbody tr")] == ["2026", "2024", "2023", "Todos los años"]
    dibujo = pagina.find("svg", class_="grafica")
    assert dibujo["aria-label"] == dibujo.title.string == "Bajó de 20 % en 2023 a 15 % en 2026."
    assert len(dibujo.find_all("circle")) == 3
    # 2025 has no figure: no line is drawn across it.
    [tramo] = dibujo.find_all("polyline")
    assert len(tramo["points"].split()) == 2


def test_un_solo_anio_no_se_dibuja(medicion: Any, leer: Leer) -> None:
    medicion()
    assert leer(PAGINA).find("svg", class_="grafica") is None


def test_el_anio_lleva_a_sus_procesos(medicion: Any, leer: Leer, emitir: Emitir, client: Client) -> None:
    emitir("1", tender={"id": "1", "title": "Sillas", "tenderPeriod": {"startDate": "2025-03-02T16:00:00Z"}})
    medicion(anio=2025)
    medicion(anio=2031)
    enlaces = {texto(a): a["href"] for a in leer(PAGINA).select("tbody a")}
    assert enlaces == {
        "2025": "/contrataciones/?institucion=salud&anio=2025",
        "2031": "/contrataciones/?institucion=salud",
    }
    assert {client.get(enlace).status_code for enlace in enlaces.values()} == {200}


def test_las_cifras_de_otra_institucion_no_se_mezclan(medicion: Any, leer: Leer) -> None:
    otra = Publicador.objects.create(clave="obras", nombre="Obras <y> Servicios", prefijo_ocid="ocds-213czf")
    medicion("40")
    medicion("99", publicador=otra)
    assert fila(leer(PAGINA), "2026")[1] == "40 %"
    assert "99 %" not in texto(leer(PAGINA))
    assert texto(leer("/contrataciones/indicadores/obras/").h1) == "Indicadores de Obras <y> Servicios"


def test_las_instituciones_van_por_nombre_y_no_por_resultado(medicion: Any, leer: Leer) -> None:
    primera = Publicador.objects.create(clave="zeta", nombre="Agua", prefijo_ocid="ocds-213czf")
    Publicador.objects.create(clave="nada", nombre="Sin cifras", prefijo_ocid="ocds-213czf")
    medicion("99")
    medicion("1", publicador=primera)
    pagina = leer("/contrataciones/indicadores/")
    assert [texto(li) for li in pagina.select("main .enlaces li")] == ["Agua", "Instituto de Salud"]


def test_los_mismos_numeros_se_descargan_en_json_y_csv(medicion: Any, client: Client) -> None:
    medicion("12.345678", numerador="5", denominador="40.5", excluidos={"sin_monto": 2})
    medicion(None, n=1, ambito="unidad", unidad="=1+1")
    datos = client.get(reverse("portal:indicadores_json", args=["salud"])).json()
    assert (datos["institucion"], datos["nombre"]) == ("salud", "Instituto de Salud")
    una, otra = datos["cifras"]
    assert (una["valor"], una["n"], una["total"], una["excluidos"]) == ("12.345678", 10, 12, {"sin_monto": 2})
    assert (una["unidad_de_medida"], una["version"]) == ("porcentaje", "1.0")
    assert (otra["valor"], otra["unidad_compradora"]) == (None, "=1+1")

    respuesta = client.get(reverse("portal:indicadores_csv", args=["salud"]))
    filas = list(csv.DictReader(respuesta.content.decode("utf-8-sig").splitlines()))
    assert [f["valor"] for f in filas] == ["12.345678", ""]
    assert filas[0]["excluidos"] == '{"sin_monto": 2}'
    # A spreadsheet never runs what somebody wrote as an id.
    assert filas[1]["unidad_compradora"] == "'=1+1"


@pytest.mark.parametrize("final", ["/", ".json", ".csv"])
def test_una_institucion_que_no_existe_es_404(publicador: Publicador, client: Client, final: str) -> None:
    assert client.get(f"/contrataciones/indicadores/nadie{final}").status_code == 404


def test_sin_cifras_dice_cuando_las_habra(publicador: Publicador, leer: Leer) -> None:
    assert "Todavía no hay cifras de esta institución" in texto(leer(PAGINA).main)
    assert "Todavía no hay cifras." in texto(leer("/contrataciones/indicadores/").main)


def test_la_pagina_hace_las_mismas_consultas_con_muchas_cifras(
    medicion: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for anio in range(2000, 2026):
        medicion(anio=anio)
    with django_assert_max_num_queries(9):
        client.get(PAGINA)
