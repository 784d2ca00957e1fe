"""Compute indicators: their observations are added up in the engine, once for each scope that they are told for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

import pyarrow as pa

from sitio.analisis.indicadores.registro import INDICADORES, MINIMO, Ambito, Clase, Indicador, Medida, UnidadDeMedida
from sitio.analisis.motor.agregacion import LLAVES, agregada
from sitio.analisis.motor.conexion import Base, en_memoria
from sitio.analisis.tablas import Contexto

# Shares are kept in hundredths.
CIEN = Decimal(100)
PRECISION = Decimal("0.000001")
# What divides by a cent can be greater than anything that can be kept, or that means anything.
MAXIMO = Decimal(10**15)


@dataclass(frozen=True)
class Cifra:
    """One figure: of which publisher and scope, out of how many observations, and how many were left out, and why.

    `valor` is in the unit of its measure, and None with fewer than five observations, with nothing to divide by,
    or when it is too great to mean anything.
    """

    indicador: str
    medida: str
    version: str
    publicador: str
    ambito: Ambito
    anio: int | None
    unidad: str
    metodo: str
    valor: Decimal | None
    n: int
    numerador: Decimal | None
    denominador: Decimal | None
    excluidos: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All that the figure is about, counted or not: the N of «n of N»."""
        return self.n + sum(self.excluidos.values())


def medir(
    tablas: Mapping[str, pa.Table],
    indicadores: Iterable[Indicador] | None = None,
    *,
    contexto: Contexto | None = None,
    referencias: Mapping[str, pa.Table] | None = None,
) -> list[Cifra]:
    """Compute `indicadores` (all, by default) over the tables of `sitio.ocds.tablas.aplanar`; see `banderas.evaluar`.

    The tables must hold every process of the publishers that they tell of.
    """
    elegidos = list(INDICADORES.values() if indicadores is None else indicadores)
    with en_memoria(tablas, contexto, referencias) as base:
        return [cifra for indicador in elegidos for cifra in medir_en(base, indicador)]


def medir_en(base: Base, indicador: Indicador) -> list[Cifra]:
    """Compute one indicator over the tables of `base`, in a fixed order."""
    return [cifra for medida in indicador.medidas for cifra in _cifras(base, indicador, medida)]


def _cifras(base: Base, indicador: Indicador, medida: Medida) -> Iterable[Cifra]:
    filas = base.leer(base.consulta(agregada(medida)))
    filas.sort(key=_llave)
    for _clave, grupo in groupby(filas, key=_llave):
        yield _cifra(indicador, medida, list(grupo))


def _llave(fila: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(fila[llave] or (0 if llave == "anio" else "") for llave in LLAVES)


def _cifra(indicador: Indicador, medida: Medida, grupo: list[dict[str, Any]]) -> Cifra:
    """Put together the row of what was counted with those of what was left out, one for each reason."""
    scope = grupo[0]
    dentro = next((fila for fila in grupo if fila["excluido"] is None), None)
    # DuckDB adds whole numbers into wider ones, which reach Python as decimals.
    n = int(dentro["n"]) if dentro else 0
    return Cifra(
        indicador=indicador.id,
        medida=medida.clave,
        version=indicador.version,
        publicador=scope["publicador"],
        ambito=Ambito(scope["ambito"]),
        anio=scope["anio"],
        unidad=scope["unidad"] or "",
        metodo=scope["metodo"] or "",
        valor=_valor(medida, dentro) if dentro and n >= MINIMO else None,
        n=n,
        numerador=dentro["numerador"] if dentro else None,
        denominador=dentro["denominador"] if dentro else None,
        excluidos={fila["excluido"]: int(fila["n"]) for fila in grupo if fila["excluido"]},
    )


def _valor(medida: Medida, fila: Mapping[str, Any]) -> Decimal | None:
    if medida.clase in (Clase.RAZON, Clase.DIEZ_MAYORES):
        denominador = fila["denominador"]
        valor = fila["numerador"] / denominador if denominador else None
    else:
        valor = None if fila["estadistico"] is None else Decimal(str(fila["estadistico"]))
    factor = CIEN if medida.unidad is UnidadDeMedida.PORCENTAJE else Decimal(1)
    return None if valor is None or abs(valor) >= MAXIMO else (valor * factor).quantize(PRECISION)
