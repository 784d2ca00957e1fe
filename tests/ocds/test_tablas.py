"""The flat tables: what a release says, typed; nulls for what it does not say; never an exception."""

import gzip
import itertools
import random
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sitio.ocds import columnas, esquema
from sitio.ocds.lectura import leer_json
from sitio.ocds.tablas import aplanar

NOMBRES = {
    "procesos", "partes", "licitantes", "articulos", "adjudicaciones", "proveedores_adjudicados", "contratos",
    "transacciones", "hitos", "documentos",
}  # fmt: skip


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


def test_cada_objeto_de_la_entrega_es_un_renglon_de_su_tabla(entrega: dict[str, Any]) -> None:
    tablas = {nombre: tabla.to_pylist() for nombre, tabla in aplanar([entrega]).items()}
    assert {nombre: len(renglones) for nombre, renglones in tablas.items()} == {
        "procesos": 1, "partes": 4, "licitantes": 2, "articulos": 1, "adjudicaciones": 1,
        "proveedores_adjudicados": 1, "contratos": 1, "transacciones": 1, "hitos": 1, "documentos": 1,
    }  # fmt: skip
    ocid = entrega["ocid"]
    assert tablas["partes"][2] == {
        "ocid": ocid,
        "id": "MX-RFC-GFM010122DZ9",
        "nombre": "Grúas y Fletes, S.A. de C.V.",
        "papeles": ["tenderer", "supplier", "payee"],
        "esquema": None,
        "identificador": None,
        "razon_social": None,
        "entidad_federativa": "Oaxaca",
        "pais": None,
    }
    assert tablas["licitantes"][1] == {
        "ocid": ocid,
        "id": "MX-RFC-OTR010101AB1",
        "nombre": "Otra Empresa, S.A. de C.V.",
    }
    assert tablas["proveedores_adjudicados"][0]["adjudicacion_id"] == "a1"
    assert tablas["contratos"][0] == {
        "ocid": ocid,
        "modificaciones": 0,
        "id": "c1",
        "adjudicacion_id": "a1",
        "titulo": None,
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
        (Decimal("99999999999999999.99"), "99999999999999999.99"),
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
    basura = [None, 5, 1e400, "x", "", "\ud83d", True, [], {}, [None, 3, {"id": []}], {"amount": "x"}, Decimal("sNaN")]

    def estropear(dato: Any) -> Any:
        if azar.random() < 0.15:
            return azar.choice(basura)
        if isinstance(dato, dict):
            return {clave: estropear(valor) for clave, valor in dato.items()}
        return [estropear(valor) for valor in dato] if isinstance(dato, list) else dato

    entregas = [{**entrega, **{clave: estropear(valor) for clave, valor in entrega.items()}} for _ in range(50)]
    assert aplanar(entregas)["procesos"].num_rows == 50


def test_muchos_procesos_pasan_por_varios_lotes_sin_perder_el_orden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitio.ocds.tablas._LOTE", 7)
    tabla = aplanar({"ocid": f"o{n}"} for n in range(100))["procesos"]
    assert tabla.column("ocid").num_chunks == 15
    assert tabla["ocid"].to_pylist() == [f"o{n}" for n in range(100)]


def test_cada_ruta_de_columna_es_un_campo_del_estandar() -> None:
    duenos = {
        "procesos": (), "partes": ("parties",), "licitantes": ("tender", "tenderers"), "adjudicaciones": ("awards",),
        "proveedores_adjudicados": ("awards", "suppliers"), "contratos": ("contracts",),
        "articulos": ("tender", "items"), "transacciones": ("contracts", "implementation", "transactions"),
        "hitos": ("tender", "milestones"), "documentos": ("tender", "documents"),
    }  # fmt: skip
    for nombre, dueno in duenos.items():
        for columna in columnas.COLUMNAS[nombre]:
            assert not columna.ruta or esquema.conoce((*dueno, *columna.ruta.split("."))), (nombre, columna)


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
