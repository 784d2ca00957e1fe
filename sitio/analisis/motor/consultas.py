"""The queries of the rules for DuckDB. Ibis takes a minute to write them all: they come written with the package.

`make consultas` writes them again, which any change of the rules asks for: those of other sources are not read.
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import orjson

from sitio.analisis.ajustes import Valores
from sitio.analisis.compartidas import COMPARTIDAS, detras_de
from sitio.analisis.indicadores.registro import INDICADORES
from sitio.analisis.motor.agregacion import agregada
from sitio.analisis.registro import BANDERAS, PLAZOS
from sitio.analisis.tablas import esquemas

Expresion = Callable[..., ir.Table]

RUTA = Path(__file__).with_name("consultas.json.gz")
# The rooms whose sources decide what Ibis writes.
_ANALISIS = Path(__file__).parents[1]
_CUARTOS = (_ANALISIS, _ANALISIS.parent / "ocds")


@dataclass(frozen=True)
class Consulta:
    """The DuckDB query of a rule, and the shared tables that it reads, each one after those behind it."""

    sql: str
    compartidas: tuple[str, ...]


@cache
def compilar(expresion: Expresion, valores: Valores | None = None) -> Consulta:
    """Return the query of a rule: as it came written, else, with thresholds of its own, as Ibis writes it now."""
    return _escritas().get((expresion, valores)) or _escribir(expresion, valores)


def _escribir(expresion: Expresion, valores: Valores | None) -> Consulta:
    tabla = expresion(esquemas()) if valores is None else expresion(esquemas(), dict(valores))
    return Consulta(str(ibis.to_sql(tabla, dialect="duckdb")), detras_de(tabla))


def _reglas() -> Iterator[tuple[str, Expresion, Valores | None]]:
    """Yield what has a query: its name, its expression and its thresholds."""
    for bandera in BANDERAS.values():
        yield bandera.id, bandera.expresion, tuple(bandera.valores().items())
    for plazo in PLAZOS.values():
        yield plazo.id, plazo.expresion, None
    for indicador in INDICADORES.values():
        for medida in indicador.medidas:
            yield f"{indicador.id} {medida.clave}", agregada(medida), None
    for nombre, expresion in COMPARTIDAS.items():
        yield nombre, expresion, None


@cache
def _escritas() -> dict[tuple[Expresion, Valores | None], Consulta]:
    """Return the queries that came written; none if they are of other sources."""
    if not al_dia():
        return {}
    consultas = _archivo()["consultas"]
    return {
        (expresion, valores): Consulta(consultas[nombre]["sql"], tuple(consultas[nombre]["compartidas"]))
        for nombre, expresion, valores in _reglas()
    }


def al_dia() -> bool:
    """Tell whether the queries that came written are of these sources."""
    return RUTA.exists() and bool(_archivo()["huella"] == huella())


def _archivo() -> dict[str, Any]:
    contenido: dict[str, Any] = orjson.loads(gzip.decompress(RUTA.read_bytes()))
    return contenido


@cache
def huella() -> str:
    """Return a fingerprint of the sources that decide what Ibis writes."""
    rutas = [(ruta.relative_to(cuarto).as_posix(), ruta) for cuarto in _CUARTOS for ruta in cuarto.rglob("*.py")]
    return sha256(b"".join(nombre.encode() + ruta.read_bytes() for nombre, ruta in sorted(rutas))).hexdigest()


def guardar() -> int:
    """Write every query into the file that comes with the package; return how many."""
    consultas = {nombre: asdict(_escribir(expresion, valores)) for nombre, expresion, valores in _reglas()}
    texto = orjson.dumps({"huella": huella(), "consultas": consultas}, option=orjson.OPT_SORT_KEYS)
    RUTA.write_bytes(gzip.compress(texto, mtime=0))
    return len(consultas)
