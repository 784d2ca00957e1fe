"""Fences: the values beyond which one of a group stands far from its peers.

Quartiles by linear interpolation (PERCENTILE_CONT of SQL, type 7 of Hyndman and Fan), which every engine has.
"""

from collections.abc import Sequence

import ibis.expr.types as ir

from sitio.analisis.registro import Numero, Parametro, gettext_noop

_ = gettext_noop

# Tukey's fence, and how many peers a quartile needs to mean something.
VECES = Parametro("veces", 15, _("décimas de rango intercuartílico"), _("Distancia de la cerca al cuartil"))


def pares_minimos(cuantos: int) -> Parametro:
    """Return the parameter that says how many peers a fence needs."""
    return Parametro("pares", cuantos, _("pares"), _("Pares con que se compara, al menos"))


def con_cercas(tabla: ir.Table, columna: str, llaves: Sequence[str], veces: Numero = 15) -> ir.Table:
    """Add what `columna` is like among the rows with the same `llaves`.

    `n_pares`, `mediana`, `cuartil_1`, `cuartil_3`, `cerca_inferior` and `cerca_superior`, which stand `veces` tenths of
    the interquartile range out of the quartiles. Null for groups with no value at all.
    """
    con_valor = tabla.filter(tabla[columna].notnull())
    valor = con_valor[columna].cast("float64")
    pares = con_valor.group_by(*llaves).agg(
        n_pares=con_valor.count(),
        cuartil_1=valor.quantile(0.25).round(6),
        mediana=valor.quantile(0.5).round(6),
        cuartil_3=valor.quantile(0.75).round(6),
    )
    distancia = (pares.cuartil_3 - pares.cuartil_1) * float(veces) / 10
    pares = pares.mutate(
        cerca_inferior=(pares.cuartil_1 - distancia).round(6), cerca_superior=(pares.cuartil_3 + distancia).round(6)
    )
    # A view, because ibis takes a computed key of the left side for its equal on the right one, and joins it to itself.
    return tabla.view().left_join(pares, list(llaves)).drop(*(f"{llave}_right" for llave in llaves))
