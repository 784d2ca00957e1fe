"""From a publication to the announcement: enqueued, reviewed once, said once, and said again if nobody heard."""

from datetime import time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django_q.models import OrmQ, Schedule

from sitio import cola
from sitio.alertas import receptores, servicios, tareas
from sitio.alertas.general import turnos
from sitio.alertas.models import Alerta, Corrida, Plazo
from sitio.alertas.senales import novedades
from sitio.publicacion import retiros
from sitio.publicacion.senales import entregas_emitidas
from tests import fabricas

OCID = "ocds-213czf-1"
GENERAL = "sitio.alertas.tareas.correr_general"


def encoladas() -> list[tuple[str, tuple[Any, ...]]]:
    return [(fila.task["func"], fila.task["args"]) for fila in OrmQ.objects.order_by("pk")]


@pytest.fixture(autouse=True)
def _almacen(tmp_path: Path, settings: Any) -> None:
    settings.CARPETA_DE_ANALISIS = tmp_path / "analisis"


@pytest.fixture
def en_lotes_de_dos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servicios, "LOTE", 2)


def test_a_publication_enqueues_its_review(emitir: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entrega = emitir()
    assert ("sitio.alertas.tareas.revisar_entregas", (entrega.posicion, entrega.posicion)) in encoladas()


@pytest.mark.django_db
def test_a_big_lot_is_enqueued_in_stretches(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receptores.al_emitir(None, posiciones=list(range(1250, 0, -1)), ocids=[])
    assert [args for _, args in encoladas()] == [(1, 500), (501, 1000), (1001, 1250)]


def test_a_withdrawal_enqueues_the_review_of_its_process(emitir: Any, django_capture_on_commit_callbacks: Any) -> None:
    entrega, ana, bea = emitir(), *(fabricas.persona(nombre, is_superuser=True) for nombre in ("ana", "bea"))
    razones = {"motivo": "orden_legal", "fundamento": "Oficio 1", "explicacion": "Orden."}
    folio = retiros.solicitar(entrega.ocid, entrega.id_entrega, persona=ana, **razones).pk
    with django_capture_on_commit_callbacks(execute=True):
        retiros.autorizar(folio, bea)
    assert ("sitio.alertas.tareas.revisar_entregas", (entrega.posicion,)) in encoladas()


@pytest.mark.django_db
def test_the_receiver_is_connected() -> None:
    oyentes = [clave for clave, *_ in entregas_emitidas.receivers]
    assert any(clave[0] == "alertas.al_emitir" for clave in oyentes)


def test_the_task_reviews_each_process_of_its_stretch_once(emitir: Any, en_lotes_de_dos: None) -> None:
    posiciones = [emitir(f"ocds-213czf-{n}").posicion for n in (1, 2, 3)]
    posiciones.append(emitir("ocds-213czf-1", planning={"rationale": "más"}).posicion)
    emitir("ocds-213czf-9")
    assert tareas.revisar_entregas(posiciones[0], posiciones[-1]) == 3
    alertas = Alerta.objects.filter(bandera="P20")
    assert sorted(alertas.values_list("ocid", flat=True)) == [f"ocds-213czf-{n}" for n in (1, 2, 3)]
    assert tareas.revisar_entregas(posiciones[0], posiciones[-1]) == 3
    assert alertas.count() == 3
    assert tareas.revisar_entregas(posiciones[1]) == 1


def test_the_nightly_review_asks_for_a_general_run_with_time_enough(
    emitir: Any, django_capture_on_commit_callbacks: Any
) -> None:
    emitir()
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        tareas.revisar_todo()
    (fila,) = OrmQ.objects.all()
    assert (fila.task["func"], fila.task["args"], fila.task["timeout"]) == (GENERAL, (), tareas.PLAZO_DEL_TURNO)
    assert tareas.correr_general() == "terminada"
    assert Alerta.objects.count() == 1
    assert set(Corrida.objects.values_list("motivo", flat=True)) == {"programada"}


def test_a_general_run_asks_for_as_many_turns_as_it_needs(
    emitir: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    emitir()
    OrmQ.objects.all().delete()
    monkeypatch.setattr(tareas, "TURNO", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        assert tareas.correr_general() == "en_curso"
    assert encoladas() == [(GENERAL, ())]


def test_a_general_run_whose_worker_was_killed_is_gone_on_with(
    emitir: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    emitir()
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        tareas.seguir_corrida()
        with turnos.turno("manual", None):
            tareas.seguir_corrida()
            assert tareas.correr_general() == "en_curso"
        assert encoladas() == []
    with django_capture_on_commit_callbacks(execute=True):
        tareas.seguir_corrida()
    assert encoladas() == [(GENERAL, ())]
    assert tareas.correr_general() == "terminada"
    assert not Corrida.objects.filter(estado="en_curso").exists()


def test_a_publication_whose_task_was_lost_is_reviewed_later(emitir: Any, monkeypatch: Any) -> None:
    emitir("ocds-213czf-1")
    emitir("ocds-213czf-2")
    servicios.revisar(["ocds-213czf-1"])
    assert tareas.revisar_pendientes() == 0  # its own task may still come
    monkeypatch.setattr(tareas, "ESPERA", timedelta(seconds=-1))
    assert tareas.revisar_pendientes() == 1
    assert sorted(Alerta.objects.values_list("ocid", flat=True)) == ["ocds-213czf-1", "ocds-213czf-2"]
    assert tareas.revisar_pendientes() == 0
    emitir("ocds-213czf-1", licitantes=2)
    assert tareas.revisar_pendientes() == 1


def test_news_are_sent_after_commit_once_per_process(
    emitir: Any, oidas: Any, django_capture_on_commit_callbacks: Any
) -> None:
    emitir("ocds-213czf-1")
    emitir("ocds-213czf-2", licitantes=3)
    with django_capture_on_commit_callbacks(execute=True):
        servicios.revisar(["ocds-213czf-1", "ocds-213czf-2"])
        assert oidas == []
    assert [(o["ocid"], len(o["alertas"]), len(o["plazos"])) for o in oidas] == [
        ("ocds-213czf-1", 1, 2),
        ("ocds-213czf-2", 0, 2),
    ]
    assert oidas[0]["alertas"] == [Alerta.objects.get().pk]
    assert servicios.anunciar_pendientes() == 0
    assert len(oidas) == 2


def test_what_a_killed_worker_never_said_is_said_later(emitir: Any, oidas: Any) -> None:
    """The commit happened and the process died before its callbacks ran: here, they are never run."""
    emitir()
    servicios.revisar([OCID])
    assert oidas == []
    assert tareas.anunciar_pendientes() == 1
    assert [o["ocid"] for o in oidas] == [OCID]
    assert tareas.anunciar_pendientes() == 0
    assert len(oidas) == 1


def test_news_that_a_receiver_could_not_take_are_kept(emitir: Any, oidas: Any, caplog: Any) -> None:
    def roto(**_kwargs: Any) -> None:
        raise RuntimeError("sin red")

    emitir()
    servicios.revisar([OCID])
    novedades.connect(roto)
    try:
        assert servicios.anunciar(OCID) is False
    finally:
        novedades.disconnect(roto)
    assert "No se anunciaron las novedades de ocds-213czf-1" in caplog.text
    assert Alerta.objects.filter(por_anunciar=True).exists()
    assert servicios.anunciar(OCID) is True
    assert not Plazo.objects.filter(por_anunciar=True).exists()


@pytest.mark.django_db
def test_schedules_are_written_once_and_not_postponed() -> None:
    call_command("programar_tareas", stdout=StringIO())
    propias = Schedule.objects.filter(name__startswith=cola.PREFIJO)
    antes = dict(propias.values_list("name", "next_run"))
    assert set(antes) == {cola.PREFIJO + nombre for nombre in cola.PROGRAMA}
    call_command("programar_tareas", stdout=StringIO())
    assert dict(propias.values_list("name", "next_run")) == antes


@pytest.mark.django_db
def test_schedules_no_room_asks_for_are_removed_and_others_are_left() -> None:
    Schedule.objects.create(name=cola.PREFIJO + "de otra época", func="math.sqrt", schedule_type=Schedule.HOURLY)
    Schedule.objects.create(name="de otra aplicación", func="math.sqrt", schedule_type=Schedule.HOURLY)
    call_command("programar_tareas", stdout=StringIO())
    nombres = set(Schedule.objects.values_list("name", flat=True))
    assert cola.PREFIJO + "de otra época" not in nombres
    assert "de otra aplicación" in nombres


def test_the_schedules_of_this_room_name_real_tasks() -> None:
    from django.utils.module_loading import import_string

    propias = {p.nombre: p for p in cola.PROGRAMA.values() if p.tarea.startswith("sitio.alertas.")}
    assert sorted(propias) == [
        "anunciar novedades pendientes",
        "medir indicadores",
        "revisar lo que faltó",
        "revisar todos los procesos",
        "seguir la corrida general",
        "vencer decisiones",
        "vencer plazos",
    ]
    assert all(callable(import_string(p.tarea)) for p in cola.PROGRAMA.values())


@pytest.mark.parametrize("opciones", [{}, {"minutos": 5, "diaria": time(3)}])
def test_a_schedule_has_exactly_one_rhythm(opciones: Any) -> None:
    with pytest.raises(ValueError, match="una de las dos"):
        cola.programar("mala", "math.sqrt", **opciones)
    assert "mala" not in cola.PROGRAMA


def test_pages_are_never_published_by_a_clock() -> None:
    assert not any("publish_scheduled" in p.tarea for p in cola.PROGRAMA.values())
