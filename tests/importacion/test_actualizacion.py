"""OCDS 1.0 becomes 1.1, and says so; nothing of what it told is lost."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sitio.importacion.actualizacion import actualizar, es_1_0
from sitio.importacion.cuenta import contar
from sitio.importacion.tipos import Nota
from sitio.ocds import fusion
from sitio.ocds.lectura import leer_json
from sitio.publicacion.consultas import entrega_compilada
from sitio.publicacion.models import Entrega

Escribir = Callable[..., Path]
Hacer = Callable[..., dict[str, Any]]

COMPRADOR = {"name": "Instituto", "identifier": {"scheme": "MX-RFC", "id": "INS010101AA1"}, "address": {"region": "DF"}}
PROVEEDOR = {"name": "Papeles SA de CV", "identifier": {"scheme": "MX-RFC", "id": "PAP010101AA1"}}
PAGADOR = {"scheme": "MX-RFC", "id": "TES010101AA1", "legalName": "Tesorería"}


def de_1_0(hacer_entrega: Hacer, **campos: Any) -> dict[str, Any]:
    """A release of OCDS 1.0 with all that 1.1 changed."""
    return hacer_entrega(
        tag=["tender", "award", "contract", "implementation"],
        buyer=COMPRADOR,
        tender={
            "id": "1",
            "title": "Papel",
            "procuringEntity": COMPRADOR,
            "tenderers": [PROVEEDOR],
            "value": {"amount": Decimal("10.10"), "currency": "MXN"},
            "amendment": {"date": "2019-12-01T00:00:00Z", "rationale": "Más plazo"},
        },
        awards=[{"id": "a", "suppliers": [PROVEEDOR], "amendment": None}],
        contracts=[
            {
                "id": "c",
                "awardID": "a",
                "implementation": {
                    "transactions": [
                        {
                            "id": "t",
                            "amount": {"amount": Decimal("5.05"), "currency": "MXN"},
                            "providerOrganization": PAGADOR,
                            "receiverOrganization": PROVEEDOR["identifier"],
                        },
                        {"id": "u"},
                    ]
                },
            }
        ],
        **campos,
    )


def test_todo_lo_que_cambio_de_1_0_a_1_1_queda_en_su_lugar(hacer_entrega: Hacer) -> None:
    original = de_1_0(hacer_entrega)
    antes = json.dumps(original, default=str)
    nueva, hubo_diferencias = actualizar(original)
    assert json.dumps(original, default=str) == antes
    assert not hubo_diferencias
    assert {campo: nueva[campo] for campo in ("ocid", "id", "date", "tag")} == {
        campo: original[campo] for campo in ("ocid", "id", "date", "tag")
    }
    partes = {tuple(sorted(parte["roles"])): parte for parte in nueva["parties"]}
    assert {**partes["buyer", "procuringEntity"], "id": 0} == {
        **COMPRADOR,
        "id": 0,
        "roles": ["buyer", "procuringEntity"],
    }
    assert {**partes["supplier", "tenderer"], "id": 0} == {**PROVEEDOR, "id": 0, "roles": ["tenderer", "supplier"]}
    assert partes[("payer",)]["identifier"] == PAGADOR
    assert partes[("payee",)]["identifier"] == PROVEEDOR["identifier"]
    comprador = {"id": partes["buyer", "procuringEntity"]["id"], "name": "Instituto"}
    assert nueva["buyer"] == nueva["tender"]["procuringEntity"] == comprador
    assert nueva["tender"]["amendments"] == [original["tender"]["amendment"]]
    assert "amendment" not in nueva["tender"] | nueva["awards"][0]
    pago, sin_importe = nueva["contracts"][0]["implementation"]["transactions"]
    assert pago["value"] == {"amount": Decimal("5.05"), "currency": "MXN"}
    assert pago["payer"] == {"id": partes[("payer",)]["id"], "name": "Tesorería"}
    assert sin_importe == {"id": "u"}
    assert isinstance(nueva["tender"]["value"]["amount"], Decimal)


def test_una_organizacion_descrita_de_dos_maneras_se_dice_aunque_traiga_decimales(
    hacer_entrega: Hacer, caplog: pytest.LogCaptureFixture
) -> None:
    una = {**PROVEEDOR, "id": "P1", "details": {"capital": Decimal("1.5")}}
    otra = {**PROVEEDOR, "id": "P1", "address": {"region": "Jalisco"}}
    entrega = hacer_entrega(tender={"id": "1", "tenderers": [una]}, awards=[{"id": "a", "suppliers": [otra]}])
    nueva, hubo_diferencias = actualizar(entrega)
    assert hubo_diferencias
    assert nueva["parties"] == [{**una, "roles": ["tenderer", "supplier"]}]
    # ocdskit writes whole organizations, people's contacts included, in its log.
    assert caplog.records == []


@pytest.mark.parametrize(
    ("version", "campos", "de_1_0"),
    [
        ("1.0", {}, True),
        ("1.0.3", {}, True),
        (None, {"buyer": COMPRADOR}, True),
        (None, {"buyer": {"id": "1", "name": "Instituto"}}, False),
        (None, {"buyer": COMPRADOR, "parties": []}, False),
        (None, {"contracts": [{"id": "1", "amendment": {}}]}, True),
        (None, {"contracts": [{"implementation": {"transactions": [{"amount": {}}]}}]}, True),
        (None, {"awards": "no es lista", "tender": 5}, False),
        ("1.1", {"buyer": COMPRADOR}, False),
        ("1.10", {"buyer": COMPRADOR}, False),
    ],
)
def test_la_version_es_la_que_dice_el_paquete_o_la_que_muestra_la_forma(
    hacer_entrega: Hacer, version: str | None, campos: dict[str, Any], de_1_0: bool
) -> None:
    assert es_1_0(hacer_entrega(**campos), version) is de_1_0


@pytest.mark.parametrize(
    "campos",
    [
        {"buyer": "Instituto"},
        {"buyer": {"name": "Instituto", "identifier": "INS"}},
        {"awards": [None]},
        {"tender": {"id": "1", "tenderers": [None, 5]}},
        {"contracts": {"id": "no es lista"}},
    ],
)
def test_lo_que_no_es_de_ninguna_version_queda_como_vino_para_decir_que_tiene_mal(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer, campos: dict[str, Any]
) -> None:
    entrega = hacer_entrega(**campos)
    assert actualizar(entrega) == (entrega, False)
    hecho = importa(escribir("p.json", hacer_paquete(entrega, version="1.0")))
    assert hecho.cuentas == (0, 0, 1)
    assert next(iter(campos)) in hecho.informe[0]["campo"]


def test_un_paquete_1_0_entra_actualizado_y_el_informe_lo_dice(
    importa: Any, escribir: Escribir, hacer_entrega: Hacer, hacer_paquete: Hacer, capsys: pytest.CaptureFixture[str]
) -> None:
    primera = leer_json(json.dumps(de_1_0(hacer_entrega), default=float))
    segunda = hacer_entrega(
        id="1-b",
        date="2020-06-01T00:00:00Z",
        tag=["awardUpdate"],
        awards=[{"id": "a", "status": "active", "suppliers": [PROVEEDOR]}],
    )
    paquete = hacer_paquete(primera, segunda, version="1.0")
    hecho = importa(escribir("p.json", json.dumps(paquete, default=float)))
    assert hecho.cuentas == (2, 0, 0)
    [resumen] = hecho.importacion.resumenes
    assert resumen.notas == {Nota.ACTUALIZADA: 2}
    lineas: list[str] = []
    contar(type("Salida", (), {"write": lambda _s, linea: lineas.append(linea)})(), resumen)
    assert "    2 entregas venían en OCDS 1.0 y se actualizaron a 1.1." in lineas
    compilada = entrega_compilada("ocds-abc123-1")
    assert compilada == fusion.compilar([actualizar(primera)[0], actualizar(segunda)[0]])
    assert compilada["awards"][0]["status"] == "active"
    assert len(compilada["parties"]) == 4
    assert importa(escribir("p.json", json.dumps(paquete, default=float))).cuentas == (0, 2, 0)


@pytest.mark.datos_reales
def test_las_entregas_1_0_de_la_ciudad_de_mexico_quedan_en_1_1(importa: Any, compartido: Path) -> None:
    hecho = importa(compartido / "data/ocds/cdmx-sefin-releases-1.0.jsonl", parcial=True)
    assert hecho.cuentas == (22, 0, 13)
    assert hecho.importacion.resumenes[0].notas[Nota.ACTUALIZADA] == 22
    for contenido in Entrega.objects.values_list("contenido", flat=True):
        entrega = leer_json(bytes(contenido))
        ids = {parte["id"]: parte for parte in entrega["parties"]}
        assert entrega["buyer"].keys() == {"id", "name"}
        assert ids[entrega["buyer"]["id"]]["identifier"]["id"] == "GDF9712054NA"
        for adjudicacion in entrega["awards"]:
            assert all("supplier" in ids[p["id"]]["roles"] for p in adjudicacion["suppliers"])
            assert "amendment" not in adjudicacion
