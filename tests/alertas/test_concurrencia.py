"""Several workers and a person at the same time. SQLite lets one writer in at a time, so only PostgreSQL can tell."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from sitio.alertas import servicios
from sitio.alertas.models import Alerta, MovimientoAlerta, Plazo
from sitio.alertas.transiciones import TransicionNoPermitida
from sitio.alertas.vida import decisiones

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="necesita PostgreSQL: SQLite admite un solo escritor"),
]
OCIDS = [f"ocds-213czf-{n}" for n in range(5)]


def a_la_vez(*tareas: Any) -> list[Any]:
    """Run the callables in threads, each with its own connection; returns what each gave or raised."""

    def correr(tarea: Any) -> Any:
        try:
            return tarea()
        except TransicionNoPermitida as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tareas)) as hilos:
        return list(hilos.map(correr, tareas))


def test_workers_that_review_the_same_keep_it_once(emitir: Any) -> None:
    for ocid in OCIDS:
        emitir(ocid)
    de_ida, de_vuelta = list(OCIDS), list(reversed(OCIDS))
    a_la_vez(*(lambda orden=orden: servicios.revisar(orden) for orden in (de_ida, de_vuelta, de_ida, de_vuelta)))
    assert sorted(Alerta.objects.values_list("ocid", flat=True)) == OCIDS
    assert MovimientoAlerta.objects.count() == len(OCIDS)
    assert Plazo.objects.count() == 3 * len(OCIDS)
    assert not Alerta.objects.filter(por_anunciar=True).exists()


def test_two_people_who_decide_at_once_make_one_move(casa: Any, emitir: Any) -> None:
    emitir(OCIDS[0])
    servicios.revisar(OCIDS[:1])
    quienes = (casa.oic, casa.aprobador, casa.oic, casa.aprobador)
    hechos = a_la_vez(
        *(lambda quien=quien: decisiones.mover_alerta(Alerta.objects.get(), quien, "reconocer") for quien in quienes)
    )
    assert sum(not isinstance(h, TransicionNoPermitida) for h in hechos) == 1
    assert [m.a for m in Alerta.objects.get().movimientos.all()] == ["nueva", "reconocida"]


def test_publishing_never_waits_for_a_review(emitir: Any) -> None:
    """While one run holds its turn, the same processes are published again and reviewed by the next run."""
    for ocid in OCIDS:
        emitir(ocid)
    a_la_vez(
        lambda: servicios.revisar(OCIDS),
        *(lambda ocid=ocid: emitir(ocid, licitantes=2) for ocid in reversed(OCIDS)),
        lambda: servicios.revisar(list(reversed(OCIDS))),
    )
    servicios.revisar(OCIDS)
    assert not Alerta.objects.filter(bandera="P20").exclude(estado="cerrada").exists()
