"""The prices follow what is published: each process whole, once, and gone when its release is."""

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django_q.models import OrmQ

from sitio.mercado import tareas
from sitio.mercado.busqueda import Busqueda, buscar
from sitio.mercado.models import PrecioPublicado
from sitio.publicacion import bitacora
from sitio.publicacion.models import Origen
from tests import fabricas
from tests.mercado.conftest import SILLA, Vender, proceso


def montos(busqueda: Busqueda) -> list[Decimal]:
    return [renglon.monto for renglon in buscar(busqueda).renglones]


def test_a_publication_enqueues_the_reading_of_its_prices(
    casa: fabricas.Casa, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entrega = bitacora.emitir(casa.publicador, proceso(1, 100), origen=Origen.IMPORTACION)
    propias = [fila.task["args"] for fila in OrmQ.objects.all() if fila.task["func"].startswith("sitio.mercado")]
    assert propias == [(entrega.posicion, entrega.posicion)]
    assert tareas.leer_entregas(*propias[0]) == 1
    precio = PrecioPublicado.objects.get()
    assert (precio.ocid, precio.llave, precio.medida) == (entrega.ocid, "511010001", "pieza")
    assert (precio.precio, precio.fecha, precio.anio) == (Decimal("100.000000"), date(2026, 3, 2), 2026)
    assert (precio.rfc, precio.region) == ("MUE010101AB1", "Jalisco")


def test_reading_twice_leaves_one_row_and_a_correction_replaces_the_price(vender: Vender) -> None:
    vender(1, 100)
    vender(1, 90)
    tareas.leer_entregas(1, 10)
    assert list(PrecioPublicado.objects.values_list("precio", flat=True)) == [Decimal("90.000000")]


def test_the_command_reads_them_all_again(vender: Vender) -> None:
    vender(1, 100)
    vender(2, 110)
    PrecioPublicado.objects.all().delete()
    salida = StringIO()
    call_command("leer_precios", stdout=salida)
    assert salida.getvalue().splitlines()[-1] == "Precios unitarios publicados: 2."


def test_a_key_is_found_whole_or_by_its_first_figures_with_or_without_signs(vender: Vender) -> None:
    vender(1, 100)
    vender(2, 200, clave="51101-0099")
    vender(3, 300, clave="5199-1")
    assert montos(Busqueda(SILLA)) == montos(Busqueda("511010001")) == [Decimal(100)]
    assert montos(Busqueda("51101")) == [Decimal(100), Decimal(200)]
    assert montos(Busqueda("519")) == [Decimal(300)]


@pytest.mark.parametrize(
    ("pedido", "quedan"),
    [
        ({"desde": 2026}, [200]),
        ({"hasta": 2025}, [100]),
        ({"region": "Sonora"}, [200]),
        ({"contiene": "silla"}, [100, 200]),
        ({"contiene": "banca"}, []),
        ({"solo_netos": True}, [100]),
        ({"unidad": "PIEZAS"}, [100, 200]),
        ({"unidad": "caja"}, [50]),
        ({"unidad": None}, [100, 200]),
    ],
)
def test_prices_are_narrowed_and_never_mix_two_units(vender: Vender, pedido: Any, quedan: list[int]) -> None:
    vender(1, 100, fecha="2025-05-05", unidad="PIEZA")
    vender(2, 200, region="Sonora", neto=False, unidad="pza.")
    vender(3, 50, unidad="Caja", titulo="x", fecha="2027-01-01")
    assert montos(Busqueda(SILLA, **({"hasta": 2026} if pedido.get("unidad") != "caja" else {}) | pedido)) == quedan


def test_other_currencies_are_counted_apart_with_their_reason(vender: Vender) -> None:
    vender(1, 100)
    vender(2, 9, moneda="USD")
    respuesta = buscar(Busqueda(SILLA))
    assert [r.monto for r in respuesta.renglones] == [Decimal(100)]
    assert respuesta.motivos == {"Está en otra moneda": 1}


def test_prices_past_the_fence_are_named_one_by_one(vender: Vender) -> None:
    """n = 6: q1 at 23/12, q3 at 61/12 (5 + 10/12); upper fences 11.708332 and 17.583331."""
    for numero, precio in enumerate((1, 2, 3, 4, 5, 15), start=1):
        vender(numero, precio)
    respuesta = buscar(Busqueda(SILLA))
    d = respuesta.distribucion
    assert d is not None
    assert (d.q1, d.mediana, d.q3) == (Decimal("1.916667"), Decimal("3.500000"), Decimal("5.833333"))
    assert [(r.precio.ocid, r.donde) for r in respuesta.atipicos] == [("ocds-213czf-6", "Atípico, alto")]


def test_more_prices_than_can_be_read_are_counted_and_not_compared(
    vender: Vender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitio.mercado.busqueda.TOPE", 1)
    vender(1, 100)
    vender(2, 200)
    respuesta = buscar(Busqueda(SILLA))
    assert (respuesta.demasiados, respuesta.encontrados, respuesta.renglones) == (True, 2, [])
