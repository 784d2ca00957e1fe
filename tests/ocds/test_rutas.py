from decimal import Decimal
from typing import Any

import pytest

from sitio.ocds import rutas
from sitio.ocds.lectura import leer_json


def test_poner_hace_los_objetos_y_las_listas_del_camino() -> None:
    destino: dict[str, Any] = {"planning": {"rationale": "x"}}
    rutas.poner(destino, "planning.budget.amount.amount", 5)
    rutas.poner(destino, "awards.0.suppliers.0.name", "Uno")
    rutas.poner(destino, "awards.0.suppliers.1.name", "Dos")
    rutas.poner(destino, "awards.0.suppliers.0.name", "Uno, S.A.")
    rutas.poner(destino, "tag.0", "award")
    assert destino == {
        "planning": {"rationale": "x", "budget": {"amount": {"amount": 5}}},
        "awards": [{"suppliers": [{"name": "Uno, S.A."}, {"name": "Dos"}]}],
        "tag": ["award"],
    }


@pytest.mark.parametrize("ruta", ["ocid.x", "awards.1.id", "awards.id", "tender.0.x"])
def test_poner_no_pasa_por_lo_que_no_es_su_sitio(ruta: str) -> None:
    destino: dict[str, Any] = {"ocid": "o", "awards": [], "tender": []}
    if ruta.startswith("tender"):
        destino["tender"] = "texto"
    with pytest.raises(ValueError, match="No se puede escribir"):
        rutas.poner(destino, ruta, 1)


def test_leer_da_lo_que_hay_o_la_omision() -> None:
    dato = {"awards": [{"value": {"amount": 0}, "title": None}]}
    assert rutas.leer(dato, "awards.0.value.amount") == 0
    assert rutas.leer(dato, "awards.0.title", "sin título") is None
    assert rutas.leer(dato, "awards.1.title", "sin título") == "sin título"
    assert rutas.leer(dato, "awards.title") is None
    assert rutas.leer(dato, "awards.0.value.amount.x", 7) == 7


def test_sin_vacios_quita_lo_que_ocds_no_publica_y_guarda_ceros_y_falsos() -> None:
    dato = {"a": None, "b": " ", "c": [], "d": {"e": {}}, "f": [None, "", {"g": 0}], "h": False}
    assert rutas.sin_vacios(dato) == {"f": [{"g": 0}], "h": False}
    assert rutas.sin_vacios({"a": [{}]}) is None


def test_la_ruta_se_escribe_como_la_leen_las_personas() -> None:
    assert rutas.texto(["tender", "items", 0, "id"]) == "tender.items[0].id"
    assert rutas.texto([]) == ""


def test_leer_json_guarda_los_centavos_y_quita_la_marca_de_orden() -> None:
    assert leer_json('{"a": 0.10, "b": 3}') == {"a": Decimal("0.10"), "b": 3}
    assert leer_json(b'\xef\xbb\xbf{"a": "\xc3\xb1"}') == {"a": "ñ"}


@pytest.mark.parametrize("texto", ['{"a": NaN}', "[Infinity]", "{", b'{"a": "\xf1"}', "[" * 100_000])
def test_leer_json_rechaza_lo_que_no_es_json_en_utf8(texto: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 json and the codecs each have their own message
        leer_json(texto)


@pytest.mark.parametrize(
    ("miembro", "esperado"),
    [
        ({"id": "1"}, True),
        ({"id": "1", "payee": {"id": "MX-RFC-A"}}, True),
        ({"id": "1", "payee": {"id": "MX-RFC-A", "name": "Ana"}}, False),
        ({"id": "1", "value": {"amount": 0}}, False),
        ({"id": "1", "documents": []}, False),
    ],
)
def test_un_miembro_vaciado_solo_dice_identificadores(miembro: dict[str, Any], esperado: bool) -> None:
    assert rutas.vaciado(miembro) is esperado
