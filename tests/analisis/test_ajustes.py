"""What a procedure template changes: its terms, calendars, thresholds and switches, and nothing of its neighbours'."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from sitio.analisis import BANDERAS, motor
from sitio.analisis.ajustes import AjusteDeBandera, AjusteDePlazo, Ajustes, Origen
from sitio.analisis.motor import Hallazgo, PlazoCalculado
from sitio.analisis.registro import Unidad
from sitio.ocds import tablas
from sitio.ocds.canonico import canonizar

OCID = "ocds-213czf-1"
ORIGEN = Origen("compras-estatales", 3, "Compras del estado")
ESTATAL = {OCID: "estatal"}


def con_plazo(**campos: Any) -> dict[str, Ajustes]:
    return {OCID: Ajustes(ORIGEN, plazos={"D12": AjusteDePlazo(**campos)})}


def con_bandera(**campos: Any) -> Ajustes:
    return Ajustes(ORIGEN, banderas={"P20": AjusteDeBandera(**campos)})


@pytest.fixture
def fallo(computar: Any, licitacion: dict[str, Any]) -> Any:
    """Compute the deadline of the award of the public tender, opened on Friday 20 March 2026."""

    def correr(**opciones: Any) -> list[PlazoCalculado]:
        return computar("D12", licitacion, **opciones)

    return correr


def ofertas(*compiladas: dict[str, Any], ajustes: dict[str, Ajustes], cual: str = "P20") -> list[Hallazgo]:
    return motor.evaluar(tablas.aplanar(map(canonizar, compiladas)), [BANDERAS[cual]], ajustes=ajustes)


# Deadlines ---------------------------------------------------------------------------------------------------------


def test_a_template_s_term_replaces_the_law_s_and_evidence_says_whose_it_is(fallo: Any) -> None:
    (plazo,) = fallo(ajustes=con_plazo(dias=10, unidad=Unidad.HABILES, fundamento="Artículo 70 de la ley estatal"))
    assert (plazo.vence, plazo.fundamento) == (date(2026, 4, 3), "Artículo 70 de la ley estatal")
    assert (plazo.evidencia["dias"], plazo.evidencia["unidad"]) == (10, "días hábiles")
    assert plazo.evidencia["ajuste"] == {
        "plantilla": "compras-estatales",
        "version": 3,
        "titulo": "Compras del estado",
        "calendario": "",
    }


def test_a_template_s_term_never_borrows_the_article_it_replaces(fallo: Any) -> None:
    (plazo,) = fallo(ajustes=con_plazo(dias=10))
    assert plazo.fundamento == "Plantilla «Compras del estado», versión 3"


def test_a_template_s_term_holds_where_the_federal_law_says_nothing(fallo: Any) -> None:
    assert fallo(marcos=ESTATAL) == []
    (plazo,) = fallo(marcos=ESTATAL, ajustes=con_plazo(dias=10, fundamento="Artículo 70"))
    assert (plazo.vence, plazo.evidencia["regimen"]) == (date(2026, 3, 30), None)


def test_a_template_without_days_sets_no_term_of_its_own(fallo: Any) -> None:
    assert fallo(marcos=ESTATAL, ajustes=con_plazo(fundamento="Artículo 70")) == []
    (plazo,) = fallo(ajustes=con_plazo(fundamento="Artículo 70"))
    assert (plazo.vence, plazo.fundamento) == (date(2026, 4, 9), "Artículo 70")


def test_a_deadline_switched_off_is_not_computed(fallo: Any) -> None:
    assert fallo(ajustes=con_plazo(activo=False)) == []


def test_a_limit_counted_back_stays_one(computar: Any, licitacion: Any) -> None:
    """8 days before Friday 20 March is Thursday 12, a holiday here: a limit counted back is not moved."""
    ajustes = {OCID: Ajustes(ORIGEN, plazos={"D10": AjusteDePlazo(dias=-8)})}
    (plazo,) = computar("D10", licitacion, ajustes=ajustes, inhabiles={date(2026, 3, 12)})
    assert plazo.vence == date(2026, 3, 12)


def test_each_deadline_counts_with_the_calendar_its_template_names(fallo: Any) -> None:
    calendarios = {"estado": {date(2026, 4, 9), date(2026, 4, 10)}}
    (federal,) = fallo(calendarios=calendarios)
    (estatal,) = fallo(calendarios=calendarios, ajustes=con_plazo(calendario="estado"))
    assert (federal.vence, estatal.vence) == (date(2026, 4, 9), date(2026, 4, 13))
    assert estatal.evidencia["ajuste"]["calendario"] == "estado"


def test_a_named_calendar_without_the_year_is_told(fallo: Any) -> None:
    ajustes = con_plazo(dias=10, unidad=Unidad.HABILES, calendario="estado")
    (vacio,) = fallo(ajustes=ajustes, calendarios={"estado": ()}, inhabiles={date(2026, 12, 25)})
    (lleno,) = fallo(ajustes=ajustes, calendarios={"estado": {date(2026, 12, 25)}})
    assert vacio.evidencia["calendario_incompleto"] == 2026
    assert "calendario_incompleto" not in lleno.evidencia


def test_a_calendar_that_is_gone_is_told_and_the_federal_one_counts(fallo: Any) -> None:
    (plazo,) = fallo(ajustes=con_plazo(calendario="estado"), inhabiles={date(2026, 4, 9)})
    assert plazo.vence == date(2026, 4, 10)
    assert plazo.evidencia["calendario_ausente"] == "estado"


# Flags -------------------------------------------------------------------------------------------------------------


def test_a_flag_switched_off_does_not_apply_and_is_never_clean(licitacion: Any) -> None:
    solo = deepcopy(licitacion)
    solo["tender"] |= {"tenderers": [{"id": "X-1", "name": "Empresa 1"}], "numberOfTenderers": 1}
    for compilada in (solo, licitacion):
        (hallazgo,) = ofertas(compilada, ajustes={OCID: con_bandera(activa=False)})
        assert hallazgo.resultado == "no_aplica"
        assert hallazgo.evidencia["ajuste"]["activa"] is False


def test_a_template_s_threshold_decides_and_evidence_keeps_it(licitacion: Any) -> None:
    (normal,) = ofertas(licitacion, ajustes={})
    (propio,) = ofertas(licitacion, ajustes={OCID: con_bandera(parametros={"maximo": 3})})
    assert (normal.resultado, propio.resultado) == ("sin_bandera", "bandera")
    assert "ajuste" not in normal.evidencia
    assert propio.evidencia["ajuste"] == {
        "plantilla": "compras-estatales",
        "version": 3,
        "titulo": "Compras del estado",
        "activa": True,
        "parametros": {"maximo": 3},
    }


def test_each_process_of_a_run_keeps_its_own_thresholds(licitacion: Any) -> None:
    compiladas = [{**deepcopy(licitacion), "ocid": f"ocds-213czf-{n}"} for n in (1, 2, 3, 4)]
    ajustes = {
        "ocds-213czf-2": con_bandera(parametros={"maximo": 3}),
        "ocds-213czf-3": con_bandera(activa=False, parametros={"maximo": 3}),
        "ocds-213czf-4": Ajustes(ORIGEN, banderas={"P24": AjusteDeBandera(activa=False)}),
    }
    resultados = {h.ocid[-1]: h.resultado.value for h in ofertas(*compiladas, ajustes=ajustes)}
    assert resultados == {"1": "sin_bandera", "2": "bandera", "3": "no_aplica", "4": "sin_bandera"}


def test_only_the_thresholds_that_differ_are_named(licitacion: Any) -> None:
    ajustes = {OCID: Ajustes(ORIGEN, banderas={"P01": AjusteDeBandera(parametros={"nacional": 25})})}
    (hallazgo,) = ofertas(licitacion, ajustes=ajustes, cual="P01")
    assert hallazgo.resultado == "bandera"
    assert hallazgo.evidencia["minimo"] == 25
    assert hallazgo.evidencia["ajuste"]["parametros"] == {
        "nacional": 25,
        "internacional": 20,
        "obra_nacional": 10,
        "obra_internacional": 20,
        "obra_tratados": 40,
    }
