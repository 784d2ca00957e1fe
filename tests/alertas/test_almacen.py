"""The store of an installation: only what changed is written again, and nothing published stays out."""

from pathlib import Path
from typing import Any

import pytest

from sitio.alertas.general.almacen import almacen, atrasadas, poner_al_dia
from sitio.analisis import motor
from sitio.publicacion import retiros
from tests import fabricas

UNO, DOS = "ocds-213czf-1", "ocds-213czf-2"


@pytest.fixture(autouse=True)
def _almacen(tmp_path: Path, settings: Any) -> None:
    settings.CARPETA_DE_ANALISIS = tmp_path / "analisis"


def al_dia() -> list[tuple[str, int]]:
    escritas = atrasadas()
    for atrasada in escritas:
        poner_al_dia(atrasada, lambda: None)
    assert atrasadas() == []
    return [(a.publicador, a.anio) for a in escritas]


def guardados() -> list[tuple[Any, ...]]:
    with motor.sobre_almacen(almacen()) as base:
        return base.conexion.execute("SELECT ocid, numero_licitantes FROM procesos ORDER BY ocid").fetchall()


def test_only_the_publishers_whose_records_changed_are_written_again(emitir: Any, casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    anio = emitir(UNO).fecha.year
    emitir("ocds-aaaaaa-1", publicador=otra.publicador)
    assert al_dia() == sorted([(casa.publicador.clave, anio), ("otra", anio)])
    assert al_dia() == []

    emitir(DOS, licitantes=3)
    assert al_dia() == [(casa.publicador.clave, anio)]
    assert guardados() == [("ocds-213czf-1", 1), ("ocds-213czf-2", 3), ("ocds-aaaaaa-1", 1)]


def test_a_process_that_changed_changes_its_part(emitir: Any) -> None:
    emitir(UNO)
    emitir(DOS)
    al_dia()
    emitir(UNO, licitantes=2)
    assert len(al_dia()) == 1
    assert guardados() == [(UNO, 2), (DOS, 1)]


def test_what_was_withdrawn_leaves_the_store(emitir: Any) -> None:
    entrega, ana, bea = emitir(UNO), *(fabricas.persona(n, is_superuser=True) for n in ("ana", "bea"))
    al_dia()
    razones = {"motivo": "orden_legal", "fundamento": "Oficio 1", "explicacion": "Orden."}
    folio = retiros.solicitar(entrega.ocid, entrega.id_entrega, persona=ana, **razones).pk
    retiros.autorizar(folio, bea)
    assert len(al_dia()) == 1
    assert guardados() == []
    assert almacen().partes() == {}


def test_another_body_of_law_is_another_part(emitir: Any, casa: fabricas.Casa, settings: Any) -> None:
    emitir(UNO)
    al_dia()
    settings.ALERTAS_MARCOS = {casa.publicador.clave: "estatal"}
    assert len(al_dia()) == 1
    with motor.sobre_almacen(almacen()) as base:
        assert base.conexion.execute("SELECT marco FROM procesos").fetchall() == [("estatal",)]


def test_a_part_is_written_in_lots(emitir: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitio.alertas.general.almacen.PROCESOS", 2)
    for n in range(5):
        emitir(f"ocds-213czf-{n}")
    lotes: list[None] = []
    for atrasada in atrasadas():
        poner_al_dia(atrasada, lambda: lotes.append(None))
    assert len(lotes) == 3
    assert [ocid for ocid, _n in guardados()] == [f"ocds-213czf-{n}" for n in range(5)]
