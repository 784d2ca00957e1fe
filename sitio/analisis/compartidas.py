"""What several rules read: worked out once for all of them, in a table of its own."""

from collections.abc import Callable
from functools import cache, wraps

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from sitio.analisis.tablas import Tablas, esquemas

Compartida = Callable[[Tablas], ir.Table]
# By the name of its table.
COMPARTIDAS: dict[str, Compartida] = {}


def compartida(expresion: Compartida) -> Compartida:
    """Have the rules that call `expresion` read a table with its rows: whoever runs them makes it first (`detras_de`).

    For what is read by many, or twice by one: each query is then shorter to write, to plan and to run.
    """
    nombre = f"{expresion.__module__.rpartition('.')[2]}_{expresion.__name__.lstrip('_')}"
    if nombre in COMPARTIDAS:
        raise ValueError(f"Ya hay una tabla compartida con el nombre «{nombre}».")
    COMPARTIDAS[nombre] = expresion

    @cache
    def tabla() -> ir.Table:
        return ibis.table(expresion(esquemas()).schema(), name=nombre)

    @wraps(expresion)
    def leer(t: Tablas) -> ir.Table:
        return tabla()

    return leer


def detras_de(expresion: ir.Table) -> tuple[str, ...]:
    """Return the names of the shared tables behind `expresion`, each one after those that it reads itself."""
    nombres: dict[str, None] = {}
    for nodo in expresion.op().find(ops.UnboundTable):
        if nodo.name in COMPARTIDAS:
            nombres |= dict.fromkeys((*_detras_de(nodo.name), nodo.name))
    return tuple(nombres)


@cache
def _detras_de(nombre: str) -> tuple[str, ...]:
    return detras_de(COMPARTIDAS[nombre](esquemas()))
