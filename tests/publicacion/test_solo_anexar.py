"""The database itself refuses to change what was published."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from sitio.publicacion import disparadores
from sitio.publicacion.models import Entrega, Publicador
from tests.publicacion.vida import vivir

CAMBIOS: list[tuple[str, Callable[[], object]]] = [
    ("update", lambda: Entrega.objects.filter(posicion=1).update(contenido=b"{}")),
    ("delete", lambda: Entrega.objects.filter(posicion=5).delete()),
    ("save", lambda: Entrega.objects.get(posicion=1).save()),
    ("sql", lambda: connection.cursor().execute("DELETE FROM publicacion_entrega")),
]


@pytest.mark.parametrize("cambio", [c for _, c in CAMBIOS], ids=[n for n, _ in CAMBIOS])
def test_una_entrega_no_se_cambia_ni_se_borra(publicador: Publicador, cambio: Callable[[], object]) -> None:
    vivir(publicador)
    antes = list(Entrega.objects.values())

    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        cambio()

    assert list(Entrega.objects.values()) == antes


def test_la_tabla_no_se_trunca(publicador: Publicador) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite no tiene TRUNCATE")
    vivir(publicador)
    # PostgreSQL would refuse for another reason while foreign keys of this transaction wait to be checked.
    connection.check_constraints()

    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        connection.cursor().execute("TRUNCATE publicacion_entrega CASCADE")

    assert Entrega.objects.count() == 5


def test_la_migracion_pone_los_disparadores_y_se_puede_deshacer(publicador: Publicador) -> None:
    vivir(publicador)
    poner, sacar = disparadores.en_migracion("publicacion_entrega")

    # SQLite's own editor refuses to open inside a test's transaction; the functions only need its connection.
    editor = SimpleNamespace(connection=connection)
    sacar(None, editor)
    assert Entrega.objects.filter(posicion=1).update(origen="importacion") == 1
    poner(None, editor)

    with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
        Entrega.objects.filter(posicion=1).update(origen="captura")
