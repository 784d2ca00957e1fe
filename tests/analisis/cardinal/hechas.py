"""Compiled releases made by hand."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def oferta(de: str, monto: float | None = None, estado: str = "valid", **campos: Any) -> Json:
    """Return a bid of one tenderer, in pesos."""
    valor = {} if monto is None else {"value": {"amount": monto, "currency": "MXN"}}
    return {"status": estado, "tenderers": [{"id": de}], **valor, **campos}


def adjudicacion(a: str, estado: str = "active", **campos: Any) -> Json:
    return {"status": estado, "suppliers": [{"id": a}], **campos}


def proceso(ocid: str, ofertas: Iterable[Json] = (), adjudicaciones: Iterable[Json] = (), **tender: Any) -> Json:
    """Return a compiled release: who bid, who won, and members of its tender."""
    return {"ocid": ocid, "tender": tender, "bids": {"details": [*ofertas]}, "awards": [*adjudicaciones]}


def competido(ocid: str, ganado: float, siguiente: float, **tender: Any) -> Json:
    """Return a process that G-`ocid` won at one price and S-`ocid` lost at another."""
    ofertas = [oferta(f"G-{ocid}", ganado), oferta(f"S-{ocid}", siguiente)]
    return proceso(ocid, ofertas, [adjudicacion(f"G-{ocid}")], **tender)
