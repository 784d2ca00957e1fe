"""A communications person, without a programmer, changes what a procedure asks for: each ability in a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sitio.instalacion.demostracion import CONTRASENA
from sitio.rutas import PLANTILLAS
from tests.navegador.conftest import Instalacion, a_la_vista

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


class Editora:
    """Someone at the template editor. Each one works on a procedure of her own, copied from a shipped one."""

    def __init__(self, pagina: Page, casa: Instalacion) -> None:
        self.pagina, self.url = pagina, casa.url

    def entrar(self, usuario: str = "administracion") -> None:
        self.pagina.context.clear_cookies()
        self.pagina.goto(f"{self.url}/admin/login/")
        self.pagina.fill("#id_username", usuario)
        self.pagina.fill("#id_password", CONTRASENA)
        self.pagina.click("button[type=submit]")
        self.pagina.wait_for_url("**/admin/")

    def ir(self, ruta: str = "") -> None:
        self.pagina.goto(f"{self.url}/admin/procesos/plantillas/{ruta}")

    def pulsar(self, texto: str) -> None:
        self.pagina.locator("main").get_by_text(texto, exact=True).first.click()

    def copiar(self, clave: str, de: str = "licitacion-publica") -> None:
        """Begin a procedure of her own from a shipped one; ends at its draft."""
        self.ir(f"procedimiento/{de}/")
        self.pulsar("Copiar")
        self.pagina.fill("#id_titulo", clave)
        self.pagina.fill("#id_clave", clave)
        self.pulsar("Copiar y editar")
        expect(self.pagina.locator("main")).to_contain_text("Borrador: ningún proceso lo usa todavía.")

    def editar(self, clave: str) -> None:
        self.ir(f"procedimiento/{clave}/")
        self.pulsar("Editar")

    def guardar_version(self, nota: str = "Prueba") -> None:
        self.pagina.fill("#id_nota", nota)
        self.pulsar("Guardar como versión nueva")
        expect(self.pagina.locator("main")).to_contain_text("En vigor")

    def guardar_parte(self) -> None:
        self.pulsar("Guardar en el borrador")
        expect(self.pagina.locator(".messages")).to_contain_text("Se guardó en el borrador")

    def abrir_proceso(self, plantilla: str, titulo: str) -> None:
        """As who captures: open a process by a procedure; ends at the form of its first stage."""
        self.entrar("capturista.ejemplo")
        self.pagina.goto(f"{self.url}/admin/procesos/nuevo/")
        self.pagina.select_option("#id_unidad", index=1)
        self.pagina.select_option("#id_plantilla", label=plantilla)
        self.pagina.fill("#id_titulo", titulo)
        self.pagina.click("text=Abrir y capturar la planeación")
        self.pagina.wait_for_url("**/edit/")

    def enviar(self) -> None:
        self.pagina.click("footer .w-dropdown-button [data-w-dropdown-target=toggle]")
        self.pagina.click("button[name=action-submit]")


@pytest.fixture
def editora(pagina: Page, instalacion: Instalacion) -> Editora:
    pagina.set_default_timeout(20_000)
    editora = Editora(pagina, instalacion)
    editora.entrar()
    return editora


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


def fila(editora: Editora, clave: str) -> Locator:
    """The rule of a section by its id."""
    return editora.pagina.locator("fieldset.alertas-regla", has=editora.pagina.get_by_text(clave, exact=True))


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


def exportada(editora: Editora, clave: str) -> bytes:
    """The JSON of the version in force, as she downloads it."""
    editora.ir(f"procedimiento/{clave}/")
    with editora.pagina.expect_download() as bajada:
        editora.pulsar("Descargar JSON")
    return Path(bajada.value.path()).read_bytes()
