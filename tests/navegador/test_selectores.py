"""Who captures chooses with the keyboard alone: finds a key while typing, and adds the supplier that is missing."""

import pytest
from playwright.sync_api import Locator, Page, expect

from sitio.instalacion.demostracion import CONTRASENA
from tests.navegador.conftest import Instalacion, a_la_vista

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


@pytest.fixture
def licitacion(pagina: Page, instalacion: Instalacion) -> Page:
    """The form of the demo's published tender, open for whoever captures."""
    pagina.goto(f"{instalacion.url}/admin/login/")
    pagina.fill("#id_username", "capturista.ejemplo")
    pagina.fill("#id_password", CONTRASENA)
    pagina.press("#id_password", "Enter")
    pagina.wait_for_url("**/admin/")
    pagina.goto(f"{instalacion.url}/admin/procesos/")
    pagina.get_by_role("link", name="Servicio de mantenimiento a elevadores").first.click()
    # The stages in their order: planning first.
    pagina.get_by_role("link", name="Corregir datos publicados").nth(1).click()
    return pagina


def abrir(pagina: Page, lista: str) -> Locator:
    """Add a row to a list and open its chooser with the Enter key."""
    a_la_vista(pagina, f"#id_{lista}-ADD").click()
    renglon = pagina.locator(f"#id_{lista}-FORMS [data-inline-panel-child]").last
    renglon.locator("[data-chooser-action-choose]:visible").first.press("Enter")
    ventana = pagina.get_by_role("dialog")
    expect(ventana.get_by_label("Buscar por clave o palabras")).to_be_visible()
    return ventana


def test_una_clave_se_halla_al_escribir_y_se_elige_con_el_teclado(licitacion: Page) -> None:
    ventana = abrir(licitacion, "articulos")
    ventana.get_by_label("Buscar por clave o palabras").press_sequentially("lapices color")
    hallada = ventana.get_by_role("link", name="LÁPIZ COLOR")
    expect(hallada.first).to_be_visible()
    expect(ventana.get_by_text("2000 MATERIALES Y SUMINISTROS").first).to_be_visible()
    hallada.first.press("Enter")
    expect(ventana).to_have_count(0)
    expect(licitacion.get_by_text("LÁPIZ COLOR").first).to_be_visible()


def test_el_proveedor_que_falta_se_agrega_sin_salir_y_el_que_ya_esta_se_ofrece(licitacion: Page) -> None:
    for nombre in ("Muebles del Centro", "Muebles Ctro"):
        ventana = abrir(licitacion, "licitantes")
        alta = ventana.locator("#tab-create")
        for _vez in range(5):
            # A key pressed while the dialog is still being put together is lost: who sees nothing happen presses again.
            ventana.get_by_role("tab", name="Agregar una que falta").press("Enter")
            licitacion.wait_for_timeout(500)
            if alta.is_visible():
                break
        alta.locator("#id_identificador").fill("abc-010101-aa3")
        alta.locator("#id_nombre").fill(nombre)
        alta.get_by_role("button", name="Agregar y elegir").press("Enter")
        if nombre == "Muebles Ctro":
            expect(alta.locator("#id_nombre")).to_have_value("Muebles Ctro")
            alta.get_by_label("Usar la que ya está: Muebles del Centro").press("Space")
            alta.get_by_role("button", name="Agregar y elegir").press("Enter")
        expect(ventana).to_have_count(0)
    elegidas = licitacion.locator("[id^=id_licitantes] [data-chooser-title]")
    expect(elegidas.filter(has_text="Muebles del Centro (ABC010101AA3)")).to_have_count(2)
