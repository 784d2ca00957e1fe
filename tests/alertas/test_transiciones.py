"""Who may move an alert, from where to where, and why."""

from typing import Any

import pytest

from sitio.alertas.models import Alerta, EstadoDeAlerta, MovimientoAlerta, Severidad
from sitio.alertas.transiciones import TransicionNoPermitida, posibles
from sitio.alertas.vida import decisiones
from sitio.analisis import registro
from tests import fabricas

REVISADA = ("en_revision", "remitida")
RESUELTAS = ("justificada", "desestimada", "aceptada", "subsanada", "caducada")
PERMITIDAS = {
    "reconocer": ("nueva",),
    "iniciar_revision": ("nueva", "reconocida"),
    "justificar": REVISADA,
    "confirmar": REVISADA,
    "desestimar": REVISADA,
    "aceptar": (*REVISADA, "confirmada"),
    "subsanar": (*REVISADA, "confirmada"),
    "remitir": ("en_revision", "confirmada"),
    "caducar": (*REVISADA, "confirmada"),
    "reabrir": RESUELTAS,
}
HACIA = {
    "reconocer": "reconocida",
    "iniciar_revision": "en_revision",
    "justificar": "justificada",
    "confirmar": "confirmada",
    "desestimar": "desestimada",
    "aceptar": "aceptada",
    "subsanar": "subsanada",
    "remitir": "remitida",
    "caducar": "caducada",
    "reabrir": "en_revision",
}
DECISIONES = [accion for accion in HACIA if accion not in ("reconocer", "iniciar_revision")]


def en_estado(alerta: Alerta, estado: str) -> int:
    """Put it there, as if by other moves; returns how many movements it has."""
    Alerta.objects.filter(pk=alerta.pk).update(estado=estado)
    alerta.refresh_from_db()
    return alerta.movimientos.count()


@pytest.mark.parametrize("accion", PERMITIDAS)
def test_only_the_moves_of_the_table_are_possible(casa: Any, alerta: Alerta, accion: str) -> None:
    for estado in EstadoDeAlerta.values:
        antes = en_estado(alerta, estado)
        if estado in PERMITIDAS[accion]:
            movimiento = decisiones.mover_alerta(alerta, casa.oic, accion, "Por esta razón.")
            assert (movimiento.de, movimiento.a, movimiento.usuario) == (estado, HACIA[accion], casa.oic)
        else:
            with pytest.raises(TransicionNoPermitida, match="No se puede"):
                decisiones.mover_alerta(alerta, casa.oic, accion, "Por esta razón.")
        alerta.refresh_from_db()
        assert alerta.estado == (HACIA[accion] if estado in PERMITIDAS[accion] else estado)
        assert alerta.movimientos.count() - antes == (estado in PERMITIDAS[accion])


@pytest.mark.parametrize("estado", EstadoDeAlerta.values)
def test_people_are_offered_what_is_possible_and_nothing_else(estado: str) -> None:
    assert {t.accion for t in posibles(estado)} == {a for a, desde in PERMITIDAS.items() if estado in desde}


@pytest.mark.parametrize("motivo", ["", "  \n "])
def test_a_decision_needs_a_written_reason(casa: Any, alerta: Alerta, motivo: str) -> None:
    for accion in DECISIONES:
        en_estado(alerta, PERMITIDAS[accion][0])
        with pytest.raises(TransicionNoPermitida, match="motivo"):
            decisiones.mover_alerta(alerta, casa.oic, accion, motivo)
        alerta.refresh_from_db()
        assert (alerta.estado, alerta.movimientos.count()) == (PERMITIDAS[accion][0], 1)


def test_the_reason_and_the_person_stay_in_the_history(casa: Any, alerta: Alerta) -> None:
    decisiones.mover_alerta(alerta, casa.aprobador, "reconocer", "no se guarda")
    decisiones.mover_alerta(alerta, casa.aprobador, "iniciar_revision")
    decisiones.mover_alerta(alerta, casa.oic, "justificar", "  Patente\nvigente. ")
    assert [(m.de, m.a, m.motivo, m.usuario) for m in alerta.movimientos.all()][1:] == [
        ("nueva", "reconocida", "", casa.aprobador),
        ("reconocida", "en_revision", "", casa.aprobador),
        ("en_revision", "justificada", "Patente vigente.", casa.oic),
    ]


@pytest.mark.parametrize("papel", ["capturista", "revisor"])
def test_other_roles_only_look(casa: Any, alerta: Alerta, papel: str) -> None:
    with pytest.raises(TransicionNoPermitida, match="órgano interno de control"):
        decisiones.mover_alerta(alerta, casa.personas[papel], "reconocer")
    alerta.refresh_from_db()
    assert alerta.estado == "nueva"


def test_another_institution_s_control_cannot_move_it(alerta: Alerta) -> None:
    otra = fabricas.casa("otra")
    with pytest.raises(TransicionNoPermitida):
        decisiones.mover_alerta(alerta, otra.oic, "reconocer")
    assert MovimientoAlerta.objects.filter(usuario=otra.oic).count() == 0


def test_an_action_that_does_not_exist_is_refused(casa: Any, alerta: Alerta) -> None:
    for accion in ("", "mover", "cerrar", "delete"):
        with pytest.raises(TransicionNoPermitida, match="No existe"):
            decisiones.mover_alerta(alerta, casa.oic, accion, "x")


def test_whoever_comes_second_is_refused(casa: Any, alerta: Alerta) -> None:
    otra_ventana = Alerta.objects.get(pk=alerta.pk)
    alerta.por_persona("reconocer", casa.oic)
    with pytest.raises(TransicionNoPermitida, match="Actualice la página"):
        otra_ventana.por_persona("reconocer", casa.aprobador)
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.movimientos.count()) == ("reconocida", 2)


def test_severities_are_the_same_in_both_rooms() -> None:
    assert [(s.name, s.value) for s in Severidad] == [(s.name, s.value) for s in registro.Severidad]
