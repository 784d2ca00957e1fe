"""A communications person, without a programmer, changes deadlines, flags and messages."""

import json

import pytest
from playwright.sync_api import expect

from tests.navegador.plantillas.comun import Editora, exportada, fila

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


def test_she_changes_a_legal_deadline_its_unit_and_its_calendar(editora: Editora) -> None:
    pagina = editora.pagina
    pagina.goto(f"{editora.url}/admin/snippets/catalogos/calendario/add/")
    pagina.fill("#id_titulo", "Calendario del estado")
    pagina.fill("#id_clave", "estado")
    pagina.click("main form button[type=submit]")
    editora.copiar("otro-plazo")
    editora.pulsar("Plazos legales")
    plazo = fila(editora, "D12")
    plazo.get_by_label("Días", exact=True).fill("9")
    plazo.get_by_label("Cómo se cuentan").select_option(label="Días hábiles")
    plazo.get_by_label("Calendario").select_option(label="Calendario del estado")
    editora.guardar_parte()
    expect(pagina.locator("main")).to_contain_text("Plazos legales")
    editora.guardar_version()
    assert json.loads(exportada(editora, "otro-plazo"))["plazos"] == [
        {"activo": True, "calendario": "estado", "clave": "D12", "dias": 9, "unidad": "habiles"}
    ]


def test_she_switches_a_flag_off_and_moves_the_threshold_of_another(editora: Editora) -> None:
    editora.copiar("otras-banderas")
    editora.pulsar("Banderas")
    fila(editora, "P20").get_by_label("Se aplica").uncheck()
    umbral = fila(editora, "P01").locator("input[type=number]").first
    nuevo = int(umbral.input_value()) + 3
    umbral.fill(str(nuevo))
    editora.guardar_parte()
    editora.guardar_version()
    banderas = {b["clave"]: b for b in json.loads(exportada(editora, "otras-banderas"))["banderas"]}
    assert banderas["P20"]["activa"] is False
    assert list(banderas["P01"]["parametros"].values()) == [nuevo]


def test_she_edits_the_text_of_a_message_and_reads_how_it_comes_out(editora: Editora) -> None:
    pagina = editora.pagina
    editora.copiar("otro-texto")
    editora.pulsar("Textos de los avisos")
    texto = pagina.locator("textarea[name$=tarea]")
    texto.fill("Le toca decidir {etapa} a más tardar el {fecha}. {enlace}")
    previa = pagina.locator("[data-vista-previa$='/tarea/']")
    expect(previa).to_contain_text("fecha")
    texto.fill("Le toca decidir {etapa} a más tardar el {limite}. {enlace}")
    expect(previa.locator("output")).to_contain_text("Le toca decidir Licitación a más tardar el")
    editora.guardar_parte()
    editora.guardar_version()
    mensajes = json.loads(exportada(editora, "otro-texto"))["mensajes"]
    assert mensajes == {"tarea": "Le toca decidir {etapa} a más tardar el {limite}. {enlace}"}
