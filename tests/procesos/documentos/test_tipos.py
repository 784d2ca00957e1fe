"""The kinds of file that are admitted, and those that are not what they say."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from sitio.procesos.models import ArchivoDeDocumento
from tests.procesos.documentos.comun import PDF, borrador, enviar_form

pytestmark = pytest.mark.django_db


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
