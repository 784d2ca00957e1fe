"""Rules a JSON Schema cannot say: organizations named in a release are among its parties, contracts point at an award.

Source: OCDS 1.1, "Organization references"; Pelican's checks reference.* and consistent.*_in_parties_roles, *_name_*.
"""

from collections.abc import Iterator
from typing import Any

from sitio.ocds import listas
from sitio.ocds.rutas import objeto, objetos

Objeto = dict[str, Any]
# Where it fails, which rule of `mensajes`, and the data of its message.
Falla = tuple[list[str | int], str, dict[str, Any]]


def organizaciones(entrega: Objeto) -> Iterator[tuple[list[str | int], str, Objeto]]:
    """Every organization reference of a release: its path, the party role it stands for, and itself."""
    licitacion = objeto(entrega, "tender")
    yield from _uno(entrega, ["buyer"], "buyer")
    yield from _uno(licitacion, ["tender", "procuringEntity"], "procuringEntity")
    yield from _varios(licitacion, ["tender", "tenderers"], "tenderer")
    for i, adjudicacion in enumerate(objetos(entrega, "awards")):
        yield from _varios(adjudicacion, ["awards", i, "suppliers"], "supplier")
    for i, contrato in enumerate(objetos(entrega, "contracts")):
        for j, pago in enumerate(objetos(objeto(contrato, "implementation"), "transactions")):
            for papel in ("payer", "payee"):
                yield from _uno(pago, ["contracts", i, "implementation", "transactions", j, papel], papel)


def fallas(entrega: Objeto, previa: Objeto | None) -> Iterator[Falla]:
    """What is wrong with the references of `entrega`, on its own or after `previa`, the compiled release so far."""
    yield from _de_organizaciones(entrega, previa or {})
    adjudicaciones = {str(a.get("id")) for fuente in (entrega, previa or {}) for a in objetos(fuente, "awards")}
    # A release of the contract stage alone, seen without the earlier ones, cannot tell.
    if not adjudicaciones and previa is None:
        return
    for i, contrato in enumerate(objetos(entrega, "contracts")):
        if "awardID" in contrato and str(contrato["awardID"]) not in adjudicaciones:
            yield ["contracts", i, "awardID"], "adjudicacion_perdida", {"valor": contrato["awardID"]}


def _de_organizaciones(entrega: Objeto, previa: Objeto) -> Iterator[Falla]:
    partes = {parte.get("id"): parte for fuente in (previa, entrega) for parte in objetos(fuente, "parties")}
    for ruta, papel, referencia in organizaciones(entrega):
        clave = referencia.get("id")
        if not clave:
            yield ruta, "referencia_sin_id", {}
        elif clave not in partes:
            yield ruta, "referencia_perdida", {"valor": clave}
        else:
            yield from _contra_su_parte(ruta, papel, referencia, partes[clave])


def _contra_su_parte(ruta: list[str | int], papel: str, referencia: Objeto, parte: Objeto) -> Iterator[Falla]:
    nombre = referencia.get("name")
    if nombre is not None and nombre != parte.get("name"):
        datos = {"valor": parte["id"], "nombre": nombre, "nombre_parte": parte.get("name")}
        yield [*ruta, "name"], "referencia_nombre", datos
    if papel not in (parte.get("roles") or ()):
        yield ruta, "referencia_papel", {"valor": parte["id"], "papel": listas.titulo("partyRole", papel)}


def _uno(dueno: Objeto, ruta: list[str | int], papel: str) -> Iterator[tuple[list[str | int], str, Objeto]]:
    referencia = objeto(dueno, str(ruta[-1]))
    if referencia:
        yield ruta, papel, referencia


def _varios(dueno: Objeto, ruta: list[str | int], papel: str) -> Iterator[tuple[list[str | int], str, Objeto]]:
    for i, referencia in enumerate(objetos(dueno, str(ruta[-1]))):
        yield [*ruta, i], papel, referencia
