"""Cells become exact values, or say why not."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sitio.importacion import partes, valores
from sitio.importacion.armado import fecha_de_los_hechos
from sitio.importacion.tipos import ValorInvalido


@pytest.mark.parametrize(
    ("escrita", "inicio", "fin"),
    [
        # Winter and summer time of Mexico City (it had summer time until 2022).
        ("2018-01-11 12:03", "2018-01-11T18:03:00Z", "2018-01-11T18:03:00Z"),
        ("2018-07-11 12:03", "2018-07-11T17:03:00Z", "2018-07-11T17:03:00Z"),
        ("2024-07-11 12:03", "2024-07-11T18:03:00Z", "2024-07-11T18:03:00Z"),
        # A day without a time is all of that local day, also on the days when the clock changes.
        ("2018-01-31", "2018-01-31T06:00:00Z", "2018-02-01T05:59:59Z"),
        ("2018-04-01", "2018-04-01T06:00:00Z", "2018-04-02T04:59:59Z"),
        ("2018-10-28", "2018-10-28T05:00:00Z", "2018-10-29T05:59:59Z"),
        ("31/01/2018", "2018-01-31T06:00:00Z", "2018-02-01T05:59:59Z"),
        ("5/1/2018 9:05", "2018-01-05T15:05:00Z", "2018-01-05T15:05:00Z"),
        ("23/01/2024 16:55:07", "2024-01-23T22:55:07Z", "2024-01-23T22:55:07Z"),
        # CompraNet 2010-2015 writes a date without a time as midnight GMT: it is that day, not six hours before.
        ("2013-11-27 00:00:00 GMT", "2013-11-27T06:00:00Z", "2013-11-28T05:59:59Z"),
        ("2013-11-27 10:30:00 GMT", "2013-11-27T10:30:00Z", "2013-11-27T10:30:00Z"),
        ("2017-02-20T08:19:04Z", "2017-02-20T08:19:04Z", "2017-02-20T08:19:04Z"),
        ("2017-02-20T08:19:04-05:00", "2017-02-20T13:19:04Z", "2017-02-20T13:19:04Z"),
    ],
)
def test_una_fecha_es_un_instante_exacto_en_utc(escrita: str, inicio: str, fin: str) -> None:
    assert valores.al_inicio("f", escrita) == inicio
    assert valores.al_fin("f", escrita) == fin


@pytest.mark.parametrize(
    "escrita", ["2018-02-30", "30/30/2018", "ayer", "2018", "12:30", "2018-01-01 25:00", "01-02-2018", "0000-00-00"]
)
def test_lo_que_no_es_fecha_se_dice_con_su_remedio(escrita: str) -> None:
    with pytest.raises(ValorInvalido) as error:
        valores.al_inicio("FECHA_INICIO", escrita)
    assert (error.value.falla.campo, error.value.falla.valor) == ("FECHA_INICIO", escrita)
    assert "31/01/2018" in error.value.falla.remedio


@pytest.mark.parametrize(
    ("escrito", "monto"),
    [
        ("1234.5", Decimal("1234.5")),
        ("$1,234.00", Decimal("1234.00")),
        ("1,234,567", Decimal("1234567")),
        ("3899945.4192", Decimal("3899945.4192")),
        ("0", None),
        ("0.00", None),
        ("", None),
    ],
)
def test_un_monto_es_exacto_y_cero_es_no_capturado(escrito: str, monto: Decimal | None) -> None:
    assert valores.monto("IMPORTE", escrito) == monto


@pytest.mark.parametrize("escrito", ["1.234,56", "12,34", "-5", "1e9", "NaN", "Infinity", "diez", "9" * 30, "١٢"])
def test_un_monto_ambiguo_no_se_adivina(escrito: str) -> None:
    with pytest.raises(ValorInvalido):
        valores.monto("IMPORTE", escrito)


def test_una_cantidad_de_cero_se_conserva() -> None:
    assert valores.cantidad("cantidad", "0") == 0


@pytest.mark.parametrize("escrita", ["TEST", "PESOS", "MX"])
def test_una_moneda_que_no_existe_se_rechaza(escrita: str) -> None:
    with pytest.raises(ValorInvalido):
        valores.moneda("MONEDA", escrita)


def test_la_moneda_se_escribe_como_la_norma() -> None:
    assert valores.moneda("MONEDA", " mxn ") == "MXN"


def test_un_rfc_se_limpia_pero_no_se_inventa() -> None:
    assert valores.rfc("RFC", "sse-010203 aa1") == "SSE010203AA1"
    assert valores.rfc("RFC", "") is None
    with pytest.raises(ValorInvalido):
        valores.rfc("RFC", "XAXX")


@pytest.mark.parametrize("escrito", ["javascript:alert(1)", "ftp://x.mx", "www.x.mx", "https://x.mx/a b"])
def test_un_enlace_es_una_direccion_web(escrito: str) -> None:
    with pytest.raises(ValorInvalido):
        valores.enlace("ANUNCIO", escrito)


@pytest.mark.parametrize(
    ("uno", "otro"),
    [
        ("Teléfonos de México S.A.B de C.V.", "TELEFONOS DE MEXICO SAB DE CV"),
        ("INFRA, S.A. DE C.V.", "Infra SA de CV"),
        ("BIOTECH DEL NORTE S A P I DE CV", "BIOTECH DEL NORTE, S.A.P.I. DE C.V."),
    ],
)
def test_un_nombre_escrito_de_dos_formas_es_la_misma_organizacion(uno: str, otro: str) -> None:
    assert partes.id_por_nombre(uno) == partes.id_por_nombre(otro)


def test_dos_nombres_sin_letras_latinas_son_dos_organizaciones() -> None:
    assert partes.id_por_nombre("北京") != partes.id_por_nombre("上海")


def test_una_parte_se_registra_una_vez_con_todos_sus_papeles() -> None:
    registro = partes.Partes()
    primera = registro.agregar("buyer", "Instituto")
    segunda = registro.agregar("supplier", "INSTITUTO")
    assert primera == segunda
    assert [(p["name"], p["roles"]) for p in registro.lista()] == [("Instituto", ["buyer", "supplier"])]


def test_el_ultimo_hecho_que_ya_ocurrio_fecha_la_entrega() -> None:
    ahora = datetime(2020, 1, 1, tzinfo=UTC)
    pasado, futuro = datetime(2019, 5, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    assert fecha_de_los_hechos([None, pasado, futuro], [ahora], ahora) == pasado
    assert fecha_de_los_hechos([futuro], [pasado], ahora) == pasado
    assert fecha_de_los_hechos([futuro], [None], ahora) is None
