"""The bulk files say what the ledger says, all of it and nothing else, in every format."""

import hashlib
import json
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import CommandError
from django.utils.dateparse import parse_datetime

from sitio.ocds.columnas import COLUMNAS, ESQUEMAS, MOMENTO, TEXTOS
from sitio.ocds.tablas import aplanar
from sitio.publicacion.models import Entrega, Publicador, Registro
from tests import fabricas
from tests.publicacion.masivos import (
    bajar,
    generar,
    hojas_csv,
    hojas_excel,
    indice,
    lineas,
    parquet,
    registros,
)
from tests.publicacion.vida import PREFIJO, crear_publicador, importable, importar, vivir

pytestmark = pytest.mark.django_db


def dificil(ocid: str, dia: int = 1) -> dict[str, Any]:
    """A release whose texts and numbers put every format to the test."""
    return {
        **importable(ocid, dia),
        "tender": {
            "id": "007",
            "title": '=HYPERLINK("http://x"), «ñandú» & <b>\r\ncon\ttabulador; "comillas" 😀',
            "description": "-1+1@SUM _x0041_ " + "largo " * 10,
            "value": {"amount": 1234567.5, "currency": "MXN"},
            "numberOfTenderers": 2,
            "tenderPeriod": {"startDate": "2020-01-02T09:30:01-06:00", "endDate": "1899-05-01T00:00:00Z"},
            "items": [{"id": 1, "description": " espacios ", "quantity": 0.1, "unit": {"value": {"amount": 0.123456}}}],
        },
        "parties": [{"id": "MX-1", "name": "Uno", "roles": ["buyer", "payer"]}],
    }


def tablas_de_la_bitacora(anio: int) -> dict[str, pa.Table]:
    filas = Registro.objects.filter(anio=anio).order_by("ocid").values_list("compilada", flat=True)
    return aplanar(bytes(compilada) for compilada in filas)


def test_las_lineas_y_los_paquetes_son_los_bytes_de_la_bitacora(publicador: Publicador) -> None:
    importar(publicador, *(importable(f"{PREFIJO}-{n}", dia) for n in range(3) for dia in (1, 2)))
    generar()

    compiladas = [json.loads(bytes(r.compilada)) for r in Registro.objects.order_by("ocid")]
    assert lineas("finanzas/2020.jsonl.gz") == lineas("2020.jsonl.gz") == lineas("full.jsonl.gz") == compiladas
    entregas = [json.loads(bytes(e.contenido)) for e in Entrega.objects.order_by("ocid", "posicion")]
    assert lineas("finanzas/2020.releases.jsonl.gz") == entregas
    paquete = registros("finanzas/2020.records.zip")
    assert [r["compiledRelease"] for r in paquete["records"]] == compiladas
    assert [e for r in paquete["records"] for e in r["releases"]] == entregas
    assert [r["ocid"] for r in paquete["records"]] == [c["ocid"] for c in compiladas]
    assert paquete["uri"] == "https://contrataciones.example.mx/api/ocds/masivos/finanzas/2020.records.zip"
    assert paquete["publisher"]["name"] == publicador.nombre
    assert (paquete["license"], paquete["publicationPolicy"]) == (publicador.licencia, publicador.politica)


def test_el_csv_dice_lo_que_dice_la_bitacora(publicador: Publicador) -> None:
    importar(publicador, dificil(f"{PREFIJO}-1"), importable(f"{PREFIJO}-2"))
    generar()
    hojas = hojas_csv("finanzas/2020.csv.zip")

    for nombre, tabla in tablas_de_la_bitacora(2020).items():
        esperados = [{k: _como_csv(k, nombre, v) for k, v in fila.items()} for fila in tabla.to_pylist()]
        assert hojas[nombre] == esperados
    assert {(fila["tabla"], fila["columna"]) for fila in hojas["diccionario"]} == {
        (tabla, columna.nombre) for tabla, columnas in COLUMNAS.items() for columna in columnas
    }
    assert all(fila["que_es"] and fila["tipo"] for fila in hojas["diccionario"])


def _como_csv(columna: str, tabla: str, valor: Any) -> str:
    if valor is None:
        return ""
    if isinstance(valor, datetime):
        return valor.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ";".join(valor) if isinstance(valor, list) else str(valor)


def test_el_libro_de_excel_dice_lo_que_dice_la_bitacora(publicador: Publicador) -> None:
    importar(publicador, dificil(f"{PREFIJO}-1"), importable(f"{PREFIJO}-2"))
    generar()
    hojas = hojas_excel("finanzas/2020.xlsx")

    con_renglones = {nombre: t for nombre, t in tablas_de_la_bitacora(2020).items() if t.num_rows}
    assert list(hojas) == ["LÉAME", *con_renglones, "Diccionario"]
    for nombre, tabla in con_renglones.items():
        encabezado, *filas = hojas[nombre]
        assert list(encabezado) == tabla.column_names
        assert [tuple(map(_como_excel, fila.values())) for fila in tabla.to_pylist()] == filas
    assert any(publicador.licencia in str(linea) for (linea,) in hojas["LÉAME"])


def _como_excel(valor: Any) -> Any:
    if isinstance(valor, datetime):
        # A spreadsheet has no such date: it goes as text.
        return valor.replace(tzinfo=None) if valor.year > 1900 else valor.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(valor, list):
        return ";".join(valor)
    if isinstance(valor, Decimal):
        return float(valor)
    # Excel reads `_x005F_x0041_` as the text `_x0041_`; openpyxl shows it as it is written.
    return valor.replace("_x0041_", "_x005F_x0041_") if isinstance(valor, str) else valor


def test_las_horas_son_utc_aunque_la_maquina_tenga_otra_zona(
    publicador: Publicador, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    importar(publicador, dificil(f"{PREFIJO}-1"))
    generar()
    monkeypatch.undo()
    time.tzset()

    assert hojas_csv("finanzas/2020.csv.zip")["procesos"][0]["fecha_publicacion"] == "2020-01-02T15:30:01Z"
    hoja = hojas_excel("finanzas/2020.xlsx")["procesos"]
    assert hoja[1][hoja[0].index("fecha_publicacion")] == datetime(2020, 1, 2, 15, 30, 1)  # noqa: DTZ001 - a cell knows no zone
    assert parquet("finanzas/2020.procesos.parquet")["fecha_publicacion"].to_pylist() == [
        datetime(2020, 1, 2, 15, 30, 1, tzinfo=UTC)
    ]


def test_parquet_tiene_las_tablas_con_sus_tipos(publicador: Publicador) -> None:
    importar(publicador, dificil(f"{PREFIJO}-1"))
    generar()

    for nombre, tabla in tablas_de_la_bitacora(2020).items():
        ruta = f"finanzas/2020.{nombre}.parquet"
        assert (ruta in indice()) == bool(tabla.num_rows)
        if tabla.num_rows:
            assert parquet(ruta).schema.equals(ESQUEMAS[nombre])
            assert parquet(ruta).to_pylist() == tabla.to_pylist()


def test_el_indice_dice_tamano_renglones_huella_y_fecha_de_cada_archivo(publicador: Publicador) -> None:
    vivir(publicador)
    importar(publicador, importable(f"{PREFIJO}-9"))
    generar()

    for ruta, archivo in indice().items():
        contenido = bajar(ruta)
        assert archivo["bytes"] == len(contenido)
        assert archivo["sha256"] == hashlib.sha256(contenido).hexdigest()
        assert parse_datetime(archivo["lastModified"])
    assert {a["year"] for a in indice().values() if "year" in a} == {
        2020,
        Registro.objects.get(ocid=f"{PREFIJO}-1").anio,
    }
    assert indice()["finanzas/2020.jsonl.gz"]["rows"] == 1
    assert indice()["finanzas/full.jsonl.gz"]["rows"] == indice()["full.jsonl.gz"]["rows"] == 2


def test_los_archivos_de_una_institucion_no_tienen_nada_de_otra(publicador: Publicador) -> None:
    otra = crear_publicador("salud")
    importar(publicador, importable(f"{PREFIJO}-f"))
    importar(otra, importable(f"{PREFIJO}-s"))
    generar()

    assert [linea["ocid"] for linea in lineas("finanzas/full.jsonl.gz")] == [f"{PREFIJO}-f"]
    assert [linea["ocid"] for linea in lineas("salud/full.jsonl.gz")] == [f"{PREFIJO}-s"]
    assert [linea["ocid"] for linea in lineas("full.jsonl.gz")] == [f"{PREFIJO}-f", f"{PREFIJO}-s"]
    assert registros("salud/2020.records.zip")["publisher"]["name"] == otra.nombre
    assert registros("2020.records.zip")["publisher"]["name"] == "Claraboya"


def test_nada_de_un_borrador_sale_en_los_archivos() -> None:
    casa = fabricas.casa()
    proceso = fabricas.proceso(casa)
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    borrador = fabricas.llenar(fabricas.etapa_de(proceso, "planeacion"), casa.capturista, justificacion="SECRETO-1")
    assert borrador.has_unpublished_changes
    generar()

    assert indice()
    for ruta in indice():
        if ruta.endswith((".jsonl.gz", ".releases.jsonl.gz")):
            assert "SECRETO-1" not in json.dumps(lineas(ruta))
    assert len(lineas("sefin/full.jsonl.gz")) == 1


def test_solo_se_genera_lo_que_cambio(publicador: Publicador) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    viejo = {**importable(f"{PREFIJO}-2"), "date": "2019-05-01T00:00:00Z"}
    importar(publicador, viejo)
    assert "Partes generadas: 4." in generar()
    assert "Partes generadas: 0." in generar()
    antes = indice()

    importar(publicador, importable(f"{PREFIJO}-1", 2, titulo="Otro"))

    assert "Partes generadas: 2." in generar()
    despues = indice()
    cambiaron = {ruta for ruta in despues if despues[ruta]["sha256"] != antes[ruta]["sha256"]}
    assert {despues[ruta].get("year") for ruta in cambiaron} == {2020, None}
    assert {"finanzas/2020.csv.zip", "finanzas/full.jsonl.gz", "2020.xlsx"} <= cambiaron
    assert all(despues[ruta] == antes[ruta] for ruta in despues if despues[ruta].get("year") == 2019)


def test_generar_todo_otra_vez_da_los_mismos_bytes(publicador: Publicador) -> None:
    importar(publicador, *(dificil(f"{PREFIJO}-{n}") for n in range(40)))
    vivir(publicador, f"{PREFIJO}-v")
    generar()
    antes = indice()

    generar("--todo")

    assert indice() == antes


def test_se_puede_pedir_una_institucion_y_un_anio(publicador: Publicador) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"), {**importable(f"{PREFIJO}-2"), "date": "2019-05-01T00:00:00Z"})

    generar("--publicador", "finanzas", "--anio", "2019")

    assert {archivo.get("year") for archivo in indice().values()} == {2019, None}
    assert all(ruta.startswith("finanzas/") for ruta in indice())
    with pytest.raises(CommandError, match="nadie"):
        generar("--publicador", "nadie")


def test_los_archivos_reemplazados_se_borran_del_almacen(publicador: Publicador, almacen: Path) -> None:
    importar(publicador, importable(f"{PREFIJO}-1"))
    generar()
    importar(publicador, importable(f"{PREFIJO}-1", 2, titulo="Otro"))
    generar()

    guardados = {ruta.name for ruta in almacen.rglob("*") if ruta.is_file()} - {"indice.json"}
    assert guardados == {f"{a['sha256'][:16]}-{ruta.rpartition('/')[2]}" for ruta, a in indice().items()}


def test_un_texto_mas_largo_que_una_celda_se_corta_solo_en_excel(publicador: Publicador) -> None:
    largo = "á" * 40_000
    importar(publicador, importable(f"{PREFIJO}-1", titulo=largo), importable(f"{PREFIJO}-2", titulo="😀" * 20_000))
    generar()

    titulos = [fila[6] for fila in hojas_excel("finanzas/2020.xlsx")["procesos"][1:]]
    assert [len(titulo) for titulo in titulos] == [32_767, 16_384]
    assert titulos[0].endswith("áá…")
    assert [fila["titulo"] for fila in hojas_csv("finanzas/2020.csv.zip")["procesos"]] == [largo, "😀" * 20_000]


def test_una_tabla_mas_larga_que_una_hoja_sigue_en_otra(
    publicador: Publicador, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitio.publicacion.masivos.excel.RENGLONES", 2)
    importar(publicador, *(importable(f"{PREFIJO}-{n}") for n in range(5)))
    generar()

    hojas = hojas_excel("finanzas/2020.xlsx")
    assert list(hojas) == ["LÉAME", "procesos", "procesos_2", "procesos_3", "Diccionario"]
    assert [f[0] for n in ("procesos", "procesos_2", "procesos_3") for f in hojas[n][1:]] == [
        f"{PREFIJO}-{n}" for n in range(5)
    ]


def test_los_tipos_de_las_columnas_son_los_de_su_celda(publicador: Publicador) -> None:
    importar(publicador, dificil(f"{PREFIJO}-1"))
    generar()
    [encabezado, fila] = hojas_excel("finanzas/2020.xlsx")["procesos"]
    celdas = dict(zip(encabezado, fila, strict=True))
    assert celdas["monto_licitacion"] == 1234567.5
    assert celdas["fecha_publicacion"] == datetime(2020, 1, 2, 15, 30, 1)  # noqa: DTZ001 - a cell knows no zone
    assert celdas["numero_procedimiento"] == "007"
    assert {c.tipo for c in COLUMNAS["procesos"]} >= {MOMENTO, TEXTOS}
