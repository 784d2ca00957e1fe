"""The links of published documents: asked politely, never into our own network, and told when they are dead."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as ajustes
from django.urls import reverse
from django.utils import timezone

from sitio.cola import PROGRAMA
from sitio.importacion import enlaces as revision
from sitio.procesos.archivos import enlaces
from sitio.procesos.models import EnlaceRevisado
from tests import fabricas
from tests.servidor_ajeno import Contestacion, Peticion, ServidorAjeno

pytestmark = pytest.mark.django_db
Estado = EnlaceRevisado.Estado


@pytest.fixture
def servidor(settings: Any) -> Iterator[ServidorAjeno]:
    settings.COSECHA = {"pausa": 0.0, "silencio": 2.0, "conexion": 2.0, "redes_permitidas": ("127.0.0.0/8",)}
    with ServidorAjeno() as ajeno:
        yield ajeno


def publicada(casa: fabricas.Casa, *urls: str) -> Any:
    """A planning whose release names these links."""
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    modelo = pagina.documentos.model
    pagina.documentos = [modelo(tipo="marketStudies", titulo=f"Estudio {n}", url=u) for n, u in enumerate(urls)]
    return fabricas.publicar(casa, pagina)


def estados() -> dict[str, tuple[str, str]]:
    return {fila.url: (fila.estado, fila.causa) for fila in EnlaceRevisado.objects.all()}


def test_what_each_link_answers_is_kept(casa: fabricas.Casa, servidor: ServidorAjeno) -> None:
    rutas = ("bien", "no-esta", "sin-permiso", "caido", "movido", "sin-fin", "sin-head")
    servidor.poner("/bien", b"%PDF")
    servidor.paginas["/sin-permiso"] = Contestacion(codigo=403)
    servidor.paginas["/caido"] = Contestacion(codigo=503)
    servidor.paginas["/movido"] = Contestacion(codigo=302, cabeceras={"Location": "/bien"})
    servidor.paginas["/sin-fin"] = Contestacion(codigo=302, cabeceras={"Location": "/sin-fin"})
    servidor.paginas["/sin-head"] = sin_head
    publicada(casa, *(f"{servidor.url}/{ruta}" for ruta in rutas))
    assert revision.revisar() == len(rutas)
    assert estados() == {
        f"{servidor.url}/bien": (Estado.RESPONDE, ""),
        f"{servidor.url}/no-esta": (Estado.NO_RESPONDE, "HTTP 404"),
        f"{servidor.url}/sin-permiso": (Estado.NO_SE_SABE, "HTTP 403"),
        f"{servidor.url}/caido": (Estado.NO_RESPONDE, "HTTP 503"),
        f"{servidor.url}/movido": (Estado.RESPONDE, ""),
        f"{servidor.url}/sin-fin": (Estado.NO_RESPONDE, "manda de una dirección a otra sin fin"),
        f"{servidor.url}/sin-head": (Estado.RESPONDE, ""),
    }


def sin_head(peticion: Peticion) -> Contestacion:
    """A server that answers only to GET, and must be asked for one byte."""
    if peticion.metodo == "HEAD":
        return Contestacion(codigo=405)
    return Contestacion(b"%", 206) if peticion.cabeceras.get("range") == "bytes=0-0" else Contestacion(codigo=400)


def test_a_document_that_answers_is_not_downloaded(casa: fabricas.Casa, servidor: ServidorAjeno) -> None:
    servidor.poner("/bien", b"%PDF" * 1000)
    publicada(casa, f"{servidor.url}/bien")
    revision.revisar()
    assert [peticion.metodo for peticion in servidor.peticiones] == ["HEAD"]


def test_our_own_network_is_never_asked(casa: fabricas.Casa, servidor: ServidorAjeno, settings: Any) -> None:
    servidor.poner("/secreto", b"x")
    servidor.paginas["/puente"] = Contestacion(codigo=302, cabeceras={"Location": "http://[::1]:9/secreto"})
    publicada(casa, f"{servidor.url}/puente")
    revision.revisar()
    [(estado, causa)] = estados().values()
    assert estado == Estado.NO_RESPONDE
    assert "dirección privada" in causa

    settings.COSECHA = {**settings.COSECHA, "redes_permitidas": ()}
    EnlaceRevisado.objects.all().delete()
    servidor.peticiones.clear()
    revision.revisar()
    assert servidor.peticiones == []
    assert [estado for estado, _causa in estados().values()] == [Estado.NO_RESPONDE]


def test_a_draft_and_our_own_addresses_are_not_asked(casa: fabricas.Casa, servidor: ServidorAjeno) -> None:
    pagina = publicada(casa, f"{ajustes.URL_PUBLICA}/contrataciones/documentos/x/y/z.pdf")
    modelo = pagina.documentos.model
    pagina.documentos = [modelo(tipo="marketStudies", titulo="Otro", url=f"{servidor.url}/borrador")]
    pagina.save_revision(user=casa.capturista)
    assert revision.revisar() == 0
    assert servidor.peticiones == []


def test_a_link_is_asked_again_after_its_time_and_remembers_since_when(
    casa: fabricas.Casa, servidor: ServidorAjeno
) -> None:
    url = f"{servidor.url}/a"
    publicada(casa, url)
    revision.revisar()
    assert revision.revisar() == 0
    ayer = timezone.now() - timedelta(hours=30)
    EnlaceRevisado.objects.filter(url=url).update(revisado=ayer, desde=ayer)
    assert revision.revisar() == 1
    assert EnlaceRevisado.objects.get(url=url).desde == ayer
    servidor.poner("/a", b"x")
    EnlaceRevisado.objects.filter(url=url).update(revisado=ayer)
    assert revision.revisar() == 1
    vuelto = EnlaceRevisado.objects.get(url=url)
    assert vuelto.estado == Estado.RESPONDE
    assert vuelto.desde == vuelto.revisado
    # What answers is left alone for a week.
    EnlaceRevisado.objects.filter(url=url).update(revisado=ayer)
    assert revision.revisar() == 0


def test_a_link_that_kills_the_worker_does_not_hold_back_the_others(casa: fabricas.Casa) -> None:
    publicada(casa, "https://a.ejemplo.mx/x", "https://b.ejemplo.mx/x")
    ahora = timezone.now()
    assert enlaces.por_revisar(ahora, ahora, 1) == ["https://a.ejemplo.mx/x"]
    enlaces.empezar("https://a.ejemplo.mx/x", ahora - timedelta(minutes=1))
    assert enlaces.por_revisar(ahora, ahora, 9) == ["https://b.ejemplo.mx/x", "https://a.ejemplo.mx/x"]


def test_the_board_and_the_form_say_which_document_does_not_answer(
    como: Any, casa: fabricas.Casa, servidor: ServidorAjeno
) -> None:
    servidor.poner("/bien", b"x")
    pagina = publicada(casa, f"{servidor.url}/bien", f"{servidor.url}/muerto")
    cliente = como("capturista")
    puertas = (
        reverse("procesos:tablero", args=[pagina.proceso.pk]),
        reverse("wagtailadmin_pages:edit", args=[pagina.pk]),
    )
    for puerta in puertas:
        assert "no responde" not in cliente.get(puerta).content.decode()
    revision.revisar()
    for puerta in puertas:
        html = cliente.get(puerta).content.decode()
        assert "«Estudio 1»: el enlace no responde desde" in html
        assert "HTTP 404" in html
        assert "«Estudio 0»" not in html


def test_the_links_are_asked_by_themselves_every_hour() -> None:
    programada = PROGRAMA["revisar los enlaces de los documentos"]
    assert (programada.tarea, programada.minutos) == ("sitio.importacion.enlaces.revisar", 60)
