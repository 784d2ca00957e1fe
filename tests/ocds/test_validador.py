"""The quick validator lets nothing through that jsonschema stops, and then jsonschema says what it would alone."""

import copy
import gzip
import random
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError

from sitio.ocds import perfil, rutas, validador
from sitio.ocds.canonico import NoCanonizable, canonizar
from sitio.ocds.lectura import leer_json

FECHAS = (
    "2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T23:59:60Z",
    "2026-01-01t00:00:00z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "2026-01-01", "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2026-01-01T00:00:00.1234567Z",
    "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00-06:00", "2026-01-01T00:00:00Z\n", "２０２６-01-01T00:00:00Z",
    "2026-01-01T00:00Z", "", "2024-02-29T00:00:00.5+14:00",
)  # fmt: skip
DIRECCIONES = (
    "https://a.mx/b?c=d#e", "HTTP://a.mx", "http://a.mx:80/", "http://a.mx/á", "http://a.mx/a b", "http://a.mx/%zz",
    "http://a.mx/%20", "javascript:alert(1)", "http://[::1]/", "http://[::g]/", "http://", "http:///x", "a.mx", "",
    "http://a.mx/[x]", "http://a.mx/x^y", "https://u:p@a.mx/", "http://a_b.mx/", "http://a.mx/\n", "ftp://a.mx/",
    "http://a.mx/a//b", "http://a.mx?x=/?", "http://a.mx#x#y", "http://a.mx:x/",
)  # fmt: skip
RAREZAS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**53, 1.0, 1.5, Decimal("1.0"), Decimal("2.5"), Decimal("-3"), "", " ", "x", [], {},
    [[]], [{}], [1, 1], [1, Decimal("1.0")], [{"id": "1"}, {"id": "1"}], [{"a": 1}, {"a": 1.0}], ["a", "a"], "MXN",
    "active", "open", "ñ\U0001f600", *FECHAS, *DIRECCIONES,
)  # fmt: skip


def _lugares(dato: Any, ruta: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    hijos = dato.items() if isinstance(dato, dict) else enumerate(dato) if isinstance(dato, list) else ()
    for clave, hijo in hijos:
        yield (*ruta, clave)
        yield from _lugares(hijo, (*ruta, clave))


def _estropeada(entrega: dict[str, Any], azar: random.Random) -> dict[str, Any]:
    nueva = copy.deepcopy(entrega)
    for _vez in range(azar.randint(1, 4)):
        if not (lugares := [*_lugares(nueva)]):
            continue
        *camino, ultima = azar.choice(lugares)
        dueno: Any = nueva
        for parte in camino:
            dueno = dueno[parte]
        match azar.random():
            case suerte if suerte < 0.2:
                del dueno[ultima]
            case suerte if suerte < 0.3 and isinstance(dueno, list):
                dueno.append(copy.deepcopy(dueno[ultima]))
            case suerte if suerte < 0.4 and isinstance(dueno, dict):
                dueno[azar.choice(["title_en", "title_x", "description_es-MX", "otro", "status"])] = dueno[ultima]
            case _:
                dueno[ultima] = copy.deepcopy(azar.choice(RAREZAS))
    return nueva


def _a_solas(entrega: dict[str, Any], completo: bool) -> list[ValidationError]:
    """What jsonschema says when nobody tells it where to look."""
    return [*validador._minucioso(completo).iter_errors(entrega)]


def _dicho(errores: list[ValidationError]) -> list[tuple[str, str, str]]:
    return sorted((str([*error.absolute_path]), str(error.validator), repr(error.instance)) for error in errores)


def _exigir_lo_mismo(entrega: dict[str, Any], completo: bool) -> bool:
    """True when the release is sound."""
    debidos = _dicho(_a_solas(entrega, completo))
    assert _dicho(validador.errores(entrega, completo=completo)) == debidos
    return not debidos


@pytest.mark.parametrize("completo", [True, False])
@pytest.mark.parametrize("tanda", range(10))
def test_dice_lo_mismo_que_jsonschema_de_entregas_estropeadas(
    entrega: dict[str, Any], tanda: int, completo: bool
) -> None:
    azar = random.Random(tanda)
    sanas = 0
    for _vez in range(60):
        estropeada = _estropeada(entrega, azar)
        try:
            canonizar(estropeada)
        except NoCanonizable:
            continue
        sanas += _exigir_lo_mismo(estropeada, completo)
    assert 0 < sanas < 60


@pytest.mark.parametrize("valor", [*FECHAS, *DIRECCIONES], ids=repr)
def test_ninguna_fecha_ni_direccion_pasa_sin_ser_de_las_que_jsonschema_acepta(
    entrega: dict[str, Any], valor: str
) -> None:
    for ruta in (("awards", 0, "date"), ("planning", "documents", 0, "url")):
        probada = copy.deepcopy(entrega)
        dueno: Any = probada
        for parte in ruta[:-1]:
            dueno = dueno[parte]
        dueno[ruta[-1]] = valor
        _exigir_lo_mismo(probada, completo=True)


@pytest.mark.datos_reales
def test_dice_lo_mismo_que_jsonschema_de_los_datos_reales(compartido: Path) -> None:
    azar = random.Random(5)
    sanas, total = 0, 0
    for entrega in _reales(compartido):
        for probada in (entrega, _estropeada(entrega, azar)):
            total += 1
            sanas += _exigir_lo_mismo(probada, completo=False)
    assert 200 < sanas < total - 200


def _reales(compartido: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(compartido / "data/ocds/federal-2016-2017.release-packages.jsonl.gz") as paquetes:
        yield from (leer_json(linea)["releases"][0] for _vez, linea in zip(range(300), paquetes, strict=False))
    with gzip.open(compartido / "data/banco/do-10000-compiled.jsonl.gz") as compiladas:
        yield from (leer_json(linea) for _vez, linea in zip(range(150), compiladas, strict=False))


def test_una_entrega_sana_no_despierta_a_jsonschema(entrega: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def no(completo: bool) -> Any:
        raise AssertionError("jsonschema was called for nothing")

    monkeypatch.setattr(validador, "_minucioso", no)
    assert validador.errores(entrega, completo=True) == []
    assert validador.errores(leer_json(canonizar(entrega)), completo=False) == []


class _Texto(str):
    """Text of a class of its own, as a form or a template gives it."""


class _Papel(Enum):
    COMPRADOR = "buyer"


@pytest.mark.parametrize(
    ("ruta", "valor", "reglas"),
    [
        ("tender.title", _Texto("Fletes"), []),
        ("tender.status", _Texto("otro"), ["enum"]),
        ("parties.0.roles", [_Texto("buyer"), "payer"], []),
        # What is not JSON until somebody writes it: merging takes a tuple for one value, and a list read back does not.
        ("tender.items", ({"id": "1"},), ["type"]),
        ("tender.title", _Papel.COMPRADOR, ["type"]),
    ],
)
def test_lo_que_ningun_lector_de_json_da_lo_juzga_jsonschema(
    entrega: dict[str, Any], ruta: str, valor: Any, reglas: list[str]
) -> None:
    rutas.poner(entrega, ruta, valor)
    assert [error.regla for error in perfil.errores(entrega)] == reglas
