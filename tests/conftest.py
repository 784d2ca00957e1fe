"""What every test shares: the real data, a migrated database, and append-only tables that tests may empty."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

from sitio.ajustes.plugin import en_carpeta
from sitio.publicacion import disparadores
from tests import fabricas
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


@pytest.fixture
def almacen(tmp_path: Path) -> Iterator[Path]:
    """The storage of the bulk files: a folder of the test's own."""
    carpeta = tmp_path / "masivos"
    with override_settings(STORAGES={**settings.STORAGES, "masivos": en_carpeta(carpeta)}):
        yield carpeta


@pytest.fixture
def como(client: Client, casa: fabricas.Casa) -> Callable[[str], Client]:
    """Log the client in by role in the house of the test, or as somebody outside it."""

    def entrar(quien: str) -> Client:
        if quien == "de_otra_casa":
            otra = fabricas.casa("otra")
            # Whatever could be done here, somebody there may do in their own house.
            for papel in otra.institucion.papeles.all():
                otra.capturista.groups.add(papel.grupo)
            client.force_login(otra.capturista)
        elif quien == "sin_papel":
            client.force_login(fabricas.persona("nadie"))
        elif quien != "anonimo":
            client.force_login(casa.personas[quien])
        return client

    return entrar


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
