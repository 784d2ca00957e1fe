"""The columns of a record say what the data says, and nothing that it does not."""

from decimal import Decimal
from typing import Any

import pytest

from sitio.publicacion.columnas import columnas, normalizar

MXN = {"amount": Decimal("100.10"), "currency": "MXN"}
USD = {"amount": 7, "currency": "USD"}


def monto(**compilada: Any) -> tuple[Any, str]:
    derivadas = columnas(compilada)
    return derivadas["monto"], derivadas["moneda"]


def test_un_proceso_que_no_dice_nada_deja_todo_vacio() -> None:
    assert columnas({"ocid": "ocds-213czf-1"}) == {
        "titulo": "",
        "comprador_id": "",
        "comprador": "",
        "proveedores": [],
        "metodo": "",
        "categoria": "",
        "etapas": [],
        "estado_licitacion": "",
        "ejercicio": None,
        "monto": None,
        "moneda": "",
        "busqueda": "ocds-213czf-1",
    }


def test_el_monto_es_el_de_la_ultima_etapa_que_lo_dice() -> None:
    plan = {"planning": {"budget": {"amount": {"amount": 1, "currency": "MXN"}}}}
    licitacion = {"tender": {"value": {"amount": 2, "currency": "MXN"}}}
    adjudicacion = {"awards": [{"id": "1", "value": {"amount": 3, "currency": "MXN"}}]}
    contrato = {"contracts": [{"id": "1", "value": {"amount": 4, "currency": "MXN"}}]}

    assert monto(**plan) == (1, "MXN")
    assert monto(**plan, **licitacion) == (2, "MXN")
    assert monto(**plan, **licitacion, **adjudicacion) == (3, "MXN")
    assert monto(**plan, **licitacion, **adjudicacion, **contrato) == (4, "MXN")
    assert monto(**adjudicacion, contracts=[{"id": "1"}]) == (3, "MXN")


def test_los_contratos_se_suman_con_sus_centavos() -> None:
    contratos = [{"id": str(n), "value": {"amount": valor, "currency": "MXN"}} for n, valor in enumerate([0.1, 0.2])]

    assert monto(contracts=contratos) == (Decimal("0.30"), "MXN")


def test_montos_en_varias_monedas_no_tienen_suma() -> None:
    assert monto(contracts=[{"value": MXN}, {"value": USD}], awards=[{"value": MXN}]) == (None, "")


def test_lo_cancelado_no_cuenta() -> None:
    contratos = [{"value": MXN, "status": "cancelled"}, {"value": USD, "status": "active"}]
    adjudicaciones = [{"value": MXN, "status": "unsuccessful", "suppliers": [{"id": "1", "name": "Uno"}]}]

    assert monto(contracts=contratos) == (7, "USD")
    assert monto(awards=adjudicaciones, tender={"value": USD}) == (7, "USD")
    assert columnas({"awards": adjudicaciones})["proveedores"] == []


@pytest.mark.parametrize("valor", [None, "100", True, [], {"amount": None}, {"amount": "100"}, {"currency": "MXN"}, 10])
def test_un_monto_que_no_es_numero_no_se_adivina(valor: Any) -> None:
    assert monto(tender={"value": valor}) == (None, "")


def test_un_monto_que_no_cabe_queda_desconocido() -> None:
    assert monto(tender={"value": {"amount": 10**19, "currency": "MXN"}}) == (None, "")


@pytest.mark.parametrize(
    ("compilada", "anio"),
    [
        ({"contracts": [{"dateSigned": "2017-03-01T18:00:00Z"}], "awards": [{"date": "2016-12-30T18:00:00Z"}]}, 2017),
        (
            {
                "awards": [{"date": "2016-12-30T18:00:00Z"}],
                "tender": {"tenderPeriod": {"startDate": "2015-01-02T00:00:00Z"}},
            },
            2016,
        ),
        ({"tender": {"tenderPeriod": {"endDate": "2015-06-02T00:00:00Z"}}}, 2015),
        ({"contracts": [{"dateSigned": "2018-03-01T18:00:00Z"}, {"dateSigned": "2017-03-01T18:00:00Z"}]}, 2017),
        ({"planning": {"budget": {"budgetBreakdown": [{"period": {"startDate": "2019-01-01T00:00:00-06:00"}}]}}}, 2019),
        ({"date": "2020-01-01T00:00:00Z", "tender": {"id": "1"}}, None),
        ({"contracts": [{"dateSigned": "pronto"}]}, None),
    ],
)
def test_el_ejercicio_sale_de_los_hechos_y_no_de_la_fecha_de_publicacion(compilada: dict[str, Any], anio: int) -> None:
    assert columnas(compilada)["ejercicio"] == anio


@pytest.mark.parametrize(
    ("firma", "anio"),
    [
        ("2017-01-01T03:00:00Z", 2016),
        ("2017-01-01T06:00:00Z", 2017),
        ("2017-01-01T00:00:00Z", 2017),
        ("2017-01-01T00:00:00-06:00", 2017),
    ],
)
def test_el_ejercicio_es_el_del_calendario_de_mexico(firma: str, anio: int) -> None:
    assert columnas({"contracts": [{"dateSigned": firma}]})["ejercicio"] == anio


def test_el_comprador_es_el_que_se_nombra_o_quien_tiene_el_papel() -> None:
    partes = [{"id": "P", "name": "Parte", "roles": ["buyer"]}, {"id": "Q", "name": "Otra", "roles": ["supplier"]}]

    def comprador(**compilada: Any) -> tuple[str, str]:
        derivadas = columnas(compilada)
        return derivadas["comprador_id"], derivadas["comprador"]

    assert comprador(parties=partes) == ("P", "Parte")
    assert comprador(parties=partes, tender={"procuringEntity": {"id": "E", "name": "Ente"}}) == ("E", "Ente")
    assert comprador(parties=partes, buyer={"id": "B", "name": "Comprador"}) == ("B", "Comprador")


def test_los_proveedores_salen_una_vez_cada_uno() -> None:
    uno, dos = {"id": "1", "name": "Uno"}, {"id": "2", "name": "Dos"}

    assert columnas({"awards": [{"suppliers": [uno, dos]}, {"suppliers": [dos]}]})["proveedores"] == [
        {"id": "1", "nombre": "Uno"},
        {"id": "2", "nombre": "Dos"},
    ]


def test_el_titulo_es_el_de_la_licitacion_o_lo_que_haya() -> None:
    assert columnas({"planning": {"rationale": "Hace  falta\nya"}})["titulo"] == "Hace falta ya"
    assert columnas({"planning": {"rationale": "x"}, "contracts": [{"title": "Contrato"}]})["titulo"] == "Contrato"
    assert columnas({"tender": {"title": "Mesas", "description": "y sillas"}})["titulo"] == "Mesas"
    assert columnas({"tender": {"title": "M" * 2000}})["titulo"] == "M" * 1000


def test_se_busca_sin_acentos_ni_mayusculas() -> None:
    busqueda = columnas(
        {
            "ocid": "ocds-213czf-LA-1",
            "buyer": {"name": "Secretaría de Educación"},
            "tender": {"id": "LA-009", "title": "Pizarrón", "description": "Niñas y niños"},
            "awards": [{"suppliers": [{"id": "1", "name": "MUEBLES Ávila"}]}],
        }
    )["busqueda"]

    for frase in (
        "Pizarrón",
        "niñas y niños",
        "ocds-213czf-LA-1",
        "LA-009",
        "SECRETARÍA de educación",
        "muebles ávila",
    ):
        assert normalizar(frase) in busqueda


@pytest.mark.parametrize("rareza", [None, 3, "texto", [], {}, [[]], [None], {"a": 1}])
@pytest.mark.parametrize("campo", ["parties", "buyer", "planning", "extra"])
def test_ninguna_rareza_de_una_importacion_la_tumba(campo: str, rareza: Any) -> None:
    assert columnas({"ocid": "x", campo: rareza})["monto"] is None
