"""What every test shares: the real data, a migrated database, and append-only tables that tests may empty."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase

from sitio.publicacion import disparadores
from tests.casas import RAIZ, entorno_vacio, manage


@pytest.fixture(scope="session")
def compartido() -> Path:
    """The folder of real data and official schemas, beside the checkout."""
    carpeta = RAIZ.parent / "shared"
    if not carpeta.is_dir():
        pytest.skip("no está la carpeta ../shared con los datos reales y los esquemas oficiales")
    return carpeta


@pytest.fixture(scope="session")
def base_migrada(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied by the tests that start real processes."""
    carpeta = tmp_path_factory.mktemp("migrada")
    manage(entorno_vacio(carpeta), "migrate", "--verbosity", "0")
    # The write-ahead log goes into the file, so that the file alone may be copied.
    with closing(sqlite3.connect(carpeta / "claraboya.sqlite3")) as conexion:
        conexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return carpeta / "claraboya.sqlite3"


@pytest.fixture(autouse=True, scope="session")
def _vaciado_con_disparadores() -> Iterator[None]:
    """Let transactional tests flush tables whose triggers refuse every DELETE; they are back before the next test."""
    original = TransactionTestCase._fixture_teardown

    def vaciar(self: TransactionTestCase) -> None:
        disparadores.quitar(connection)
        original(self)
        disparadores.instalar(connection)

    TransactionTestCase._fixture_teardown = vaciar
    yield
    TransactionTestCase._fixture_teardown = original
