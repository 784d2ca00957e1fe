"""Uploaded documents: private while they are a draft's, public for ever from the release that names them."""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ajustes
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from sitio.ajustes.plugin import en_carpeta
from sitio.procesos.checks import almacen_de_documentos
from sitio.procesos.entregas import avisos, faltantes
from sitio.procesos.models import ArchivoDeDocumento, EtapaPage
from sitio.publicacion import consultas, retiros
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.test_admin import QUIENES, formulario

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nbases de la licitacion\n%%EOF"
TESTADO = b"%PDF-1.7\nbases sin datos personales\n%%EOF"
DE_LA_CASA = ("capturista", "revisor", "aprobador", "publicador", "oic", "administracion")


@pytest.fixture(autouse=True)
def carpeta(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = {**ajustes.STORAGES, "documentos": en_carpeta(tmp_path / "documentos")}
    return tmp_path / "documentos"


@pytest.fixture
def casa() -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> Any:
    """The draft of a planning that lacks nothing but what each test adds."""
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    return fabricas.llenar(pagina, casa.capturista)


def pdf(contenido: bytes = PDF, nombre: str = "Bases 2026 ñ.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, contenido, "application/pdf")


def enviar_form(cliente: Client, pagina: EtapaPage, documentos: list[dict[str, Any]], **otros: Any) -> Any:
    """Send the stage's own form with these document rows in the place of those it had."""
    url = reverse("wagtailadmin_pages:edit", args=[pagina.pk])
    abierto = cliente.get(url)
    campos: dict[str, Any] = {k: v for k, v in formulario(abierto).items() if not k.startswith("documentos-")}
    previos = [f.instance.pk or "" for f in abierto.context["form"].formsets["documentos"].initial_forms]
    campos |= {"documentos-TOTAL_FORMS": len(documentos), "documentos-INITIAL_FORMS": len(previos)}
    for n, documento in enumerate(documentos):
        lleno = {
            "tipo": "marketStudies",
            "titulo": f"Documento {n}",
            "formato": "application/pdf",
            "url": "",
            **documento,
        }
        campos |= {
            f"documentos-{n}-{nombre}": valor
            for nombre, valor in {**lleno, "ORDER": n + 1, "id": dict(enumerate(previos)).get(n, "")}.items()
        }
    return cliente.post(url, {**campos, **otros})


def borrador(pagina: EtapaPage) -> Any:
    return type(pagina).objects.get(pk=pagina.pk).get_latest_revision_as_object()


def publicar(casa: fabricas.Casa, pagina: EtapaPage) -> dict[str, Any]:
    """Send and approve the latest draft; return the only document of the release."""
    fabricas.enviar(borrador(pagina), casa.capturista)
    fabricas.aprobar(pagina, casa)
    ultima = Entrega.objects.order_by("-posicion").first()
    documentos: list[dict[str, Any]] = json.loads(bytes(ultima.contenido))["planning"]["documents"]
    return documentos[0]


def ruta(url: str) -> str:
    assert url.startswith(ajustes.URL_PUBLICA)
    return url.removeprefix(ajustes.URL_PUBLICA)


def codigo(puerta: str, cliente: Client | None = None) -> int:
    """The status that an address answers at last to anybody; a file is read to its end, which closes it."""
    respuesta = (cliente or Client()).get(puerta, follow=True)
    if respuesta.streaming:
        list(respuesta.streaming_content)
    return respuesta.status_code


def test_a_file_is_private_until_the_release_that_names_it_and_public_for_ever_after(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    assert enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}]).status_code == 302
    archivo = borrador(planeacion).documentos.get().archivo
    huella = hashlib.sha256(PDF).hexdigest()
    assert (archivo.sha256, archivo.formato, archivo.bytes) == (huella, "application/pdf", len(PDF))
    assert (archivo.subido_por, archivo.publicado) == (casa.capturista, None)
    anonimo = Client()
    afuera = ruta(archivo.url_publica)
    assert afuera == f"/contrataciones/documentos/sefin/{huella}/bases-2026-n.pdf"
    for puerta in (afuera, f"/media/{archivo.ruta}", f"/documentos/{archivo.ruta}", f"/{archivo.ruta}"):
        assert codigo(puerta) == 404
    assert anonimo.get(reverse("procesos:documento", args=[archivo.pk])).status_code == 302

    # While it is being approved it is still private.
    fabricas.enviar(borrador(planeacion), casa.capturista)
    assert codigo(afuera) == 404
    fabricas.aprobar(planeacion, casa)

    documento = json.loads(bytes(Entrega.objects.get().contenido))["planning"]["documents"][0]
    archivo.refresh_from_db()
    assert documento["url"] == archivo.url_publica
    assert documento["format"] == "application/pdf"
    assert documento["datePublished"] == f"{archivo.publicado:%Y-%m-%dT%H:%M:%SZ}"
    assert documento["dateModified"] == documento["datePublished"]
    respuesta = anonimo.get(afuera)
    assert b"".join(respuesta.streaming_content) == PDF
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"] == 'attachment; filename="bases-2026-n.pdf"'
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert respuesta["ETag"] == f'"{huella}"'
    assert respuesta["Cache-Control"] == "public, max-age=31536000, immutable"
    assert anonimo.get(afuera, headers={"if-none-match": f'"{huella}"'}).status_code == 304
    assert anonimo.head(afuera).status_code == 200
    assert anonimo.post(afuera).status_code == 405
    assert anonimo.get(afuera.replace("bases", "otras")).status_code == 404


def test_a_replaced_file_has_another_address_and_the_old_one_stays(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    cliente = como("capturista")
    enviar_form(cliente, planeacion, [{"archivo-nuevo": pdf()}])
    primera = ruta(publicar(casa, planeacion)["url"])
    enviar_form(cliente, planeacion, [{"archivo-nuevo": pdf(b"%PDF-1.7\notra version")}])
    nueva = borrador(planeacion).documentos.get().archivo
    assert codigo(ruta(nueva.url_publica)) == 404
    publicar(casa, planeacion)
    assert ruta(nueva.url_publica) != primera
    for afuera in (primera, ruta(nueva.url_publica)):
        assert codigo(afuera) == 200


def test_a_withdrawn_release_takes_its_file_with_it(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    afuera = ruta(publicar(casa, planeacion)["url"])
    una, otra = (fabricas.persona(nombre, is_superuser=True) for nombre in ("una", "otra"))
    entrega = Entrega.objects.get()
    retiro = retiros.solicitar(
        entrega.ocid,
        entrega.id_entrega,
        motivo="datos_personales",
        fundamento="LGPDPPSO art. 4",
        explicacion="Traía un domicilio.",
        persona=una,
    )
    assert codigo(afuera) == 200
    retiros.autorizar(retiro.pk, otra)
    assert codigo(afuera) == 404


def test_the_reserved_original_never_goes_out(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    fila = {"archivo-nuevo": pdf(TESTADO, "publica.pdf"), "original-nuevo": pdf(PDF, "original.pdf")}
    enviar_form(como("capturista"), planeacion, [fila])
    documento = borrador(planeacion).documentos.get()
    publica, original = documento.archivo, documento.original
    publicar(casa, planeacion)
    assert codigo(ruta(publica.url_publica)) == 200
    assert codigo(ruta(original.url_publica)) == 404
    original.refresh_from_db()
    assert original.publicado is None
    registro = json.dumps(consultas.entrega_compilada(planeacion.proceso.ocid))
    assert publica.sha256 in registro
    assert original.sha256 not in registro
    assert "original.pdf" not in registro


@pytest.mark.parametrize("quien", QUIENES)
def test_inside_only_the_people_of_the_institution_open_a_file(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    archivo = ArchivoDeDocumento.objects.get()
    cliente = como(quien)
    if quien == "anonimo":
        cliente.logout()
    respuesta = cliente.get(reverse("procesos:documento", args=[archivo.pk]))
    assert (respuesta.status_code == 200) == (quien in DE_LA_CASA)
    if quien in DE_LA_CASA:
        assert b"".join(respuesta.streaming_content) == PDF
        assert respuesta["Cache-Control"].startswith("private, no-store")


def test_nobody_takes_the_file_of_another_institution_by_its_number(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    ajeno = ArchivoDeDocumento.objects.get()
    otra = fabricas.casa("otra")
    suya = fabricas.llenar(fabricas.etapa_de(fabricas.proceso(otra), "planeacion"), otra.capturista)
    cliente = Client()
    cliente.force_login(otra.capturista)
    respuesta = enviar_form(cliente, suya, [{"archivo": ajeno.pk}])
    assert "Ese archivo no es de esta unidad." in respuesta.content.decode()
    assert borrador(suya).documentos.count() == 0
    # The same content, uploaded by them, is theirs: another row, another address, and private too.
    enviar_form(cliente, suya, [{"archivo-nuevo": pdf()}])
    propio = borrador(suya).documentos.get().archivo
    assert propio.pk != ajeno.pk
    assert propio.url_publica != ajeno.url_publica
    publicar(casa, planeacion)
    assert codigo(ruta(propio.url_publica)) == 404


def test_who_decides_opens_the_files_from_the_page_where_they_decide(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    fila = {"archivo-nuevo": pdf(TESTADO, "publica.pdf"), "original-nuevo": pdf(PDF, "original.pdf")}
    enviar_form(como("capturista"), planeacion, [fila])
    fabricas.enviar(borrador(planeacion), casa.capturista)
    cliente = como("revisor")
    pagina = cliente.get(reverse("procesos:revisar", args=[fabricas.paso_actual(planeacion).pk]))
    for archivo in ArchivoDeDocumento.objects.all():
        puerta = reverse("procesos:documento", args=[archivo.pk])
        assert f'href="{puerta}"' in pagina.content.decode()
        assert codigo(puerta, cliente) == 200
    assert pagina.context["avisos"] == []


def test_a_form_with_errors_keeps_the_file_that_came_with_it(como: Any, planeacion: Any) -> None:
    cliente = como("capturista")
    fila = {"archivo-nuevo": pdf(), "tipo": "no-hay"}
    respuesta = enviar_form(cliente, planeacion, [fila])
    assert respuesta.status_code == 200
    archivo = ArchivoDeDocumento.objects.get()
    html = respuesta.content.decode()
    assert archivo.sha256 in html
    assert f'name="documentos-0-archivo" value="{archivo.pk}"' in html
    enviar_form(cliente, planeacion, [{"archivo": archivo.pk}])
    assert borrador(planeacion).documentos.get().archivo == archivo
    enviar_form(cliente, planeacion, [{"archivo": archivo.pk, "archivo-quitar": "on"}])
    assert borrador(planeacion).documentos.get().archivo is None


def test_the_same_file_is_kept_once_and_told_when_it_is_in_two_rows(
    como: Any, casa: fabricas.Casa, planeacion: Any, carpeta: Path
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}, {"archivo-nuevo": pdf(nombre="copia.pdf")}])
    assert ArchivoDeDocumento.objects.count() == 1
    assert sum(ruta.is_file() for ruta in carpeta.rglob("*")) == 1
    assert "Documentos: el mismo archivo está en los renglones 1, 2." in avisos(borrador(planeacion))


def test_nothing_is_kept_while_the_stage_is_in_approval(
    como: Any, casa: fabricas.Casa, planeacion: Any, carpeta: Path
) -> None:
    fabricas.enviar(planeacion, casa.capturista)
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}])
    assert borrador(planeacion).documentos.count() == 0
    assert not ArchivoDeDocumento.objects.exists()
    assert not carpeta.exists()


@pytest.mark.parametrize(
    ("fila", "motivo"),
    [
        ({}, "escriba su dirección o suba el archivo."),
        ({"url": "https://ejemplo.mx/a.pdf", "archivo-nuevo": 1}, "tiene dirección y archivo. Deje uno de los dos."),
        ({"original-nuevo": 1}, "tiene el original reservado y no la versión pública."),
        (
            {"original-nuevo": 1, "archivo-nuevo": 1},
            "la versión pública es el mismo archivo que el original reservado.",
        ),
    ],
)
def test_a_document_that_is_nowhere_or_in_two_places_is_not_sent(
    como: Any, planeacion: Any, fila: dict[str, Any], motivo: str
) -> None:
    cliente = como("capturista")
    lista = {nombre: pdf() if valor == 1 else valor for nombre, valor in fila.items()}
    enviar_form(cliente, planeacion, [lista])
    mensajes = [mensaje for campo, mensaje in faltantes(borrador(planeacion)) if campo == "documentos"]
    assert len(mensajes) == 1
    assert mensajes[0].startswith(f"Documentos, renglón 1: {motivo}")


def oficina(contenido_de: str, **partes: bytes) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as paquete:
        paquete.writestr("[Content_Types].xml", f'<Override ContentType="{contenido_de}"/>')
        for nombre, datos in partes.items():
            paquete.writestr(nombre.replace("__", "/").replace("_bin", ".bin"), datos)
    return salida.getvalue()


def abierto(tipo: str, *partes: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as paquete:
        paquete.writestr("mimetype", f"application/vnd.oasis.opendocument.{tipo}")
        for parte in partes:
            paquete.writestr(parte, "x")
    return salida.getvalue()


def libro() -> bytes:
    salida = io.BytesIO()
    Workbook().save(salida)
    return salida.getvalue()


OOXML = "application/vnd.openxmlformats-officedocument"
WORD = f"{OOXML}.wordprocessingml.document.main+xml"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 20


@pytest.mark.parametrize(
    ("nombre", "contenido", "formato"),
    [
        ("a.PDF", PDF, "application/pdf"),
        ("a.docx", oficina(WORD), f"{OOXML}.wordprocessingml.document"),
        ("a.xlsx", libro(), f"{OOXML}.spreadsheetml.sheet"),
        ("a.pptx", oficina(f"{OOXML}.presentationml.presentation.main+xml"), f"{OOXML}.presentationml.presentation"),
        ("a.odt", abierto("text"), "application/vnd.oasis.opendocument.text"),
        ("a.ods", abierto("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("a.csv", "año,monto\n2026,1".encode("cp1252"), "text/csv"),
        ("a.txt", b"hola", "text/plain"),
        ("a.xml", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "application/xml"),
        ("a.jpeg", JPG, "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.zip", abierto("text")[:0] or oficina("nada"), "application/zip"),
    ],
)
def test_the_kinds_of_document_that_are_admitted(
    como: Any, planeacion: Any, nombre: str, contenido: bytes, formato: str
) -> None:
    enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": SimpleUploadedFile(nombre, contenido)}])
    assert borrador(planeacion).documentos.get().archivo.formato == formato


@pytest.mark.parametrize(
    ("nombre", "contenido", "dice"),
    [
        ("a.exe", b"MZ\x90", "No se admiten archivos «a.exe»."),
        ("pdf", PDF, "No se admiten archivos «pdf»."),
        ("a.html", b"<html>", "No se admiten archivos «a.html»."),
        ("a.svg", b"<svg/>", "No se admiten archivos «a.svg»."),
        ("a.pdf", b"<html>hola</html>", "El contenido de a.pdf no es de un archivo .pdf."),
        ("a.png", JPG, "El contenido de a.png no es de un archivo .png."),
        ("a.zip", libro(), "El contenido de a.zip no es de un archivo .zip."),
        ("a.txt", PDF, "El contenido de a.txt no es de un archivo .txt."),
        ("a.txt", b"MZ\0\0\0", "El contenido de a.txt no es de un archivo .txt."),
        ("a.xml", b"hola", "El contenido de a.xml no es de un archivo .xml."),
        ("a.docx", oficina(WORD, word__vbaProject_bin=b"x"), "a.docx trae macros."),
        ("a.docx", oficina("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx trae macros."),
        ("a.odt", abierto("text", "Basic/script-lb.xml"), "a.odt trae macros."),
        ("a.docx", b"PK\x03\x04roto", "a.docx está dañado."),
        ("a.pdf", PDF + b"x" * 2000, "a.pdf pesa más de"),
    ],
)
def test_what_is_not_what_it_says_is_refused_and_not_kept(
    como: Any, planeacion: Any, settings: Any, carpeta: Path, nombre: str, contenido: bytes, dice: str
) -> None:
    settings.LIMITE_DE_DOCUMENTOS = 10_000 if nombre == "a.zip" else 2_000
    archivo = SimpleUploadedFile(nombre, contenido)
    html = enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": archivo}]).content.decode()
    assert dice in html
    assert borrador(planeacion).documentos.count() == 0
    assert not ArchivoDeDocumento.objects.exists()
    assert not carpeta.exists()


def test_an_empty_file_is_refused(como: Any, planeacion: Any) -> None:
    html = enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": SimpleUploadedFile("a.pdf", b"")}])
    assert "a.pdf está vacío." in html.content.decode()


def test_the_dates_of_a_linked_document_are_still_those_that_were_written(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    fila = {"url": "https://ejemplo.mx/a.pdf", "formato": "text/html", "publicado": "2026-01-31"}
    enviar_form(como("capturista"), planeacion, [fila])
    assert borrador(planeacion).documentos.get().publicado == date(2026, 1, 31)
    documento = publicar(casa, planeacion)
    assert (documento["url"], documento["format"]) == ("https://ejemplo.mx/a.pdf", "text/html")
    assert documento["datePublished"] == "2026-01-31T06:00:00Z"


def test_documents_are_not_kept_where_the_web_server_hands_out_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert [error.id for error in almacen_de_documentos(None)] == ["procesos.E003"]
    settings.MEDIA_ROOT = tmp_path / "media"
    assert almacen_de_documentos(None) == []
    settings.STORAGES = {nombre: a for nombre, a in settings.STORAGES.items() if nombre != "documentos"}
    assert [aviso.id for aviso in almacen_de_documentos(None)] == ["procesos.W001"]


def test_without_a_place_for_documents_the_form_says_so(como: Any, planeacion: Any, settings: Any) -> None:
    settings.STORAGES = {nombre: a for nombre, a in settings.STORAGES.items() if nombre != "documentos"}
    html = enviar_form(como("capturista"), planeacion, [{"archivo-nuevo": pdf()}]).content.decode()
    assert "Este portal no tiene dónde guardar documentos." in html
