"""The list of processes: what it can be asked, who sees what, and the same in a spreadsheet."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sitio.procesos import servicios
from sitio.procesos.aprobacion import tramite
from sitio.procesos.lista import filas, filtros
from sitio.procesos.models import ContratoPage, ProcesoPage
from tests import fabricas

pytestmark = pytest.mark.django_db
QUIENES = ["capturista", "revisor", "aprobador", "oic", "de_otra_casa", "sin_papel", "anonimo"]
DE_LA_CASA = ("capturista", "revisor", "aprobador", "oic")


def titulos(cliente: Any, **pedido: Any) -> list[str]:
    """Return the titles of the processes that answer."""
    respuesta = cliente.get(reverse("procesos:lista"), pedido)
    assert respuesta.status_code == 200
    return [fila.titulo for fila in respuesta.context["filas"]]


@pytest.fixture
def en_cada_estado(casa: fabricas.Casa) -> fabricas.Casa:
    """One process with a draft, one in approval, one returned and one published."""
    procesos = {titulo: fabricas.proceso(casa, titulo=titulo) for titulo in ("Borrador", "Enviada", "Vuelta", "Lista")}
    for titulo in ("Enviada", "Vuelta", "Lista"):
        pagina = fabricas.llenar(fabricas.etapa_de(procesos[titulo], "planeacion"), casa.capturista)
        fabricas.enviar(pagina, casa.capturista)
        if titulo == "Vuelta":
            tramite.resolver(fabricas.paso_actual(pagina).pk, casa.revisor, "devolver", "Falta algo.")
        if titulo == "Lista":
            fabricas.aprobar(pagina, casa)
    return casa


@pytest.mark.parametrize("pocos", [filtros.POCOS, 0])
@pytest.mark.parametrize(
    ("estado", "esperados"),
    [
        ("borrador", ["Borrador"]),
        ("en_aprobacion", ["Enviada"]),
        ("devuelta", ["Vuelta"]),
        ("publicada", ["Lista"]),
        ("", ["Lista", "Vuelta", "Enviada", "Borrador"]),
    ],
)
def test_the_list_is_asked_by_where_the_stages_stand(
    como: Any, monkeypatch: Any, en_cada_estado: fabricas.Casa, estado: str, esperados: list[str], pocos: int
) -> None:
    monkeypatch.setattr(filtros, "POCOS", pocos)
    assert titulos(como("oic"), estado=estado) == esperados


def test_each_one_finds_what_waits_for_them(como: Any, en_cada_estado: fabricas.Casa) -> None:
    # The reviewer decides what was sent; the officer in charge mends what came back and goes on with the draft.
    assert titulos(como("revisor"), mios="on") == ["Enviada"]
    assert titulos(como("capturista"), mios="on") == ["Vuelta", "Borrador"]
    assert titulos(como("oic"), mios="on") == []


def test_each_row_tells_where_the_process_stands_and_whom_it_waits_for(
    como: Any, en_cada_estado: fabricas.Casa
) -> None:
    filas = como("oic").get(reverse("procesos:lista")).context["filas"]
    assert {fila.titulo: fila.situacion for fila in filas} == {
        "Borrador": "Planeación: Borrador",
        "Enviada": "Planeación: En aprobación · Revisión (3 días hábiles)",
        "Vuelta": "Planeación: Devuelta con comentario",
        "Lista": "Planeación: Publicada",
    }


@pytest.mark.parametrize("pocos", [filtros.POCOS, 0])
def test_a_stage_that_hangs_from_a_contract_counts_for_its_process(
    como: Any, monkeypatch: Any, casa: fabricas.Casa, pocos: int
) -> None:
    monkeypatch.setattr(filtros, "POCOS", pocos)
    proceso = fabricas.proceso(casa)
    publicadas = fabricas.publicar_hasta(casa, proceso, "contrato")
    assert titulos(como("oic"), estado="borrador") == []
    servicios.crear_etapa(proceso, "ejecucion", casa.capturista, contrato=publicadas["contrato"])
    assert titulos(como("oic"), estado="borrador") == [proceso.title]


def test_the_list_is_asked_by_words_number_year_unit_procedure_and_person(como: Any, casa: fabricas.Casa) -> None:
    sillas = fabricas.proceso(casa, titulo="Sillas")
    directa = servicios.crear_proceso(
        casa.unidad, fabricas.plantilla("adjudicacion-directa"), "Papelería", 2025, casa.capturista
    )
    otra_unidad = servicios.crear_unidad(
        casa.institucion, fabricas.organizacion("UC-2", "Unidad dos", esquema="X-UC"), "uc-2"
    )
    servicios.cambiar_responsable(directa, casa.oic, casa.capturista)
    licitacion = servicios.crear_etapa(sillas, "licitacion", casa.capturista)
    licitacion.numero = "LA-99-N-7"
    licitacion.save()
    cliente = como("oic")
    assert titulos(cliente, q="sill") == ["Sillas"]
    assert titulos(cliente, q=directa.ocid) == ["Papelería"]
    assert titulos(cliente, q="la-99-n-7") == ["Sillas"]
    assert titulos(cliente, anio="2025") == ["Papelería"]
    assert titulos(cliente, procedimiento="adjudicacion-directa") == ["Papelería"]
    assert titulos(cliente, responsable=casa.oic.pk) == ["Papelería"]
    assert titulos(cliente, unidad=casa.unidad.pk) == ["Papelería", "Sillas"]
    assert titulos(cliente, unidad=otra_unidad.pk) == []
    assert titulos(cliente, orden="titulo") == ["Papelería", "Sillas"]
    assert titulos(cliente, orden="reciente") == ["Sillas", "Papelería"]
    assert "Ningún proceso coincide" in cliente.get(reverse("procesos:lista"), {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("pedido", [{"unidad": "x"}, {"anio": "mil"}, {"estado": "otro"}, {"orden": "x"}, {"p": "x"}])
def test_what_cannot_be_understood_asks_for_nothing(como: Any, casa: fabricas.Casa, pedido: dict[str, str]) -> None:
    fabricas.proceso(casa, titulo="Sillas")
    assert titulos(como("oic"), **pedido) == ["Sillas"]


def test_the_unit_of_another_house_cannot_be_asked_for(como: Any, casa: fabricas.Casa) -> None:
    ajena = fabricas.casa("ajena")
    fabricas.proceso(ajena, titulo="Ajeno")
    propio = fabricas.proceso(casa, titulo="Propio")
    assert titulos(como("oic"), unidad=ajena.unidad.pk) == [propio.title]
    assert ajena.unidad.title not in como("oic").get(reverse("procesos:lista")).content.decode()


@pytest.mark.parametrize("quien", QUIENES)
def test_the_spreadsheet_has_only_what_each_one_may_see(como: Any, casa: fabricas.Casa, quien: str) -> None:
    mio = fabricas.proceso(casa, titulo="=Sillas()")
    ajeno = fabricas.proceso(fabricas.casa("ajena"), titulo="Ajeno")
    respuesta = como(quien).get(reverse("procesos:lista"), {"export": "csv"})
    contenido = b"".join(respuesta.streaming_content).decode() if respuesta.streaming else ""
    assert (mio.ocid in contenido) == (quien in DE_LA_CASA)
    assert ajeno.ocid not in contenido


def test_both_spreadsheets_say_what_the_filtered_list_says(como: Any, en_cada_estado: fabricas.Casa) -> None:
    cliente, url = como("oic"), reverse("procesos:lista")
    texto = b"".join(cliente.get(url, {"export": "csv", "estado": "devuelta"}).streaming_content).decode()
    (fila,) = csv.DictReader(io.StringIO(texto))
    assert fila["Proceso"] == "Vuelta"
    assert fila["En qué va"] == "Planeación: Devuelta con comentario"
    assert (fila["Año"], fila["Unidad compradora"]) == ("2026", "Unidad de compras sefin")
    libro = b"".join(cliente.get(url, {"export": "xlsx", "estado": "devuelta"}).streaming_content)
    hoja = load_workbook(io.BytesIO(libro)).active
    assert [celda.value for celda in hoja[2]] == [
        int(valor) if valor == "0" else valor or None for valor in fila.values()
    ]


def test_the_list_costs_the_same_for_one_process_and_for_twenty(como: Any, casa: fabricas.Casa) -> None:
    fabricas.proceso(casa)
    cliente = como("oic")
    titulos(cliente)
    with CaptureQueriesContext(connection) as con_uno:
        titulos(cliente)
    for numero in range(19):
        fabricas.proceso(casa, titulo=f"Proceso {numero}")
    with CaptureQueriesContext(connection) as con_veinte:
        assert len(titulos(cliente)) == 20
    assert len(con_veinte) == len(con_uno)


def test_the_list_asks_the_database_for_thirty_one_things(
    como: Any, casa: fabricas.Casa, django_assert_num_queries: Any
) -> None:
    fabricas.proceso(casa)
    cliente = como("capturista")
    # Content types are read once for each server.
    titulos(cliente, q="Mobiliario")
    # PostgreSQL is told, in a transaction, not to compile the count.
    sin_compilar = 3 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(31 + sin_compilar):
        titulos(cliente)
    # One more: what the text finds.
    with django_assert_num_queries(32 + sin_compilar):
        titulos(cliente, q="Mobiliario")


@pytest.mark.parametrize("pocos", [1, 1_000])
def test_a_piece_of_a_title_an_ocid_or_a_number_is_enough_whether_few_or_many_have_it(
    como: Any, casa: fabricas.Casa, monkeypatch: pytest.MonkeyPatch, pocos: int
) -> None:
    monkeypatch.setattr(filtros, "POCOS", pocos)
    con_contrato = fabricas.proceso(casa, titulo="Sillas de oficina")
    contrato = fabricas.publicar_hasta(casa, con_contrato, "contrato")["contrato"]
    ContratoPage.objects.filter(pk=contrato.pk).update(id_contrato="SEF-C-88")
    fabricas.proceso(casa, titulo="Bancas de OFICINA")
    fabricas.proceso(fabricas.casa("ajena"), titulo="Oficina ajena")
    cliente = como("oic")
    assert titulos(cliente, q=" ficina ") == ["Bancas de OFICINA", "Sillas de oficina"]
    assert titulos(cliente, q="2026-0000") == ["Bancas de OFICINA", "Sillas de oficina"]
    assert titulos(cliente, q=con_contrato.ocid[-7:]) == ["Sillas de oficina"]
    assert titulos(cliente, q="c-88") == ["Sillas de oficina"]
    assert titulos(cliente, q="100%") == []


def test_who_is_in_charge_is_chosen_among_those_of_the_processes_that_one_sees(como: Any, casa: fabricas.Casa) -> None:
    fabricas.proceso(fabricas.casa("ajena"))
    encargado = fabricas.proceso(casa, titulo="Del órgano de control")
    servicios.cambiar_responsable(encargado, casa.oic, casa.capturista)
    fabricas.proceso(casa)
    inactiva = fabricas.proceso(casa)
    servicios.cambiar_responsable(inactiva, casa.aprobador, casa.capturista)
    type(casa.aprobador).objects.filter(pk=casa.aprobador.pk).update(is_active=False)
    form = como("oic").get(reverse("procesos:lista")).context["form"]
    assert set(form.fields["responsable"].queryset) == {casa.oic, casa.capturista}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="los índices de trigramas son de PostgreSQL")
def test_a_piece_of_a_title_is_looked_up_in_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            pytest.skip("este servidor no tiene pg_trgm")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = ProcesoPage.objects.filter(title__icontains="mobiliario").order_by().explain()
    assert "wagtailcore_page_title_trgm" in plan


def test_the_list_counts_no_further_than_anybody_turns_pages(
    como: Any, casa: fabricas.Casa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filas, "TOPE", 2)
    monkeypatch.setattr(filas, "POR_PAGINA", 1)
    for numero in range(4):
        fabricas.proceso(casa, titulo=f"Proceso {numero}")
    respuesta = como("oic").get(reverse("procesos:lista"), {"p": "9"})
    html = respuesta.content.decode()
    assert "Más de 2 procesos" in html
    assert "Página 2 de 2" in html
