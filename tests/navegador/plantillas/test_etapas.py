"""A communications person, without a programmer, changes what each stage asks for and who approves it."""

import pytest
from playwright.sync_api import expect

from tests.navegador.conftest import a_la_vista
from tests.navegador.plantillas.comun import Editora

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


def test_she_changes_the_stages_of_a_procedure(editora: Editora) -> None:
    editora.copiar("sin-ejecucion")
    titulos = editora.pagina.locator("article h3")
    editora.pulsar("Quitar Ejecución")
    expect(titulos).to_have_text(["1. Planeación", "2. Licitación", "3. Adjudicación", "4. Contrato"])
    editora.pulsar("Bajar Planeación")
    expect(titulos).to_have_text(["1. Licitación", "2. Planeación", "3. Adjudicación", "4. Contrato"])
    editora.pulsar("Subir Planeación")
    editora.pulsar("Quitar Adjudicación")
    expect(editora.pagina.locator("[role=alert]")).to_contain_text("la etapa «contrato» va después de «adjudicacion»")
    editora.pagina.select_option("#agregar-etapa", label="Adjudicación")
    editora.pulsar("Agregar")
    expect(titulos).to_have_text(["1. Planeación", "2. Licitación", "3. Adjudicación", "4. Contrato"])
    editora.guardar_version()


def test_she_requires_a_field_and_a_document_and_the_stage_asks_for_them(editora: Editora) -> None:
    editora.copiar("mas-requisitos")
    editora.pulsar("Cambiar Planeación")
    editora.pagina.get_by_label("Partida presupuestaria", exact=True).first.check()
    editora.pagina.get_by_label("Investigación de mercado", exact=True).check()
    editora.guardar_parte()
    expect(editora.pagina.locator("main")).to_contain_text("Se agregó el dato obligatorio «Partida presupuestaria».")
    editora.guardar_version()
    editora.abrir_proceso("mas-requisitos", "Sillas con estudio")
    editora.pagina.fill("#id_justificacion", "Hacen falta")
    a_la_vista(editora.pagina, "#id_presupuesto").fill("1000")
    editora.enviar()
    expect(editora.pagina.locator("main")).to_contain_text("Falta partida presupuestaria")
    expect(editora.pagina.locator("body")).to_contain_text("Falta un documento de tipo «Investigación de mercado»")


TIPOS = ["Texto", "Número", "Dinero", "Fecha", "Opción de una lista", "Documento"]


def test_she_adds_a_field_of_each_type_and_it_is_captured(editora: Editora) -> None:
    pagina = editora.pagina
    editora.copiar("con-datos")
    editora.pulsar("Cambiar Planeación")
    for numero, tipo in enumerate(TIPOS):
        pagina.click("#id_adicionales-ADD")
        pagina.fill(f"#id_adicionales-{numero}-titulo", f"Dato {numero}")
        pagina.select_option(f"#id_adicionales-{numero}-tipo", label=tipo)
    pagina.fill("#id_adicionales-0-ruta", "budget.uriNote")
    pagina.fill("#id_adicionales-4-opciones", "fed | Federal\nest | Estatal")
    pagina.check("#id_adicionales-0-obligatorio")
    editora.guardar_parte()
    expect(pagina.locator("main")).to_contain_text("Dato 0 (Texto, obligatorio) budget.uriNote")
    editora.guardar_version()

    editora.abrir_proceso("con-datos", "Sillas con datos")
    escritos = {"dato-0": "Hola", "dato-1": "12.5", "dato-2": "99.90", "dato-5": "https://ejemplo.gob.mx/a.pdf"}
    for clave, valor in escritos.items():
        pagina.fill(f"#id_adicional_{clave}", valor)
    pagina.select_option("#id_adicional_dato-4", label="Estatal")
    pagina.fill("#id_adicional_dato-3", "2026-03-31")
    pagina.keyboard.press("Escape")
    pagina.click("footer button.action-save")
    expect(pagina.locator(".messages")).to_be_visible()
    for clave, valor in escritos.items():
        expect(pagina.locator(f"#id_adicional_{clave}")).to_have_value(valor)
    expect(pagina.locator("#id_adicional_dato-4")).to_have_value("est")
    expect(pagina.locator("#id_adicional_dato-3")).to_have_value("2026-03-31")


def test_a_path_that_is_taken_is_told_beside_the_field_and_nothing_typed_is_lost(editora: Editora) -> None:
    pagina = editora.pagina
    editora.copiar("ruta-ocupada")
    editora.pulsar("Cambiar Contrato")
    pagina.fill("#id_ayuda", "Una ayuda que tardé en escribir")
    pagina.click("#id_adicionales-ADD")
    pagina.fill("#id_adicionales-0-titulo", "Otro monto")
    pagina.select_option("#id_adicionales-0-tipo", label="Dinero")
    pagina.fill("#id_adicionales-0-ruta", "value")
    editora.pulsar("Guardar en el borrador")
    ocupada = "ya la ocupa el campo «Monto del contrato con impuestos»"
    expect(pagina.locator("#inline_child_adicionales-0")).to_contain_text(ocupada)
    expect(pagina.locator("[role=alert]")).to_contain_text("No se guardó. Corrija: Ruta OCDS")
    expect(pagina.locator("#id_ayuda")).to_have_value("Una ayuda que tardé en escribir")
    expect(pagina.locator("#id_adicionales-0-titulo")).to_have_value("Otro monto")


def test_she_changes_who_approves_and_in_how_many_days(editora: Editora) -> None:
    pagina = editora.pagina
    editora.copiar("con-oic")
    editora.pulsar("Cambiar Planeación")
    pagina.fill("#id_pasos-0-dias", "7")
    pagina.click("#id_pasos-ADD")
    pagina.select_option("#id_pasos-2-papel", label="Órgano interno de control")
    pagina.fill("#id_pasos-2-dias", "5")
    pagina.click("#inline_child_pasos-1 >> text=Quitar")
    editora.guardar_parte()
    pasos = "Revisión (7 días hábiles) → Órgano interno de control (5 días hábiles)"
    expect(pagina.locator("article").first).to_contain_text(pasos)
    editora.guardar_version()
    editora.abrir_proceso("con-oic", "Sillas vigiladas")
    pagina.fill("#id_justificacion", "Hacen falta")
    a_la_vista(pagina, "#id_presupuesto").fill("1000")
    editora.enviar()
    expect(pagina.locator("main")).to_contain_text("Espera: Revisión (7 días hábiles)")
