"""Which published prices are compared, and which are only listed: records made by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitio.analisis.mercado import Exclusion, PrecioUnitario, normalizar_unidad, precios_publicados
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

OCID = "ocds-213czf-1"


def articulo(precio: float | None = 100, *, neto: float | None = None, moneda: str | None = "MXN", **mas: Any) -> Any:
    valor = {"amount": precio, "netAmount": neto, "currency": moneda}
    return {
        "id": "1",
        "description": "Silla escolar",
        "classification": {"scheme": "CUCOP", "id": "51101-0001"},
        "quantity": 10,
        "unit": {"name": "Pza.", "value": {k: v for k, v in valor.items() if v is not None}},
    } | mas


def compilada(*, contrato: Any = None, pedido: Any = None, adjudicado: Any = None, **fallo: Any) -> dict[str, Any]:
    """A process with one award to one supplier; `contrato` gives it a contract with those changes."""
    adjudicacion = {"id": "A1", "status": "active", "date": "2026-04-01T06:00:00Z", "suppliers": [{"id": "P-1"}]}
    entrega: dict[str, Any] = {
        "ocid": OCID,
        "buyer": {"id": "C-1", "name": "Secretaría"},
        "parties": [
            {"id": "C-1", "name": "Secretaría", "address": {"region": "Jalisco"}},
            {"id": "P-1", "name": "Muebles", "identifier": {"scheme": "MX-RFC", "id": "MUE010101AB1"}},
            {"id": "P-2", "name": "Sillas", "identifier": {"scheme": "MX-RFC", "id": "SIL010101AB1"}},
        ],
        "tender": {"id": "LA-1", "title": "Mobiliario", "items": pedido or []},
        "awards": [{**adjudicacion, "items": [adjudicado or articulo()], **fallo}],
    }
    if contrato is not None:
        base = {"id": "K1", "awardID": "A1", "status": "active", "dateSigned": "2026-05-01T06:00:00Z"}
        entrega["contracts"] = [base | contrato]
    return entrega


def leer(*compiladas: dict[str, Any]) -> list[PrecioUnitario]:
    return precios_publicados(tablas.aplanar(map(canonizar, compiladas)))


def test_a_price_says_what_was_paid_by_whom_to_whom_and_when() -> None:
    [precio] = leer(compilada())
    assert (precio.precio, precio.medida, precio.unidad) == (Decimal("100.000000"), "pieza", "Pza.")
    assert (precio.fecha, precio.comprador, precio.region) == (date(2026, 4, 1), "Secretaría", "Jalisco")
    assert (precio.proveedor, precio.rfc, precio.titulo) == ("Muebles", "MUE010101AB1", "Mobiliario")
    assert precio.exclusion is None


def test_the_contract_stands_for_the_same_item_of_its_award() -> None:
    [precio] = leer(compilada(contrato={"items": [articulo(90)]}))
    assert (precio.seccion, precio.precio, precio.fecha) == ("contrato", Decimal("90.000000"), date(2026, 5, 1))
    assert precio.proveedor == "Muebles"


def test_an_award_whose_contract_has_other_items_keeps_its_own() -> None:
    otro = articulo(90, id="2")
    assert [(p.seccion, p.articulo) for p in leer(compilada(contrato={"items": [otro]}))] == [
        ("adjudicacion", "1"),
        ("contrato", "2"),
    ]


def test_the_net_price_is_used_where_it_was_published_and_no_rate_is_guessed_where_it_was_not() -> None:
    [con_neto] = leer(compilada(adjudicado=articulo(116, neto=100)))
    [sin_neto] = leer(compilada(adjudicado=articulo(116)))
    assert (con_neto.precio, con_neto.neto) == (Decimal("100.000000"), True)
    assert (sin_neto.precio, sin_neto.neto) == (Decimal("116.000000"), False)


@pytest.mark.parametrize(
    ("cambios", "exclusion"),
    [
        ({"adjudicado": articulo(moneda="USD")}, Exclusion.OTRA_MONEDA),
        ({"adjudicado": articulo(moneda=None)}, Exclusion.SIN_MONEDA),
        ({"status": "cancelled"}, Exclusion.SIN_EFECTO),
        ({"contrato": {"items": [articulo()], "status": "cancelled"}}, Exclusion.SIN_EFECTO),
        ({"contrato": {"items": [articulo()], "status": "terminated"}}, None),
    ],
)
def test_other_currencies_and_what_had_no_effect_are_listed_with_the_reason(cambios: Any, exclusion: Any) -> None:
    [precio] = leer(compilada(**cambios))
    assert precio.exclusion == exclusion


@pytest.mark.parametrize("sin", [articulo(None), articulo(0), articulo(classification=None)])
def test_an_item_without_price_or_class_says_nothing_of_the_market(sin: Any) -> None:
    sin = {k: v for k, v in sin.items() if v is not None}
    assert leer(compilada(adjudicado=sin)) == []


def test_a_missing_unit_is_the_only_one_that_the_tender_gives_to_that_class() -> None:
    sin_unidad = articulo(unit={"value": {"amount": 100, "currency": "MXN"}})
    [una] = leer(compilada(adjudicado=sin_unidad, pedido=[articulo(id="9")]))
    dos = [articulo(id="9"), articulo(id="8", unit={"name": "caja"})]
    [ninguna] = leer(compilada(adjudicado=sin_unidad, pedido=dos))
    assert (una.medida, ninguna.medida) == ("pieza", "")


def test_a_joint_award_names_no_single_supplier() -> None:
    [precio] = leer(compilada(suppliers=[{"id": "P-1"}, {"id": "P-2"}]))
    assert (precio.proveedores, precio.proveedor, precio.rfc) == (2, "", "")


@pytest.mark.parametrize(
    ("escrita", "medida"),
    [
        ("PIEZA", "pieza"),
        ("Pza.", "pieza"),
        ("pieza(s)", "pieza"),
        ("M2", "metro cuadrado"),
        ("m³", "metro cubico"),
        ("Metro Cúbico", "metro cubico"),
        ("Caja con 10", "caja con 10"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_units_are_compared_by_the_name_that_the_catalogue_gives_them(escrita: str | None, medida: str) -> None:
    assert normalizar_unidad(escrita) == medida
