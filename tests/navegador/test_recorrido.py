"""The walk: one process goes down the whole street, from an empty form to the public record, the alert and the chat."""

import json
import re
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sitio.instalacion.demostracion import CONTRASENA, leer_captura
from tests.navegador.conftest import Instalacion, a_la_vista

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]
HOY = date.today()  # noqa: DTZ011 - the browser types the local calendar date
CHAT = 770001


class Persona:
    """Someone at a browser, with what people do in this walk."""

    def __init__(self, pagina: Page, casa: Instalacion, fotos: Path) -> None:
        self.pagina = pagina
        self.casa = casa
        self.fotos = fotos
        self.numero = 0

    def entrar(self, usuario: str) -> None:
        self.pagina.context.clear_cookies()
        self.pagina.goto(f"{self.casa.url}/admin/login/")
        self.pagina.fill("#id_username", usuario)
        self.pagina.fill("#id_password", CONTRASENA)
        self.pagina.click("button[type=submit]")
        self.pagina.wait_for_url("**/admin/")

    def foto(self, nombre: str) -> None:
        self.numero += 1
        self.pagina.screenshot(path=str(self.fotos / f"{self.numero:02d}-{nombre}.png"), full_page=True)

    def abrir_proceso(self, titulo: str, plantilla: str) -> None:
        self.pagina.goto(f"{self.casa.url}/admin/procesos/nuevo/")
        self.pagina.select_option("#id_unidad", index=1)
        self.pagina.select_option("#id_plantilla", label=plantilla)
        self.pagina.fill("#id_titulo", titulo)
        self.foto("nuevo-proceso")
        self.pagina.click("text=Abrir y capturar la planeación")
        self.pagina.wait_for_url("**/edit/")

    def llenar(self, **campos: str) -> None:
        # Dates are typed: the pop-up calendars would cover what comes next.
        self.pagina.add_style_tag(content=".xdsoft_datetimepicker { display: none !important }")
        for nombre, valor in campos.items():
            control = a_la_vista(self.pagina, f"#id_{nombre}")
            if control.evaluate("c => c.tagName") == "SELECT":
                control.select_option(valor)
            else:
                control.fill(valor)
                control.press("Tab")

    def agregar_organizacion(self, relacion: str, nombre: str) -> None:
        """Add a row that points to an organization and choose it in the pop-up list."""
        a_la_vista(self.pagina, f"#id_{relacion}-ADD").click()
        self.elegir(f"#inline_child_{relacion}-0", nombre)

    def enlazar_documento(self, tipo: str, titulo: str) -> None:
        """Add a document that is published elsewhere."""
        a_la_vista(self.pagina, "#id_documentos-ADD").click()
        self.llenar(
            **{
                "documentos-0-tipo": tipo,
                "documentos-0-titulo": titulo,
                "documentos-0-url": f"https://ejemplo.example.mx/{tipo}.pdf",
            }
        )

    def elegir(self, renglon: str, nombre: str) -> None:
        """Search an organization by name in the chooser of a row, and choose it."""
        self.pagina.locator(f"{renglon} [data-chooser-action-choose]").first.click()
        self.pagina.locator(".modal-content input[name=q]").fill(nombre)
        self.pagina.locator(".modal-content").get_by_role("link", name=re.compile(nombre)).first.click()
        expect(self.pagina.locator(renglon)).to_contain_text(nombre)
        expect(self.pagina.locator(".modal-content")).to_be_hidden()

    def enviar(self, nombre: str) -> None:
        self.foto(f"captura-{nombre}")
        self.pagina.click("footer .w-dropdown-button [data-w-dropdown-target=toggle]")
        self.pagina.click("button[name=action-submit]")
        expect(self.pagina.locator("text=Espera: Revisión")).to_be_visible()
        self.foto(f"tablero-{nombre}-enviada")

    def decidir(self, tablero: str) -> None:
        self.pagina.goto(tablero)
        self.pagina.click("text=Revisar y decidir")
        expect(self.pagina.locator("text=Su decisión")).to_be_visible()
        self.foto("revision")
        self.pagina.click("main button:text-is('Aprobar')")
        expect(self.pagina.locator("text=Etapa aprobada.")).to_be_visible()


def leer(url: str) -> Any:
    """Return the JSON that an address answers."""
    with urllib.request.urlopen(url, timeout=10) as respuesta:
        return json.load(respuesta)


def fecha(dias: int) -> str:
    """Return the local date `dias` from today, as forms take it."""
    return (HOY + timedelta(days=dias)).isoformat()


@pytest.fixture
def persona(pagina: Page, instalacion: Instalacion, tmp_path: Path) -> Persona:
    pagina.set_default_timeout(20_000)
    return Persona(pagina, instalacion, tmp_path)


def test_one_process_travels_the_whole_street(persona: Persona, instalacion: Instalacion) -> None:
    pagina, url, clave = persona.pagina, instalacion.url, leer_captura()["institucion"]["clave"]

    # Given an officer who linked the chat through the deep link
    persona.entrar(f"capturista.{clave}")
    vincular(persona)

    # When the five stages are captured, and each one is approved by two other people
    persona.abrir_proceso("Mobiliario para bibliotecas", "Licitación pública nacional (LAASSP 2025)")
    persona.llenar(justificacion="Las salas de lectura no tienen dónde sentarse.", presupuesto="2500000")
    persona.enviar("planeacion")
    tablero = pagina.url
    ocid = re.search(r"ocds-[\w.-]+", pagina.inner_text("main")).group()  # type: ignore[union-attr]  # the board shows it
    assert leer(f"{url}/api/ocds/releases?ocid={ocid}")["releases"] == []
    aprobar(persona, clave, tablero)
    esperar_entregas(url, ocid, [["planning"]])

    empezar(persona, clave, tablero, "licitación")
    persona.llenar(
        numero="LA-99-999-001",
        descripcion="Mesas y sillas para doce bibliotecas",
        categoria="goods",
        criterio="priceOnly",
        publicacion=f"{fecha(1)} 10:00",
        apertura=f"{fecha(20)} 10:00",
    )
    persona.agregar_organizacion("licitantes", "Elevadores de Ejemplo")
    persona.enlazar_documento("tenderNotice", "Convocatoria")
    persona.enviar("licitacion")
    aprobar(persona, clave, tablero)
    esperar_entregas(url, ocid, [["planning"], ["tender"]])

    empezar(persona, clave, tablero, "adjudicación")
    persona.llenar(fecha=fecha(0), valor="2300000")
    persona.agregar_organizacion("proveedores", "Elevadores de Ejemplo")
    persona.enlazar_documento("awardNotice", "Acta de fallo")
    persona.enviar("adjudicacion")
    aprobar(persona, clave, tablero)

    empezar(persona, clave, tablero, "contrato")
    persona.llenar(firma=fecha(0), inicio=fecha(1), fin=fecha(120), valor="2300000")
    persona.enlazar_documento("contractSigned", "Contrato firmado")
    persona.enviar("contrato")
    aprobar(persona, clave, tablero)

    empezar(persona, clave, tablero, "ejecución")
    pagina.click("#id_transacciones-ADD")
    persona.llenar(**{"transacciones-0-fecha": fecha(0), "transacciones-0-monto": "500000"})
    persona.elegir("#inline_child_transacciones-0", "Elevadores de Ejemplo")
    persona.enviar("ejecucion")
    aprobar(persona, clave, tablero)

    # Then the ledger has five releases with their tags, and the record is their merge
    esperar_entregas(url, ocid, [["planning"], ["tender"], ["award"], ["contract"], ["implementation"]])
    registro = leer(f"{url}/api/ocds/records/{ocid}")["records"][0]["compiledRelease"]
    assert registro["tender"]["title"] == "Mobiliario para bibliotecas"
    assert registro["awards"][0]["value"] == {"amount": 2300000, "currency": "MXN"}
    assert registro["contracts"][0]["implementation"]["transactions"][0]["value"]["amount"] == 500000

    # And anyone reads it in the portal
    pagina.context.clear_cookies()
    pagina.goto(f"{url}/contrataciones/{ocid}/")
    expect(pagina.locator("h1")).to_contain_text("Mobiliario para bibliotecas")
    persona.foto("portal")

    # And the board shows the alert of the single bidder and the deadlines
    persona.entrar(f"capturista.{clave}")
    # The worker reviews five publications in turn: the board is read until the last one has been.
    pagina.goto(tablero)
    for _vuelta in range(45):
        if "Se recibió una sola propuesta" in pagina.locator("main").inner_text():
            break
        pagina.wait_for_timeout(2000)
        pagina.reload()
    expect(pagina.locator("main")).to_contain_text("Se recibió una sola propuesta")
    persona.foto("tablero-final")

    # And the officer was told each event once, in as few messages as the review of five stages allows
    mensajes = [m.texto for m in instalacion.telegram.esperar(2, segundos=30) if m.chat_id == CHAT and ocid in m.texto]
    alertas = [texto for texto in mensajes if "Se recibió una sola propuesta" in texto]
    assert len(alertas) == 1
    assert len(mensajes) == len(set(mensajes))
    assert instalacion.manage("verificar_bitacora")


def vincular(persona: Persona) -> None:
    """Link the officer's chat: ask for the deep link, and send its token from Telegram."""
    pagina, telegram = persona.pagina, persona.casa.telegram
    pagina.goto(f"{persona.casa.url}/admin/telegram/")
    pagina.click("text=Vincular mi Telegram")
    enlace = pagina.locator("a[href*='?start=']").get_attribute("href") or ""
    persona.foto("telegram")
    telegram.encolar_update(f"/start {enlace.split('start=')[1]}", CHAT)
    telegram.esperar(1, segundos=30)


def empezar(persona: Persona, clave: str, tablero: str, etapa: str) -> None:
    """Open the next stage from the board, as the capturista."""
    persona.entrar(f"capturista.{clave}")
    persona.pagina.goto(tablero)
    persona.pagina.click(f"text=Empezar {etapa}")
    persona.pagina.wait_for_url("**/edit/")


def aprobar(persona: Persona, clave: str, tablero: str) -> None:
    """Two people, neither the author, approve."""
    for papel in ("revisor", "aprobador"):
        persona.entrar(f"{papel}.{clave}")
        persona.decidir(tablero)


def esperar_entregas(url: str, ocid: str, etiquetas: list[list[str]]) -> None:
    """The release is public as soon as the last approval commits."""
    entregas = leer(f"{url}/api/ocds/releases?ocid={ocid}")["releases"]
    assert [entrega["tag"] for entrega in entregas] == etiquetas
