"""The queries that come written with the package are of the rules as they are now: every other test runs them."""

from sitio.analisis.motor import consultas
from sitio.analisis.registro import BANDERAS


def test_they_are_of_these_sources() -> None:
    assert consultas.al_dia(), "cambió una fuente de sitio/analisis o sitio/ocds: ejecute «make consultas»"


def test_thresholds_of_a_template_have_a_query_of_their_own() -> None:
    bandera = BANDERAS["P20"]
    propios = tuple((nombre, valor + 1) for nombre, valor in bandera.valores().items())
    assert consultas.compilar(bandera.expresion, propios) != consultas.compilar(
        bandera.expresion, tuple(bandera.valores().items())
    )
