"""Rows pasted or uploaded: what arrives in the draft, and what is refused and why."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.cargas.comun import ARTICULOS, MESAS, XLSX, borrador, direccion, fallas, libro, subir

pytestmark = pytest.mark.django_db


def test_a_paste_is_shown_before_it_is_saved_and_then_lands_in_the_draft_alone(como: Any, licitacion: Any) -> None:
    cliente, publicadas = como("capturista"), Entrega.objects.count()
    vista = cliente.post(direccion(licitacion), {"texto": MESAS, "modo": "agregar", "accion": "revisar"})
    assert vista.status_code == 200
    assert "2 renglones nuevos. La lista del borrador tiene 2." in vista.content.decode()
    assert borrador(licitacion).articulos.count() == 0

    respuesta = subir(cliente, licitacion, MESAS)
    assert respuesta.url == reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    mesa, silla = borrador(licitacion).articulos.all()
    assert (mesa.descripcion, mesa.cantidad, mesa.clave_cucop_id) == ("Mesa", Decimal(12), "21101001")
    assert (mesa.precio_unitario, silla.precio_unitario) == (Decimal("1234.50"), Decimal(350))
    assert silla.clave_cucop_id is None
    # Nothing crossed: neither the page's own table nor the ledger.
    assert type(licitacion).objects.get(pk=licitacion.pk).articulos.count() == 0
    assert Entrega.objects.count() == publicadas


@pytest.mark.parametrize("separador", [",", ";", "\t"])
@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_however_a_spreadsheet_saved_it(
    como: Any, licitacion: Any, separador: str, codificacion: str
) -> None:
    salida = io.StringIO()
    csv.writer(salida, delimiter=separador).writerows(
        [["DESCRIPCION", "cantidad", "Unidad de medida"], ["Pizarrón «ñ», grande", "3", "pieza"]]
    )
    archivo = SimpleUploadedFile("articulos.csv", salida.getvalue().encode(codificacion))
    assert subir(como("capturista"), licitacion, archivo).status_code == 302
    assert borrador(licitacion).articulos.get().descripcion == "Pizarrón «ñ», grande"


def test_a_workbook_brings_numbers_and_dates_as_such(como: Any, casa: fabricas.Casa, licitacion: Any) -> None:
    contenido = libro(
        ["Clave", "Título", "Monto estimado con impuestos", "Inicio previsto del contrato"],
        ["1", "Mobiliario", 1234.1, date(2026, 5, 4)],
        [2, "Cómputo", 99, "05/06/2026"],
    )
    archivo = SimpleUploadedFile("lotes.xlsx", contenido, XLSX)
    assert subir(como("capturista"), licitacion, archivo, "lotes").status_code == 302
    uno, dos = borrador(licitacion).lotes.all()
    assert (uno.clave, uno.valor, uno.inicio) == ("1", Decimal("1234.10"), date(2026, 5, 4))
    assert (dos.clave, dos.valor, dos.inicio) == ("2", Decimal(99), date(2026, 6, 5))


def test_every_error_is_told_at_once_and_the_paste_stays_in_its_box(como: Any, licitacion: Any) -> None:
    texto = (
        "Descripción\tCantidad\tUnidad de medida\tClave CUCoP+\tPrecio unitario con impuestos\tMoneda\n"
        "Mesa\t12\tpieza\t21101001\t1.234,50\tPeso mexicano (MXN)\n"
        "\n"
        "\tdoce\tpieza\t999\t10\tMXN\n"
        "Silla\t-1\tpieza\t\t10\tpesos\n"
    )
    respuesta = subir(como("capturista"), licitacion, texto)
    assert fallas(respuesta) == [
        (
            2,
            "Precio unitario con impuestos",
            "La coma separa millares; los decimales van con punto. Si son decimales, escriba 1234.50.",
        ),
        (4, "Cantidad", "No es un número. Escríbalo con punto decimal, por ejemplo 1,234.50."),
        (4, "Clave CUCoP+", "No está en el catálogo. Revise la clave o deje la celda vacía."),
        (
            5,
            "Moneda",
            "No es una de las opciones. Escriba una de estas: Peso mexicano (MXN), Dólar estadounidense (USD), "
            "Euro (EUR).",
        ),
    ]
    assert "doce\tpieza\t999" in respuesta.content.decode()
    assert borrador(licitacion).articulos.count() == 0


def test_what_the_form_would_refuse_is_refused_cell_by_cell(como: Any, licitacion: Any) -> None:
    texto = "Descripción\tCantidad\tUnidad de medida\n\t1\tpieza\nMesa\t-3\tpieza\nSilla\t1\t" + "x" * 81 + "\n"
    assert [(renglon, columna) for renglon, columna, _m in fallas(subir(como("capturista"), licitacion, texto))] == [
        (2, "Descripción"),
        (3, "Cantidad"),
        (4, "Unidad de medida"),
    ]


def test_a_file_with_errors_comes_back_as_text_to_be_mended(como: Any, licitacion: Any) -> None:
    contenido = libro(["Descripción", "Cantidad", "Unidad de medida"], [], ["Mesa", "muchas", "pieza"])
    respuesta = subir(como("capturista"), licitacion, SimpleUploadedFile("a.xlsx", contenido, XLSX))
    assert [f[:2] for f in fallas(respuesta)] == [(3, "Cantidad")]
    texto = respuesta.context["form"]["texto"].value()
    # The same numbers of rows as in the file.
    assert texto.splitlines() == ["Descripción\tCantidad\tUnidad de medida", "", "Mesa\tmuchas\tpieza"]
    assert subir(como("capturista"), licitacion, texto.replace("muchas", "5")).status_code == 302
    assert borrador(licitacion).articulos.get().cantidad == 5


@pytest.mark.parametrize(
    ("encabezado", "dice"),
    [
        ("Nombre\tCuántos", "El primer renglón debe traer los nombres de las columnas, como en la plantilla."),
        ("Descripción\tColor", "No hay una columna con ese nombre. Use las de la plantilla, o quítela."),
        ("Descripción\tdescripcion", "La columna está repetida. Deje una."),
        ("Descripción\t", "La columna 2 tiene datos y no tiene nombre. Póngaselo o bórrela."),
        (
            "Descripción",
            "Tiene más celdas que el encabezado. Si una lleva el separador adentro, póngala entre comillas.",
        ),
        (
            "Lugar de entrega\tCantidad",
            "Falta esta columna, que los renglones nuevos necesitan. Agréguela al encabezado.",
        ),
    ],
)
def test_a_header_that_is_not_understood_says_what_to_do(
    como: Any, licitacion: Any, encabezado: str, dice: str
) -> None:
    respuesta = subir(como("capturista"), licitacion, f"{encabezado}\nMesa\t1\n")
    assert dice in [mensaje for _renglon, _columna, mensaje in fallas(respuesta)]


def test_an_unclosed_quote_is_told_and_swallows_no_rows(como: Any, licitacion: Any) -> None:
    respuesta = subir(como("capturista"), licitacion, f'{ARTICULOS}"Mesa\t1\tpieza\t\t\nSilla\t1\tpieza\t\t\n')
    assert "El renglón 2 tiene una comilla sin pareja" in respuesta.content.decode()
