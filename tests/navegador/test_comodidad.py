"""What who captures does in a real browser: go from the board to the field, lose the session, meet a colleague."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sitio.instalacion.demostracion import CONTRASENA, leer_captura
from tests.navegador.conftest import Instalacion

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


def entrar(pagina: Page, url: str, usuario: str) -> None:
    """Log in through the form, wherever it is asked for."""
    if "/login/" not in pagina.url:
        pagina.goto(f"{url}/admin/login/")
    pagina.fill("#id_username", usuario)
    pagina.fill("#id_password", CONTRASENA)
    pagina.click("button[type=submit]")
    pagina.wait_for_url(lambda actual: "/login/" not in actual)


def expirar(contexto: BrowserContext) -> None:
    """End the session as time does: the browser no longer has a valid one."""
    contexto.clear_cookies(name="sessionid")


@pytest.fixture(scope="module")
def capturista() -> str:
    return f"capturista.{leer_captura()['institucion']['clave']}"


@pytest.fixture
def tablero(pagina: Page, instalacion: Instalacion, capturista: str) -> str:
    """The board of a new process, with who captures logged in."""
    pagina.set_default_timeout(20_000)
    entrar(pagina, instalacion.url, capturista)
    pagina.goto(f"{instalacion.url}/admin/procesos/nuevo/")
    pagina.select_option("#id_unidad", index=1)
    pagina.select_option("#id_plantilla", index=1)
    pagina.fill("#id_titulo", "Sillas de ruedas")
    pagina.click("text=Abrir y capturar la planeación")
    pagina.wait_for_url("**/edit/")
    pagina.goto(f"{instalacion.url}/admin/procesos/?orden=-reciente")
    pagina.locator("main td a", has_text="Sillas de ruedas").first.click()
    pagina.wait_for_url(re.compile(r"/admin/procesos/\d+/$"))
    return pagina.url


@pytest.fixture
def formulario(pagina: Page, tablero: str) -> str:
    """The form of its first stage."""
    pagina.click("text=Seguir capturando")
    pagina.wait_for_url("**/edit/")
    return pagina.url


def test_what_is_missing_opens_the_form_at_its_field(pagina: Page, tablero: str) -> None:
    pagina.click("a:has-text('Falta presupuesto autorizado')")
    pagina.wait_for_url("**/edit/#id_presupuesto")
    # It is in the second tab.
    expect(pagina.locator("#id_presupuesto")).to_be_visible()
    expect(pagina.locator("#id_presupuesto")).to_be_focused()
    descrito = pagina.locator("#id_presupuesto").get_attribute("aria-describedby") or ""
    expect(pagina.locator(f"#{descrito.split()[0]}")).to_contain_text("planning.budget.amount.amount")


def escribir(pagina: Page, texto: str) -> None:
    """Type in the form and wait for the copy in the browser."""
    pagina.fill("#id_justificacion", texto)
    pagina.wait_for_function("texto => Object.values(localStorage).some(valor => valor.includes(texto))", arg=texto)


def recuperar(pagina: Page, texto: str) -> None:
    """Take the offer and see in the form what had been typed."""
    pagina.get_by_role("button", name=re.compile(r"Recuperar lo que escribió a las \d\d:\d\d")).click()
    expect(pagina.locator("text=Esto es lo que usted había escrito")).to_be_visible()
    expect(pagina.locator("#id_justificacion")).to_have_value(texto)


def guardar(pagina: Page) -> None:
    pagina.locator("footer button.action-save, footer [type=submit]").first.click()


def test_what_was_typed_comes_back_after_the_session_ended(
    pagina: Page, instalacion: Instalacion, capturista: str, formulario: str
) -> None:
    pagina.click("#id_areas_requirentes-ADD")
    escribir(pagina, "Lo que costó escribir una tarde")
    expirar(pagina.context)
    guardar(pagina)
    pagina.wait_for_url("**/login/**")
    entrar(pagina, instalacion.url, capturista)
    pagina.wait_for_url("**/edit/**")
    expect(pagina.locator("#id_justificacion")).to_have_value("")
    recuperar(pagina, "Lo que costó escribir una tarde")
    expect(pagina.locator("#inline_child_areas_requirentes-0")).to_be_attached()
    pagina.locator("#inline_child_areas_requirentes-0 [id$=DELETE-button]").click()
    guardar(pagina)
    pagina.wait_for_url("**/edit/")
    expect(pagina.locator("#id_justificacion")).to_have_value("Lo que costó escribir una tarde")
    expect(pagina.locator(".claraboya-recuperar")).to_have_count(0)
    assert claves(pagina) == []


def claves(pagina: Page) -> Any:
    """Return what this browser keeps of ours."""
    return pagina.evaluate("Object.keys(localStorage).filter(clave => clave.startsWith('claraboya:'))")


def test_the_network_falls_and_what_was_typed_is_offered_on_return(pagina: Page, formulario: str) -> None:
    escribir(pagina, "Sin red")
    pagina.context.set_offline(True)
    guardar(pagina)
    pagina.wait_for_timeout(500)
    pagina.context.set_offline(False)
    pagina.goto(formulario)
    recuperar(pagina, "Sin red")


def test_logging_out_leaves_nothing_in_the_browser(pagina: Page, instalacion: Instalacion, formulario: str) -> None:
    escribir(pagina, "Algo reservado")
    assert len(claves(pagina)) == 1
    pagina.on("dialog", lambda dialogo: dialogo.accept())
    pagina.locator("#wagtail-sidebar button.sidebar-footer__account, .sidebar-footer__account-toggle").first.click()
    pagina.locator("form[action$='/logout/'] button, form[action$='/logout/'] [type=submit]").first.click()
    pagina.wait_for_url("**/login/**")
    assert claves(pagina) == []


@pytest.fixture
def otra_pestana(navegador: Browser) -> Iterator[Page]:
    """The browser of a colleague."""
    contexto = navegador.new_context(locale="es-MX")
    yield contexto.new_page()
    contexto.close()


def test_two_people_save_and_neither_loses_anything(
    pagina: Page, otra_pestana: Page, instalacion: Instalacion, capturista: str, formulario: str
) -> None:
    instalacion.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import User;"
        f"uno = User.objects.get(username='{capturista}');"
        "dos, _nueva = User.objects.get_or_create(username='colega');"
        f"dos.set_password('{CONTRASENA}'); dos.save(); dos.groups.set(uno.groups.all())",
    )
    escribir(pagina, "Lo mío")
    entrar(otra_pestana, instalacion.url, "colega")
    otra_pestana.goto(formulario)
    otra_pestana.fill("#id_justificacion", "Lo de mi colega")
    guardar(otra_pestana)
    otra_pestana.wait_for_load_state()
    expect(otra_pestana.locator(".messages .success, [role=status]").first).to_be_attached()
    guardar(pagina)
    expect(pagina.locator("h1.w-h1", has_text="Otra persona guardó antes que usted")).to_be_visible()
    expect(pagina.locator("main")).to_contain_text("Lo de mi colega")
    pagina.click("text=Volver al formulario con lo que escribí")
    expect(pagina.locator("#id_justificacion")).to_have_value("Lo mío")
    guardar(pagina)
    pagina.wait_for_url("**/edit/")
    expect(pagina.locator("#id_justificacion")).to_have_value("Lo mío")


def axe(pagina: Page) -> list[str]:
    """Return the serious violations of the page's own content, by axe (the copy that Wagtail carries)."""
    resultado: dict[str, Any] = pagina.evaluate("() => window.axe.run('main', { resultTypes: ['violations'] })")
    graves = [v for v in resultado["violations"] if v["impact"] in ("serious", "critical")]
    return [f"{v['id']}: {nodo['html'][:200]}" for v in graves for nodo in v["nodes"]]


def test_board_list_and_form_have_no_serious_barrier(
    pagina: Page, instalacion: Instalacion, formulario: str, tablero: str
) -> None:
    for url in (tablero, f"{instalacion.url}/admin/procesos/", formulario):
        pagina.goto(url)
        pagina.wait_for_load_state("networkidle")
        assert axe(pagina) == [], url
