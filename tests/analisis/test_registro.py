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
from sitio.analisis.registro import Resultado, registrar_bandera, registrar_plazo
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar
from sitio.ocds.listas import ETAPAS

BANDERA = pytest.mark.parametrize("bandera", BANDERAS.values(), ids=list(BANDERAS))
PLAZO = pytest.mark.parametrize("plazo", PLAZOS.values(), ids=list(PLAZOS))


def test_the_rules_of_this_version() -> None:
    assert sorted(BANDERAS) == ["E27", "P01", "P03", "P20", "P27", "P28"]
    assert sorted(PLAZOS) == ["D10", "D12", "D17", "D18", "D19", "D27", "D29"]


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
            "milestones": [{"id": "H1", "dueDate": "2026-05-02T05:59:59Z"}],
        }
    ]
    columnas = tablas.aplanar([canonizar(licitacion)])
    for hallazgo in motor.evaluar(columnas):
        assert set(hallazgo.evidencia) == set(BANDERAS[hallazgo.bandera_id].evidencias), hallazgo.bandera_id
    comunes = {"regimen", "dias", "unidad", "calendario_incompleto"}
    for plazo in motor.plazos(columnas, (), date(2026, 6, 1)):
        assert set(plazo.evidencia) - comunes == set(PLAZOS[plazo.plazo_id].evidencias), plazo.plazo_id


def test_nothing_published_gives_nothing() -> None:
    vacias = tablas.aplanar([])
    assert motor.evaluar(vacias) == []
    assert motor.plazos(vacias, (), date(2026, 1, 1)) == []


def test_a_bare_process_is_insufficient_everywhere() -> None:
    hallazgos = motor.evaluar(tablas.aplanar([canonizar({"ocid": "ocds-213czf-1"})]))
    assert {h.bandera_id: h.resultado for h in hallazgos} == dict.fromkeys(
        ("P01", "P03", "P20"), Resultado.DATOS_INSUFICIENTES
    ) | {"P20": Resultado.NO_APLICA}


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
