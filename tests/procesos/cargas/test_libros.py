"""Workbooks that are more than plain values are refused before they are opened."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.procesos.cargas.comun import XLSX, borrador, libro, subir

pytestmark = pytest.mark.django_db


def con_formula() -> bytes:
    return libro(["Descripción", "Cantidad", "Unidad de medida"], ["Mesa", "=1+1", "pieza"])


def con_macros() -> bytes:
    salida = io.BytesIO(libro(["Descripción"]))
    with zipfile.ZipFile(salida, "a") as paquete:
        paquete.writestr("xl/vbaProject.bin", b"x")
    return salida.getvalue()


def bomba() -> bytes:
    salida = io.BytesIO(libro(["Descripción"]))
    with zipfile.ZipFile(salida, "a", zipfile.ZIP_DEFLATED) as paquete:
        paquete.writestr("xl/media/cero.bin", b"\0" * (61 * 1024 * 1024))
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (con_formula, "La celda B2 es una fórmula."),
        (con_macros, "trae macros."),
        (bomba, "crece demasiado al abrirse."),
        (lambda: b"PK\x03\x04nada", "está dañado"),
        (lambda: b"\xd0\xcf\x11\xe0\0\0", "no es un libro .xlsx"),
        (lambda: libro(["Descripción"], *([["x"]] * 5001)), "Son más de 5,000 renglones."),
    ],
)
def test_a_workbook_that_is_not_plain_values_is_refused(como: Any, licitacion: Any, contenido: Any, dice: str) -> None:
    respuesta = subir(como("capturista"), licitacion, SimpleUploadedFile("a.xlsx", contenido(), XLSX))
    assert respuesta.status_code == 422
    assert dice in respuesta.content.decode()
    assert borrador(licitacion).articulos.count() == 0
