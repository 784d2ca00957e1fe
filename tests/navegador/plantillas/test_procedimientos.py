"""A communications person, without a programmer, adds, carries, compares and retires procedures."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sitio.rutas import PLANTILLAS
from tests.navegador.plantillas.comun import Editora

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


def test_she_adds_a_procedure_by_copying_one_and_a_process_is_opened_with_it(editora: Editora) -> None:
    editora.copiar("estatal")
    editora.guardar_version("Ley del estado")
    editora.abrir_proceso("estatal", "Sillas del estado")
    expect(editora.pagina.locator("main")).to_contain_text("Por qué se necesita y con qué dinero.")


def test_she_adds_a_procedure_from_a_json_file(editora: Editora, tmp_path: Path) -> None:
    datos = json.loads((PLANTILLAS / "procedimientos" / "contrato-marco.json").read_text("utf-8"))
    archivo = tmp_path / "municipal.json"
    archivo.write_text(json.dumps({**datos, "clave": "municipal", "titulo": "Marco municipal"}), "utf-8")
    editora.ir()
    editora.pulsar("Cargar una plantilla")
    editora.pagina.set_input_files("#id_archivo", archivo)
    editora.pulsar("Revisar y cargar")
    expect(editora.pagina.locator("h1").last).to_have_text("Marco municipal")
    editora.ir()
    expect(editora.pagina.locator("main")).to_contain_text("Marco municipal")


def test_a_wrong_file_is_refused_with_the_path_and_the_reason(editora: Editora, tmp_path: Path) -> None:
    datos = json.loads((PLANTILLAS / "procedimientos" / "contrato-marco.json").read_text("utf-8"))
    datos["etapas"][0]["campos_obligatorios"].append("color")
    archivo = tmp_path / "mala.json"
    archivo.write_text(json.dumps({**datos, "clave": "mala", "metodo": "libre"}), "utf-8")
    editora.ir("cargar/")
    editora.pagina.set_input_files("#id_archivo", archivo)
    editora.pulsar("Revisar y cargar")
    aviso = editora.pagina.locator("[role=alert]")
    expect(aviso).to_contain_text("etapas/0/campos_obligatorios/2: la etapa «planeacion» no tiene el campo «color»")
    expect(aviso).to_contain_text('metodo: "libre" no es una opción')
    editora.ir()
    expect(editora.pagina.locator("main")).not_to_contain_text("mala")


def test_she_exports_a_template_and_loads_it_again(editora: Editora, tmp_path: Path) -> None:
    editora.ir("procedimiento/contrato-especifico/")
    with editora.pagina.expect_download() as bajada:
        editora.pulsar("Descargar JSON")
    archivo = tmp_path / bajada.value.suggested_filename
    bajada.value.save_as(archivo)
    assert archivo.name == "contrato-especifico.json"
    assert archivo.read_bytes() == (PLANTILLAS / "procedimientos" / archivo.name).read_bytes()
    editora.ir("cargar/")
    editora.pagina.set_input_files("#id_archivo", archivo)
    editora.pulsar("Revisar y cargar")
    expect(editora.pagina.locator(".messages")).to_contain_text("Ya estaba: es la versión 1.")


def test_she_sees_what_changed_and_which_processes_run_under_which_version(editora: Editora) -> None:
    pagina = editora.pagina
    editora.copiar("dos-versiones")
    editora.guardar_version("La primera")
    editora.abrir_proceso("dos-versiones", "Sillas de la primera")
    editora.entrar()
    editora.editar("dos-versiones")
    editora.pulsar("Cambiar datos generales")
    pagina.fill("#id_articulos", "1 a 9")
    editora.guardar_parte()
    editora.guardar_version("Otros artículos")
    editora.pulsar("Qué cambió")
    expect(pagina.locator("main")).to_contain_text("a «1 a 9»")

    editora.ir("procedimiento/dos-versiones/")
    filas = pagina.locator("tbody tr")
    expect(filas.nth(0)).to_contain_text("Otros artículos")
    expect(filas.nth(0).locator("td").nth(3)).to_have_text("0")
    expect(filas.nth(1).locator("td").nth(3)).to_have_text("1")
    pagina.get_by_role("link", name="Versión 1").click()
    expect(pagina.locator("main")).to_contain_text("Sillas de la primera")


def test_she_retires_a_procedure_and_nobody_opens_a_process_with_it(editora: Editora) -> None:
    pagina = editora.pagina
    editora.copiar("por-retirar")
    editora.guardar_version()
    editora.ir("procedimiento/por-retirar/")
    editora.pulsar("Retirar de procesos nuevos")
    expect(pagina.locator(".messages")).to_contain_text("Ya no se ofrece para procesos nuevos.")
    editora.entrar("capturista.ejemplo")
    pagina.goto(f"{editora.url}/admin/procesos/nuevo/")
    assert "por-retirar" not in pagina.locator("#id_plantilla").inner_text()
    pagina.goto(f"{editora.url}/admin/procesos/plantillas/")
    expect(pagina.locator("main")).not_to_contain_text("Versión en vigor")
