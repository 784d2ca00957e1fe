"""A run over the store says the same as a run over a few processes, and only tells what somebody has to look at."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitio.analisis import motor
from sitio.analisis.ajustes import AjusteDeBandera, Ajustes, Origen
from sitio.analisis.almacen import Almacen, escribir
from sitio.analisis.motor import general
from sitio.analisis.registro import BANDERAS, PLAZOS, Alcance, Bandera, Resultado
from sitio.ocds.canonico import canonizar, sha256
from tests.analisis.test_almacen import con_ocid, lote
from tests.analisis.test_motor import bandera, por_comprador

UNO, DOS, TRES = (f"ocds-213czf-{n}" for n in (1, 2, 3))


@pytest.fixture
def tres(tmp_path: Path, licitacion: dict[str, Any]) -> Almacen:
    """Three tenders: one with one tenderer, one with three, one of which nothing tells who took part."""
    licitacion["tender"]["procuringEntity"] = {"id": "UC-1", "name": "Unidad"}
    sin_nadie = {n: v for n, v in licitacion["tender"].items() if n not in ("tenderers", "numberOfTenderers")}
    sola = sin_nadie | {"tenderers": [{"id": "X-1"}], "numberOfTenderers": 1}
    callada = con_ocid(licitacion, 3) | {"tender": sin_nadie, "awards": []}
    almacen = Almacen(tmp_path)
    compiladas = con_ocid(licitacion, 1) | {"tender": sola}, con_ocid(licitacion, 2), callada
    escribir(almacen, "sefin", 2026, "a", [lote(*compiladas)])
    return almacen


def correr(
    almacen: Almacen, regla: Bandera, abiertas: Any = (), ajustes: Mapping[str, Ajustes] | None = None, **mas: Any
) -> tuple[dict[str, int], list[general.Caso]]:
    with motor.sobre_almacen(almacen) as base:
        conteo = general.evaluar_todo(base, regla, ajustes)
        casos = list(general.casos(base, regla, abiertas, ajustes=ajustes, **mas))
    return {r.value: n for r, n in conteo.items() if n}, casos


def test_only_what_is_raised_comes_home_and_all_is_counted(tres: Almacen) -> None:
    conteo, (caso,) = correr(tres, BANDERAS["P20"])

    assert conteo == {"bandera": 1, "sin_bandera": 1, "datos_insuficientes": 1}
    assert caso.clave == (UNO, UNO)
    assert caso.hallazgo is not None
    assert (caso.hallazgo.ocid, caso.hallazgo.publicador, caso.hallazgo.valor) == (UNO, "sefin", 1)
    assert caso.lectura is not None
    assert (caso.lectura.publicador, caso.lectura.posicion) == ("sefin", 1)


def test_what_was_open_comes_home_too_with_what_is_said_of_it_now(tres: Almacen) -> None:
    abiertas = [(TRES, TRES), (DOS, DOS), ("ocds-213czf-9", "ocds-213czf-9"), (DOS, "otro")]
    _conteo, casos = correr(tres, BANDERAS["P20"], abiertas)

    assert [(c.clave, c.hallazgo.resultado.value if c.hallazgo else None, c.lectura is not None) for c in casos] == [
        ((UNO, UNO), "bandera", True),
        ((DOS, DOS), "sin_bandera", True),
        ((DOS, "otro"), None, True),
        ((TRES, TRES), "datos_insuficientes", True),
        (("ocds-213czf-9", "ocds-213czf-9"), None, False),
    ]


def test_whoever_stops_goes_on_where_it_was(tres: Almacen) -> None:
    _conteo, casos = correr(tres, BANDERAS["P20"], [(DOS, DOS), (TRES, TRES)], desde=(DOS, DOS))
    assert [c.clave for c in casos] == [(TRES, TRES)]


def test_each_process_is_under_the_thresholds_of_its_template(tres: Almacen) -> None:
    origen = Origen("p", 1, "P")
    ajustes = {
        UNO: Ajustes(origen, banderas={"P20": AjusteDeBandera(activa=False)}),
        DOS: Ajustes(origen, banderas={"P20": AjusteDeBandera(parametros={"maximo": 3})}),
        TRES: Ajustes(origen),
    }
    conteo, casos = correr(tres, BANDERAS["P20"], [(UNO, UNO)], ajustes)

    assert conteo == {"bandera": 1, "no_aplica": 1, "datos_insuficientes": 1}
    apagada, levantada = (c.hallazgo for c in casos)
    assert apagada is not None and levantada is not None  # noqa: PT018 - both, to read them below
    assert (apagada.ocid, apagada.resultado, apagada.evidencia["ajuste"]["activa"]) == (UNO, Resultado.NO_APLICA, False)
    assert (levantada.ocid, levantada.evidencia["ajuste"]["parametros"]) == (DOS, {"maximo": 3})


def test_what_is_of_a_buyer_says_the_latest_it_was_read_from(tres: Almacen) -> None:
    conteo, casos = correr(tres, bandera(por_comprador, alcance=Alcance.COMPRADOR), [("sefin", "UC-9")])

    assert conteo == {"bandera": 1}
    (gone,) = [c for c in casos if c.clave == ("sefin", "UC-9")]
    assert (gone.hallazgo, gone.lectura) == (None, None)
    (caso,) = [c for c in casos if c.hallazgo]
    assert caso.hallazgo is not None
    assert caso.hallazgo.procesos == (UNO, DOS, TRES)
    with motor.sobre_almacen(tres) as base:
        huellas = {ocid: lectura.sha256 for ocid, lectura in general.lecturas(base.conexion, [UNO, DOS, TRES]).items()}
    assert caso.lectura == general.Lectura("sefin", 3, sha256(canonizar([[o, huellas[o]] for o in (UNO, DOS, TRES)])))


def test_a_repeated_subject_is_raised_if_any_of_its_rows_is(tmp_path: Path, licitacion: dict[str, Any]) -> None:
    """Two awards with one id, decided on different days: the same outcome whichever way it is run."""
    for fallo in (["2026-03-21T06:00:00Z", "2026-09-01T06:00:00Z"], ["2026-09-01T06:00:00Z", "2026-03-21T06:00:00Z"]):
        licitacion["awards"] = [{"id": "A1", "status": "active", "date": dia} for dia in fallo]
        almacen = Almacen(tmp_path / fallo[0][:10])
        escribir(almacen, "sefin", 2026, "a", [lote(licitacion)])
        de_a_uno = motor.evaluar(_planas(licitacion))
        for regla in (b for b in BANDERAS.values() if b.de_un_proceso):
            conteo, casos = correr(almacen, regla)
            propios = [h for h in de_a_uno if h.bandera_id == regla.id]
            assert sum(conteo.values()) == len(propios)
            levantadas = {h.sujeto: h.evidencia for h in propios if h.resultado == Resultado.BANDERA}
            assert {c.clave[1]: c.hallazgo.evidencia for c in casos if c.hallazgo} == levantadas


def _planas(*compiladas: dict[str, Any]) -> Any:
    from sitio.ocds import tablas

    return tablas.aplanar(map(canonizar, compiladas))


def test_deadlines_over_the_store_are_those_of_each_process(tres: Almacen, licitacion: dict[str, Any]) -> None:
    hoy = date(2026, 12, 31)
    esperados = motor.plazos(_planas(con_ocid(licitacion, 2)), frozenset(), hoy)
    with motor.sobre_almacen(tres) as base:
        propios = [
            p
            for definicion in PLAZOS.values()
            for caso in general.casos_de_plazo(base, definicion, motor.contador(definicion, frozenset(), hoy))
            for p in caso.plazos
            if caso.ocid == DOS
        ]
    assert esperados
    assert propios == esperados


def test_a_process_that_lost_its_deadline_comes_home_without_it(tres: Almacen) -> None:
    definicion = next(iter(PLAZOS.values()))
    nada = motor.contador(definicion, frozenset(), date(2026, 12, 31))
    with motor.sobre_almacen(tres) as base:
        casos = list(general.casos_de_plazo(base, definicion, lambda fila: None, [DOS, "ocds-213czf-9"]))
        otros = list(general.casos_de_plazo(base, definicion, nada, [DOS], desde=DOS))
    assert [(c.ocid, c.plazos, c.lectura is not None) for c in casos if c.ocid in (DOS, "ocds-213czf-9")] == [
        (DOS, [], True),
        ("ocds-213czf-9", [], False),
    ]
    assert all(c.ocid > DOS for c in otros)
