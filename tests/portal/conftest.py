"""Published processes, always through the one door of the ledger, and pages read with an HTML parser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site

from sitio.portal.models import InicioPage
from sitio.publicacion import bitacora
from sitio.publicacion.models import Entrega, Origen, Publicador

Emitir = Callable[..., Entrega]
Leer = Callable[..., BeautifulSoup]


@pytest.fixture(autouse=True)
def _en_espanol() -> None:
    translation.activate("es-mx")


@pytest.fixture(autouse=True)
def _almacen_propio(almacen: Path) -> None:
    """Every test begins without bulk files."""


@pytest.fixture
def publicador(db: None) -> Publicador:
    return Publicador.objects.create(
        clave="salud",
        nombre="Instituto de Salud",
        prefijo_ocid="ocds-213czf",
        licencia="https://datos.example.mx/licencia",
    )


@pytest.fixture
def emitir(publicador: Publicador) -> Emitir:
    """Publish a release of a process: `emitir("001", tender={...})`."""

    def publicar(
        local: str, *, de: Publicador | None = None, origen: str = Origen.IMPORTACION, **bloques: Any
    ) -> Entrega:
        institucion = de or publicador
        comprador = {"id": f"MX-X-{institucion.clave}", "name": institucion.nombre}
        entrega = {
            "ocid": f"{institucion.prefijo_ocid}-{local}",
            "initiationType": "tender",
            "language": "es",
            "parties": [{**comprador, "roles": ["buyer"]}],
            "buyer": comprador,
            **bloques,
        }
        return bitacora.emitir(institucion, entrega, origen=origen)

    return publicar


@pytest.fixture
def leer(client: Client) -> Leer:
    """Get an address and return it parsed, after checking its status."""

    def pedir(direccion: str, parametros: dict[str, Any] | None = None, estado: int = 200) -> BeautifulSoup:
        respuesta = client.get(direccion, parametros or {})
        assert respuesta.status_code == estado
        return BeautifulSoup(respuesta.content, "html.parser")

    return pedir


@pytest.fixture
def inicio(db: None) -> InicioPage:
    """The home page as the root of the site."""
    Site.objects.all().delete()
    pagina = Page.get_first_root_node().add_child(
        instance=InicioPage(title="Contrataciones abiertas", slug="portal", entrada="Qué compra el gobierno.")
    )
    Site.objects.create(hostname="testserver", root_page=pagina, is_default_site=True, site_name="Portal del Estado")
    return pagina


def texto(elemento: Any) -> str:
    """The text of an element with its spaces put in order."""
    return " ".join(elemento.get_text(" ").split())


def ficha(pagina: BeautifulSoup, ancla: str) -> dict[str, str]:
    """The facts (dl) of a section of a process page, by name."""
    seccion = pagina.find(id=ancla)
    return {texto(dt): texto(dt.find_next("dd")) for dt in seccion.select("dl.ficha dt")}
