"""With a real browser: a list comes from a spreadsheet into a draft, and a document is uploaded, approved and read."""

import hashlib
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sitio.instalacion.demostracion import leer_captura
from tests.navegador.conftest import Instalacion
from tests.navegador.test_recorrido import Persona, aprobar

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]
LICITACION = "Licitación pública nacional (LAASSP 2025)"
PDF = b"%PDF-1.7\nestudio de mercado\n%%EOF"


@pytest.fixture
def persona(pagina: Page, instalacion: Instalacion, tmp_path: Path) -> Persona:
    pagina.set_default_timeout(30_000)
    return Persona(pagina, instalacion, tmp_path)


@pytest.fixture
def clave() -> str:
    return str(leer_captura()["institucion"]["clave"])


def test_a_list_is_pasted_mended_and_saved_and_a_long_one_is_read_in_its_form(persona: Persona, clave: str) -> None:
    pagina = persona.pagina
    persona.entrar(f"capturista.{clave}")
    persona.abrir_proceso("Sillas para bibliotecas", LICITACION)
    formulario = pagina.url
    pagina.click("role=tab[name='Cotizaciones']")
    persona.foto("lista-corta")
    pagina.locator("a[href*='/solicitudes/']:has-text('Pegar o subir renglones')").click()

    pagina.fill("#id_texto", "Clave\tTítulo\tDesde\n1\tSillas\t31/02/2026\n2\tMesas\t15/01/2026\n")
    pagina.click("button[value=revisar]")
    expect(pagina.locator("#fallas")).to_have_text("Qué hay que corregir")
    expect(pagina.locator("tr", has_text="31/02/2026").first).to_contain_text("No es una fecha del calendario.")
    persona.foto("fallas")
    pagina.fill("#id_texto", pagina.input_value("#id_texto").replace("31/02", "28/02"))
    pagina.click("button[value=revisar]")
    expect(pagina.locator("main")).to_contain_text("2 renglones nuevos.")
    persona.foto("asi-quedaria")
    pagina.click("button[value=guardar]")
    pagina.wait_for_url("**/edit/")
    expect(pagina.locator(".messages")).to_contain_text("2 renglones nuevos.")
    assert pagina.input_value("#id_solicitudes-1-titulo") == "Mesas"

    pagina.goto(formulario)
    pagina.click("role=tab[name='Cotizaciones']")
    pagina.locator("a[href*='/articulos_solicitados/']:has-text('Pegar o subir renglones')").click()
    filas = "".join(f"1,Artículo {n},{n},pieza\n" for n in range(1, 121))
    contenido = f"Solicitud,Descripción,Cantidad,Unidad de medida\n{filas}".encode()
    pagina.set_input_files("#id_archivo", {"name": "a.csv", "mimeType": "text/csv", "buffer": contenido})
    pagina.click("button[value=revisar]")
    expect(pagina.locator("main")).to_contain_text("120 renglones nuevos.")
    pagina.click("button[value=guardar]")
    pagina.wait_for_url("**/edit/")
    pagina.click("role=tab[name='Cotizaciones']")
    larga = pagina.locator("[data-claraboya-paginas]")
    expect(larga).to_contain_text("Página 1 de 5")
    larga.locator("nav a", has_text="Siguiente").click()
    expect(larga).to_contain_text("Artículo 26")
    assert pagina.url.partition("#")[0] == formulario
    persona.foto("lista-larga")
    pagina.click("role=tab[name='Necesidad']")
    persona.llenar(justificacion="No hay sillas.")
    pagina.click("button:has-text('Guardar borrador')")
    expect(pagina.locator("main")).to_contain_text("Esta lista tiene 120 renglones", use_inner_text=False)
    assert pagina.input_value("#id_justificacion") == "No hay sillas."


def test_a_document_is_uploaded_and_opens_to_everybody_when_its_stage_is_published(
    persona: Persona, instalacion: Instalacion, clave: str
) -> None:
    pagina, huella = persona.pagina, hashlib.sha256(PDF).hexdigest()
    persona.entrar(f"capturista.{clave}")
    persona.abrir_proceso("Libreros para bibliotecas", LICITACION)
    persona.llenar(justificacion="No hay dónde poner los libros.")
    pagina.click("role=tab[name='Presupuesto']")
    persona.llenar(presupuesto="2500000")
    pagina.click("role=tab[name='Documentos e hitos']")
    pagina.click("#id_documentos-ADD")
    pagina.select_option("#id_documentos-0-tipo", "marketStudies")
    pagina.fill("#id_documentos-0-titulo", "Estudio de mercado")
    pagina.set_input_files(
        "#id_documentos-0-archivo", {"name": "estudio.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    pagina.click("button:has-text('Guardar borrador')")
    pagina.click("role=tab[name='Documentos e hitos']")
    expect(pagina.locator("#inline_child_documentos-0")).to_contain_text(huella)
    persona.foto("documento")
    afuera = f"{instalacion.url}/contrataciones/documentos/{clave}/{huella}/estudio.pdf"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(afuera, timeout=10)

    persona.enviar("planeacion")
    tablero = pagina.url
    ocid = re.search(r"ocds-[\w.-]+", pagina.inner_text("main")).group()  # type: ignore[union-attr]  # the board shows it
    aprobar(persona, clave, tablero)

    pagina.context.clear_cookies()
    pagina.goto(f"{instalacion.url}/contrataciones/{ocid}/")
    enlace = pagina.locator(f"a[href$='{huella}/estudio.pdf']").first
    expect(enlace).to_contain_text("Estudio de mercado")
    with pagina.expect_download() as bajada:
        enlace.click()
    assert Path(bajada.value.path()).read_bytes() == PDF
