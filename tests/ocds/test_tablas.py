"""The flat tables: what a release says, typed; nulls for what it does not say; never an exception."""

import gzip
import itertools
import json
import math
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sitio.ocds import columnas, esquema, listas, tablas
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.lectura import leer_json

NOMBRES = {
    "procesos", "partes", "solicitudes_cotizacion", "cotizaciones", "lotes", "licitantes", "ofertas", "ofertantes",
    "articulos", "adjudicaciones", "proveedores_adjudicados", "contratos", "garantias", "modificaciones",
    "transacciones", "hitos", "documentos", "beneficiarios", "areas_requirentes", "procesos_relacionados",
    "invitados_a_cotizar", "juntas", "preguntas", "cuotas", "subcontratos", "avances",
}  # fmt: skip


def aplanar(compiladas: Iterable[dict[str, Any]]) -> dict[str, pa.Table]:
    """Flatten objects written as JSON, also what the ledger would refuse: a number that is none, half a character."""
    return tablas.aplanar(json.dumps(compilada, default=_como_numero).encode() for compilada in compiladas)


def _como_numero(valor: Decimal) -> float:
    return float(valor) if valor.is_finite() else math.nan


def test_sin_procesos_las_tablas_estan_vacias_y_completas(entrega: dict[str, Any]) -> None:
    vacias, llenas = aplanar([]), aplanar([entrega])
    assert set(vacias) == NOMBRES
    for nombre in NOMBRES:
        assert vacias[nombre].num_rows == 0
        assert vacias[nombre].schema == llenas[nombre].schema == aplanar([{}])[nombre].schema
        assert vacias[nombre].schema.names[0] == "ocid"


def test_un_proceso_se_aplana_con_sus_valores_y_tipos(entrega: dict[str, Any]) -> None:
    [proceso] = aplanar([entrega])["procesos"].to_pylist()
    esperado = {
        "ocid": "ocds-213czf-LA-006-E1-2026",
        "comprador_id": "MX-RFC-SHC000101AA1",
        "comprador": "Secretaría de Hacienda",
        "unidad_id": "MX-CPA-06E00",
        "unidad": "Unidad compradora 06E00",
        "etapas": ["planeacion", "licitacion", "adjudicacion", "contrato", "ejecucion"],
        "titulo": "Servicio de fletes",
        "numero_procedimiento": "LA-006-E1-2026",
        "metodo": "open",
        "categoria": "services",
        "estado_licitacion": "complete",
        "presupuesto": Decimal("116000.50"),
        "moneda_presupuesto": "MXN",
        "monto_licitacion": Decimal("116000.50"),
        "moneda": "MXN",
        "fecha_publicacion": datetime(2026, 1, 5, 15, tzinfo=UTC),
        "fecha_apertura": datetime(2026, 1, 20, 17, tzinfo=UTC),
        "numero_licitantes": 2,
        "fecha_entrega": datetime(2026, 2, 1, 12, tzinfo=UTC),
    }
    assert {columna: valor for columna, valor in proceso.items() if valor is not None} == esperado


def _dicho(renglon: dict[str, Any]) -> dict[str, Any]:
    return {columna: valor for columna, valor in renglon.items() if valor is not None}


def test_cada_objeto_de_la_entrega_es_un_renglon_de_su_tabla(entrega: dict[str, Any]) -> None:
    tablas = {nombre: tabla.to_pylist() for nombre, tabla in aplanar([entrega]).items()}
    assert {nombre: len(renglones) for nombre, renglones in tablas.items() if renglones} == {
        "procesos": 1, "partes": 4, "licitantes": 2, "articulos": 1, "adjudicaciones": 1,
        "proveedores_adjudicados": 1, "contratos": 1, "transacciones": 1, "hitos": 1, "documentos": 1,
    }  # fmt: skip
    ocid = entrega["ocid"]
    assert _dicho(tablas["partes"][2]) == {
        "ocid": ocid,
        "id": "MX-RFC-GFM010122DZ9",
        "nombre": "Grúas y Fletes, S.A. de C.V.",
        "papeles": ["tenderer", "supplier", "payee"],
        "entidad_federativa": "Oaxaca",
    }
    assert tablas["licitantes"][1] == {
        "ocid": ocid,
        "id": "MX-RFC-OTR010101AB1",
        "nombre": "Otra Empresa, S.A. de C.V.",
    }
    assert tablas["proveedores_adjudicados"][0]["adjudicacion_id"] == "a1"
    assert _dicho(tablas["contratos"][0]) == {
        "ocid": ocid,
        "modificaciones": 0,
        "id": "c1",
        "adjudicacion_id": "a1",
        "estado": "active",
        "fecha_firma": datetime(2026, 1, 30, 18, tzinfo=UTC),
        "inicio": datetime(2026, 2, 1, 6, tzinfo=UTC),
        "fin": datetime(2026, 12, 31, 5, 59, 59, tzinfo=UTC),
        "monto": Decimal("116000.50"),
        "moneda": "MXN",
    }
    articulo = tablas["articulos"][0]
    assert (articulo["seccion"], articulo["padre_id"], articulo["clasificacion"]) == ("licitacion", None, "34701")
    assert (articulo["cantidad"], articulo["precio_unitario"]) == (3.0, Decimal("33333.333300"))
    assert tablas["transacciones"][0]["contrato_id"] == "c1"
    assert tablas["transacciones"][0]["monto"] == Decimal("10.01")
    assert tablas["hitos"][0]["seccion"] == "licitacion"
    assert tablas["documentos"][0]["seccion"] == "planeacion"


def test_los_detalles_dicen_de_que_adjudicacion_o_contrato_son(entrega: dict[str, Any]) -> None:
    entrega["awards"][0]["items"] = [{"id": "1"}]
    entrega["contracts"][0]["items"] = [{"id": "1"}]
    entrega["contracts"][0]["implementation"]["milestones"] = [{"id": "entrega", "status": "met"}]
    tablas = aplanar([entrega])
    lugares = [(fila["seccion"], fila["padre_id"]) for fila in tablas["articulos"].to_pylist()]
    assert lugares == [("licitacion", None), ("adjudicacion", "a1"), ("contrato", "c1")]
    assert [(fila["seccion"], fila["padre_id"], fila["estado"]) for fila in tablas["hitos"].to_pylist()] == [
        ("licitacion", None, None), ("ejecucion", "c1", "met"),
    ]  # fmt: skip


def test_sin_comprador_se_toma_la_parte_que_lleva_ese_papel(entrega: dict[str, Any]) -> None:
    del entrega["buyer"], entrega["tender"]["procuringEntity"]
    [proceso] = aplanar([entrega])["procesos"].to_pylist()
    assert (proceso["comprador_id"], proceso["unidad_id"]) == ("MX-RFC-SHC000101AA1", "MX-CPA-06E00")


@pytest.mark.parametrize(
    ("monto", "centavos"),
    [
        (0.1, "0.10"),
        (Decimal("0.005"), "0.01"),
        (1.005, "1.01"),
        (-2, "-2.00"),
        (Decimal("9999999999999.99"), "9999999999999.99"),
        # A JSON number is a double (RFC 8785): this is the one that every reader gets.
        (Decimal("99999999999999999.99"), "100000000000000000.00"),
        (10**18, None),
        (Decimal("999999999999999999.999"), None),
        (Decimal("1E+9999999"), None),
        (Decimal("1E-9999999"), "0.00"),
        (float("nan"), None),
        (Decimal("Infinity"), None),
        (True, None),
        ("1,000.00", None),
        (None, None),
    ],
)
def test_el_dinero_es_exacto_al_centavo_o_nulo(monto: Any, centavos: str | None) -> None:
    tabla = aplanar([{"ocid": "o", "tender": {"value": {"amount": monto, "currency": "MXN"}}}])["procesos"]
    assert tabla.schema.field("monto_licitacion").type == pa.decimal128(20, 2)
    assert tabla["monto_licitacion"].to_pylist() == [None if centavos is None else Decimal(centavos)]


@pytest.mark.parametrize(
    ("fecha", "leida"),
    [
        ("2026-03-15T10:00:00-06:00", datetime(2026, 3, 15, 16, tzinfo=UTC)),
        ("1910-01-01T00:00:00Z", datetime(1910, 1, 1, tzinfo=UTC)),
        # Seen in real data: Dominican bids, a date alone, a leap day that was not, an upset clerk.
        ("2021-10-29 13:35:00.3011698", None),
        ("2026-03-15", None),
        ("2026-02-29T00:00:00Z", None),
        ("pendiente", None),
        (20260315, None),
        ({"fecha": 1}, None),
    ],
)
def test_una_fecha_es_un_momento_en_utc_o_nula(fecha: Any, leida: datetime | None) -> None:
    tabla = aplanar([{"ocid": "o", "awards": [{"id": "1", "date": fecha}]}])["adjudicaciones"]
    assert tabla.schema.field("fecha").type == pa.timestamp("us", tz="UTC")
    assert tabla["fecha"].to_pylist() == [leida]


def test_los_identificadores_son_texto_aunque_vengan_como_numeros() -> None:
    entrega = {"ocid": "o", "awards": [{"id": 1}], "contracts": [{"id": 2, "awardID": 1}]}
    tablas = aplanar([entrega])
    assert tablas["adjudicaciones"]["id"].to_pylist() == tablas["contratos"]["adjudicacion_id"].to_pylist() == ["1"]


@pytest.mark.parametrize("semilla", range(30))
def test_ninguna_entrega_estropeada_lo_hace_fallar(entrega: dict[str, Any], semilla: int) -> None:
    azar = random.Random(semilla)
    basura = [None, 5, 1e400, "x", "", "\u00a0", True, [], {}, [None, 3, {"id": []}], {"amount": "x"}, Decimal("sNaN")]

    def estropear(dato: Any) -> Any:
        if azar.random() < 0.15:
            return azar.choice(basura)
        if isinstance(dato, dict):
            return {clave: estropear(valor) for clave, valor in dato.items()}
        return [estropear(valor) for valor in dato] if isinstance(dato, list) else dato

    entregas = [{**entrega, **{clave: estropear(valor) for clave, valor in entrega.items()}} for _ in range(50)]
    assert aplanar(entregas)["procesos"].num_rows == 50


def test_muchos_procesos_pasan_por_varios_lotes_sin_perder_el_orden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    for nombre, cuantas in {"_LOTE": 3, "_POR_HILO": 5, "_TANDA": 40}.items():
        monkeypatch.setattr(f"sitio.ocds.tablas.{nombre}", cuantas)
    salidas = aplanar({"ocid": f"o{n}", "parties": [{"id": f"{n}-{m}"} for m in range(3)]} for n in range(100))
    assert salidas["procesos"]["ocid"].to_pylist() == [f"o{n}" for n in range(100)]
    assert salidas["partes"]["id"].to_pylist() == [f"{n}-{m}" for n in range(100) for m in range(3)]


def test_lo_que_no_es_un_objeto_que_diga_algo_no_es_un_renglon() -> None:
    suelta = {"ocid": "o", "awards": ["x", 3, None, [], {}, {"id": 1}, {"title": "sin id", "suppliers": "nadie"}]}
    salidas = aplanar([suelta, {"ocid": "p", "awards": "ninguna", "tender": "nada", "parties": {"id": "1"}}])
    assert salidas["adjudicaciones"]["id"].to_pylist() == ["1", None]
    assert salidas["adjudicaciones"]["titulo"].to_pylist() == [None, "sin id"]
    assert salidas["procesos"]["etapas"].to_pylist() == [["adjudicacion"], []]
    assert salidas["proveedores_adjudicados"].num_rows == salidas["partes"].num_rows == 0


@pytest.mark.parametrize(
    ("texto", "leido"),
    [
        ('José «Pepe» \\ "Núñez"\t', 'José «Pepe» \\ "Núñez"\t'),
        ("'); DROP TABLE crudas; --", "'); DROP TABLE crudas; --"),
        ("~", "~"),
        ("\\n", "\\n"),
        ("😀", "😀"),
        (" \n\t\u00a0\u2003", None),
        ("", None),
        (12, "12"),
        (-3, "-3"),
        (1.5, None),
        (True, None),
        ({"a": 1}, None),
    ],
)
def test_un_texto_es_lo_escrito_y_un_blanco_es_nulo(texto: Any, leido: str | None) -> None:
    assert aplanar([{"ocid": "o", "tender": {"title": texto}}])["procesos"]["titulo"].to_pylist() == [leido]


@pytest.mark.parametrize(
    "cambio",
    [
        {},
        {"planning": {}},
        {"planning": {"x": 1}, "tender": {}},
        {"tender": {"status": "planned"}},
        {"tender": {"status": "planning", "id": "1"}, "planning": None},
        {"awards": [], "contracts": [{"id": "1", "implementation": {}}]},
        {"contracts": [{"id": "1"}, {"id": "2", "implementation": {"algo": 1}}]},
    ],
)
def test_las_etapas_son_las_que_dice_el_registro(entrega: dict[str, Any], cambio: dict[str, Any]) -> None:
    entrega |= cambio
    assert aplanar([entrega])["procesos"]["etapas"].to_pylist() == [listas.etapas_publicadas(entrega)]


def test_ofertas_cotizaciones_garantias_lotes_y_modificaciones_tienen_su_tabla() -> None:
    pesos = {"amount": 10.5, "currency": "MXN"}
    tablas = aplanar(
        [
            {
                "ocid": "o",
                "planning": {
                    "requestsForQuotes": [
                        {"id": "s1", "quotes": [{"id": "q1", "value": pesos, "issuingSupplier": {"id": "A"}}]}
                    ]
                },
                "tender": {"lots": [{"id": "l1", "value": pesos}], "amendments": [{"id": "m1", "rationale": "Error"}]},
                "bids": {
                    "details": [
                        {
                            "id": "b1",
                            "status": "valid",
                            "value": pesos,
                            "tenderers": [{"id": "A"}, {"id": "B"}],
                            "documents": [{"id": "d1"}],
                        }
                    ]
                },
                "contracts": [
                    {
                        "id": "c1",
                        "guarantees": [{"id": "g1", "value": pesos, "guarantor": {"id": "F", "name": "Fianzas"}}],
                        "amendments": [{"id": "m2", "date": "2026-01-01T00:00:00Z"}, {"id": "m3"}, 4],
                    }
                ],
            }
        ]
    )
    filas = {nombre: [{k: v for k, v in fila.items() if v is not None and k != "ocid"} for fila in tabla.to_pylist()]
             for nombre, tabla in tablas.items()}  # fmt: skip
    valor = {"monto": Decimal("10.50"), "moneda": "MXN"}
    assert filas["solicitudes_cotizacion"] == [{"id": "s1"}]
    assert filas["cotizaciones"] == [{"solicitud_id": "s1", "id": "q1", "proveedor_id": "A", **valor}]
    assert filas["lotes"] == [{"id": "l1", **valor}]
    assert filas["ofertas"] == [{"id": "b1", "estado": "valid", **valor}]
    assert filas["ofertantes"] == [{"oferta_id": "b1", "id": "A"}, {"oferta_id": "b1", "id": "B"}]
    assert filas["documentos"] == [{"seccion": "oferta", "padre_id": "b1", "id": "d1"}]
    assert filas["garantias"] == [{"contrato_id": "c1", "id": "g1", "garante_id": "F", "garante": "Fianzas", **valor}]
    assert filas["contratos"] == [{"modificaciones": 2, "id": "c1"}]
    assert filas["modificaciones"] == [
        {"seccion": "licitacion", "id": "m1", "motivo": "Error"},
        {"seccion": "contrato", "padre_id": "c1", "id": "m2", "fecha": datetime(2026, 1, 1, tzinfo=UTC)},
        {"seccion": "contrato", "padre_id": "c1", "id": "m3"},
    ]


def test_las_fechas_se_leen_como_las_lee_el_resto_de_la_casa() -> None:
    azar = random.Random(7)
    zonas = ["Z", "", "z", "-06:00", "+0600", "+14:00", "-23:59", "+24:00"]
    fechas = [
        f"{azar.choice([1, 1910, 1970, 2024, 2026, 9999]):04}-{azar.randint(0, 13):02}-{azar.randint(0, 31):02}"
        f"T{azar.randint(0, 24):02}:{azar.randint(0, 60):02}:{azar.randint(0, 60):02}"
        f"{azar.choice(['', '.5', '.123456789', '.'])}{azar.choice(zonas)}"
        for _ in range(5000)
    ]
    leidas = aplanar({"ocid": "o", "date": fecha} for fecha in fechas)["procesos"]["fecha_entrega"].to_pylist()
    primero, ultimo = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
    for fecha, leida in zip(fechas, leidas, strict=True):
        try:
            esperada = leer_fecha(fecha)
        except ValueError:
            assert leida is None, fecha
        else:
            # The two ends of the calendar may be left out, and nothing else.
            assert leida == esperada or (leida is None and not primero < esperada < ultimo), fecha


def test_cada_ruta_de_columna_es_un_campo_del_estandar_o_de_nuestras_extensiones() -> None:
    for nombre, de_la_tabla in columnas.COLUMNAS.items():
        for lista in [f.ruta.replace("/", ".").split(".") for f in columnas.FUENTES.get(nombre, ())] or [[]]:
            for columna in de_la_tabla:
                assert not columna.ruta or esquema.conoce((*lista, *columna.ruta.split("."))), (lista, columna)


@pytest.mark.datos_reales
def test_los_montos_de_los_contratos_reales_suman_lo_mismo(compartido: Path) -> None:
    with gzip.open(compartido / "data/banco/do-10000-compiled.jsonl.gz") as lineas:
        compiladas = [leer_json(linea) for linea in itertools.islice(lineas, 1500)]
    tablas = aplanar(compiladas)
    montos = [c["value"]["amount"] for e in compiladas for c in e.get("contracts", ()) if "value" in c]
    assert len(montos) > 1000
    centavos = [Decimal(monto).quantize(Decimal("0.01"), ROUND_HALF_UP) for monto in montos]
    assert sum(tablas["contratos"]["monto"].to_pylist()) == sum(centavos)
    assert tablas["partes"].num_rows == sum(len(e["parties"]) for e in compiladas)
