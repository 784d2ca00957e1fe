"""Long lists: read in the form, saved without losing a row, and asked of the database as little as short ones."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sitio.procesos.archivos.campo import CampoDeArchivo
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from tests.procesos.cargas.comun import ARTICULOS, borrador, lo_del_form, subir

pytestmark = pytest.mark.django_db


def muchos(cuantos: int) -> str:
    return ARTICULOS + "".join(f"Artículo {n}\t{n}\tpieza\t\t{n}.50\n" for n in range(1, cuantos + 1))


def test_a_long_list_is_read_in_the_form_and_saving_it_loses_none(como: Any, licitacion: Any) -> None:
    cliente = como("capturista")
    subir(cliente, licitacion, muchos(130))
    url = reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    respuesta = cliente.get(url)
    html = respuesta.content.decode()
    assert "Esta lista tiene 130 renglones" in html
    assert "Página 1 de 6" in html
    assert "articulos-TOTAL_FORMS" not in html
    assert "lotes-TOTAL_FORMS" in html
    cliente.post(url, {**lo_del_form(respuesta), "descripcion": "Otra"})
    guardado = borrador(licitacion)
    assert guardado.descripcion == "Otra"
    assert [articulo.cantidad for articulo in guardado.articulos.all()] == list(range(1, 131))
    parte = cliente.get(reverse("procesos:renglones", args=[licitacion.pk, "articulos"]), {"p": 2, "parte": 1})
    assert "Artículo 26<" in parte.content.decode()
    assert "Artículo 25<" not in parte.content.decode()
    assert "<html" not in parte.content.decode()


def test_a_form_that_was_open_while_its_list_was_replaced_still_saves(como: Any, licitacion: Any) -> None:
    cliente, url = como("capturista"), reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    subir(cliente, licitacion, "Clave\tTítulo\n1\tMesas\n", "lotes")
    # Saving the form of a stage that was never published gives its rows a number.
    cliente.post(url, {**lo_del_form(abierto := cliente.get(url)), **renglones_de(abierto, "lotes")})
    abierto = cliente.get(url)
    campos = {**lo_del_form(abierto), **renglones_de(abierto, "lotes")}
    assert campos["lotes-0-id"]
    subir(cliente, licitacion, "Clave\tTítulo\n2\tSillas\n", "lotes", modo="reemplazar")
    assert cliente.post(url, campos).status_code == 302
    assert [lote.titulo for lote in borrador(licitacion).lotes.all()] == ["Mesas"]


def renglones_de(respuesta: Any, lista: str) -> dict[str, str]:
    """The fields of the rows of a list, as the browser would send them back."""
    formas = respuesta.context["form"].formsets[lista].forms
    campos = {campo.html_name: campo.value() for forma in formas for campo in forma if campo.name != "DELETE"}
    return {nombre: "" if valor is None else str(valor) for nombre, valor in campos.items()}


def test_four_hundred_rows_are_saved_through_the_form(como: Any, licitacion: Any) -> None:
    cliente, url = como("capturista"), reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    respuesta = cliente.get(url)
    campos = lo_del_form(respuesta)
    plano = {c.html_name.split("-")[-1]: c.value() for c in respuesta.context["form"].formsets["articulos"].empty_form}
    for n in range(400):
        lleno = {**plano, "descripcion": f"Artículo {n}", "cantidad": n, "unidad": "pieza", "ORDER": n + 1}
        campos |= {
            f"articulos-{n}-{nombre}": "" if v is None else str(v) for nombre, v in lleno.items() if nombre != "DELETE"
        }
    campos["articulos-TOTAL_FORMS"] = "400"
    assert cliente.post(url, campos).status_code == 302
    assert [int(a.cantidad) for a in borrador(licitacion).articulos.all()] == list(range(400))


def test_reading_a_long_draft_asks_the_database_as_little_as_a_short_one(como: Any, licitacion: Any) -> None:
    cliente, consultas = como("capturista"), []
    for cuantos in (2, 60):
        texto = ARTICULOS + "Mesa\t1\tpieza\t21101001\t1\n" * cuantos
        subir(cliente, licitacion, texto, modo="reemplazar")
        with CaptureQueriesContext(connection) as vistas:
            assert [a.clave_cucop.descripcion for a in borrador(licitacion).articulos.all()] == ["Mesas"] * cuantos
        consultas.append(len(vistas))
    assert consultas[0] == consultas[1]


@pytest.mark.parametrize("tipo", TIPOS_DE_ETAPA.values(), ids=TIPOS_DE_ETAPA)
def test_a_form_with_every_list_as_long_as_it_shows_fits_in_one_post(settings: Any, tipo: Any) -> None:
    form = tipo.get_edit_handler().get_form_class()
    campos = sum(
        len(conjunto().empty_form.fields) for nombre, conjunto in form.formsets.items() if nombre != "comments"
    )
    assert campos * 100 + len(form.base_fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    # A browser sends a part for each file input, also for those that nobody filled.
    archivos = sum(isinstance(c, CampoDeArchivo) for c in form.formsets["documentos"]().empty_form.fields.values())
    assert archivos * 100 < settings.DATA_UPLOAD_MAX_NUMBER_FILES
