"""Many rows at once read back as they were given, whatever way the database takes them in."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sitio.publicacion import escritura
from sitio.publicacion.models import Entrega, Publicador, Registro
from sitio.publicacion.verificacion import verificar_bitacora, verificar_registros
from tests.publicacion.vida import EXTENSION, PREFIJO, importable, importar

MUCHAS = 3 * escritura._POCAS


def _fila(objeto: Any) -> dict[str, Any]:
    valores = {campo.attname: getattr(objeto, campo.attname) for campo in objeto._meta.concrete_fields}
    return {campo: bytes(valor) if isinstance(valor, memoryview) else valor for campo, valor in valores.items()}


def _completa(numero: int, dia: int = 1) -> dict[str, Any]:
    """A release that fills every kind of column: amounts, accents, lists, and what COPY has to escape."""
    monto = {"amount": Decimal(f"{numero}.25"), "currency": "MXN"}
    return {
        **importable(f"{PREFIJO}-{numero}", dia=dia, titulo=f"Señalización\t«{numero}»\\N\n\\."),
        "buyer": {"id": f"c{numero}", "name": "Comprador, «ñ» \U0001f600"},
        "contracts": [{"id": "1", "awardID": "a", "value": monto, "dateSigned": "2019-05-01T00:00:00Z"}],
        "awards": [{"id": "a", "suppliers": [{"id": "p", "name": 'Uno "S.A."'}]}],
    }


def test_lo_escrito_se_lee_igual_columna_por_columna(publicador: Publicador) -> None:
    entregas = [_completa(n) if n % 2 else importable(f"{PREFIJO}-{n}") for n in range(MUCHAS)]

    resultados = importar(publicador, *entregas, extensiones=(EXTENSION,))

    assert len(resultados) == MUCHAS
    for resultado in resultados:
        assert _fila(Entrega.objects.get(pk=resultado.entrega.pk)) == _fila(resultado.entrega)
        assert not resultado.entrega._state.adding
    registro = Registro.objects.get(ocid=f"{PREFIJO}-5")
    assert (registro.monto, registro.ejercicio, registro.proveedores) == (
        Decimal("5.25"),
        2019,
        [{"id": "p", "nombre": 'Uno "S.A."'}],
    )
    assert Registro.objects.get(ocid=f"{PREFIJO}-4").monto is None
    assert [*verificar_bitacora(), *verificar_registros()] == []


def test_un_registro_toma_el_lugar_del_anterior(publicador: Publicador) -> None:
    importar(publicador, *(_completa(n) for n in range(MUCHAS)))

    importar(publicador, *(_completa(n, dia=2) for n in range(1, MUCHAS)))

    assert Registro.objects.count() == MUCHAS
    assert Registro.objects.get(ocid=f"{PREFIJO}-0").posicion == 1
    assert Registro.objects.get(ocid=f"{PREFIJO}-1").posicion == MUCHAS + 1
    assert [*verificar_bitacora(), *verificar_registros()] == []


def test_muchas_filas_son_un_solo_viaje_en_postgresql(publicador: Publicador, django_assert_num_queries: Any) -> None:
    entregas = [resultado.entrega for resultado in importar(publicador, *(_completa(n) for n in range(MUCHAS)))]
    for entrega in entregas:
        entrega.pk += 1000
        entrega.secuencia += 1000
        entrega.id_entrega += "-otra"
        entrega.fecha = entrega.fecha.replace(year=2021)

    if connection.vendor != "postgresql":
        pytest.skip("COPY es de PostgreSQL")
    with django_assert_num_queries(1) as consultas:
        escritura.insertar(entregas)

    assert consultas[0]["sql"].startswith('COPY "publicacion_entrega"')


@pytest.mark.parametrize("cuantas", [1, MUCHAS])
def test_lo_que_la_base_no_admite_se_rechaza_como_siempre_y_entero(publicador: Publicador, cuantas: int) -> None:
    resultados = importar(publicador, *(_completa(n) for n in range(cuantas)))

    with pytest.raises(IntegrityError), transaction.atomic():
        escritura.insertar([resultado.entrega for resultado in resultados])

    assert Entrega.objects.count() == cuantas


def test_nada_que_escribir_no_pregunta_nada(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        escritura.insertar([])
        escritura.reemplazar(Registro, [], [])
