"""A step past its date is told first to those who may decide, then to administración of its institution; once each."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from sitio.avisos.models import Aviso
from sitio.avisos.tareas import entregar, escalar
from sitio.procesos.aprobacion.pasos import pasos_vencidos
from sitio.procesos.papeles import delegaciones
from tests import fabricas
from tests.avisos.mundo import Paloma

pytestmark = pytest.mark.django_db
LUNES = date(2026, 9, 7)  # three working days: the step is due on Thursday 10
CDMX = ZoneInfo("America/Mexico_City")


@pytest.fixture
def paso(casa: fabricas.Casa) -> TaskState:
    pagina = fabricas.etapa_de(fabricas.proceso(casa), "planeacion")
    fabricas.llenar(pagina, casa.capturista)
    fabricas.enviar(pagina, casa.capturista)
    estado = fabricas.paso_actual(pagina)
    TaskState.objects.filter(pk=estado.pk).update(started_at=datetime(2026, 9, 7, 23, 30, tzinfo=CDMX))
    return TaskState.objects.get(pk=estado.pk)


@pytest.mark.parametrize(
    ("dia", "nivel", "quien"),
    [(10, None, None), (11, 1, "revisor"), (14, 1, "revisor"), (15, 2, "administracion"), (30, 2, "administracion")],
)
def test_first_the_peers_then_administracion(
    casa: fabricas.Casa, paso: TaskState, dia: int, nivel: int | None, quien: str | None
) -> None:
    vencidos = pasos_vencidos(LUNES.replace(day=dia))
    assert [(v.nivel, v.personas) for v in vencidos] == ([(nivel, (casa.personas[quien],))] if quien else [])
    assert all(v.tarea.limite == date(2026, 9, 10) for v in vencidos)


def test_who_acts_for_the_absent_is_told_too_and_nobody_of_another_unit(casa: fabricas.Casa, paso: TaskState) -> None:
    fabricas.con_papel("del.sur", casa, "revisor", unidad=fabricas.otra_unidad(casa))
    hoy = timezone.localdate()
    delegaciones.delegar(casa.revisor, casa.oic, casa.institucion, hoy, hoy, casa.revisor)
    [vencido] = pasos_vencidos(date(2026, 9, 11))
    assert set(vencido.personas) == {casa.revisor, casa.oic}


def test_when_nobody_may_decide_administracion_hears_at_once(casa: fabricas.Casa, paso: TaskState) -> None:
    type(casa.revisor).objects.filter(pk=casa.revisor.pk).update(is_active=False)
    [vencido] = pasos_vencidos(date(2026, 9, 11))
    assert (vencido.nivel, vencido.personas) == (2, (casa.administracion,))


def test_each_level_is_told_once_and_not_at_all_once_it_is_decided(
    casa: fabricas.Casa, paso: TaskState, paloma: Paloma, monkeypatch: pytest.MonkeyPatch
) -> None:
    for dia in (11, 12, 15, 16):
        ahora = datetime(2026, 9, dia, 8, tzinfo=CDMX)
        monkeypatch.setattr(timezone, "now", lambda ahora=ahora: ahora)
        escalar()
        escalar()
    primero, segundo = Aviso.objects.filter(tema="paso_vencido").order_by("pk")
    assert (primero.usuario, segundo.usuario) == (casa.revisor, casa.administracion)
    entregar(segundo.pk)
    [enviado] = paloma.enviados
    assert "Venció el plazo para decidir una etapa" in enviado.texto
    assert reverse("procesos:revisar", args=[paso.pk]) in enviado.texto
    # By then it was no longer the first one's turn: it is not sent.
    entregar(primero.pk)
    primero.refresh_from_db()
    assert primero.estado == "descartado"


def test_the_board_says_until_when_and_that_it_was_told(client: Client, casa: fabricas.Casa, paso: TaskState) -> None:
    client.force_login(casa.oic)
    proceso: Any = paso.workflow_state.content_object.specific.proceso
    url = reverse("procesos:tablero", args=[proceso.pk])
    html = client.get(url).content.decode()
    assert "Límite: 10 sep 2026" in html
    assert "Ya se avisó a quien debe atenderla." in html
    TaskState.objects.filter(pk=paso.pk).update(started_at=timezone.now())
    assert "Ya se avisó" not in client.get(url).content.decode()
