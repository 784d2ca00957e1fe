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
from tests.casas import RAIZ, entorno_de, entorno_vacio, manage, una_vez


@pytest.fixture(scope="session")
def compartido() -> Path:
    """The folder of real data and official schemas, beside the checkout."""
    carpeta = RAIZ.parent / "shared"
    if not carpeta.is_dir():
        pytest.skip("no está la carpeta ../shared con los datos reales y los esquemas oficiales")
    return carpeta


@pytest.fixture(scope="session")
def comun(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that every worker of this run sees, where what is dear is made once."""
    propia = tmp_path_factory.getbasetemp()
    return propia if worker_id == "master" else propia.parent


@pytest.fixture(scope="session")
def base_migrada(comun: Path) -> Path:
    """A migrated SQLite file, to be copied by the tests that start real processes."""
    carpeta = una_vez(comun / "migrada", lambda nueva: manage(entorno_vacio(nueva), "migrate", "--verbosity", "0"))
    return carpeta / "claraboya.sqlite3"


@pytest.fixture(scope="session")
def demo(comun: Path, base_migrada: Path) -> Path:
    """The demo as `make demo` leaves it, database and files, to be copied by who will change it."""
    return una_vez(comun / "demo", lambda nueva: manage(entorno_de(base_migrada, nueva), "cargar_demo"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[None]:
    """Start a database in memory from the migrated file, instead of migrating once in every worker."""
    nombre = connection.creation._get_test_db_name()
    if connection.vendor != "sqlite" or not connection.creation.is_in_memory_db(nombre):
        yield
        return
    # It lasts while somebody has it open.
    with (
        closing(sqlite3.connect(nombre, uri=True)) as en_memoria,
        closing(sqlite3.connect(request.getfixturevalue("base_migrada"))) as migrada,
    ):
        migrada.backup(en_memoria)
        yield


@pytest.fixture
def almacen(tmp_path: Path) -> Iterator[Path]:
    """The storage of the bulk files: a folder of the test's own."""
    carpeta = tmp_path / "masivos"
    with override_settings(STORAGES={**settings.STORAGES, "masivos": en_carpeta(carpeta)}):
        yield carpeta


@pytest.fixture
def casa() -> fabricas.Casa:
    """One institution with a person in each role."""
    return fabricas.casa()


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
