"""RFC 8785: its own examples and number table, and what we refuse to write."""

import json
import math
import random
import struct
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from sitio.ocds.canonico import NoCanonizable, canonizar, numero, sha256

# RFC 8785, appendix B: the bits of a double, and how it is written.
TABLA_RFC = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "escrito"), TABLA_RFC.items())
def test_los_numeros_se_escriben_como_en_la_tabla_del_rfc(bits: str, escrito: str) -> None:
    (doble,) = struct.unpack(">d", bytes.fromhex(bits))
    assert numero(doble) == escrito
    assert canonizar(doble) == escrito.encode()


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_lo_que_no_es_finito_se_rechaza(bits: str) -> None:
    (doble,) = struct.unpack(">d", bytes.fromhex(bits))
    with pytest.raises(NoCanonizable, match="no es finito"):
        canonizar({"monto": doble})
    with pytest.raises(NoCanonizable, match="no es finito"):
        canonizar(Decimal(doble))


def test_el_ejemplo_del_rfc_sale_igual_byte_por_byte() -> None:
    entrada = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    esperado = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    ).encode()
    assert canonizar(json.loads(entrada)) == esperado
    assert canonizar(json.loads(entrada, parse_float=Decimal)) == esperado


def test_las_claves_se_ordenan_por_unidades_utf16() -> None:
    # RFC 8785 §3.2.3: by code points the emoji would come last.
    claves = ["€", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "ö"]
    escrito = canonizar(dict.fromkeys(claves, 0)).decode()
    assert list(json.loads(escrito)) == ["\r", "1", "\u0080", "ö", "€", "\U0001f600", "\ufb33"]


def test_los_caracteres_de_control_llevan_su_escape_mas_corto() -> None:
    assert canonizar("\b\t\n\f\r\x01\x1f\x7f/") == b'"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f/"'


@pytest.mark.parametrize(
    ("valor", "escrito"),
    [
        (Decimal("116000.50"), "116000.5"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0"), "0"),
        (Decimal("123456789012345.67"), "123456789012345.67"),
        # Coordinates come with more digits than a double holds; what is lost is no money.
        (Decimal("0.1000000000000000055511151231257827"), "0.1"),
        (2**53, "9007199254740992"),
        (-(2**53), "-9007199254740992"),
    ],
)
def test_los_numeros_exactos_se_escriben_sin_perder_centavos(valor: Any, escrito: str) -> None:
    assert canonizar(valor) == escrito.encode()


@pytest.mark.parametrize("valor", [2**53 + 1, -(2**53) - 1, 10**400, Decimal("1234567890123456.78"), Decimal(2**60)])
def test_un_numero_que_json_cambiaria_se_rechaza(valor: Any) -> None:
    with pytest.raises(NoCanonizable, match="demasiadas cifras"):
        canonizar(valor)


@pytest.mark.parametrize(
    ("dato", "motivo", "ruta"),
    [
        ({"tender": {"items": [{"id": "1"}, {"description": "a\0b"}]}}, "nulo", ["tender", "items", 1, "description"]),
        ({"title": "roto \ud83d"}, "dañado", ["title"]),
        ({"rota \ud83d": 1}, "dañado", []),
        ({"nula\0": 1}, "nulo", []),
        ({"date": datetime(2026, 1, 1)}, "datetime", ["date"]),  # noqa: DTZ001 the naive date is what is refused
        ({"lista": {1, 2}}, "set", ["lista"]),
        ({1: "uno"}, "no es texto", []),
    ],
)
def test_lo_que_no_cabe_en_json_dice_que_es_y_donde_esta(dato: Any, motivo: str, ruta: list[str | int]) -> None:
    with pytest.raises(ValueError, match=motivo) as rechazo:
        canonizar(dato)
    assert rechazo.value.ruta == ruta


def test_un_objeto_demasiado_hondo_se_rechaza_sin_tumbar_el_proceso() -> None:
    hondo: Any = {}
    for _ in range(5000):
        hondo = {"a": hondo}
    with pytest.raises(NoCanonizable, match="profundidad"):
        canonizar(hondo)


def _al_azar(azar: random.Random, nivel: int = 0) -> Any:
    hojas = [
        lambda: None,
        lambda: azar.random() < 0.5,
        lambda: azar.randint(-(2**53), 2**53),
        lambda: azar.uniform(-1, 1) * 10.0 ** azar.randint(-30, 30),
        lambda: "".join(chr(azar.choice([azar.randint(1, 0x7F), 0xE9, 0x20AC, 0xFB33, 0x1F600])) for _ in range(9)),
    ]
    if nivel > 3 or azar.random() < 0.4:
        return azar.choice(hojas)()
    if azar.random() < 0.5:
        return [_al_azar(azar, nivel + 1) for _ in range(azar.randint(0, 4))]
    return {hojas[4](): _al_azar(azar, nivel + 1) for _ in range(azar.randint(0, 4))}


def _revuelto(dato: Any) -> Any:
    if isinstance(dato, dict):
        return {clave: _revuelto(dato[clave]) for clave in reversed(dato)}
    return [_revuelto(valor) for valor in dato] if isinstance(dato, list) else dato


@pytest.mark.parametrize("semilla", range(200))
def test_canonizar_guarda_el_valor_y_es_unico(semilla: int) -> None:
    dato = _al_azar(random.Random(semilla))
    escrito = canonizar(dato)
    assert json.loads(escrito, parse_int=float) == dato
    assert canonizar(json.loads(escrito)) == escrito
    assert canonizar(json.loads(escrito, parse_float=Decimal)) == escrito
    assert canonizar(_revuelto(dato)) == escrito


def test_un_numero_escrito_se_lee_como_el_mismo_doble() -> None:
    azar = random.Random(8785)
    for _ in range(20_000):
        (doble,) = struct.unpack(">d", azar.randbytes(8))
        if math.isfinite(doble):
            assert float(numero(doble)) == doble


def test_sha256_es_el_hexadecimal_de_siempre() -> None:
    # FIPS 180-2, appendix B.1.
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
