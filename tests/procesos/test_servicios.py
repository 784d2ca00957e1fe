"""The tree: ocids are unique and eternal, stages come in order, and each institution keeps to its branch."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sitio.catalogos.calendario import sumar_dias_habiles
from sitio.catalogos.models import DiaInhabil
from sitio.procesos import consultas, servicios
from sitio.procesos.models import EjercicioPage, PapelInstitucional
from sitio.procesos.papeles import permisos
from sitio.procesos.rechazos import NoSePuede
from sitio.procesos.tablero.tarjetas import tarjetas
from sitio.publicacion.consultas import entrega_compilada
from tests import fabricas

pytestmark = pytest.mark.django_db


def test_each_process_gets_the_next_ocid_of_its_publisher_and_year(casa: fabricas.Casa) -> None:
    ocids = [fabricas.proceso(casa, titulo=f"Compra {n}").ocid for n in range(3)]
    assert ocids == [f"ocds-213czf-sefin-2026-0000{n}" for n in (1, 2, 3)]
    assert fabricas.proceso(fabricas.casa("otra")).ocid == "ocds-213czf-otra-2026-00001"
    assert EjercicioPage.objects.descendant_of(casa.institucion).count() == 1


def test_opening_a_process_reads_no_other_process(casa: fabricas.Casa) -> None:
    fabricas.proceso(casa)
    with CaptureQueriesContext(connection) as con_uno:
        fabricas.proceso(casa)
    for _otro in range(5):
        fabricas.proceso(casa)
    with CaptureQueriesContext(connection) as con_siete:
        fabricas.proceso(casa)
    assert len(con_siete) == len(con_uno)


@pytest.mark.parametrize("etapa", ["licitacion", "adjudicacion", "contrato", "ejecucion"])
def test_the_board_does_not_offer_a_stage_before_the_previous_one_is_published(casa: fabricas.Casa, etapa: str) -> None:
    proceso = fabricas.proceso(casa)
    tarjeta = next(t for t in tarjetas(proceso, casa.capturista) if t.etapa == etapa)
    assert tarjeta.acciones == ()
    assert tarjeta.detalle == "Se abre cuando se publica la etapa anterior."


@pytest.mark.parametrize("etapa", ["contrato", "ejecucion"])
def test_a_contract_needs_its_published_award_and_an_implementation_its_contract(
    casa: fabricas.Casa, etapa: str
) -> None:
    with pytest.raises(NoSePuede, match="Primero se publica la etapa anterior"):
        servicios.crear_etapa(fabricas.proceso(casa), etapa, casa.capturista)


def test_a_contract_cannot_hang_from_the_award_of_another_process(casa: fabricas.Casa) -> None:
    ajena = fabricas.publicar_hasta(casa, fabricas.proceso(casa), "adjudicacion")["adjudicacion"]
    with pytest.raises(NoSePuede):
        servicios.crear_etapa(fabricas.proceso(casa), "contrato", casa.capturista, adjudicacion=ajena)


def test_two_awards_may_be_published_and_each_takes_its_own_contract(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    primera = fabricas.publicar_hasta(casa, proceso, "adjudicacion")["adjudicacion"]
    segunda = fabricas.publicar(casa, servicios.crear_etapa(proceso, "adjudicacion", casa.capturista))
    for adjudicacion in (primera, segunda):
        fabricas.publicar(casa, servicios.crear_etapa(proceso, "contrato", casa.capturista, adjudicacion=adjudicacion))
    compilada: Any = entrega_compilada(proceso.ocid)
    assert {c["awardID"] for c in compilada["contracts"]} == {a["id"] for a in compilada["awards"]}
    assert len(compilada["contracts"]) == 2


def test_roles_see_their_institution_and_nothing_else(casa: fabricas.Casa) -> None:
    otra = fabricas.casa("otra")
    for papel, persona in casa.personas.items():
        visibles = [] if papel == "comunicacion" else [casa.publicador]
        assert list(permisos.publicadores_visibles(persona)) == visibles
    assert not permisos.publicadores_visibles(fabricas.persona("nadie")).exists()
    assert set(permisos.publicadores_visibles(fabricas.persona("super", is_superuser=True))) == {
        casa.publicador,
        otra.publicador,
    }
    assert PapelInstitucional.objects.filter(institucion=casa.institucion).count() == len(permisos.Papel)


def test_who_hears_is_the_officer_in_charge_else_those_who_capture_else_nobody(casa: fabricas.Casa) -> None:
    proceso = fabricas.proceso(casa)
    assert consultas.responsables_de(proceso.ocid) == [casa.capturista]
    proceso.responsable = casa.oic
    proceso.save()
    assert consultas.responsables_de(proceso.ocid) == [casa.oic]
    casa.oic.is_active = False
    casa.oic.save()
    assert consultas.responsables_de(proceso.ocid) == [casa.capturista]
    assert consultas.responsables_de("ocds-213czf-importado") == []


def test_days_to_act_are_working_days_over_weekends_and_holidays() -> None:
    viernes = date(2026, 9, 11)
    DiaInhabil.objects.get_or_create(fecha="2026-09-16", defaults={"motivo": "Independencia"})
    assert sumar_dias_habiles(viernes, 1).isoformat() == "2026-09-14"
    assert sumar_dias_habiles(viernes, 3).isoformat() == "2026-09-17"
    # Asked on a Sunday, the count begins on Monday.
    assert sumar_dias_habiles(date(2026, 9, 13), 1).isoformat() == "2026-09-14"
