"""What a flag would raise over the store with other thresholds, beside what it raises now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sitio.analisis.ajustes import Ajustes
from sitio.analisis.motor.conexion import Base
from sitio.analisis.motor.general.banderas import Clave, evaluar_todo, quien_de
from sitio.analisis.registro import Bandera, Numero, Resultado


@dataclass(frozen=True)
class Prueba:
    """Two evaluations of one flag: how many subjects had each outcome, and which would begin or cease to be raised.

    `entran` and `salen` are examples, in order; `cuantos_entran` and `cuantos_salen`, all of them.
    """

    antes: Mapping[Resultado, int]
    despues: Mapping[Resultado, int]
    cuantos_entran: int
    cuantos_salen: int
    entran: list[Clave]
    salen: list[Clave]


def probar(
    base: Base,
    bandera: Bandera,
    valores: Mapping[str, Numero],
    ajustes: Mapping[str, Ajustes],
    ejemplos: int,
) -> Prueba:
    """Evaluate `bandera` as it is and with `valores` in the place of its own thresholds."""
    antes = evaluar_todo(base, bandera, ajustes)
    _apartar(base, bandera, "antes")
    parametros = tuple(replace(p, valor=valores.get(p.nombre, p.valor)) for p in bandera.parametros)
    despues = evaluar_todo(base, replace(bandera, parametros=parametros), ajustes)
    _apartar(base, bandera, "despues")
    cuantos_entran, entran = _solo_en(base, "despues", "antes", ejemplos)
    cuantos_salen, salen = _solo_en(base, "antes", "despues", ejemplos)
    return Prueba(antes, despues, cuantos_entran, cuantos_salen, entran, salen)


def _apartar(base: Base, bandera: Bandera, nombre: str) -> None:
    """Keep which subjects were raised."""
    base.conexion.execute(
        f"CREATE OR REPLACE TABLE {nombre} AS SELECT DISTINCT {quien_de(bandera)} AS quien, sujeto "  # noqa: S608 - words of ours
        "FROM hallados WHERE resultado = 'bandera'"
    )


def _solo_en(base: Base, una: str, otra: str, ejemplos: int) -> tuple[int, list[Clave]]:
    resta = f"SELECT * FROM {una} EXCEPT SELECT * FROM {otra}"  # noqa: S608 - words of ours
    [(cuantos,)] = base.conexion.execute(f"SELECT count(*) FROM ({resta})").fetchall()  # noqa: S608 - same
    return cuantos, base.conexion.execute(f"SELECT * FROM ({resta}) ORDER BY ALL LIMIT {ejemplos:d}").fetchall()  # noqa: S608 - same
