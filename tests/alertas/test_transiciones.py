"""Who may move an alert, from where to where, and why."""

from typing import Any

import pytest

from sitio.alertas import servicios
from sitio.alertas.models import Alerta, EstadoDeAlerta, MovimientoAlerta, Severidad
from sitio.alertas.transiciones import TransicionNoPermitida, posibles
from sitio.analisis import registro
from tests import fabricas

PERMITIDAS = {
    "reconocer": ("nueva",),
    "iniciar_revision": ("nueva", "reconocida"),
    "justificar": ("en_revision",),
    "confirmar": ("en_revision",),
    "desestimar": ("en_revision",),
}
HACIA = {
    "reconocer": "reconocida",
    "iniciar_revision": "en_revision",
    "justificar": "justificada",
    "confirmar": "confirmada",
    "desestimar": "desestimada",
}


@pytest.mark.parametrize("estado", EstadoDeAlerta.values)
@pytest.mark.parametrize("accion", PERMITIDAS)
def test_only_the_moves_of_the_table_are_possible(casa: Any, alerta: Alerta, accion: str, estado: str) -> None:
    Alerta.objects.filter(pk=alerta.pk).update(estado=estado)
    alerta.refresh_from_db()
    if estado in PERMITIDAS[accion]:
        movimiento = servicios.mover_alerta(alerta, casa.oic, accion, "Por esta razón.")
        assert (movimiento.de, movimiento.a, movimiento.usuario) == (estado, HACIA[accion], casa.oic)
    else:
        with pytest.raises(TransicionNoPermitida, match="No se puede"):
            servicios.mover_alerta(alerta, casa.oic, accion, "Por esta razón.")
    alerta.refresh_from_db()
    assert alerta.estado == (HACIA[accion] if estado in PERMITIDAS[accion] else estado)
    assert alerta.movimientos.count() == (2 if estado in PERMITIDAS[accion] else 1)


@pytest.mark.parametrize("estado", EstadoDeAlerta.values)
def test_people_are_offered_what_is_possible_and_nothing_else(estado: str) -> None:
    assert {t.accion for t in posibles(estado)} == {a for a, desde in PERMITIDAS.items() if estado in desde}


@pytest.mark.parametrize("accion", ["justificar", "confirmar", "desestimar"])
@pytest.mark.parametrize("motivo", ["", "  \n "])
def test_a_decision_needs_a_written_reason(casa: Any, alerta: Alerta, accion: str, motivo: str) -> None:
    alerta.iniciar_revision(casa.oic)
    with pytest.raises(TransicionNoPermitida, match="motivo"):
        servicios.mover_alerta(alerta, casa.oic, accion, motivo)
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.movimientos.count()) == ("en_revision", 2)


def test_the_reason_and_the_person_stay_in_the_history(casa: Any, alerta: Alerta) -> None:
    servicios.mover_alerta(alerta, casa.aprobador, "reconocer", "no se guarda")
    servicios.mover_alerta(alerta, casa.aprobador, "iniciar_revision")
    servicios.mover_alerta(alerta, casa.oic, "justificar", "  Patente\nvigente. ")
    assert [(m.de, m.a, m.motivo, m.usuario) for m in alerta.movimientos.all()][1:] == [
        ("nueva", "reconocida", "", casa.aprobador),
        ("reconocida", "en_revision", "", casa.aprobador),
        ("en_revision", "justificada", "Patente vigente.", casa.oic),
    ]


@pytest.mark.parametrize("papel", ["capturista", "revisor"])
def test_other_roles_only_look(casa: Any, alerta: Alerta, papel: str) -> None:
    with pytest.raises(TransicionNoPermitida, match="órgano interno de control"):
        servicios.mover_alerta(alerta, casa.personas[papel], "reconocer")
    alerta.refresh_from_db()
    assert alerta.estado == "nueva"


def test_another_institution_s_control_cannot_move_it(alerta: Alerta) -> None:
    otra = fabricas.casa("otra")
    with pytest.raises(TransicionNoPermitida):
        servicios.mover_alerta(alerta, otra.oic, "reconocer")
    assert MovimientoAlerta.objects.filter(usuario=otra.oic).count() == 0


def test_an_action_that_does_not_exist_is_refused(casa: Any, alerta: Alerta) -> None:
    for accion in ("", "mover", "cerrar", "delete"):
        with pytest.raises(TransicionNoPermitida, match="No existe"):
            servicios.mover_alerta(alerta, casa.oic, accion, "x")


def test_whoever_comes_second_is_refused(casa: Any, alerta: Alerta) -> None:
    otra_ventana = Alerta.objects.get(pk=alerta.pk)
    alerta.reconocer(casa.oic)
    with pytest.raises(TransicionNoPermitida, match="Actualice la página"):
        otra_ventana.reconocer(casa.aprobador)
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.movimientos.count()) == ("reconocida", 2)


def test_severities_are_the_same_in_both_rooms() -> None:
    assert [(s.name, s.value) for s in Severidad] == [(s.name, s.value) for s in registro.Severidad]
