"""Who edits the templates in a real browser, and how she walks."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from sitio.instalacion.demostracion import CONTRASENA
from tests.navegador.conftest import Instalacion


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


def fila(editora: Editora, clave: str) -> Locator:
    """The rule of a section by its id."""
    return editora.pagina.locator("fieldset.alertas-regla", has=editora.pagina.get_by_text(clave, exact=True))


def exportada(editora: Editora, clave: str) -> bytes:
    """The JSON of the version in force, as she downloads it."""
    editora.ir(f"procedimiento/{clave}/")
    with editora.pagina.expect_download() as bajada:
        editora.pulsar("Descargar JSON")
    return Path(bajada.value.path()).read_bytes()
