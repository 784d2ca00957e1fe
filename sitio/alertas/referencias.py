"""The reference tables that rules read besides what is published: the day, limits, budgets, UMA and calendars."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from sitio.analisis.referencias import ESQUEMAS_DE_REFERENCIA
from sitio.catalogos.models import LimiteDeMonto, PresupuestoAutorizado, Uma


def referencias(dia: date, calendarios: Mapping[str, Iterable[date]]) -> dict[str, pa.Table]:
    """Return the reference tables as they are now: `dia`, the local day of the analysis; `calendarios`, by key."""
    return {
        "corte": _tabla("corte", [{"dia": dia}]),
        "limites": limites(),
        "presupuestos": presupuestos(),
        "umas": _tabla("umas", Uma.objects.values("anio", "diaria")),
        "inhabiles": inhabiles(calendarios),
    }


def limites() -> pa.Table:
    """Return the amounts of every year, in pesos without IVA."""
    columnas = ESQUEMAS_DE_REFERENCIA["limites"].names
    return _tabla("limites", LimiteDeMonto.objects.values(*columnas))


def presupuestos() -> pa.Table:
    """Return what each buyer and unit may spend, known as the releases name them."""
    filas = PresupuestoAutorizado.objects.select_related("comprador__unida_a", "unidad__unida_a")
    return _tabla(
        "presupuestos",
        [
            {
                "comprador_id": fila.comprador.vigente.id_ocds,
                "unidad_id": fila.unidad.vigente.id_ocds if fila.unidad else None,
                "anio": fila.anio,
                "ley": fila.ley,
                "monto": fila.monto,
            }
            for fila in filas
        ],
    )


def inhabiles(calendarios: Mapping[str, Iterable[date]]) -> pa.Table:
    """Return the non-working days of each calendar, those of its base included."""
    dias = [{"calendario": clave, "dia": dia} for clave, dias in calendarios.items() for dia in sorted(dias)]
    return _tabla("inhabiles", dias)


def _tabla(nombre: str, filas: Iterable[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(filas), ESQUEMAS_DE_REFERENCIA[nombre])
