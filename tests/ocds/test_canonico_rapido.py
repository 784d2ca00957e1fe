"""The quick writer gives the same bytes, and the same refusals, as the one that follows RFC 8785 word for word."""

import gzip
import json
import math
import random
import struct
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sitio.ocds.canonico import (
    NoCanonizable,
    _a_la_letra,  # the exact writer is the judge here
    canonizar,
    es_el_mismo,
    exigir_canonizable,
)
from sitio.ocds.lectura import leer_json

# Text that looks like what the quick writer has to be wary of; keys on both sides of where the two orders part.
TEXTOS = (
    "1e5", ":1e5,", "[1.0]", ",1.0,", ".0,", "null", ":null,", "\\u0000", "\\", '"', "\n\t\x01\x1f\x7f", "ñ", "€",
    "\ue000", "\uffff", "\ufb33", "\U00010000", "\U0001f600", "\U0010ffff", "e-7", "4.0,", "2.5e", "\u2028", "",
)  # fmt: skip
MALOS: tuple[Any, ...] = (
    "a\0b", "\ud83d", math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("Infinity"), 2**53 + 1, 10**400,
    Decimal("1234567890123456.78"), Decimal(2**60), date(2026, 1, 1), {1, 2}, b"x", {1: 2}, {"\ud800": 1}, {"a\0": 1},
    object(),
)  # fmt: skip


class _Documentos:
    def __init__(self, semilla: int, con_malos: bool) -> None:
        self.azar = random.Random(semilla)
        self.con_malos = con_malos

    def uno(self, nivel: int = 0) -> Any:
        azar = self.azar
        if self.con_malos and azar.random() < 0.02:
            return azar.choice(MALOS)
        if nivel > 4 or azar.random() < 0.35:
            return azar.choice(self._hojas())()
        if azar.random() < 0.4:
            return azar.choice([list, list, tuple])(self.uno(nivel + 1) for _ in range(azar.randint(0, 4)))
        return {self._texto(): self.uno(nivel + 1) for _ in range(azar.randint(0, 5))}

    def _texto(self) -> str:
        return "".join(
            self.azar.choice([*TEXTOS, chr(self.azar.randint(1, 0xD7FF))]) for _ in range(self.azar.randint(0, 4))
        )

    def _hojas(self) -> list[Callable[[], Any]]:
        azar = self.azar
        return [
            lambda: None,
            lambda: azar.random() < 0.5,
            lambda: azar.choice([0, 1, -1, azar.randint(-(2**53), 2**53), 2**53, -(2**53)]),
            lambda: azar.uniform(-1, 1) * 10.0 ** azar.randint(-30, 30),
            lambda: float(azar.randint(-(10**6), 10**6)),
            self._doble,
            lambda: Decimal(azar.randint(-(10**9), 10**9)).scaleb(azar.randint(-12, 3)),
            lambda: Decimal(azar.choice(["0", "-0", "1.0", "1E+2", "1E-400", "0.1000000000000000055511151231257827"])),
            self._texto,
            self._texto,
        ]

    def _doble(self) -> float:
        (doble,) = struct.unpack(">d", self.azar.randbytes(8))
        return doble if math.isfinite(doble) else 0.5


def _resultado(escribir: Callable[[Any], Any], dato: Any) -> Any:
    try:
        return escribir(dato)
    except NoCanonizable as rechazo:
        return rechazo.motivo, rechazo.ruta


@pytest.mark.parametrize("tanda", range(20))
@pytest.mark.parametrize("con_malos", [False, True])
def test_se_escribe_y_se_rechaza_lo_mismo_por_los_dos_caminos(tanda: int, con_malos: bool) -> None:
    for semilla in range(tanda * 200, tanda * 200 + 200):
        dato = _Documentos(semilla, con_malos).uno()
        debido = _resultado(_a_la_letra, dato)
        assert _resultado(canonizar, dato) == debido
        assert _resultado(exigir_canonizable, dato) == (debido if isinstance(debido, tuple) else None)


@pytest.mark.parametrize("envoltura", [lambda x: x, lambda x: [1.0, x], lambda x: {"a": [{"b": x}]}])
def test_lo_inaceptable_se_rechaza_igual_solo_o_acompanado(envoltura: Callable[[Any], Any]) -> None:
    for malo in MALOS:
        debido = _resultado(_a_la_letra, envoltura(malo))
        assert isinstance(debido, tuple), malo
        assert _resultado(canonizar, envoltura(malo)) == debido
        assert _resultado(exigir_canonizable, envoltura(malo)) == debido


def test_los_numeros_de_toda_magnitud_se_escriben_igual() -> None:
    for exponente in range(-30, 31):
        for digitos in ("1", "1.5", "9.999999999999998", "1.2345678901234567"):
            for signo in ("", "-"):
                texto = f"{signo}{digitos}e{exponente}"
                for numero in (float(texto), [float(texto)], {"a": float(texto)}, Decimal(texto)):
                    assert _resultado(canonizar, numero) == _resultado(_a_la_letra, numero), texto


@pytest.mark.datos_reales
def test_los_datos_reales_se_escriben_igual(compartido: Path) -> None:
    vistos = 0
    for archivo in sorted((compartido / "data").glob("*/*.json*")):
        abrir = gzip.open if archivo.suffix == ".gz" else open
        with abrir(archivo, "rb") as flujo:
            lineas = [flujo.read()] if archivo.suffix == ".json" else list(flujo)[:1500]
        for linea in lineas:
            for leer in (leer_json, json.loads):
                dato = leer(linea)
                assert canonizar(dato) == _a_la_letra(dato)
            vistos += 1
    assert vistos > 3000


class _Color(Enum):
    ROJO = "rojo"
    NADA = math.nan


def test_lo_que_es_texto_por_naturaleza_se_escribe_por_los_dos_caminos() -> None:
    clave = UUID(int=5)
    for acompanado in ([], [1.0]):
        dato = [clave, _Color.ROJO, *acompanado]
        assert canonizar(dato) == _a_la_letra(dato)
        with pytest.raises(NoCanonizable, match="no es finito"):
            canonizar([_Color.NADA, *acompanado])


@pytest.mark.parametrize(
    ("uno", "otro", "iguales"),
    [
        ({"a": [1, "x"]}, {"a": [1, "x"]}, True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        (Decimal("1.50"), Decimal("1.5"), True),
        (True, 1, False),
        ({"a": [False]}, {"a": [0]}, False),
        ("1", 1, False),
        ([], {}, False),
        (math.nan, math.nan, False),
        (10**400, 10**400, False),
    ],
)
def test_dos_valores_son_el_mismo_json_o_no(uno: Any, otro: Any, iguales: bool) -> None:
    assert es_el_mismo(uno, otro) is iguales
