"""What every registered rule owes to whoever reads it."""

import gzip
import inspect
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitio.analisis import BANDERAS, PLAZOS, motor
from sitio.analisis.registro import Alcance, Resultado, registrar_bandera, registrar_plazo
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar
from sitio.ocds.listas import ETAPAS

BANDERA = pytest.mark.parametrize("bandera", BANDERAS.values(), ids=list(BANDERAS))
PLAZO = pytest.mark.parametrize("plazo", PLAZOS.values(), ids=list(PLAZOS))


DE_ESTA_VERSION = """
    C01 C02 C03 C04 C04M C05 C06 C07 C08 C09 C10 C11
    E01 E02 E03 E04 E08 E09 E10 E11 E12 E13 E14 E15 E16 E17 E18 E19 E20 E21 E24 E27 E28
    L01 L02 L03 L04 L05 L06 L07 L08 L09 L10 L11 L13 L14 L15 L16
    P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12 P13 P14 P15 P16 P17 P18 P19 P20 P21 P22 P23 P24 P24B P25 P26 P27
    P28 P29 P30 P31 P34 P35 P36 P37 P38 P39 P40 P41 P42 P43
    S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11 S12 S13 S14 S15 S16 S16B
    X01 X02 X03 X04 X05 X06 X08 X09 X10 X11 X12 X13 X14
"""


def test_the_rules_of_this_version() -> None:
    assert sorted(BANDERAS) == DE_ESTA_VERSION.split()
    assert " ".join(sorted(PLAZOS)) == (
        "D03 D04 D05 D06 D08 D09 D10 D11 D12 D13 D15 D16 D17 D18 D19 D20 D21 D22 D24 D25 D25R D27 D28 D29 D40 "
        "O07 O09 O10 O11 O12 O15 O17 O18 O19 O20"
    )


@BANDERA
def test_a_flag_explains_itself(bandera: Any) -> None:
    assert bandera.etapa in ETAPAS
    assert re.fullmatch(r"\d+\.\d+", bandera.version)
    assert bandera.campos
    assert bandera.falsos_positivos
    for texto in (bandera.titulo, bandera.fuente, bandera.por_que_importa, bandera.que_hacer):
        assert texto.strip()
    documento = inspect.getdoc(bandera.expresion) or ""
    assert documento.startswith(f"{bandera.id}:")
    for parte in ("Fields:", "Threshold", "Source:"):
        assert parte in documento or (parte == "Threshold" and "Minimum" in documento)


@BANDERA
def test_a_flag_never_accuses(bandera: Any) -> None:
    textos = " ".join([bandera.titulo, bandera.por_que_importa, bandera.que_hacer, *bandera.falsos_positivos]).lower()
    for palabra in ("corrup", "fraude", "delito", "culpab", "ilegal", "irregular", "simul"):
        assert palabra not in textos


@PLAZO
def test_a_deadline_explains_itself(plazo: Any) -> None:
    assert plazo.etapa in ETAPAS
    assert plazo.terminos
    assert all(termino.fundamento for termino in plazo.terminos.values())
    for texto in (plazo.titulo, plazo.responsable, plazo.evidencia_que_cumple, plazo.que_hacer):
        assert texto.strip()
    assert "Source:" in (inspect.getdoc(plazo.expresion) or "")


def test_an_id_is_registered_once() -> None:
    with pytest.raises(ValueError, match="P20 ya está"):
        registrar_bandera(BANDERAS["P20"])
    with pytest.raises(ValueError, match="D12 ya está"):
        registrar_plazo(PLAZOS["D12"])


def test_every_piece_of_evidence_has_a_name_for_people(licitacion: Any) -> None:
    licitacion["contracts"] = [
        {
            "id": "C1",
            "awardID": "A1",
            "dateSigned": "2026-04-10T06:00:00Z",
            "period": {"endDate": "2026-12-13T05:59:59Z"},
            "milestones": [{"id": "H1", "type": "delivery", "dueDate": "2026-05-02T05:59:59Z"}],
            "implementation": {"transactions": [{"id": "P1"}]},
        }
    ]
    columnas = tablas.aplanar([canonizar(licitacion)])
    hallazgos = motor.evaluar(columnas, [b for b in BANDERAS.values() if b.alcance is Alcance.PROCESO])
    for hallazgo in hallazgos:
        assert set(hallazgo.evidencia) == set(BANDERAS[hallazgo.bandera_id].evidencias), hallazgo.bandera_id
    # Those on external lists speak only of whom a loaded list, or the register, tells something.
    de_un_proceso = {b.id for b in BANDERAS.values() if b.de_un_proceso}
    assert {b for b in de_un_proceso if not b.startswith("L")} <= {h.bandera_id for h in hallazgos}
    comunes = {"regimen", "dias", "unidad", "calendario", "calendario_incompleto", "suspensiones"}
    for plazo in motor.plazos(columnas, (), date(2026, 6, 1)):
        assert set(plazo.evidencia) - comunes == set(PLAZOS[plazo.plazo_id].evidencias), plazo.plazo_id


def test_nothing_published_gives_nothing() -> None:
    vacias = tablas.aplanar([])
    assert motor.evaluar(vacias) == []
    assert motor.plazos(vacias, (), date(2026, 1, 1)) == []


def test_a_bare_process_is_insufficient_everywhere() -> None:
    hallazgos = motor.evaluar(tablas.aplanar([canonizar({"ocid": "ocds-213czf-1"})]))
    assert {h.resultado for h in hallazgos} == {Resultado.DATOS_INSUFICIENTES, Resultado.NO_APLICA}
    # Nothing was received, awarded or published: there is nothing yet that they could judge.
    sin_materia = {h.bandera_id for h in hallazgos if h.resultado is Resultado.NO_APLICA}
    assert sin_materia == {"E20", "P20", "P22", "P23", "P25", "P26", "P30", "P31", "P39"}


def test_repeated_ids_give_one_result_and_always_the_same(licitacion: Any) -> None:
    licitacion["awards"] = [
        {"id": "A1", "status": "active", "date": "2026-04-01T06:00:00Z"},
        {"id": "A1", "status": "active", "date": "2026-06-01T06:00:00Z"},
    ]
    de_ida = motor.evaluar(tablas.aplanar([canonizar(licitacion)]))
    licitacion["awards"].reverse()
    assert motor.evaluar(tablas.aplanar([canonizar(licitacion)])) == de_ida
    assert len([h for h in de_ida if h.bandera_id == "P28"]) == 1


@pytest.mark.datos_reales
def test_real_direct_awards_raise_nothing_about_competition(compartido: Path) -> None:
    """1,569 federal packages of 2016-2017, all direct awards: no rule about tenders applies to a single one."""
    ruta = compartido / "data/ocds/federal-2016-2017.release-packages.jsonl.gz"
    with gzip.open(ruta, "rt", encoding="utf-8") as archivo:
        entregas = [entrega for linea in archivo for entrega in json.loads(linea)["releases"]]
    hallazgos = motor.evaluar(tablas.aplanar(map(canonizar, entregas)))
    por_regla: dict[str, set[str]] = {}
    for hallazgo in hallazgos:
        por_regla.setdefault(hallazgo.bandera_id, set()).add(hallazgo.resultado.value)
    assert por_regla["P20"] == por_regla["P01"] == por_regla["P03"] == por_regla["P28"] == {"no_aplica"}
    assert por_regla["E27"] == {"bandera", "sin_bandera", "datos_insuficientes"}
    assert len({h.ocid for h in hallazgos}) == len({e["ocid"] for e in entregas})
