"""What the store promises: what was written is what is read, a change whole or not at all, inside its folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sitio.analisis import motor
from sitio.analisis.almacen import Almacen, Lote, escribir
from sitio.ocds.canonico import canonizar, sha256


def lote(*compiladas: dict[str, Any], **mas: Any) -> Lote:
    bytes_ = {c["ocid"]: canonizar(c) for c in compiladas}
    posiciones = {ocid: n for n, ocid in enumerate(bytes_, 1)}
    return Lote(bytes_, posiciones, {ocid: sha256(b) for ocid, b in bytes_.items()}, **mas)


def con_ocid(compilada: dict[str, Any], numero: int) -> dict[str, Any]:
    return compilada | {"ocid": f"ocds-213czf-{numero}"}


def leer(almacen: Almacen, columnas: str, tabla: str = "procesos") -> list[Any]:
    with motor.sobre_almacen(almacen) as base:
        return base.conexion.execute(f"SELECT {columnas} FROM {tabla} ORDER BY ALL").fetchall()  # noqa: S608 - a test's own


@pytest.fixture
def almacen(tmp_path: Path) -> Almacen:
    return Almacen(tmp_path / "analisis")


def test_what_is_written_in_several_lots_is_read_as_one_table(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    lotes = [lote(con_ocid(licitacion, 1)), lote(con_ocid(licitacion, 2), marcos={"ocds-213czf-2": "estatal"})]
    parte = escribir(almacen, "sefin", 2026, "marca", lotes)

    assert parte.procesos == 2
    assert leer(almacen, "ocid, publicador, marco, anio") == [
        ("ocds-213czf-1", "sefin", "federal", 2026),
        ("ocds-213czf-2", "sefin", "estatal", 2026),
    ]
    assert leer(almacen, "count(*)", "licitantes") == [(6,)]
    assert leer(almacen, "count(*)", "garantias") == [(0,)]
    huella = sha256(canonizar(con_ocid(licitacion, 2)))
    assert leer(almacen, "*", "registros")[1] == ("ocds-213czf-2", "sefin", 1, huella)


def test_a_part_written_again_takes_the_place_of_the_former_one(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    escribir(almacen, "sefin", 2025, "a", [lote(con_ocid(licitacion, 1))])
    escribir(almacen, "sefin", 2026, "a", [lote(con_ocid(licitacion, 2), con_ocid(licitacion, 3))])
    escribir(almacen, "sefin", 2026, "b", [lote(con_ocid(licitacion, 3))])

    assert {llave: p.marca for llave, p in almacen.partes().items()} == {("sefin", 2025): "a", ("sefin", 2026): "b"}
    assert leer(almacen, "ocid") == [("ocds-213czf-1",), ("ocds-213czf-3",)]


def test_a_part_without_processes_is_no_part(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    escribir(almacen, "sefin", 2026, "a", [lote(licitacion)])
    escribir(almacen, "sefin", 2026, "b", [])
    assert almacen.partes() == {}
    assert leer(almacen, "ocid") == []


def test_a_writer_killed_half_way_changes_nothing(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    escribir(almacen, "sefin", 2026, "a", [lote(con_ocid(licitacion, 1))])

    def interrumpido() -> Iterator[Lote]:
        yield lote(con_ocid(licitacion, 1), con_ocid(licitacion, 2))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        escribir(almacen, "sefin", 2026, "b", interrumpido())

    assert leer(almacen, "ocid") == [("ocds-213czf-1",)]
    assert almacen.partes()["sefin", 2026].marca == "a"


def test_sweeping_deletes_what_no_one_names_and_nothing_else(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    escribir(almacen, "sefin", 2026, "a", [lote(con_ocid(licitacion, 1))])
    viejos = set(almacen.carpeta.rglob("*.parquet"))
    escribir(almacen, "sefin", 2026, "b", [lote(con_ocid(licitacion, 1))])

    assert almacen.barrer() == 0  # whoever opened it a moment ago may still be reading
    assert almacen.barrer(gracia=-1) == len(viejos)
    assert not any(ruta.exists() for ruta in viejos)
    assert leer(almacen, "ocid") == [("ocds-213czf-1",)]


@pytest.mark.parametrize("publicador", ["..", ".", "../../etc", "/etc", "a'b", "*", "ñandú y águila", "x" * 300])
def test_whatever_a_publisher_is_called_its_files_stay_inside(
    almacen: Almacen, licitacion: dict[str, Any], publicador: str
) -> None:
    escribir(almacen, "otro", 2026, "a", [lote(con_ocid(licitacion, 2))])
    escribir(almacen, publicador, 2026, "a", [lote(con_ocid(licitacion, 1))])

    raiz = almacen.carpeta.resolve()
    assert all(raiz in ruta.resolve().parents for ruta in almacen.carpeta.parent.rglob("*.parquet"))
    assert leer(almacen, "ocid, publicador")[0] == ("ocds-213czf-1", publicador)


def test_a_store_written_with_other_columns_counts_as_empty(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    escribir(almacen, "sefin", 2026, "a", [lote(licitacion)])
    ruta = almacen.carpeta / "manifiesto.json"
    ruta.write_bytes(ruta.read_bytes().replace(b'"columnas":"', b'"columnas":"otras'))
    assert almacen.partes() == {}
    assert leer(almacen, "ocid") == []


def test_forgetting_everything_leaves_a_store_that_can_be_written(almacen: Almacen, licitacion: dict[str, Any]) -> None:
    escribir(almacen, "sefin", 2026, "a", [lote(licitacion)])
    almacen.vaciar()
    assert leer(almacen, "ocid") == []
    escribir(almacen, "sefin", 2026, "a", [lote(licitacion)])
    assert leer(almacen, "ocid") == [("ocds-213czf-1",)]


def test_a_general_run_may_take_the_memory_and_threads_it_is_given(almacen: Almacen, tmp_path: Path) -> None:
    with motor.sobre_almacen(almacen, recursos=motor.Recursos("256MiB", 1, tmp_path)) as base:
        opciones = "current_setting('memory_limit'), current_setting('threads'), current_setting('temp_directory')"
        memoria, hilos, temporal = base.conexion.execute(f"SELECT {opciones}").fetchone()
        assert (memoria, hilos) == ("256.0 MiB", 1)
        assert Path(temporal).parent == tmp_path
    assert not Path(temporal).exists()
    with pytest.raises(duckdb.Error):
        base.conexion.execute("SELECT 1")
