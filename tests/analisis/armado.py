"""Shaping compiled releases by dotted paths, and the rows of reference that many cases share."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

HOY = {"corte": [{"dia": date(2026, 6, 1)}]}
# Holidays around the dates of the cases: with one on each end, their years have a calendar.
INHABILES = {
    "inhabiles": [
        {"calendario": "federal", "dia": dia}
        for dia in (date(2025, 1, 1), date(2026, 3, 16), date(2026, 5, 1), date(2026, 12, 25))
    ]
}
PESOS = "MXN"


def dia(texto: str) -> str:
    """Return a local day as capture publishes it: midnight in Mexico City."""
    return f"{texto}T06:00:00Z"


def valor(monto: float, neto: float | None = None, moneda: str = PESOS) -> dict[str, Any]:
    """Return an OCDS value with taxes, and without them if told."""
    return {"amount": monto, "currency": moneda} | ({} if neto is None else {"netAmount": neto})


def con(compilada: Mapping[str, Any], cambios: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy with what each dotted path says; None takes it out."""
    copia = deepcopy(dict(compilada))
    for ruta, nuevo in cambios.items():
        *pasos, ultimo = (int(paso) if paso.isdecimal() else paso for paso in ruta.split("."))
        objeto: Any = copia
        for paso in pasos:
            objeto = objeto[paso] if isinstance(objeto, list) else objeto.setdefault(paso, {})
        if nuevo is None and isinstance(objeto, dict):
            objeto.pop(ultimo, None)
        else:
            objeto[ultimo] = deepcopy(nuevo)
    return copia


def documentos(*tipos: str) -> list[dict[str, str]]:
    """Return a document of each type."""
    return [{"id": f"D-{tipo}", "documentType": tipo} for tipo in tipos]


def oferta(numero: int, monto: float | None, estado: str = "valid", *quienes: str, **mas: Any) -> dict[str, Any]:
    """Return a bid of `X-{numero}`, or of `quienes`."""
    presentan = [{"id": quien} for quien in quienes or (f"X-{numero}",)]
    cuerpo = {"id": str(numero), "status": estado, "tenderers": presentan, **mas}
    return cuerpo if monto is None else cuerpo | {"value": valor(monto)}
