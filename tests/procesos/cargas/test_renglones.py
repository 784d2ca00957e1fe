"""Rows that were already there: which are updated, which stay, and the files that carry them out and back."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from sitio.procesos.cargas.columnas import columnas_de, listas_de, normal
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from tests import fabricas
from tests.procesos.cargas.comun import MESAS, borrador, fallas, subir

pytestmark = pytest.mark.django_db


def test_the_same_key_updates_its_row_and_what_did_not_come_stays(como: Any, licitacion: Any) -> None:
    cliente = como("capturista")
    subir(cliente, licitacion, "Clave\tTítulo\tDescripción\n1\tMesas\tDe madera\n2\tSillas\t\n", "lotes")
    subir(cliente, licitacion, "Clave\tTítulo\n2\tSillas plegables\n3\tPizarrones\n", "lotes")
    assert [(lote.clave, lote.titulo, lote.descripcion) for lote in borrador(licitacion).lotes.all()] == [
        ("1", "Mesas", "De madera"),
        ("2", "Sillas plegables", ""),
        ("3", "Pizarrones", ""),
    ]
    respuesta = subir(cliente, licitacion, "Clave\tTítulo\n2\tSillas\n9\tA\n9\tB\n", "lotes")
    assert fallas(respuesta) == [(4, "Clave", "Repite el renglón 3. Deje uno.")]
    subir(cliente, licitacion, "Clave\tTítulo\n3\tPizarrones\n2\tSillas\n", "lotes", modo="reemplazar")
    assert [lote.clave for lote in borrador(licitacion).lotes.all()] == ["3", "2"]


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_what_is_downloaded_is_changed_and_uploaded_as_the_same_rows(
    como: Any, casa: fabricas.Casa, licitacion: Any, formato: str
) -> None:
    cliente = como("capturista")
    subir(cliente, licitacion, f"{MESAS}=2+2\t1\tpieza\t\t\n")
    antes = [articulo.identificador for articulo in borrador(licitacion).articulos.all()]
    bajada = cliente.get(reverse("procesos:descargar_lista", args=[licitacion.pk, "articulos", "renglones", formato]))
    contenido = bajada.content
    if formato == "csv":
        # A spreadsheet must not take what somebody wrote for a formula.
        assert "'=2+2" in contenido.decode("utf-8-sig")
        contenido = contenido.replace(b"Silla", "Sillón".encode())
    else:
        hoja = load_workbook(io.BytesIO(contenido))
        assert [celda.data_type for celda in hoja.active["A"]] == ["s"] * 4
        hoja.active["A3"] = "Sillón"
        salida = io.BytesIO()
        hoja.save(salida)
        contenido = salida.getvalue()
    archivo = SimpleUploadedFile(f"renglones.{formato}", contenido)
    assert subir(cliente, licitacion, archivo).status_code == 302
    despues = borrador(licitacion).articulos.all()
    assert [articulo.identificador for articulo in despues] == antes
    assert [articulo.descripcion for articulo in despues] == ["Mesa", "Sillón", "=2+2"]


def test_a_row_that_is_no_longer_there_is_not_taken_for_a_new_one(como: Any, licitacion: Any) -> None:
    texto = "Descripción\tCantidad\tUnidad de medida\tIdentificador\nMesa\t1\tpieza\tabcdef123456\n"
    assert fallas(subir(como("capturista"), licitacion, texto)) == [
        (
            2,
            "Identificador",
            "No está en el borrador. Descargue otra vez los renglones, o deje esta celda vacía para agregarlo.",
        )
    ]


@pytest.mark.parametrize("tipo", TIPOS_DE_ETAPA.values(), ids=TIPOS_DE_ETAPA)
def test_the_template_of_every_list_names_each_column_once(como: Any, tipo: Any) -> None:
    for lista, modelo in listas_de(tipo).items():
        nombres = [normal(columna.nombre) for columna in columnas_de(modelo)]
        assert nombres, lista
        assert all(nombres), lista
        assert len(nombres) == len(set(nombres)), lista


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_the_template_is_a_file_that_can_be_uploaded(como: Any, licitacion: Any, formato: str) -> None:
    cliente = como("capturista")
    bajada = cliente.get(reverse("procesos:descargar_lista", args=[licitacion.pk, "articulos", "plantilla", formato]))
    assert bajada["Content-Disposition"] == f'attachment; filename="plantilla-articulos-de-la-licitacion.{formato}"'
    archivo = SimpleUploadedFile(f"plantilla.{formato}", bajada.content)
    assert subir(cliente, licitacion, archivo).status_code == 302
    assert borrador(licitacion).articulos.get().precio_unitario == Decimal("1234.50")
